"""The chart's part of a picture: its view, and the prices that are marked beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.account_views import OrderRow, OrdersView, PositionsView
from roxom_tui.state.views.chart_views import ChartView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.panels.chart_alerts import awaited_prices

MARK: Final = "mark"
_ALWAYS: Final = Freshness(PanelState.LIVE, valid_until=1 << 62)
"""What the person asked for is so as long as they do."""


class Mark(NamedTuple):
    """A price with a name; it is drawn while its source is live. `is_own`: it tells something of the account."""

    name: str
    price: Price
    fresh: Freshness
    is_own: bool


class ChartPicture(NamedTuple):
    """All that a chart is drawn of. `step` is the finest price step seen in the book."""

    chart: ChartView
    marks: tuple[Mark, ...]
    step: Decimal | None

    @property
    def symbol(self) -> Symbol:
        """What a pause may not hold under another one."""
        return self.chart.symbol


def chart_picture(picture: ScreenSnapshot) -> ChartPicture:
    """Out of a picture of everything."""
    symbol, ticker = picture.ticker.symbol, picture.ticker
    mark = () if ticker.mark is None else (Mark(MARK, ticker.mark, ticker.freshness, False),)
    alerts = (Mark(name, price, _ALWAYS, False) for name, price in awaited_prices(picture.alerts, symbol))
    own = (*_of_positions(picture.positions, symbol), *_of_orders(picture.orders, symbol))
    return ChartPicture(picture.chart, (*mark, *own, *alerts), picture.book.step)


def _of_positions(view: PositionsView, symbol: Symbol) -> Iterator[Mark]:
    """Entry and liquidation, where their unit is known."""
    for row in view.rows:
        if row.symbol == symbol:
            if row.entry is not None and "entry_price" not in row.unit_unknown:
                yield Mark("entry", row.entry, view.freshness, True)
            if row.liquidation is not None and "liquidation_price" not in row.unit_unknown:
                yield Mark("liq", row.liquidation, view.freshness, True)


def _of_orders(view: OrdersView, symbol: Symbol) -> Iterator[Mark]:
    """Working orders, at the price where they rest or at which they are triggered."""
    for row in view.rows:
        price, name = (row.price, "limit_price") if row.price is not None else (row.trigger, "trigger_price")
        if row.symbol == symbol and price is not None and name not in row.unit_unknown:
            yield Mark(_order_name(row), price, view.freshness, True)


def _order_name(row: OrderRow) -> str:
    kind = row.side.value if row.side is not None else "order"
    return kind if row.remaining is None else f"{kind} {fmt.size(row.remaining)}"
