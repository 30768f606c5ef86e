"""The order in which open orders are listed: by symbol, the nearest to the market first, unknown distances last.

Two orders as far away as each other would change places with every tick. So what stands is sorted anew only once in
`SORTED_AFTER_NS`; an order that comes, or whose distance becomes known, is put into its place at once and moves no
other past another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.state.decimal_math import ZERO
from roxom_tui.state.views.account_views import OrderRow

SORTED_AFTER_NS: Final = 10 * SECOND
"""Long enough to read the list, short beside the time in which a market comes near another order."""

_A_FEW: Final = 16
"""More that come at once make another list, and nothing of the old one is there to stand still."""


class OrderSequence:
    """Remembers how the rows stood. `symbols` come first, in this order, then others by name."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._ranks = {symbol: rank for rank, symbol in enumerate(symbols)}
        self._ids: list[str] = []
        self._measured: set[str] = set()
        """Those that were put where their distance says."""
        self._sorted_at: int | None = None

    def arranged(self, rows: Mapping[str, OrderRow], now: int) -> tuple[OrderRow, ...]:
        """The rows by their ids, as they are to be listed at `now` (monotonic ns)."""
        standing = [key for key in self._ids if key in rows and (key in self._measured or rows[key].distance is None)]
        known = set(standing)
        new = [key for key in rows if key not in known]
        if len(new) > _A_FEW or self._sorted_at is None or now - self._sorted_at >= SORTED_AFTER_NS:
            standing = sorted([*standing, *new], key=lambda key: self._place(rows[key]))
            self._sorted_at = now
            self._measured = {key for key in standing if rows[key].distance is not None}
        else:
            for key in new:
                self._insert(standing, key, rows)
            self._measured.intersection_update(rows)
            self._measured.update(key for key in new if rows[key].distance is not None)
        self._ids = standing
        return tuple([rows[key] for key in standing])

    def _insert(self, standing: list[str], key: str, rows: Mapping[str, OrderRow]) -> None:
        place = self._place(rows[key])
        at = next((n for n, other in enumerate(standing) if self._place(rows[other]) > place), len(standing))
        standing.insert(at, key)

    def _place(self, row: OrderRow) -> tuple[object, ...]:
        return (
            self._ranks.get(row.symbol, len(self._ranks)),
            row.symbol,
            row.distance is None,
            row.distance if row.distance is not None else ZERO,
        )
