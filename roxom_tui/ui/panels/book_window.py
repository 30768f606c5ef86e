"""The part of a long book that is in sight: asks above the spread, bids below it, and how far one may move. Pure."""

from __future__ import annotations

from typing import Self

from msgspec import Struct

from roxom_tui.model.market import Side
from roxom_tui.model.values import replace


class BookWindow(Struct, frozen=True):
    """`rows` lines for levels and one for the spread, moved down by `offset` from where the spread is in the middle."""

    rows: int
    offset: int = 0

    @property
    def above(self) -> int:
        """Lines above the spread; below zero, or more than there are, where the spread is out of sight."""
        return self.rows - self.rows // 2 - self.offset

    @property
    def has_spread(self) -> bool:
        """Whether the line between the sides is in sight."""
        return 0 <= self.above <= self.rows

    @property
    def asks(self) -> range:
        """The places of the asks in sight, best first."""
        return range(max(0, self.above - self.rows - 1), max(0, self.above))

    @property
    def bids(self) -> range:
        """The places of the bids in sight, best first."""
        return range(max(0, -self.above - 1), max(0, self.rows - self.above))

    def reach(self, asks: int, bids: int) -> tuple[int, int]:
        """The offsets at which the last of so many asks, and the last of so many bids, come into sight."""
        return -max(0, asks - self.rows + self.rows // 2), max(0, bids - self.rows // 2)

    def bounded(self, asks: int, bids: int) -> int:
        """The offset, but never past the last of the levels."""
        first, last = self.reach(asks, bids)
        return max(first, min(self.offset, last))

    def line_of(self, side: Side, place: int) -> int:
        """The line of a level by its place on its side, from 0; out of sight where it is not one of those there are."""
        return self.above - 1 - place if side is Side.ASK else self.above + 1 + place

    def is_in_sight(self, line: int) -> bool:
        """Whether a line is one of those there are."""
        return 0 <= line <= self.rows

    def with_line(self, side: Side, place: int, line: int) -> Self:
        """The window in which the level at that place stands on that line."""
        above = line + 1 + place if side is Side.ASK else line - 1 - place
        return replace(self, offset=self.rows - self.rows // 2 - above)

    def showing(self, side: Side, place: int) -> Self:
        """The window moved as little as brings that level into sight."""
        line = self.line_of(side, place)
        return self if self.is_in_sight(line) else self.with_line(side, place, max(0, min(line, self.rows)))

    def level_on(self, line: int) -> tuple[Side, int] | None:
        """The side and place of the level on a line; None out of sight and on the line of the spread."""
        if line == self.above or not self.is_in_sight(line):
            return None
        return (Side.ASK, self.above - 1 - line) if line < self.above else (Side.BID, line - self.above - 1)
