"""One connection without a screen and without a store: what comes, frame by frame (`roxom-tui stream`, `check`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from roxom_tui.client.protocol_client import ProtocolClient, Received
from roxom_tui.client.session import Change
from roxom_tui.feed.connection import Connection
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.transport.failures import refused
from roxom_tui.model.channels import Stream
from roxom_tui.model.connection import Failed, Opened, Trouble
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError, UsageError
from roxom_tui.words.reasons import whole


async def stream(
    endpoint: Endpoint, streams: Sequence[Stream], outside: Outside | None = None
) -> AsyncIterator[Received]:
    """Connect once, subscribe, and give every frame as it comes, until the connection ends.

    Raises CredentialsRefused, UsageError or ConnectionFailed; the last also when a connection that stood ends.
    """
    async with HeadlessClient(endpoint, streams, outside) as client:
        opened = await client.open()
        if isinstance(opened, Failed):
            raise as_error(opened)
        while True:
            received = await client.receive()
            if isinstance(received, Failed):
                raise as_error(received)
            yield received


def as_error(failed: Failed) -> RoxomError:
    """A failure as what ends a command, with the exit code that belongs to it."""
    sentence = whole(failed.reason)
    if failed.trouble is Trouble.REFUSED:
        return CredentialsRefused(sentence)
    if failed.trouble in (Trouble.NOT_ALLOWED, Trouble.REDIRECTED):
        return UsageError(sentence)
    return ConnectionFailed(sentence)


class HeadlessClient:
    """A connection, used once: `open`, then `receive` until it answers `Failed`."""

    def __init__(self, endpoint: Endpoint, streams: Sequence[Stream], outside: Outside | None = None) -> None:
        self._endpoint = endpoint
        self._outside = outside = outside or Outside()
        self._client = ProtocolClient(streams, outside.clock, outside.timing)
        self._transport = outside.transport(endpoint, 1, outside.clock, outside.timing)
        self._connection = Connection(self._transport, 1, self._client, outside.clock, self._after)
        self._ticking: asyncio.Task[None] | None = None
        self.ponged = asyncio.Event()
        """The first ping was answered."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            with suppress(asyncio.CancelledError):
                await self._ticking
        await self._connection.__aexit__(kind, error, trace)

    @property
    def round_trip(self) -> float | None:
        """Seconds of the newest ping's way there and back."""
        return self._client.round_trip

    async def open(self) -> Opened | Failed:
        """Connect and authenticate; pings go out from then on."""
        opened = await self._transport.open()
        if isinstance(opened, Opened):
            self._client.connected()
            await self._connection.__aenter__()
            self._ticking = asyncio.create_task(self._tick())
        return opened

    async def receive(self) -> Received | Failed:
        """The next frame. Subscriptions are sent, and repeated where they must be, on the way."""
        closed = await self._connection.next()
        if self._client.refusal is not None:
            return refused(self._endpoint, f"code {self._client.refusal.code}")
        if closed is not None:
            return Failed(Trouble.UNREACHABLE, whole(closed.reason))
        if self._client.newest is None:
            raise RuntimeError("a frame was handed over and not read")
        return self._client.newest

    def subscriptions(self) -> tuple[Change, ...]:
        """The state of every stream."""
        return self._client.subscriptions()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self._outside.timing.tick)
            self._client.tick()
            self._connection.step()

    def _after(self) -> None:
        if self._client.round_trip is not None:
            self.ponged.set()
