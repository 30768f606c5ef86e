"""A server connection that also answers what the WebSocket library drops: requests with a body, of any verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

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
            request = unanswerable(self._head)
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


def unanswerable(head: bytes) -> Request | None:
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
