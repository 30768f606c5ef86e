"""One connected client's socket: a bounded queue and a task that empties it, so that nobody's slowness is shared.

A client whose queue overflows is closed with 1013. Thinning its messages out instead would hide a loss of trades and
account events from it; a closed connection is a loss it cannot overlook.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Final

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from roxom_tui.simulator.outgoing_messages import Departing, Leave

TRY_AGAIN_LATER: Final = 1013
_CLOSE_PATIENCE: Final = 1.0


class ClientSocket:
    """A socket, and what is still to be sent through it."""

    def __init__(self, socket: ServerConnection, number: int, limit: int) -> None:
        self.socket = socket
        self.number = number
        self._limit = limit
        self._queue: deque[Departing] = deque()
        self._something = asyncio.Event()
        self._closing: asyncio.Task[None] | None = None

    def offer(self, messages: Iterable[Departing]) -> None:
        """Queue messages; if that was the drop too many, the client is thrown out."""
        if self._closing is not None:
            return
        self._queue.extend(messages)
        if len(self._queue) > self._limit:
            self.close_soon(TRY_AGAIN_LATER, "too slow")
        elif self._queue:
            self._something.set()

    async def write(self) -> None:
        """Send what is queued, for as long as the connection lives."""
        try:
            while True:
                await self._something.wait()
                self._something.clear()
                while self._queue and self._closing is None:
                    await self._send(self._queue.popleft())
        except ConnectionClosed:
            return

    def close_soon(self, code: int, reason: str = "") -> None:
        """Close with a code, in a task of its own; a socket that does not drain is aborted."""
        self._queue.clear()
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(code, reason))

    def abort(self) -> None:
        """Cut the connection without a close frame."""
        self._queue.clear()
        self.socket.transport.abort()

    async def _send(self, message: Departing) -> None:
        if not isinstance(message, Leave):
            await self.socket.send(message.payload, text=not message.binary)
        elif message.code is None:
            self.abort()
        else:
            self.close_soon(message.code, message.reason)

    async def _close(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(_CLOSE_PATIENCE):
                await self.socket.close(code, reason)
        except TimeoutError:
            self.socket.transport.abort()
