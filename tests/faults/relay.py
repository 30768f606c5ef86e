"""A relay of bytes on loopback between a real client and a real server: what a bad line does to a connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

HOST: Final = "127.0.0.1"
_READ: Final = 65_536
_TURNS: Final = 10


class Line:
    """One direction. Its fields may be turned at any time and hold from the next piece on."""

    def __init__(self) -> None:
        self.delay = 0.0
        """Seconds that every piece waits."""
        self.slices: int | None = None
        """At most so many bytes at once."""
        self.rate: int | None = None
        """At most so many bytes a second."""
        self.carried = 0
        self._corrupt = 0
        self._speaks = asyncio.Event()
        self._speaks.set()

    def fall_silent(self) -> None:
        """Carry nothing more; what is sent waits."""
        self._speaks.clear()

    def speak(self) -> None:
        """Go on, with what has waited."""
        self._speaks.set()

    def corrupt(self, pieces: int = 1) -> None:
        """Spoil a byte in the middle of each of the next pieces."""
        self._corrupt = pieces

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until either end is gone."""
        with suppress(ConnectionError, OSError):
            while chunk := await reader.read(_READ):
                for piece in self._cut(chunk):
                    await self._speaks.wait()
                    await self._wait(len(piece))
                    writer.write(self._spoilt(piece))
                    await writer.drain()
                    self.carried += len(piece)
            writer.write_eof()

    def _cut(self, chunk: bytes) -> list[bytes]:
        size = self.slices or (max(1, self.rate // 50) if self.rate else len(chunk))
        return [chunk[at : at + size] for at in range(0, len(chunk), size)]

    async def _wait(self, size: int) -> None:
        seconds = self.delay + (size / self.rate if self.rate else 0.0)
        if seconds:
            passed = asyncio.Event()
            asyncio.get_running_loop().call_later(seconds, passed.set)
            await passed.wait()

    def _spoilt(self, piece: bytes) -> bytes:
        if not self._corrupt:
            return piece
        self._corrupt -= 1
        middle = len(piece) // 2
        return piece[:middle] + b"\xff" + piece[middle + 1 :]


class Relay:
    """`async with Relay(port) as relay:`, and connect to `relay.port`. `up` leads to the server, `down` to us."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self._accepting: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self.up = Line()
        self.down = Line()
        self._is_over = False
        self.connections = 0
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Closing while a connection is being accepted would leave that one open for ever.
        await turns()
        if self._server is not None:
            self._server.close()
        self._is_over = True
        await turns()
        self.reset()
        # Those that accept end by themselves once their lines have, and close their sockets on the way.
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, *self._accepting, return_exceptions=True)

    def reset(self) -> None:
        """Cut every connection, towards both ends, with a reset."""
        for writer in list(self._writers):
            _linger_not(writer)
            writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        this = asyncio.current_task()
        if this is not None:
            self._accepting.add(this)
            this.add_done_callback(self._accepting.discard)
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
        except OSError:
            await _cut(writer)
            return
        ends = {writer, far_writer}
        if self._is_over:
            for end in ends:
                await _cut(end)
            return
        self._writers |= ends
        lines = (
            asyncio.create_task(self.up.carry(reader, far_writer)),
            asyncio.create_task(self.down.carry(far_reader, writer)),
        )
        self._lines.update(lines)
        try:
            await asyncio.wait(lines, return_when=asyncio.ALL_COMPLETED)
        finally:
            self._lines.difference_update(lines)
            self._writers -= ends
            for end in ends:
                await _cut(end)


async def turns() -> None:
    """Let the loop do what is under way: accepting a connection takes some of its turns."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)


async def _cut(writer: asyncio.StreamWriter) -> None:
    """Gone at once, and its socket closed before anybody goes on."""
    writer.transport.abort()
    with suppress(ConnectionError, OSError):
        await writer.wait_closed()


def _linger_not(writer: asyncio.StreamWriter) -> None:
    """Closing sends a reset instead of a farewell."""
    connection = writer.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
