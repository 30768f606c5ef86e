"""Quiet, mute and gone, over real sockets: the feed's clock is moved by hand, the exchange's stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import DEFAULT_SYMBOLS, Environment
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.simulator.server import ServerConfig
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence
from tests.support.mailbox_reader import FAST, Screen, watching
from tests.support.standing_clock import FakeClock
from tests.support.watched_server import WatchedServer


def endpoint_of(server: WatchedServer) -> Endpoint:
    assert server.private_key is not None
    credentials = Credentials(Secret(server.key_id), server.private_key)
    return Endpoint("sockets", Environment.DEMO, server.ws_url, None, credentials, DEFAULT_SYMBOLS)


class Watch:
    """A feed on a simulated exchange, and its clock."""

    def __init__(self, server: WatchedServer, clock: FakeClock, screen: Screen) -> None:
        self.server = server
        self.clock = clock
        self.screen = screen

    async def pass_(self, seconds: int) -> ScreenSnapshot:
        """Let the feed's time go by, half a second at a time; the last picture."""
        board = self.screen.boards[-1]
        for _ in range(2 * seconds):
            self.clock.pass_(0.5)
            # Two pictures of now: the first may have been built before the beat that asks, the second tells what came.
            for _ in range(2):
                board = await self.screen.until(lambda board: board.built_at >= self.clock.monotonic())
        return board

    async def back_as(self, number: int) -> ScreenSnapshot:
        """Wait for a connection of that number, or a later one, and let time pass until it tells something."""
        async with asyncio.timeout(30):
            board = await self.screen.until(lambda board: board.connection.connection_number >= number)
            while not board.ticker.freshness.state.is_live:
                board = await self.pass_(1)
            return board


@asynccontextmanager
async def watch() -> AsyncIterator[Watch]:
    """Everything there, and the market standing still from then on."""
    async with WatchedServer(ServerConfig(seed=3)) as server:
        clock = FakeClock()
        async with watching(endpoint_of(server), FAST, clock) as (_, screen):
            await screen.until(lambda board: board.book.levels_held and board.connection.round_trip_ms)
            server.set_speed(0)
            yield Watch(server, clock, screen)


async def test_a_market_that_stands_still_is_quiet_and_a_mute_one_stale_until_another_connection_speaks() -> None:
    async with watch() as there:
        board = await there.pass_(8)
        assert board.book.freshness.state is PanelState.QUIET
        assert board.ticker.freshness.state is PanelState.QUIET
        assert board.connection.connection_number == 1
        there.server.mute()
        board = await there.pass_(5)
        assert board.book.freshness.state is PanelState.STALE
        assert board.orders.freshness.state is PanelState.WAITING, "what holds nothing has nothing that is too old"
        assert board.orders.freshness.reason == Reason(Cause.NO_DATA)
        assert board.book.freshness.reason is not None
        # Of the two it is the first until the connection itself has been silent for long enough.
        assert board.book.freshness.reason.cause in (Cause.SILENT_ASKED, Cause.NO_DATA)
        assert board.connection.round_trip_ms is not None
        await there.pass_(18)
        await there.screen.until(lambda board: board.connection.connection_number >= 2)
        there.server.unmute()
        board = await there.pass_(12)
        assert board.book.levels_held
        assert board.ticker.freshness.state.is_live


async def test_an_exchange_that_is_gone_for_a_while_is_down_and_comes_back() -> None:
    async with watch() as there:
        await there.server.stop_listening()
        board = await there.screen.until(lambda board: board.connection.state is PanelState.DOWN)
        assert board.book.freshness.state is PanelState.DOWN
        await there.server.start_listening()
        board = await there.back_as(2)
        there.server.close_all(1012, "restart")
        board = await there.back_as(board.connection.connection_number + 1)
        assert any("(1012" in log_sentence(line.entry) for line in board.connection.log)
