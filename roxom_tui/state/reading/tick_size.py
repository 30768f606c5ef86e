"""The tick of a book, which nobody tells: the smallest distance between prices that was seen in it (state 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Final

from roxom_tui.model.market import PricedSize
from roxom_tui.model.money import SCALE
from roxom_tui.state.decimal_math import normalize, ratio, shift

ENOUGH_LEVELS: Final = 20
"""Distinct prices that must have been seen: of fewer the smallest distance is chance."""


class TickSize:
    """Learns the tick of one book from prices that stand beside each other. It only ever becomes smaller, so that one
    wrong price may make it too small for good: learn anew where the book is replaced."""

    __slots__ = ("_seen", "_smallest", "_tick")

    def __init__(self) -> None:
        self._seen: set[int] = set()
        """Keys of the prices seen, until they are enough."""
        self._smallest: int | None = None
        self._tick: Decimal | None = None

    def note(self, levels: Iterable[PricedSize]) -> None:
        """Take into account levels in the order of their prices, either way, both sides or one."""
        keys = [level[0].key for level in levels]
        if len(self._seen) < ENOUGH_LEVELS:
            self._seen.update(keys[: 2 * ENOUGH_LEVELS])
        smallest = min((distance for one, other in pairwise(keys) if (distance := abs(other - one))), default=None)
        if smallest is not None and (self._smallest is None or smallest < self._smallest):
            self._smallest = smallest
            self._tick = normalize(shift(Decimal(smallest), -SCALE))

    @property
    def tick(self) -> Decimal | None:
        """The tick as a price; None before enough levels were seen."""
        return self._tick if len(self._seen) >= ENOUGH_LEVELS else None


def in_ticks(distance: Decimal | None, tick: Decimal | None) -> Decimal | None:
    """A distance between prices, counted in ticks; None where either is not known."""
    return None if distance is None or tick is None else ratio(distance, tick)
