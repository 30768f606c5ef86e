"""Whether a trade is missing between two, by a running total of volume that comes with them (state 3.3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.model.events import Trade
from roxom_tui.state.decimal_math import add

TOTAL: Final = "totalVolume"
OR_ELSE: Final = "volume"
"""The names under which a running total may come, the likelier first: no page says what they count."""

PROVEN: Final = 10
"""So often a total must have grown by exactly the size of its trade to be proven, and for each time that it did not."""


class VolumeChain:
    """Holds each trade's total against the one before. One that does not behave as a running total is not believed.

    One that has held so far, though not for long, makes a loss likely: what is summed up must not go on over it.
    """

    def __init__(self) -> None:
        self._last: Decimal | None = None
        self._links = 0
        self._breaks = 0
        self.has_just_held = False
        """Whether the newest trade's total grew by exactly its size: none was between it and the one before."""

    @property
    def is_proven(self) -> bool:
        """Whether the total behaved as a running one for long: no other trade comes with the same."""
        return self._links >= PROVEN * (1 + self._breaks)

    def note(self, trade: Trade) -> bool:
        """One more trade; whether others must have been between it and the one before, or may well have been."""
        total, last = total_of(trade), self._last
        if total is None:
            self.has_just_held = False
            return False
        self._last = total
        if last is None:
            self.has_just_held = False
            return False
        if total == add(last, trade.size):
            self._links += 1
            self.has_just_held = True
            return False
        is_proven = self.is_proven
        is_likely = self.has_just_held and self._links > 2 * self._breaks
        self._breaks += 1
        self.has_just_held = False
        return is_proven or is_likely

    def forget(self) -> None:
        """The next trade is the first of another row."""
        self._last, self.has_just_held = None, False


def total_of(trade: Trade) -> Decimal | None:
    """The running total that came with it, if one did."""
    found = None
    for name, sent in trade.statistics:
        if name == TOTAL:
            return sent
        if name == OR_ELSE:
            found = sent
    return found
