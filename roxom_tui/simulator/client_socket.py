"""A client's connection: a queue of its own, so that nobody's slowness is shared, and an answer to any request.

A client whose queue overflows is closed with 1013. Thinning its messages out instead would hide a loss of trades and
account events from it; a closed connection is a loss it cannot overlook. Requests with a body, and of any verb, are
answered too, which the WebSocket library would drop.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State

from roxom_tui.simulator.outgoing_messages import Departing, Leave, Outgoing

TRY_AGAIN_LATER: Final = 1013
_CLOSE_PATIENCE: Final = 1.0
_AT_ONCE: Final = 64
"""Messages that are handed to the socket in one piece: one by one, writing them costs more than making them."""


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
                    await self._send_next()
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

    async def _send_next(self) -> None:
        """Send the messages that come next, a bounded number, or go if it is time for that."""
        queue = self._queue
        frames: list[bytes] = []
        while queue and len(frames) < _AT_ONCE and not isinstance(message := queue[0], Leave):
            queue.popleft()
            frames.append(_frame(message))
        if frames:
            await self._send(b"".join(frames))
        elif isinstance(message := queue.popleft(), Leave):
            self._leave(message)

    async def _send(self, frames: bytes) -> None:
        """Frames in one piece, past the library's own way, which has a system call for each."""
        if self.socket.state is State.OPEN:
            self.socket.transport.write(frames)
            await self.socket.drain()

    def _leave(self, message: Leave) -> None:
        if message.code is None:
            self.abort()
        else:
            self.close_soon(message.code, message.reason)

    async def _close(self, code: int, reason: str) -> None:
        try:
            async with asyncio.timeout(_CLOSE_PATIENCE):
                await self.socket.close(code, reason)
        except TimeoutError:
            self.socket.transport.abort()


def _frame(message: Outgoing) -> bytes:
    """As it goes over the wire: from a server, so without a mask."""
    return Frame(Opcode.BINARY if message.binary else Opcode.TEXT, message.payload).serialize(mask=False)


LARGEST_HEAD: Final = 64 * 1024
LINGER: Final = 1.0
"""Seconds a client has to read the answer and to hang up."""

_END: Final = b"\r\n\r\n"

AnswerRefused: TypeAlias = Callable[[Request], Response]


def connection_that_refuses(refuse: AnswerRefused) -> type[ServerConnection]:
    """A connection class for `serve`. `refuse` answers the requests that cannot be a handshake or a GET."""

    class Front(ServerConnection):
        """Looks at the head of the first request before the library does; everything else passes through."""

        _head: bytes | None = b""
        _is_answered = False

        def data_received(self, data: bytes) -> None:
            """The bytes of a client."""
            if self._is_answered:
                return
            if self._head is None:
                super().data_received(data)
                return
            self._head += data
            request = _unanswerable(self._head)
            if request is not None:
                self._answer(refuse(request))
            elif _END in self._head or len(self._head) > LARGEST_HEAD:
                head, self._head = self._head, None
                super().data_received(head)

        def _answer(self, response: Response) -> None:
            self._is_answered = True
            self.transport.write(response.serialize())
            # What the client still sends of its body is read and thrown away, lest a reset overtakes the answer.
            if self.transport.can_write_eof():
                self.transport.write_eof()
            self.loop.call_later(LINGER, self.transport.abort)

        def eof_received(self) -> None:
            """The client has sent everything."""
            if self._is_answered:
                self.transport.close()
                return
            super().eof_received()

    return Front


def _unanswerable(head: bytes) -> Request | None:
    """The request at the start of these bytes, if it is whole and one that the library would drop or misread."""
    text, end, _ = head.partition(_END)
    if not end:
        return None
    first, *lines = text.decode("iso-8859-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return None
    request = Request(words[1], _headers(lines), words[0], words[2])
    return request if request.method != "GET" or _has_body(request) else None


def _headers(lines: list[str]) -> Headers:
    headers = Headers()
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip()] = value.strip()
    return headers


def _has_body(request: Request) -> bool:
    lengths = request.headers.get_all("Content-Length")
    return "Transfer-Encoding" in request.headers or not set(lengths) <= {"0"}
