"""Everything visible at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from roxom_tui.state.views.account_views import BalancesView, OrdersView, PositionsView
from roxom_tui.state.views.alert_views import NO_ALERTS, AlertsView
from roxom_tui.state.views.chart_views import NO_CHART, ChartView
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.market_views import BookView, SymbolsView, TapeView, TickerView

if TYPE_CHECKING:
    from roxom_tui.state.views.account_views import Detail
    from roxom_tui.state.views.overview_view import OverviewView


class ScreenSnapshot(Struct, frozen=True):
    """One picture of everything visible; parts that did not change are the same objects as in the one before."""

    revision: int
    built_at: int
    valid_until: int
    connection: ConnectionView
    symbols: SymbolsView
    ticker: TickerView
    book: BookView
    tape: TapeView
    positions: PositionsView
    balances: BalancesView
    orders: OrdersView
    overview: OverviewView | None = None
    """None unless it was asked for."""
    chart: ChartView = NO_CHART
    alerts: AlertsView = NO_ALERTS
    detail: Detail | None = None
    """Of the position or order that was asked for; None where it was never heard of."""
