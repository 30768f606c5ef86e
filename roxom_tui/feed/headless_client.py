"""One connection without a screen and without a store: what comes, frame by frame (`roxom-tui stream`, `check`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

from roxom_tui.client.keepalive import KeepAlive
from roxom_tui.client.session import Change, Session, Verb
from roxom_tui.client.timing import Timing
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import refused
from roxom_tui.feed.transport.transport import Closed, Failed, Opened, Trouble
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.channels import Stream, stream_of
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError, UsageError
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, Subscribed, Unsubscribed
from roxom_tui.protocol import encode
from roxom_tui.protocol.decode import Decoded, Decoder, Frame


class Received(NamedTuple):
    """A frame, what it says, and the streams it brought data for."""

    frame: Frame
    decoded: tuple[Decoded, ...]
    data: tuple[Stream, ...]


async def stream(
    endpoint: Endpoint, streams: Sequence[Stream], *, clock: Clock | None = None, timing: Timing | None = None
) -> AsyncIterator[Received]:
    """Connect once, subscribe, and give every frame as it comes, until the connection ends.

    Raises CredentialsRefused, UsageError or ConnectionFailed; the last also when a connection that stood ends.
    """
    async with HeadlessClient(endpoint, streams, clock=clock, timing=timing) as tap:
        opened = await tap.open()
        if isinstance(opened, Failed):
            raise as_error(opened)
        while True:
            received = await tap.receive()
            if isinstance(received, Failed):
                raise as_error(received)
            yield received


def as_error(failed: Failed) -> RoxomError:
    """A failure as what ends a command, with the exit code that belongs to it."""
    if failed.trouble is Trouble.REFUSED:
        return CredentialsRefused(failed.sentence)
    if failed.trouble in (Trouble.NOT_ALLOWED, Trouble.REDIRECTED):
        return UsageError(failed.sentence)
    return ConnectionFailed(failed.sentence)


class HeadlessClient:
    """A connection, used once: `open`, then `receive` until it answers `Failed`."""

    def __init__(
        self, endpoint: Endpoint, streams: Sequence[Stream], *, clock: Clock | None = None, timing: Timing | None = None
    ) -> None:
        self._endpoint = endpoint
        self._clock = clock = clock or SystemClock()
        self._timing = timing = timing or Timing()
        self._source = WebSocketTransport(endpoint, 1, clock, timing)
        self._keep_alive = KeepAlive(self._source, clock, timing, self._give_up)
        self._pinging: asyncio.Task[None] | None = None
        self._session = Session(timing.session)
        self._session.want(streams, clock.monotonic())
        self._decoder = Decoder()
        self._failed: Failed | None = None
        self.round_trip: float | None = None
        """Seconds of the newest ping's way there and back."""
        self.ponged = asyncio.Event()
        """The first ping was answered."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pinging is not None:
            self._pinging.cancel()
            with suppress(asyncio.CancelledError):
                await self._pinging
        await self._source.close()

    async def open(self) -> Opened | Failed:
        """Connect and authenticate; pings go out from then on."""
        opened = await self._source.open()
        if isinstance(opened, Opened):
            self._session.connected()
            self._pinging = asyncio.create_task(self._keep_alive.run(self._pong))
        return opened

    async def receive(self) -> Received | Failed:
        """The next frame. Subscriptions are sent, and repeated where they must be, on the way."""
        while True:
            frame = await self._next_frame()
            if frame is None:
                continue
            if isinstance(frame, Closed):
                return self._failed or Failed(Trouble.UNREACHABLE, frame.sentence)
            self._keep_alive.heard_at = frame.received_at
            decoded = tuple(self._decoder.decode(frame.payload))
            data = self._note(decoded, frame.received_at)
            return self._failed or Received(frame, decoded, data)

    def subscriptions(self) -> tuple[Change, ...]:
        """How every stream stands."""
        return self._session.subscriptions()

    async def _next_frame(self) -> Frame | Closed | None:
        """A frame, or None when the session has something to send first."""
        for command in self._session.due(self._clock.monotonic()):
            say = encode.subscribe if command.verb is Verb.SUBSCRIBE else encode.unsubscribe
            await self._source.send(say(command.streams))
        now = self._clock.monotonic()
        self._keep_alive.check(now)
        at = self._session.next_at(now)
        until = self._timing.watch if at is None else min((at - now) / SECOND, self._timing.watch)
        try:
            async with asyncio.timeout(max(0.0, until)):
                return await self._source.receive()
        except TimeoutError:
            return None

    def _note(self, decoded: Sequence[Decoded], now: int) -> tuple[Stream, ...]:
        data = []
        for item in decoded:
            if isinstance(item, ErrorReceived) and item.error_class is ErrorClass.AUTHENTICATION:
                self._failed = refused(self._endpoint, f"code {item.code}")
            if isinstance(item, Subscribed | Unsubscribed | Rejected | ErrorReceived):
                self._session.on_control(item, now)
            elif not isinstance(item, FrameRejected):
                stream = stream_of(item)
                self._session.on_data(stream)
                data.append(stream)
        return tuple(data)

    def _pong(self, round_trip: float) -> None:
        self.round_trip = round_trip
        self.ponged.set()

    def _give_up(self, reason: str) -> None:
        self._failed = self._failed or Failed(Trouble.UNREACHABLE, reason)
        self._source.abort()
