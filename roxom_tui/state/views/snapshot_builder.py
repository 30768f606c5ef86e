"""One picture of everything visible, built from the store when the screen wants one."""

from __future__ import annotations

from roxom_tui.model.ports import ViewRequest
from roxom_tui.state.freshness import EXPIRY_NS
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import BalancesViewBuilder, OrdersViewBuilder, PositionsViewBuilder
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.market_builders import (
    BookViewBuilder,
    SymbolsViewBuilder,
    TapeViewBuilder,
    TickerViewBuilder,
)
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot


class SnapshotBuilder:
    """Builds boards. A part that did not change is the same object as in the board before.

    Boards must keep coming, about once a second even when nothing happens: each part is renewed in the second half of
    its time, and the screen dims what was not.
    """

    def __init__(self, store: Store) -> None:
        self._symbols = SymbolsViewBuilder(store)
        self._ticker = TickerViewBuilder(store)
        self._book = BookViewBuilder(store)
        self._tape = TapeViewBuilder(store)
        self._positions = PositionsViewBuilder(store)
        self._balances = BalancesViewBuilder(store)
        self._orders = OrdersViewBuilder(store)
        self._parts: tuple[object, ...] = ()
        self._revision = 0

    def build(self, now: int, wall: int, view_request: ViewRequest, connection: ConnectionView) -> ScreenSnapshot:
        """The board at `now` (monotonic ns, and as wall ns `wall`). `revision` rises if a part changed."""
        symbols = self._symbols.view(now, wall, view_request.symbol)
        its_wall = exchange_wall(connection, now, wall)
        ticker = self._ticker.view(now, its_wall, view_request.symbol)
        book = self._book.view(now, view_request)
        tape = self._tape.view(now, wall, view_request.symbol)
        positions = self._positions.view(now)
        balances = self._balances.view(now)
        orders = self._orders.view(now)
        parts = (connection, symbols, ticker, book, tape, positions, balances, orders)
        if len(parts) != len(self._parts) or any(a is not b for a, b in zip(parts, self._parts, strict=True)):
            self._parts = parts
            self._revision += 1
        return ScreenSnapshot(
            revision=self._revision,
            built_at=now,
            valid_until=now + EXPIRY_NS,
            connection=connection,
            symbols=symbols,
            ticker=ticker,
            book=book,
            tape=tape,
            positions=positions,
            balances=balances,
            orders=orders,
        )
