"""One picture of everything visible, built from the store when the screen wants one."""

from __future__ import annotations

from roxom_tui.model.ports import ViewRequest
from roxom_tui.state.freshness import EXPIRY_NS
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import BalancesViewBuilder, OrdersViewBuilder, PositionsViewBuilder
from roxom_tui.state.views.alert_views import NO_ALERTS, AlertsView
from roxom_tui.state.views.chart_builders import ChartViewBuilder
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.detail_builder import DetailBuilder
from roxom_tui.state.views.market_builders import BookViewBuilder, TickerViewBuilder
from roxom_tui.state.views.overview_builder import OverviewBuilder
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.symbols_builder import SymbolsViewBuilder
from roxom_tui.state.views.tape_builder import TapeViewBuilder
from roxom_tui.state.views.trade_statistics import TradeStatisticsBuilder


class SnapshotBuilder:
    """Builds snapshots. A part that did not change is the same object as in the one before.

    They must keep coming, about once a second even when nothing happens: each part is renewed in the second half of
    its time, and the screen dims what was not.
    """

    def __init__(self, store: Store) -> None:
        statistics = TradeStatisticsBuilder(store)
        self._symbols = SymbolsViewBuilder(store, statistics)
        self._ticker = TickerViewBuilder(store, statistics)
        self._book = BookViewBuilder(store)
        self._tape = TapeViewBuilder(store)
        self._positions = PositionsViewBuilder(store)
        self._balances = BalancesViewBuilder(store)
        self._orders = OrdersViewBuilder(store)
        self._overview = OverviewBuilder(store)
        self._chart = ChartViewBuilder(store)
        self._detail = DetailBuilder(store)
        self._parts: tuple[object, ...] = ()
        self._revision = 0

    def build(
        self,
        now: int,
        wall: int,
        view_request: ViewRequest,
        connection: ConnectionView,
        alerts: AlertsView = NO_ALERTS,
    ) -> ScreenSnapshot:
        """The snapshot at `now` (monotonic ns, and as wall ns `wall`). `revision` rises if a part changed."""
        symbol, told_wall = view_request.symbol, exchange_wall(connection, now, wall)
        symbols, positions = self._symbols.view(now, told_wall, symbol), self._positions.view(now)
        orders = self._orders.view(now)
        parts = (
            connection,
            symbols,
            self._ticker.view(now, told_wall, symbol),
            self._book.view(now, view_request),
            self._tape.view(now, told_wall, symbol),
            positions,
            self._balances.view(now),
            orders,
            self._overview.view(now, told_wall, symbols, positions) if view_request.overview else None,
            self._chart.view(now, told_wall, view_request),
            alerts,
            self._detail.view(view_request.detail, positions, orders),
        )
        if tuple(map(id, parts)) != tuple(map(id, self._parts)):
            self._parts = parts
            self._revision += 1
        return ScreenSnapshot(self._revision, now, now + EXPIRY_NS, *parts)
