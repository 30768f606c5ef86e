"""The library's connection, with a short way for what comes by the thousand: text frames that are whole and short.

The library makes an object of each frame, puts it into a queue, and wakes its reader by a future: that is most of what
a message costs. Here whole text frames are cut out of what the socket brought, and pings and pongs are handed to the
library one by one. Anything else (a fragment, a binary frame, a close, a mask, a very long frame, bytes that are no
text) is the library's, with all that follows: it judges and answers it as if there were no short way.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from websockets.asyncio.client import ClientConnection
from websockets.protocol import State

from roxom_tui.model.ports import Clock
from roxom_tui.protocol.decode import Frame

LONGEST: Final = 1 << 20
"""Bytes of a frame that is read here: the pieces of one are put together by copying."""

QUEUED_FRAMES: Final = 128
"""When so many wait nothing more is read from the socket until all are taken. What it brings at once may be more."""

_TEXT, _PING, _PONG = 0x81, 0x89, 0x8A
"""First bytes of frames that are whole."""

_SHORT: Final = frozenset((_TEXT, _PING, _PONG))
_LONGEST_CONTROL: Final = 2 + 125

_TWO_BYTES, _EIGHT_BYTES = 126, 127
"""What stands in the place of a length that follows in so many bytes."""

_END_OF_HEAD: Final = b"\r\n\r\n"


class TextConnection(ClientConnection):
    """A connection whose text frames come out of `arrived` and `frame`, each stamped as it came from the socket."""

    def __init__(self, clock: Clock, number: int, *arguments: Any, **named: Any) -> None:
        """`number` is that of the connection; the others are the library's."""
        super().__init__(*arguments, **named)
        self._clock = clock
        self._number = number
        self._frames: deque[Frame] = deque()
        self._head = b""
        """The last bytes of the answer to the handshake, as long as its end has not come."""
        self._rest = b""
        """The beginning of a frame."""
        self._take_in: Callable[[bytes], None] = self._shake_hands
        self._is_short = True
        """Whether frames are still looked for here."""
        self._is_paused = False
        self._news: asyncio.Future[None] | None = None

    def arrived(self) -> Frame | None:
        """The next frame, if one has arrived."""
        frames = self._frames
        if not frames:
            return None
        frame = frames.popleft()
        if self._is_paused and not frames:
            self._resume()
        return frame

    async def frame(self) -> Frame:
        """The next frame; `ConnectionClosed` when there will be none."""
        while True:
            frame = self.arrived()
            if frame is not None:
                return frame
            if not self._is_short:
                payload = await self.recv()
                return Frame(self._clock.monotonic(), self._clock.wall(), self._number, payload)
            self._news = self.loop.create_future()
            await self._news

    # What the loop calls

    def data_received(self, data: bytes) -> None:
        """The socket brought bytes."""
        self._take_in(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over: what arrived can still be taken."""
        self._leave_to_library()
        super().connection_lost(exc)
        self._wake()

    async def close(self, *arguments: Any, **named: Any) -> None:
        """Leave: the peer's answer must be read, and nothing else is waited for."""
        self._frames.clear()
        self._leave_to_library(self._rest)
        await super().close(*arguments, **named)

    # Bytes

    def _shake_hands(self, data: bytes) -> None:
        """The head of the answer is the library's; frames may come in one piece with its end."""
        found = (self._head + data).find(_END_OF_HEAD)
        if found < 0:
            self._head = (self._head + data)[-len(_END_OF_HEAD) + 1 :]
            super().data_received(data)
            return
        end = found + len(_END_OF_HEAD) - len(self._head)
        super().data_received(data[:end])
        if self.protocol.state is State.OPEN and not self.protocol.extensions:
            self._take_in = self._cut
            self._cut(data[end:])
        else:
            self._leave_to_library(data[end:])

    def _cut(self, data: bytes) -> None:
        """Take whole text frames out of what came; keep the beginning of one that is not whole yet."""
        if self._rest:
            data = self._rest + data
        at, wall, number, frames = self._clock.monotonic(), self._clock.wall(), self._number, self._frames
        position, end = 0, len(data)
        while position + 2 <= end:
            kind, code = data[position], data[position + 1]
            start = position + 2
            stop = start + code
            if code >= _TWO_BYTES and kind == _TEXT:
                start, stop = _bounds(data, position)
            if kind not in _SHORT or stop - position > (LONGEST if kind == _TEXT else _LONGEST_CONTROL):
                self._leave_to_library(data[position:])
                return
            if stop > end:
                break
            if kind != _TEXT:
                super().data_received(data[position:stop])
            else:
                try:
                    frames.append(Frame(at, wall, number, str(data[start:stop], "utf-8")))
                except UnicodeDecodeError:
                    self._leave_to_library(data[position:])
                    return
            position = stop
        self._rest = data[position:]
        if frames:
            self._wake()
        if len(frames) >= QUEUED_FRAMES and not self._is_paused:
            self._is_paused = True
            self.transport.pause_reading()

    def _leave_to_library(self, data: bytes = b"") -> None:
        """From these bytes on all is read by the library, so that what comes stays in its order."""
        self._take_in, self._is_short, self._rest = super().data_received, False, b""
        if self._is_paused:
            self._resume()
        if data:
            super().data_received(data)
        self._wake()

    def _resume(self) -> None:
        self._is_paused = False
        self.transport.resume_reading()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)


def _bounds(data: bytes, position: int) -> tuple[int, int]:
    """Where the content of a frame begins and ends whose length does not fit into one byte.

    One that is masked, or whose length is not told yet, ends nowhere near.
    """
    code, start = data[position + 1], position + 2
    if code == _TWO_BYTES and start + 2 <= len(data):
        # Most messages are so long.
        return start + 2, start + 2 + (data[start] << 8 | data[start + 1])
    width = {_TWO_BYTES: 2, _EIGHT_BYTES: 8}.get(code, 0)
    if not width:
        return start, start + LONGEST + 1 + len(data)
    if start + width > len(data):
        return start, len(data) + 1
    return start + width, start + width + int.from_bytes(data[start : start + width], "big")
