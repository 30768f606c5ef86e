"""One connection from its first subscription to its end: reads, sends what the session wants, pings."""

from __future__ import annotations

import asyncio

from roxom_tui.client.client import Client
from roxom_tui.client.keepalive import KeepAlive
from roxom_tui.client.timing import Timing
from roxom_tui.feed.transport.transport import Closed, Transport
from roxom_tui.feed.waiting import happens
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock


class Connection:
    """A source that is open, and its number: frames of another are not applied."""

    def __init__(self, source: Transport, number: int, client: Client, clock: Clock, timing: Timing) -> None:
        self._source = source
        self._number = number
        self._client = client
        self._clock = clock
        self._keep_alive = KeepAlive(source, clock, timing, self._give_up_as_dead)
        self._send_due = asyncio.Event()
        self._gave_up = ""
        self._is_dead = False
        self.account_settled = asyncio.Event()
        """The exchange has answered for the account's streams, so no event falls between them and the GETs, and it
        speaks: what a mute connection swallows after the GETs would be missed by nobody."""

    async def run(self) -> Closed:
        """Everything until the connection ends, by whosever will; the reason says whose."""
        try:
            async with asyncio.TaskGroup() as group:
                helpers = (group.create_task(self._send()), group.create_task(self._keep_alive.run(self._pong)))
                closed = await self._read()
                for helper in helpers:
                    helper.cancel()
        finally:
            await self._source.close()
        return Closed(None, self._gave_up, self._is_dead) if self._gave_up else closed

    def send_due(self) -> None:
        """The session may have something to send."""
        self._send_due.set()

    def probe(self) -> None:
        """The program stood still: have the exchange prove soon that it is still there."""
        self._keep_alive.probe()

    @property
    def is_sure(self) -> bool:
        """Whether the exchange has answered since the program stood still."""
        return self._keep_alive.is_sure

    def check(self, now: int) -> None:
        """Several times a second: ask a line that is silent, leave one that is dead."""
        self._keep_alive.check(now, self._client.store.clocks.line.unusual_after)

    def give_up(self, reason: str) -> None:
        """Drop the connection; `run` ends with that reason."""
        self._gave_up = self._gave_up or reason
        self._source.abort()

    def _give_up_as_dead(self, reason: str) -> None:
        self._is_dead = not self._gave_up
        self.give_up(reason)

    async def _read(self) -> Closed:
        client, keep_alive = self._client, self._keep_alive
        receive, intake, link, news = self._source.receive, client.intake, client.link, client.publisher.news
        account_settled = self.account_settled
        while True:
            frame = await receive()
            if isinstance(frame, Closed):
                return frame
            if frame.connection != self._number:
                continue
            keep_alive.heard_at = frame.received_at
            if intake.take(frame):
                self._session_news()
            if not account_settled.is_set():
                self._settle()
            link.data_at = intake.data_at
            news()

    def _session_news(self) -> None:
        client = self._client
        client.subscriptions.absorb()
        self._send_due.set()
        if client.intake.refusal is not None:
            self.give_up("credentials refused")

    def _settle(self) -> None:
        if self._client.subscriptions.account_is_settled():
            self.account_settled.set()

    async def _send(self) -> None:
        client = self._client
        while True:
            self._send_due.clear()
            for text in client.subscriptions.due(self._clock.monotonic()):
                if not await self._source.send(text):
                    return
            client.publisher.news()
            now = self._clock.monotonic()
            at = client.session.next_at(now)
            await happens(self._send_due, None if at is None else max(0.0, (at - now) / SECOND))

    def _pong(self, round_trip: float) -> None:
        self._client.traffic.round_trip_ms = round_trip * 1000
        self._client.store.clocks.line.round_trip = int(round_trip * SECOND)
