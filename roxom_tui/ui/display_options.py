"""The person's choices of how figures are drawn and grouped, and what a drawing may know. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.ui.widgets.digits import ColumnMemory


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """Switches that hold for the whole screen."""

    unit: Unit = Unit.BTC
    hide_account: bool = False


@dataclass(frozen=True, slots=True)
class RenderContext:
    """All a drawing knows besides its view. `now` is monotonic ns, `wall` the exchange's time of day in wall ns."""

    width: int
    height: int
    options: DisplayOptions
    now: int
    wall: int
    focused: bool = False
    offset: int = 0
    """The first row shown, moved by the keys of the focused panel."""
    held_back: int | None = None
    """While paused: how much has come since. None when not paused."""
    glowing: frozenset[int] = frozenset()
    """Keys of prices whose size changed a moment ago."""
    columns: ColumnMemory = field(default_factory=ColumnMemory, compare=False)
    """The widths that columns have had so far."""


STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Multiples of the finest price step; the first shows every level."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The chosen step of each symbol; one not named shows every level. `finest` are the steps that were seen."""

    chosen: Mapping[Symbol, int] = field(default_factory=dict)
    """Places in `STEPS`."""
    finest: Mapping[Symbol, Decimal] = field(default_factory=dict)

    def step(self, symbol: Symbol) -> Decimal | None:
        """The price step in BTC, None for every level: also while the symbol's finest is not known."""
        index, finest = self.chosen.get(symbol, 0), self.finest.get(symbol)
        return None if index == 0 or finest is None else finest * STEPS[index]

    def learned(self, symbol: Symbol, finest: Decimal | None) -> Grouping:
        """The same, once more is known of a symbol."""
        if finest is None or self.finest.get(symbol) == finest:
            return self
        return replace(self, finest={**self.finest, symbol: finest})

    def moved(self, symbol: Symbol, by: int) -> Grouping:
        """Coarser (1) or finer (-1), within the steps there are."""
        index = max(0, min(len(STEPS) - 1, self.chosen.get(symbol, 0) + by))
        return replace(self, chosen={**self.chosen, symbol: index})
