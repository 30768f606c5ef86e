"""One WebSocket connection of a client: frames in and out by wsproto, and the ways in which a line misbehaves."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
import uuid
from collections.abc import Iterator

from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, TextMessage

from tests.support.second_exchange.encoding import Message, text
from tests.support.second_exchange.requests import Complaint, Stream
from tests.support.second_exchange.tampering import Tampering

TEXT_FRAME, BINARY_FRAME, RESERVED_BITS = 0x81, 0x82, 0x40
UNSENT = 16 * 1024 * 1024
"""Bytes a client may leave unread before it is dropped."""


class Line:
    """Sends at once whatever it is told to, unless it was made to behave otherwise."""

    def __init__(self, writer: asyncio.StreamWriter, received: bytes) -> None:
        self.id = str(uuid.uuid4())
        self.streams: set[Stream] = set()
        self.tamperings: list[Tampering] = []
        self.fragmented = 0
        self.is_open = True
        self._silent_until = 0.0
        self._parts: list[str | bytes] = []
        self._writer = writer
        self._protocol = Connection(ConnectionType.SERVER, trailing_data=received)

    # --- in ------------------------------------------------------------------------------------------

    def take(self, data: bytes) -> Iterator[str | bytes]:
        """The whole messages in what arrived; pings and the closing handshake are answered."""
        if not data:
            self.is_open = False
            return
        if self.is_silent:
            return
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            match event:
                case Ping():
                    self._write(self._protocol.send(event.response()))
                case CloseConnection():
                    self._answer_close(event)
                case TextMessage() | BytesMessage():
                    self._parts.append(event.data if isinstance(event.data, str) else bytes(event.data))
                    if event.message_finished:
                        parts, self._parts = self._parts, []
                        yield _joined(parts)

    def _answer_close(self, event: CloseConnection) -> None:
        if self._protocol.state is ConnectionState.REMOTE_CLOSING:
            self._write(self._protocol.send(event.response()))
        self.end()

    # --- out -----------------------------------------------------------------------------------------

    def tell(self, message: Message) -> None:
        """Send a message of the stream, as whatever waits for it wants it."""
        for tampering in self.tamperings:
            instead = tampering.offer(message)
            if instead is not None:
                self.tamperings = [one for one in self.tamperings if not one.done]
                for one in instead:
                    self.say(one)
                return
        self.say(message)

    def say(self, message: Message) -> None:
        """Send a message as it is."""
        if self.fragmented > 0:
            self.fragmented -= 1
            self._in_fragments(text(message))
        else:
            self._write(frame(TEXT_FRAME, text(message).encode()))

    def complain(self, complaint: Complaint) -> None:
        """Send an error."""
        self.say({"event": "error", "code": complaint.code, "msg": complaint.text, "connId": self.id})

    def raw(self, data: bytes) -> None:
        """Send bytes that need not be a frame."""
        self._write(data)

    def _in_fragments(self, whole: str) -> None:
        """Many fragments of a few characters, each in three pieces of TCP."""
        step = max(3, len(whole) // 60)
        pieces = [whole[start : start + step] for start in range(0, len(whole), step)]
        for number, piece in enumerate(pieces):
            first = (0x1 if number == 0 else 0x0) | (0x80 if number == len(pieces) - 1 else 0x0)
            data = frame(first, piece.encode())
            for part in (data[:1], data[1:4], data[4:]):
                self._write(part)

    def _write(self, data: bytes) -> None:
        if self.is_silent or not self.is_open or self._writer.transport.is_closing():
            return
        self._writer.write(data)
        if self._writer.transport.get_write_buffer_size() > UNSENT:
            self.reset()

    # --- misbehaving ---------------------------------------------------------------------------------

    @property
    def is_silent(self) -> bool:
        """Whether nothing comes out of it, pongs neither."""
        return time.monotonic() < self._silent_until

    def fall_silent(self, seconds: float) -> None:
        """Nothing is sent and nothing answered, the connection stays."""
        self._silent_until = time.monotonic() + seconds

    def close(self, code: int, reason: str = "") -> None:
        """The closing handshake, begun here."""
        if self.is_open and self._protocol.state is ConnectionState.OPEN:
            self._write(self._protocol.send(CloseConnection(code, reason)))

    def end(self) -> None:
        """The end of the TCP connection, in order, without a closing handshake."""
        self.is_open = False
        self._writer.close()

    def reset(self) -> None:
        """A TCP reset."""
        self.is_open = False
        raw = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


def frame(first: int, payload: bytes) -> bytes:
    """An unmasked frame, its first byte as given."""
    if len(payload) < 126:
        return bytes([first, len(payload)]) + payload
    if len(payload) < 65536:
        return bytes([first, 126]) + len(payload).to_bytes(2, "big") + payload
    return bytes([first, 127]) + len(payload).to_bytes(8, "big") + payload


def _joined(parts: list[str | bytes]) -> str | bytes:
    if all(isinstance(part, str) for part in parts):
        return "".join(part for part in parts if isinstance(part, str))
    return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
