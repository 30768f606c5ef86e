"""The part of a long book that is in sight: asks above the spread, bids below it, and how far one may move. Pure."""

from __future__ import annotations

from typing import NamedTuple


class BookWindow(NamedTuple):
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
