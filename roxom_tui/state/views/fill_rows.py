"""The picture of own fills, their prices in the unit of the market."""

from __future__ import annotations

from operator import is_not

from roxom_tui.model.status import Freshness
from roxom_tui.state.account.own_fills import OwnFill
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import FillRow, FillsView


class FillRows:
    """Builds `FillsView`s. One that says the same is the same object as before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._made_of: tuple[object, ...] = ()
        self._rows: tuple[FillRow, ...] = ()
        self._view: FillsView | None = None

    def view(self, freshness: Freshness, orders: int, *, since_connect: bool) -> FillsView:
        """The fills, beside so many open orders."""
        fills, units = self._store.account.fills, self._store.units
        has_unknown = any(row.unit_unknown for row in self._rows)
        # Another price may tell now which unit those are in that state none.
        made_of = (fills.newest_first, units.neighbours)
        if has_unknown or not self._made_of or any(map(is_not, made_of, self._made_of)):
            self._made_of = made_of
            self._rows = tuple(self._row(fill) for fill in fills.newest_first)
        left_out = fills.count - len(self._rows)
        view = FillsView(freshness, self._rows, since_connect, left_out=left_out, orders=orders)
        if self._view is None or view != self._view:
            self._view = view
        return self._view

    def _row(self, fill: OwnFill) -> FillRow:
        price, is_unknown = self._store.units.read(fill.price, fill.symbol)
        what = (fill.number, fill.symbol, fill.side, price, fill.size, fill.remaining)
        return FillRow(
            *what, fill.at, fill.status, fill.learnt, ("price",) if is_unknown else (), order_id=fill.order_id
        )
