"""When a picture is made although nothing came: for what time alone changes."""

from __future__ import annotations

import asyncio
from math import inf

import pytest

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.publisher import Publisher
from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState
from roxom_tui.state.book.crossed_prices import DOUBT_NS
from roxom_tui.state.freshness import COMMON_SILENCE_NS
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.spellings import GOLD, delta, quote, snapshot

_LONG = 3600.0
"""Seconds: what streams is not waited for."""

NEVER_STALLED = Timing(stall=3600.0)
"""Nothing here ticks but the pictures, and between two of them time may pass."""


class Feed:
    """A client and its publisher, with a screen that asks at once for the next picture."""

    def __init__(self) -> None:
        clock = SystemClock()
        profile = Profile("test", Environment.SANDBOX, symbols=(GOLD,), depth_mode=DepthMode.ABSOLUTE)
        self.client = Client(profile, ViewRequest(GOLD), clock, NEVER_STALLED)
        self.client.connected(1)
        self.store = self.client.store
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        self.publisher = Publisher(self.client, self.mailbox, clock)
        self.mailbox.on_ask(self.publisher.asked)
        self.came = asyncio.Event()
        self.mailbox.on_news(self.came.set)

    @property
    def wakes_at(self) -> float:
        """When a picture is made though nothing comes (seconds of the loop); never, where that is not planned."""
        waking = self.publisher._waking
        return inf if waking is None else waking.when()

    async def until(self, state: PanelState, stream: Channel, calmly: float = 0.0) -> tuple[int, ScreenSnapshot]:
        """When the first picture with that state came (monotonic ns)."""
        async with asyncio.timeout(5):
            while True:
                self.came.clear()
                self.mailbox.ask(0.0, calmly)
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
    feed.store.apply(snapshot(("100 1",), ("101 1",)), SystemClock.monotonic())
    feed.store.apply(quote("100 1", "101 1"), SystemClock.monotonic())
    running = asyncio.create_task(feed.publisher.run())
    await feed.until(PanelState.LIVE, channel)
    crossed_at = SystemClock.monotonic()
    told = delta(("102 1",), at=1) if channel is Channel.DEPTH else quote("102 1", "101 1", at=1)
    feed.store.apply(told, crossed_at)
    feed.publisher.news()
    await feed.until(PanelState.LIVE, channel)
    built_at, board = await feed.until(PanelState.UNPROVEN, channel, calmly=_LONG)
    assert built_at >= crossed_at + DOUBT_NS
    assert board.book.bids
    running.cancel()


async def test_that_silence_is_unusual_is_on_a_picture_without_a_beat() -> None:
    feed = Feed()
    began = SystemClock.monotonic() - 10_000 * MILLISECOND
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


async def test_a_part_is_on_a_picture_again_the_moment_it_runs_out() -> None:
    """Or the screen would say that the feed sends nothing."""
    feed = Feed()
    told_at = SystemClock.monotonic() - COMMON_SILENCE_NS + 300 * MILLISECOND
    feed.store.apply(snapshot(("100 1",), ("101 1",)), told_at)
    running = asyncio.create_task(feed.publisher.run())
    _, board = await feed.until(PanelState.LIVE, Channel.DEPTH)
    ends_at = board.book.freshness.valid_until
    built_at, _ = await feed.until(PanelState.STALE, Channel.DEPTH, calmly=_LONG)
    assert 0 <= built_at - ends_at < 150 * MILLISECOND
    running.cancel()


class Paced:
    """A feed that runs, and a screen that says when it wants the next picture."""

    def __init__(self) -> None:
        self.feed = Feed()
        self.feed.publisher.publish()
        self.feed.mailbox.take()
        self.feed.came.clear()
        self.running = asyncio.create_task(self.feed.publisher.run())

    async def came_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self.feed.came.wait()
        except TimeoutError:
            return False
        return True


async def test_a_stream_waits_until_the_screen_wants_it_and_then_comes_by_itself() -> None:
    paced = Paced()
    mailbox, publisher = paced.feed.mailbox, paced.feed.publisher
    asked_at = asyncio.get_running_loop().time()
    mailbox.ask(0.0, 0.15)
    for _ in range(3):
        publisher.news()
    assert await paced.came_within(5)
    assert asyncio.get_running_loop().time() - asked_at >= 0.149
    assert not mailbox.has_news
    paced.running.cancel()


async def test_what_matters_does_not_wait_for_the_pace_of_the_stream() -> None:
    paced = Paced()
    mailbox, publisher = paced.feed.mailbox, paced.feed.publisher
    mailbox.ask(0.0, _LONG)
    publisher.news()
    await asyncio.sleep(0)
    assert not paced.feed.came.is_set()
    publisher.news(matters=True)
    assert await paced.came_within(5)
    mailbox.take()
    paced.feed.came.clear()
    mailbox.ask(0.0, _LONG)
    publisher.news()
    assert not await paced.came_within(0.05), "it mattered once, in the picture that was published"
    paced.running.cancel()


async def test_who_asks_for_it_sooner_gets_a_stream_sooner() -> None:
    paced = Paced()
    mailbox, publisher = paced.feed.mailbox, paced.feed.publisher
    mailbox.ask(_LONG, _LONG)
    publisher.news(matters=True)
    mailbox.ask()
    assert await paced.came_within(5)
    paced.running.cancel()


async def test_news_from_before_the_screen_asked_is_there_when_it_wants_it() -> None:
    paced = Paced()
    paced.feed.publisher.news()
    assert not await paced.came_within(0.02), "nobody asked"
    paced.feed.mailbox.ask(0.0, 0.01)
    assert await paced.came_within(5)
    paced.running.cancel()


async def test_what_was_renewed_since_a_picture_does_not_run_out_by_it() -> None:
    paced = Paced()
    feed, began = paced.feed, SystemClock.monotonic()
    feed.store.apply(snapshot(("100 1",), ("101 1",)), began - COMMON_SILENCE_NS + SECOND)
    feed.mailbox.ask()
    feed.publisher.news()
    assert await paced.came_within(5)
    assert feed.wakes_at < inf, "it runs out within a second"
    feed.mailbox.take()
    feed.came.clear()
    feed.store.apply(snapshot(("100 1",), ("101 1",), at=1), SystemClock.monotonic())
    feed.mailbox.ask()
    feed.publisher.news()
    assert await paced.came_within(5)
    assert feed.wakes_at == inf
    paced.running.cancel()


async def test_what_ends_wakes_nobody_any_more() -> None:
    paced = Paced()
    feed = paced.feed
    feed.store.apply(snapshot(("100 1",), ("101 1",)), SystemClock.monotonic() - COMMON_SILENCE_NS + SECOND)
    feed.mailbox.ask()
    feed.publisher.news()
    assert await paced.came_within(5)
    feed.mailbox.ask(_LONG, _LONG)
    feed.publisher.news()
    assert feed.wakes_at < inf
    assert feed.publisher._later is not None
    paced.running.cancel()
    await asyncio.gather(paced.running, return_exceptions=True)
    assert feed.publisher._waking is feed.publisher._later is None


async def test_nothing_is_woken_for_what_is_long_past() -> None:
    feed = Feed()
    feed.publisher.publish()
    assert feed.client.store.judge.changes_at(feed.client.view_request.symbol, 0) is None
    assert feed.publisher._waking is None
