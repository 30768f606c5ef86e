"""A screen for tests: asks, waits, takes; and the feed's waits made short."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from random import Random

from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.session import SessionPolicy
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.worker import Worker
from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.ports import Clock, Mailbox
from roxom_tui.model.status import Notice, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence

FAST = Timing(
    open_timeout=2.0,
    close_timeout=0.1,
    ping_every=30.0,
    judge_every=0.02,
    seed_patience=0.5,
    reseed_after=0.03,
    reseed_lost=0.03,
    asked_gap=0.0,
    restart_first=0.01,
    restart_most=0.02,
    reconnect=ReconnectPolicy(first=0.02, most=0.05, on_close={}, certificate=0.02, attempts=1000),
    rest_backoff=ReconnectPolicy(first=0.02, most=0.05),
    session=SessionPolicy(linger=20 * MILLISECOND, grace=20 * MILLISECOND, window=100 * MILLISECOND),
)


class Screen:
    """The screen's end of a mailbox, with all boards and notices it saw."""

    def __init__(self, mailbox: Mailbox[ScreenSnapshot]) -> None:
        self.mailbox = mailbox
        self.boards: list[ScreenSnapshot] = []
        self.notices: list[Notice] = []
        self._woken = asyncio.Event()
        mailbox.on_news(handing_over(self._woken.set))

    async def until(
        self, holds: Callable[[ScreenSnapshot], object], timeout: float = 20.0, calmly: float = 0.0
    ) -> ScreenSnapshot:
        """The first board of which `holds` is true, where a stream alone brings one only after `calmly` seconds."""
        async with asyncio.timeout(timeout):
            while True:
                self._woken.clear()
                self.mailbox.ask(0.0, calmly)
                await self._woken.wait()
                board = self.mailbox.take()
                if board is None:
                    continue
                self.boards.append(board)
                self.notices += self.mailbox.notices()[0]
                if holds(board):
                    return board

    def told(self) -> list[str]:
        """The sentences of all notices so far."""
        self.notices += self.mailbox.notices()[0]
        return [log_sentence(notice.entry) for notice in self.notices]


def handing_over(call: Callable[[], None]) -> Callable[[], None]:
    """`call` in this loop, from whatever thread."""
    loop = asyncio.get_running_loop()

    def hand_over() -> None:
        loop.call_soon_threadsafe(call)

    return hand_over


def profile_of(endpoint: Endpoint) -> Profile:
    return Profile(endpoint.profile, endpoint.environment, symbols=endpoint.symbols, depth_mode=endpoint.depth_mode)


def opener(endpoint: Endpoint) -> Callable[[], AbstractAsyncContextManager[Endpoint]]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Endpoint]:
        yield endpoint

    return opened


def outside(timing: Timing = FAST, clock: Clock | None = None, random: Random | None = None) -> Outside:
    """This machine's, with short waits; or a clock and a chance of the test's."""
    return Outside(clock or SystemClock(), timing, random or Random())


@asynccontextmanager
async def watching(
    endpoint: Endpoint, timing: Timing = FAST, clock: Clock | None = None, random: Random | None = None
) -> AsyncIterator[tuple[Worker, Screen]]:
    """A worker at work on `endpoint`, and a screen that looks at it."""
    mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
    screen = Screen(mailbox)
    worker = Worker(profile_of(endpoint), mailbox, outside=outside(timing, clock, random))
    mailbox.on_ask(handing_over(worker.asked))
    running = asyncio.create_task(worker.run(opener(endpoint)))
    try:
        yield worker, screen
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def with_rest(endpoint: Endpoint, rest_url: str) -> Endpoint:
    return replace(endpoint, rest_url=rest_url)


def states(board: ScreenSnapshot) -> set[PanelState]:
    return {
        board.connection.state,
        board.book.freshness.state,
        board.book.quote_freshness.state,
        board.tape.freshness.state,
        board.ticker.freshness.state,
        board.orders.freshness.state,
        *(row.freshness.state for row in board.symbols.rows),
    }
