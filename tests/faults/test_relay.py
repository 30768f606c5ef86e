"""Real sockets over a bad line: the feed's own thread, the simulated exchange's server, and a relay between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.thread import FeedThread
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.simulator.server import ServerConfig
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.relay import HOST, Relay
from tests.support.mailbox_reader import FAST, Screen
from tests.support.watched_server import WatchedServer

GOLD, US500 = Symbol("GOLD-BTC"), Symbol("US500-BTC")
LEVELS = 10
PATIENT = replace(FAST, ping_every=0.2, pong_within=5.0)
IMPATIENT = replace(FAST, ping_every=0.1, pong_within=0.4, open_timeout=0.5, rest_timeout=0.5)


class Scene(NamedTuple):
    server: WatchedServer
    relay: Relay
    screen: Screen

    def is_true(self, board: ScreenSnapshot) -> bool:
        """Whether the book on the screen is live and the exchange's own, level by level. Exchange time stands still."""
        truth = self.server.truth.book(GOLD)
        shown = tuple(
            tuple((row.price, row.size) for row in rows[:LEVELS]) for rows in (board.book.bids, board.book.asks)
        )
        true = tuple(tuple(levels[:LEVELS]) for levels in (truth.bids, truth.asks))
        return board.book.freshness.state is PanelState.LIVE and shown == true

    def live_on(self, seconds: float) -> None:
        """The exchange lives for so long, in an instant."""
        self.server.step(round(seconds * SECOND))


def accounted(board: ScreenSnapshot) -> bool:
    """Whether every GET was answered."""
    return not (board.orders.since_connect or board.balances.since_connect or board.positions.since_connect)


@asynccontextmanager
async def scene(timing: Timing = PATIENT) -> AsyncIterator[Scene]:
    """A feed that watches a simulated exchange through a relay, once its book is true."""
    config = ServerConfig(symbols=(GOLD, US500), seed=4, speed=0.0)
    async with WatchedServer(config) as server, Relay(server.port) as relay:
        assert server.private_key is not None
        endpoint = Endpoint(
            profile="relayed",
            environment=Environment.SANDBOX,
            ws_url=f"ws://{HOST}:{relay.port}/ws",
            rest_url=f"http://{HOST}:{relay.port}/v1",
            credentials=Credentials(Secret(server.key_id), server.private_key),
            symbols=(GOLD, US500),
            depth_mode=DepthMode.ABSOLUTE,
        )

        @asynccontextmanager
        async def opened(_: str) -> AsyncIterator[Endpoint]:
            yield endpoint

        profile = Profile("relayed", Environment.SANDBOX, symbols=endpoint.symbols, depth_mode=DepthMode.ABSOLUTE)
        mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        feed = FeedThread({"relayed": profile}, "relayed", opened, CommandQueue(), mailbox, Outside(timing=timing))
        feed.start()
        there = Scene(server, relay, Screen(mailbox))
        try:
            await there.screen.until(lambda board: there.is_true(board) and accounted(board))
            yield there
        finally:
            assert feed.close(5.0)


async def test_what_passes_the_relay_is_the_exchange_s_own_book() -> None:
    async with scene() as there:
        there.live_on(5)
        await there.screen.until(there.is_true)
        assert there.relay.down.carried > 10_000


@pytest.mark.parametrize("size", [1, 3, 7, 125, 1460])
async def test_frames_cut_in_pieces_are_whole_again(size: int) -> None:
    async with scene() as there:
        there.relay.down.slices = size
        there.live_on(2)
        await there.screen.until(there.is_true)
        assert there.screen.boards[-1].connection.rejected == 0
        assert there.server.connections == (1,)


async def test_a_slow_line_delays_and_loses_nothing() -> None:
    async with scene() as there:
        there.relay.down.rate = 200_000
        there.live_on(4)
        await there.screen.until(there.is_true)
        assert there.server.connections == (1,)


async def test_a_delay_is_shown_as_round_trip() -> None:
    async with scene() as there:
        there.relay.down.delay = there.relay.up.delay = 0.1
        board = await there.screen.until(lambda board: (board.connection.round_trip_ms or 0) >= 200)
        assert board.connection.phase is Phase.CONNECTED


async def test_a_reset_is_seen_at_once_and_healed() -> None:
    async with scene() as there:
        there.relay.reset()
        await there.screen.until(lambda board: board.connection.state is PanelState.DOWN)
        there.live_on(3)
        board = await there.screen.until(there.is_true)
        assert board.connection.reconnects >= 1


@pytest.mark.parametrize("way", ["up", "down"])
async def test_a_line_silent_in_one_direction_is_given_up_for_want_of_a_pong(way: str) -> None:
    async with scene(IMPATIENT) as there:
        line = getattr(there.relay, way)
        line.fall_silent()
        await there.screen.until(lambda board: board.connection.state is PanelState.DOWN)
        assert any("no answer to a ping" in text for text in there.screen.told())
        there.live_on(3)
        line.speak()
        await there.screen.until(there.is_true)


async def test_a_spoilt_byte_costs_the_connection_and_no_truth() -> None:
    async with scene(IMPATIENT) as there:
        there.relay.down.corrupt()
        there.live_on(3)
        board = await there.screen.until(lambda board: board.connection.reconnects >= 1 and there.is_true(board))
        assert there.relay.connections > 2
        assert board.book.freshness.state is PanelState.LIVE
