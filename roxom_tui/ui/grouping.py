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
    """The chosen step of each symbol; one not named shows every level. `finest` are the steps that were seen."""

    chosen: tuple[tuple[Symbol, int], ...] = ()
    finest: tuple[tuple[Symbol, Decimal], ...] = ()

    def index(self, symbol: Symbol) -> int:
        """The place in `STEPS`."""
        return dict(self.chosen).get(symbol, 0)

    def step(self, symbol: Symbol) -> Decimal | None:
        """The price step in BTC, None for every level: also while the symbol's finest is not known."""
        index, finest = self.index(symbol), dict(self.finest).get(symbol)
        return None if index == 0 or finest is None else finest * STEPS[index]

    def learned(self, symbol: Symbol, finest: Decimal | None) -> Grouping:
        """The same, once more is known of a symbol."""
        if finest is None or dict(self.finest).get(symbol) == finest:
            return self
        return replace(self, finest=tuple({**dict(self.finest), symbol: finest}.items()))

    def moved(self, symbol: Symbol, by: int) -> Grouping:
        """Coarser (1) or finer (-1), within the steps there are."""
        others = dict(self.chosen)
        others[symbol] = max(0, min(len(STEPS) - 1, self.index(symbol) + by))
        return replace(self, chosen=tuple(others.items()))
