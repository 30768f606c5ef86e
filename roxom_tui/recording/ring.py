"""The last minutes, always at hand: finished frames in memory, the oldest given up for the newest (recording 3.4)."""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.durations import MINUTE
from roxom_tui.recording.writer import Piece

SAVED_NS: Final = 5 * MINUTE
"""What is saved of it, where that fits."""

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of all its frames, packed."""


class Ring:
    """Frames, the oldest first. A saved one begins with a frame in which a replay can begin."""

    def __init__(self, largest: int = LARGEST, saved_ns: int = SAVED_NS) -> None:
        self._largest = largest
        self._saved_ns = saved_ns
        self._pieces: deque[Piece] = deque()
        self.size = 0
        """Bytes held."""

    def add(self, piece: Piece) -> None:
        """One more; what was before the newest beginning that is old enough is not needed any more."""
        self._pieces.append(piece)
        self.size += piece.length
        while self.size > self._largest and len(self._pieces) > 1:
            self._drop()
        while (begin := self._begin_after_first()) and piece.head.last - self._pieces[
            begin
        ].head.first >= self._saved_ns:
            for _ in range(begin):
                self._drop()

    def clear(self) -> None:
        """Another exchange: nothing of the one before."""
        self._pieces.clear()
        self.size = 0

    def saved(self) -> tuple[Piece, ...]:
        """The frames from the first beginning on; nothing where there is none."""
        pieces = tuple(self._pieces)
        begin = next((at for at, piece in enumerate(pieces) if piece.head.is_start), len(pieces))
        return pieces[begin:]

    def _begin_after_first(self) -> int:
        """The place of the second beginning; 0 where there is none."""
        starts = (at for at, piece in enumerate(self._pieces) if at and piece.head.is_start)
        return next(starts, 0)

    def _drop(self) -> None:
        self.size -= self._pieces.popleft().length
