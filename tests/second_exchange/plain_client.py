"""A WebSocket client of a hundred lines that hides nothing: every frame as it came, with its first byte."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

PATIENCE = 20.0
FINAL, TEXT, BINARY, CLOSE, PING, PONG = 0x80, 0x1, 0x2, 0x8, 0x9, 0xA

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: its first byte (bits and opcode) and its payload."""

    first: int
    payload: bytes

    @property
    def opcode(self) -> int:
        """What kind of frame it is; 0 continues the one before."""
        return self.first & 0x0F


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to an HTTP request."""

    status: int
    headers: dict[str, str]
    body: bytes


def signature(key_file: Path, payload: str) -> str:
    """What `X-API-Signature` holds for a payload."""
    private = serialization.load_pem_private_key(key_file.read_bytes(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    return base64.b64encode(private.sign(payload.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


class PlainClient:
    """A connection to a loopback port."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> PlainClient:
        """Connect, and say nothing yet."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def leave(self) -> None:
        """Close the TCP connection."""
        self._writer.close()

    # --- HTTP ----------------------------------------------------------------------------------------

    async def get(self, target: str, headers: Json, method: str = "GET") -> Response:
        """One request and its answer."""
        lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in headers.items())]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        async with asyncio.timeout(PATIENCE):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            fields = {k.lower(): v for k, _, v in (line.partition(": ") for line in head[1:] if line)}
            body = await self._reader.readexactly(int(fields.get("content-length", 0)))
        return Response(int(head[0].split()[1]), fields, body)

    async def upgrade(self, headers: Json) -> Response:
        """Ask for WebSocket."""
        key = base64.b64encode(os.urandom(16)).decode()
        ask = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key, "Sec-WebSocket-Version": 13}
        return await self.get("/ws", ask | headers)

    # --- WebSocket -----------------------------------------------------------------------------------

    def send(self, payload: bytes, opcode: int = TEXT) -> None:
        """One masked frame; the mask is zero, so the payload stays legible."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
        self._writer.write(bytes([FINAL | opcode]) + length + bytes(4) + payload)

    def ask(self, message: Json) -> None:
        """Send a JSON object."""
        self.send(json.dumps(message).encode())

    def subscribe(self, *streams: str, op: str = "subscribe") -> None:
        """Streams as `channel.SYMBOL` or `channel`."""
        pairs = [one.partition(".") for one in streams]
        self.ask({"op": op, "args": [{"channel": c, **({"symbol": s} if s else {})} for c, _, s in pairs]})

    async def frame(self) -> Frame:
        """The next frame; IncompleteReadError at the end, ConnectionResetError when it was reset."""
        async with asyncio.timeout(PATIENCE):
            first, second = await self._reader.readexactly(2)
            size = second
            if second >= 126:
                size = int.from_bytes(await self._reader.readexactly(2 if second == 126 else 8), "big")
            return Frame(first, await self._reader.readexactly(size))

    async def message(self) -> Json:
        """The next whole text message; anything else is an error here."""
        frame = await self.frame()
        assert frame.first & 0x7F == TEXT, frame
        payload = frame.payload
        while not frame.first & FINAL:
            frame = await self.frame()
            payload += frame.payload
        found = json.loads(payload)
        assert isinstance(found, dict)
        return found

    async def until(self, **wanted: object) -> Json:
        """The next message that has these values; TimeoutError when none comes among all the others."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.message()
                if all(message.get(name) == value for name, value in wanted.items()):
                    return message

    async def until_frame(self, first: int) -> Frame:
        """The next frame with this first byte."""
        async with asyncio.timeout(PATIENCE):
            while (frame := await self.frame()).first != first:
                pass
            return frame
