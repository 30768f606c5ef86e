"""The chart's part of a picture: its view, and the prices that are marked beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.account_views import OrderRow, OrdersView, PositionsView
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView
from roxom_tui.state.views.chart_views import ChartView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt

MARK: Final = "mark"
_ALWAYS: Final = Freshness(PanelState.LIVE, valid_until=1 << 62)
"""What the person asked for is so as long as they do."""

RULES_REMEMBERED: Final = 256
"""Rules that were read, so that a picture reads none of them again."""

_PRICES: Final = frozenset(("last", "mark", "bid", "ask", "mid"))
"""Figures that move where the chart does."""

_ENDED: Final = frozenset((AlertState.OFF, AlertState.EXPIRED))
_PLAIN: Final = frozenset((AlertState.ARMED, AlertState.HOLDING))


class Awaited(Struct, frozen=True):
    """A price that is waited for, and how."""

    symbol: Symbol | None
    words: str
    price: Price


class Mark(Struct, frozen=True):
    """A price with a name; it is drawn while its source is live. `is_own`: it tells something of the account."""

    name: str
    price: Price
    fresh: Freshness
    is_own: bool


class ChartPicture(Struct, frozen=True):
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


def awaited_prices(view: AlertsView, symbol: Symbol) -> Iterator[tuple[str, Price]]:
    """A name and a price for each rule of a symbol that may still fire; with its state where it is not just armed."""
    for row in view.rows:
        found = None if row.is_done or row.state in _ENDED else _awaited(row.text)
        if found is not None and found.symbol == symbol:
            yield f"{found.words}{_state_words(row)}", found.price


def _state_words(row: AlertRow) -> str:
    return "" if row.state in _PLAIN else f" ({row.state.value})"


@lru_cache(maxsize=RULES_REMEMBERED)
def _awaited(text: str) -> Awaited | None:
    """Read where there is a rule at all: the grammar is not needed to start."""
    from roxom_tui.alerts.grammar import parse
    from roxom_tui.alerts.rule import Rule

    rule = parse(text)
    if not isinstance(rule, Rule) or rule.figure.value not in _PRICES or rule.right is None:
        return None
    try:
        return Awaited(rule.symbol, f"alert {rule.figure.value} {rule.operator.value}", Price(rule.right.worth))
    except ValueError:
        # Finer than any price.
        return None
