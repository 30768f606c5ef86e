"""The sizes from which a print counts as large: of the session's prints, or as configured (state 3.1)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from decimal import ROUND_DOWN, Context, Decimal
from typing import Final, NamedTuple

from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import NO_SIZE

ENOUGH_PRINTS: Final = 100
"""Before so many nothing is called large."""

SHARES: Final = (4, 20, 100)
"""At most one print of so many reaches the first, the second and the third tier: percentiles 75, 95 and 99."""

_first_digits: Final = Context(prec=2, rounding=ROUND_DOWN).plus
"""Two digits: 90 classes of sizes to a power of ten, so their number is bounded by the grammar of the wire."""


class Counted(NamedTuple):
    """How many prints, and their volume in contracts."""

    prints: int = 0
    volume: Size = NO_SIZE


class SizeTiers:
    """`tiers` are at most three sizes, rising; none before there are enough prints.

    A tier is the least size of two digits that at most one print of so many reaches. As the classes in which prints are
    counted begin at sizes of two digits too, what reaches a tier is counted exactly, however often it is found anew.
    """

    def __init__(self, configured: tuple[Size, ...] = ()) -> None:
        self.tiers = configured
        self._configured = configured

    def begin_of(self, size: Size) -> Decimal:
        """The least size of the class that this one belongs to."""
        if not self._configured:
            return _first_digits(size)
        rank = bisect_right(self._configured, size)
        return self._configured[rank - 1] if rank else Decimal(0)

    def rank(self, size: Decimal) -> int:
        """How many tiers a size reaches."""
        return bisect_right(self.tiers, size)

    def find(self, classes: Iterable[tuple[Decimal, int]]) -> None:
        """Find the tiers among the session's prints: the beginning of each class, and how many are in it."""
        if self._configured:
            return
        ordered = sorted(classes, reverse=True)
        total, reached = sum(prints for _, prints in ordered), 0
        found: dict[int, Decimal] = {}
        for begin, prints in ordered:
            reached += prints
            found.update((share, begin) for share in SHARES if reached * share <= total)
        self.tiers = tuple(Size(begin) for begin in sorted(set(found.values())))
