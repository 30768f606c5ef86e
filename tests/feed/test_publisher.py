"""When a picture is made although nothing came: for what time alone changes."""

from __future__ import annotations

import asyncio
import time

import pytest

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.session import Session
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.client.traffic import Traffic
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.publisher import Publisher
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.book.crossed_prices import DOUBT_NS
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.spellings import GOLD, delta, quote, snapshot


class SystemTime:
    """The machine's own clocks."""

    def monotonic(self) -> int:
        return time.monotonic_ns()

    def awake(self) -> int:
        return time.monotonic_ns()

    def wall(self) -> int:
        return time.time_ns()


class Feed:
    """A store and its publisher, with a screen that asks at once for the next picture."""

    def __init__(self) -> None:
        self.store = Store([GOLD], DepthMode.ABSOLUTE)
        self.store.select(GOLD)
        self.store.connection_changed(Phase.CONNECTED, "", time.monotonic_ns())
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        link = ConnectionStatus("test", Environment.SANDBOX, phase=Phase.CONNECTED)
        subscriptions = Subscriptions(Session(), self.store, lambda text, severity: None)
        self.publisher = Publisher(
            self.store, link, Traffic(), subscriptions, self.mailbox, SystemTime(), ViewRequest(GOLD)
        )
        self.mailbox.on_ask(self.publisher.asked)
        self.came = asyncio.Event()
        self.mailbox.on_news(self.came.set)

    async def until(self, state: PanelState, stream: Channel) -> tuple[int, ScreenSnapshot]:
        """When the first picture with that state came (monotonic ns)."""
        async with asyncio.timeout(5):
            while True:
                self.came.clear()
                self.mailbox.ask()
                await self.came.wait()
                board = self.mailbox.take()
                assert board is not None
                book = board.book
                fresh = book.freshness if stream is Channel.DEPTH else book.quote_freshness
                if fresh.state is state:
                    return board.built_at, board


@pytest.mark.parametrize("channel", [Channel.DEPTH, Channel.LEVEL1])
async def test_that_prices_stay_crossed_is_on_a_picture_at_the_moment_it_counts(channel: Channel) -> None:
    feed = Feed()
    feed.store.apply(snapshot(("100 1",), ("101 1",)), time.monotonic_ns())
    feed.store.apply(quote("100 1", "101 1"), time.monotonic_ns())
    running = asyncio.create_task(feed.publisher.run())
    await feed.until(PanelState.LIVE, channel)
    crossed_at = time.monotonic_ns()
    told = delta(("102 1",), at=1) if channel is Channel.DEPTH else quote("102 1", "101 1", at=1)
    feed.store.apply(told, crossed_at)
    feed.publisher.news()
    built_at, board = await feed.until(PanelState.UNPROVEN, channel)
    assert built_at >= crossed_at + DOUBT_NS
    assert board.book.bids
    running.cancel()


async def test_that_silence_is_unusual_is_on_a_picture_without_a_beat() -> None:
    feed = Feed()
    began = time.monotonic_ns() - 10_000 * MILLISECOND
    for number in range(1000):
        feed.store.clocks.line.note(began + number * 9 * MILLISECOND)
    feed.store.apply(quote("100 1", "101 1"), began + 8991 * MILLISECOND)
    running = asyncio.create_task(feed.publisher.run())
    async with asyncio.timeout(5):
        while True:
            _, board = await feed.until(PanelState.LIVE, Channel.LEVEL1)
            if board.connection.silent_since is not None or board.book.quote_freshness.silent_since is not None:
                break
    assert board.built_at - (began + 8991 * MILLISECOND) >= 1500 * MILLISECOND
    running.cancel()


async def test_nothing_is_woken_for_what_is_long_past() -> None:
    feed = Feed()
    feed.publisher.publish()
    assert feed.store.markets.doubtful_at(Stream(Channel.DEPTH, GOLD)) is None
    assert feed.publisher._waking is None
