"""The prints of one taker, until they are as large as was asked for (alerts 1.1). Nothing is kept but the newest."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from roxom_tui.model.market import AggressorSide
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.reading.joined_prints import Join

JOINED: Final = Join.WITHIN_50_MS
"""What counts as one taker: prints of one side within that time, with none of the other side between."""
_BIT: Final = 1 << JOINED


class PrintRun:
    """Told of a tape after each of its trades; answers once for each taker."""

    def __init__(self, side: AggressorSide, is_enough: Callable[[Decimal], bool]) -> None:
        self._side = side
        self._is_enough = is_enough
        self._newest: object = None
        self._total = NO_SIZE
        self._is_told = False

    def take(self, tape: Tape) -> Decimal | None:
        """What the taker of the newest print has taken by it, where that is enough for the first time."""
        row = tape.newest
        if row is None or row is self._newest:
            return None
        self._newest = row
        if row.joined & _BIT:
            self._total = add_sizes(self._total, row.size)
        else:
            self._total, self._is_told = row.size, False
        if row.aggressor is not self._side or self._is_told or not self._is_enough(self._total):
            return None
        self._is_told = True
        return self._total
