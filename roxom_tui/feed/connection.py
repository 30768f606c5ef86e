"""One connection from its first subscription to its end: reads, sends what the session wants, pings."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

from roxom_tui.feed.desk import Desk
from roxom_tui.feed.source import Closed, Source
from roxom_tui.feed.timing import Timing
from roxom_tui.feed.waiting import happens
from roxom_tui.model.ports import Clock

_NANOSECONDS = 1_000_000_000


class Connection:
    """A source that is open, and its number: frames of another are not applied."""

    def __init__(self, source: Source, number: int, desk: Desk, clock: Clock, timing: Timing) -> None:
        self._source = source
        self._number = number
        self._desk = desk
        self._clock = clock
        self._timing = timing
        self._send_due = asyncio.Event()
        self._ping_due = asyncio.Event()
        self._pong_within = timing.pong_within
        self._gave_up = ""
        self._heard_at = clock.monotonic()
        self.account_settled = asyncio.Event()

    async def run(self) -> Closed:
        """Everything until the connection ends, by whosever will; the reason says whose."""
        helpers: list[Coroutine[None, None, None]] = [self._send(), self._ping()]
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(helper) for helper in helpers]
                closed = await self._read()
                for task in tasks:
                    task.cancel()
        finally:
            await self._source.close()
        return Closed(None, self._gave_up) if self._gave_up else closed

    def send_due(self) -> None:
        """The session may have something to send."""
        self._send_due.set()

    def probe(self) -> None:
        """The program stood still: have the exchange prove soon that it is still there."""
        self._heard_at = self._clock.monotonic()
        self._pong_within = min(self._timing.stall_probe, self._timing.pong_within)
        self._ping_due.set()

    def check(self, now: int) -> None:
        """About once a second: leave a connection by which nothing at all comes, not even a pong."""
        if now - self._heard_at >= self._timing.silence * _NANOSECONDS:
            self.give_up(f"nothing came for {self._timing.silence:g} s")

    def give_up(self, reason: str) -> None:
        """Drop the connection; `run` ends with that reason."""
        self._gave_up = self._gave_up or reason
        self._source.abort()

    async def _read(self) -> Closed:
        desk = self._desk
        receive, intake, link, news = self._source.receive, desk.intake, desk.link, desk.publisher.news
        while True:
            frame = await receive()
            if isinstance(frame, Closed):
                return frame
            if frame.connection != self._number:
                continue
            self._heard_at = frame.received_at
            if intake.take(frame):
                self._session_news()
            if intake.proven:
                link.data_at = frame.received_at
            news()

    def _session_news(self) -> None:
        self._desk.subscriptions.absorb()
        self._send_due.set()
        if not self.account_settled.is_set() and self._desk.subscriptions.account_is_settled():
            self.account_settled.set()
        if self._desk.intake.refusal is not None:
            self.give_up("credentials refused")

    async def _send(self) -> None:
        while True:
            self._send_due.clear()
            for text in self._desk.subscriptions.due(self._clock.monotonic()):
                if not await self._source.send(text):
                    return
            self._desk.publisher.news()
            now = self._clock.monotonic()
            at = self._desk.session.next_at(now)
            await happens(self._send_due, None if at is None else max(0.0, (at - now) / _NANOSECONDS))

    async def _ping(self) -> None:
        while True:
            self._ping_due.clear()
            within, self._pong_within = self._pong_within, self._timing.pong_within
            try:
                async with asyncio.timeout(within):
                    round_trip = await self._source.ping()
            except TimeoutError:
                self.give_up(f"no answer to a ping within {within:g} s")
                return
            if round_trip is None:
                return
            self._heard_at = self._clock.monotonic()
            self._desk.traffic.round_trip_ms = round_trip * 1000
            await happens(self._ping_due, self._timing.ping_every)
