"""One connection driven: what comes is handed to a client, what that wants out goes out. All I/O, no decision."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from functools import partial
from types import TracebackType
from typing import Any, Final, Protocol, Self

from roxom_tui.client.keepalive import Ping
from roxom_tui.feed.mailbox import Way
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.model.connection import Closed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Reason
from roxom_tui.protocol.decode import Frame

AT_ONCE: Final = 32
"""Frames that are handed over one after the other, about a millisecond, before anybody else has a turn."""

MOST_PINGS: Final = 4
"""So many may be under way; a peer that answers with data but to no ping would gather them."""


class Driven(Protocol):
    """The part of a client that a connection drives."""

    @property
    def leaving(self) -> Reason | None: ...

    @property
    def has_output(self) -> bool: ...

    def receive(self, frame: Frame) -> None: ...

    def ponged(self, ping: Ping, round_trip: float) -> None: ...

    def to_send(self) -> tuple[str, ...]: ...

    def to_ping(self) -> Ping | None: ...

    def next_at(self) -> int | None: ...


class Connection:
    """A transport that is open, and its number: frames of another are not handed on. Used as a context."""

    def __init__(
        self,
        transport: Transport,
        number: int,
        client: Driven,
        clock: Clock,
        after: Callable[[], None] | None = None,
        way: Way | None = None,
    ) -> None:
        """`after` is called whenever the client was, for what else it wants of the world; `way` is a screen's."""
        self._transport = transport
        self._number = number
        self._client = client
        self._clock = clock
        self._after = after
        self._way = way
        self._due = asyncio.Event()
        self._texts: asyncio.Queue[str] = asyncio.Queue()
        self._pings: deque[asyncio.Task[None]] = deque()
        self._helpers: list[asyncio.Task[None]] = []
        self._failure: Exception | None = None

    async def __aenter__(self) -> Self:
        self._helpers = [asyncio.create_task(self._watched(work)) for work in (self._pump, self._write)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [*self._helpers, *self._pings]
        for task in tasks:
            task.cancel()
        try:
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            await self._transport.close()

    async def run(self) -> Closed:
        """Hand over every frame until the connection ends, by whosever will; the reason says whose."""
        while True:
            end = await self.next()
            if end is not None:
                return end
            await self._take_what_is_here()

    async def next(self) -> Closed | None:
        """Hand over the next frame; how the connection ended, once it has."""
        while True:
            frame = await self._transport.receive()
            if isinstance(frame, Closed):
                if self._failure is not None:
                    raise self._failure
                return Closed(None, "", self._client.leaving) if self._client.leaving is not None else frame
            if frame.connection == self._number:
                self._client.receive(frame)
                self.step()
                if self._way is not None and self._way.until > frame.received_at:
                    await self._give_way(frame)
                return None

    async def _take_what_is_here(self) -> None:
        """Hand over what has arrived already, with no turn of the loop in between, and see what the client wants."""
        taken, frame = self._hand_over_those_here()
        if taken:
            self.step()
        if frame is not None:
            # There may be more: whoever else has something to do has a turn first.
            await self._give_way(frame)

    def _hand_over_those_here(self) -> tuple[int, Frame | None]:
        """How many there were, and the last of them; None in its place where that was all, or the client leaves."""
        client, arrived, way = self._client, self._transport.arrived, self._way
        for taken in range(AT_ONCE):
            frame = arrived() if client.leaving is None else None
            if frame is None:
                return taken, None
            if frame.connection == self._number:
                client.receive(frame)
            if way is not None and way.until > frame.received_at:
                return taken + 1, frame
        return AT_ONCE, frame

    async def _give_way(self, frame: Frame) -> None:
        """A screen that has something to do for the person has a moment; whoever else waits in this loop a turn."""
        way = self._way
        is_held_up = way is not None and way.until > frame.received_at
        await asyncio.sleep(way.seconds_left(self._clock.monotonic()) if way is not None and is_held_up else 0)

    def step(self) -> None:
        """See what the client wants after something happened to it."""
        client = self._client
        if client.has_output:
            self._due.set()
        if client.leaving is not None:
            self._transport.abort()
        if self._after is not None:
            self._after()

    async def _pump(self) -> None:
        client = self._client
        while True:
            self._due.clear()
            for text in client.to_send():
                self._texts.put_nowait(text)
            ping = client.to_ping()
            if ping is not None:
                self._send_ping(ping)
            if self._after is not None:
                self._after()
            at = client.next_at()
            await wait_for_event(self._due, None if at is None else max(0.0, (at - self._clock.monotonic()) / SECOND))

    async def _write(self) -> None:
        while await self._transport.send(await self._texts.get()):
            pass

    def _send_ping(self, ping: Ping) -> None:
        self._pings.append(asyncio.create_task(self._watched(partial(self._ping, ping))))
        if len(self._pings) > MOST_PINGS:
            self._pings.popleft().cancel()

    async def _ping(self, ping: Ping) -> None:
        round_trip = await self._transport.ping()
        if round_trip is not None:
            self._client.ponged(ping, round_trip)
            self.step()

    async def _watched(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """A failure of our own ends the connection and is raised by who reads it."""
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - raised again by `next`
            self._failure = self._failure or error
            self._transport.abort()


async def wait_for_event(event: asyncio.Event, within: float | None) -> bool:
    """Whether `event` is set within so many seconds (None: wait for as long as it takes)."""
    try:
        async with asyncio.timeout(within):
            await event.wait()
    except TimeoutError:
        return False
    return True
