"""From what happened to frames of a recording: selected, counted, gathered (recording 2, 3.1)."""

from __future__ import annotations

from typing import Any, Final

from roxom_tui.recording.entries import Kind
from roxom_tui.recording.selection import Selection
from roxom_tui.recording.writer import FrameMaker, Piece

_FRAME: Final = Kind.FRAME


class Scribe:
    """Takes one thing after another, and answers the frames that are closed by it."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._is_harmless = selection.is_harmless
        self._maker = FrameMaker()
        self._newest = 0
        self._withheld = 0
        """Frames that were not written since the last frame was closed."""
        self.withheld = 0
        """All of them."""

    def take(self, elapsed: int, kind: Kind, payload: Any, is_public: bool = False) -> tuple[Piece, ...]:
        """One thing more. Times that go back are taken for now: they come from two hands, a moment apart.

        `is_public`: a frame that is known to tell of the market.
        """
        if elapsed < self._newest:
            elapsed = self._newest
        self._newest = elapsed
        if kind is not _FRAME or (self._is_harmless(payload) if is_public else self._takes(payload)):
            piece = self._maker.add(elapsed, kind, payload)
        else:
            self.withheld += 1
            self._withheld += 1
            piece = self._maker.due(elapsed)
        return () if piece is None else self._told(piece)

    def due(self, elapsed: int) -> tuple[Piece, ...]:
        """What is to be closed by now."""
        return self._told(self._maker.due(elapsed))

    def close(self) -> tuple[Piece, ...]:
        """All that there is."""
        if self._withheld:
            self._maker.add(self._newest, Kind.WITHHELD, {"count": self._withheld})
            self._withheld = 0
        piece = self._maker.close()
        return () if piece is None else (piece,)

    def _takes(self, payload: Any) -> bool:
        # A binary frame is nothing the exchange is known to send, so nobody knows what is in it.
        return isinstance(payload, str) and self._selection.takes(payload)

    def _told(self, piece: Piece | None) -> tuple[Piece, ...]:
        """A closed frame; how much was withheld meanwhile goes into the next."""
        if piece is None:
            return ()
        if self._withheld:
            count, self._withheld = self._withheld, 0
            self._maker.add(self._newest, Kind.WITHHELD, {"count": count})
        return (piece,)
