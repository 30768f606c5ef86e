"""HTTP/1.1 on asyncio streams by h11: one request in, one answer out."""

from __future__ import annotations

import asyncio
import base64
import gzip
import hashlib
import json
from dataclasses import dataclass

import h11

from tests.support.second_exchange.conventions import RestBody

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass(frozen=True, slots=True)
class Request:
    """A request without its body: GETs have none."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def wants_websocket(self) -> bool:
        """Whether it asks for the upgrade."""
        return self.headers.get("upgrade", "").lower() == "websocket" and "sec-websocket-key" in self.headers


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and a body."""

    status: int
    body: bytes
    kind: str = "application/json"
    more: tuple[tuple[str, str], ...] = ()


class Caller:
    """One TCP connection that speaks HTTP."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._protocol = h11.Connection(h11.SERVER)

    async def request(self) -> Request | None:
        """The next one with its body read and left; None when the connection ends or speaks no HTTP."""
        try:
            head = await self._event()
            if not isinstance(head, h11.Request):
                return None
            while isinstance(await self._event(), h11.Data):
                pass
        except (h11.RemoteProtocolError, OSError):
            return None
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in head.headers}
        return Request(head.method.decode(), head.target.decode(), headers)

    async def _event(self) -> h11.Event | None:
        while (event := self._protocol.next_event()) is h11.NEED_DATA:
            self._protocol.receive_data(await self._reader.read(65536))
        return event if isinstance(event, h11.Event) else None

    def answer(self, answer: Answer) -> bool:
        """Send it; False when no further request may follow."""
        headers = [("Content-Type", answer.kind), ("Content-Length", str(len(answer.body))), *answer.more]
        for event in (
            h11.Response(status_code=answer.status, headers=headers),
            h11.Data(data=answer.body),
            h11.EndOfMessage(),
        ):
            self._writer.write(self._protocol.send(event) or b"")
        if self._protocol.our_state is not h11.DONE or self._protocol.their_state is not h11.DONE:
            return False
        self._protocol.start_next_cycle()
        return True

    def upgrade(self, request: Request) -> bytes:
        """Switch to WebSocket; gives what the client sent already behind its request."""
        digest = hashlib.sha1(request.headers["sec-websocket-key"].encode() + MAGIC).digest()
        headers = [
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Accept", base64.b64encode(digest).decode()),
        ]
        self._writer.write(self._protocol.send(h11.InformationalResponse(status_code=101, headers=headers)) or b"")
        return self._protocol.trailing_data[0]


def in_json(status: int, value: object, wrapping: RestBody = RestBody.PLAIN) -> Answer:
    """A JSON answer, plain, compressed though nobody asked for it, or behind a byte order mark."""
    body = json.dumps(value).encode()
    if wrapping is RestBody.GZIP:
        return Answer(status, gzip.compress(body), more=(("Content-Encoding", "gzip"),))
    return Answer(status, (b"\xef\xbb\xbf" if wrapping is RestBody.BOM else b"") + body)
