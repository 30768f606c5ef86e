"""Makes the bytes of a recording: entries in, whole frames out. No file, no clock (recording 3.1)."""

from __future__ import annotations

from typing import Any, Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.compression import pack
from roxom_tui.recording.entries import NOTABLE, Entry, Header, Kind, entry_line, header_line
from roxom_tui.recording.layout import FrameHead, FramePlace, head_bytes, table_bytes

FRAME_NS: Final = 2 * SECOND
FRAME_BYTES: Final = 256 * 1024
"""A frame is closed after so long, or once it holds so much: no more than that is lost with the program."""


_START: Final = Kind.START


class Piece(Struct, frozen=True):
    """One frame, closed: its head, and its bytes."""

    head: FrameHead
    frame: bytes

    @property
    def length(self) -> int:
        """Bytes that it takes in a file, head included."""
        return len(head_bytes(self.head)) + len(self.frame)


class FrameMaker:
    """Gathers entries into frames. `add` and `due` answer a frame that is closed."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0
        self._first = self._last = 0
        self._notes: list[Entry] = []
        self._is_start = False

    def add(self, elapsed: int, kind: Kind, payload: Any) -> Piece | None:
        """One more entry; the frame before it where that is full, for a place to begin begins a frame."""
        is_start, closed = kind is _START, None
        if is_start or self._size >= FRAME_BYTES or elapsed - self._first >= FRAME_NS:
            closed = self.close()
        line, lines = entry_line(elapsed, kind, payload), self._lines
        if not lines:
            self._first = elapsed
        if elapsed > self._last:
            self._last = elapsed
        lines.append(line)
        self._size += len(line)
        self._is_start = self._is_start or is_start
        if kind in NOTABLE:
            self._notes.append(Entry(elapsed, kind, payload))
        return closed

    def due(self, elapsed: int) -> Piece | None:
        """The frame, if by now it is time to close it."""
        return self.close() if self._is_due(elapsed) else None

    def close(self) -> Piece | None:
        """The frame as it is; None where there is nothing in it."""
        if not self._lines:
            return None
        frame = pack(b"".join(self._lines))
        head = FrameHead(len(frame), self._first, self._last, self._is_start, tuple(self._notes))
        self._lines, self._size, self._notes, self._is_start = [], 0, [], False
        return Piece(head, frame)

    def _is_due(self, elapsed: int) -> bool:
        return bool(self._lines) and (elapsed - self._first >= FRAME_NS or self._size >= FRAME_BYTES)


class RecordingWriter:
    """One file: `begin` once, `put` for each frame, `end` once. Each answers the bytes to append."""

    def __init__(self) -> None:
        self.size = 0
        """Bytes so far."""
        self._places: list[FramePlace] = []
        self._notes: list[Entry] = []

    def begin(self, header: Header) -> bytes:
        """The first bytes of the file."""
        return self._appended(pack(header_line(header)))

    def put(self, piece: Piece) -> bytes:
        """A frame with its head."""
        head = head_bytes(piece.head)
        self._places.append(FramePlace(self.size + len(head), *piece.head[:4]))
        self._notes.extend(piece.head.notes)
        return self._appended(head + piece.frame)

    def end(self) -> bytes:
        """The table, with which the file is complete."""
        return self._appended(table_bytes(self._places, self._notes))

    def _appended(self, data: bytes) -> bytes:
        self.size += len(data)
        return data
