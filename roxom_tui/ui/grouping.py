"""Which price step a row of the book stands for, per symbol. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from roxom_tui.model.market import Symbol

STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Multiples of the finest price step; the first shows every level."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The chosen step of each symbol; one not named shows every level."""

    chosen: tuple[tuple[Symbol, int], ...] = ()

    def index(self, symbol: Symbol) -> int:
        """The place in `STEPS`."""
        return dict(self.chosen).get(symbol, 0)

    def step(self, symbol: Symbol, finest: Decimal | None) -> Decimal | None:
        """The price step in BTC, None for every level."""
        index = self.index(symbol)
        return None if index == 0 or finest is None else finest * STEPS[index]

    def moved(self, symbol: Symbol, by: int) -> Grouping:
        """Coarser (1) or finer (-1), within the steps there are."""
        others = dict(self.chosen)
        others[symbol] = max(0, min(len(STEPS) - 1, self.index(symbol) + by))
        return replace(self, chosen=tuple(others.items()))
