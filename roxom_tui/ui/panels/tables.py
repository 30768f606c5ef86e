"""What the panels show, as tables for copies: one function a kind of view, every digit of every figure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from roxom_tui.model.market import Side
from roxom_tui.model.money import SCALE, Price
from roxom_tui.state.decimal_math import shift
from roxom_tui.state.reading.joined_prints import Entry, JoinedRow, first_print
from roxom_tui.state.views.account_views import (
    BalancesView,
    FillRow,
    FillsView,
    OrderRow,
    OrdersView,
    PositionRow,
    PositionsView,
)
from roxom_tui.state.views.chart_views import CandlesView, ChartView, DepthCurve, HeatView
from roxom_tui.state.views.market_views import BookRow, BookView, SymbolRow, TapeGap, TapeView
from roxom_tui.ui.copying import NO_TABLE, Copying, Table, moment, number, words

UNIT_UNKNOWN = "unit?"
"""In place of an amount of which nobody stated the unit."""


def symbols_table(rows: Iterable[SymbolRow], copying: Copying) -> Table:
    """A row a symbol."""
    unit = copying.unit
    return Table(
        ("symbol", f"last_{unit}", f"bid_{unit}", f"ask_{unit}", "change", "change_since", "state"),
        tuple(
            (
                words(row.symbol),
                copying.money(row.last),
                copying.money(row.bid),
                copying.money(row.ask),
                number(row.change),
                moment(row.change_since),
                copying.state(row.freshness),
            )
            for row in rows
        ),
    )


def book_table(view: BookView, copying: Copying) -> Table:
    """The rows as on the screen, the highest first; of a grouped book a row holds all levels of its step."""
    state = copying.state(view.freshness)

    def row(side: Side, one: BookRow) -> tuple[str, ...]:
        return (
            view.symbol,
            side.value,
            copying.money(one.price),
            number(one.size),
            number(one.total),
            copying.private(number(one.mine)),
            _truth(one.within_snapshot),
            copying.money(view.group),
            state,
        )

    unit = copying.unit
    names = ("symbol", "side", f"price_{unit}", "size", "total", "mine", "vouched", f"step_{unit}", "state")
    asks = [row(Side.ASK, one) for one in reversed(view.asks)]
    return Table(names, (*asks, *(row(Side.BID, one) for one in view.bids)))


def tape_table(view: TapeView, entries: Sequence[Entry], live: int, copying: Copying) -> Table:
    """Trades as they are shown, joined or not; those behind the newest gap, of which there are `live`, are history."""
    state = copying.state(view.freshness)

    def row(place: int, entry: Entry) -> tuple[str, ...]:
        is_past = "history" if place >= live else state
        if isinstance(entry, TapeGap):
            until = moment(entry.until) or "now"
            note = f"gap until {until}: trades may be missing"
            return (view.symbol, moment(entry.since), "", "", "", "", "", note, is_past)
        print_, joined = first_print(entry), isinstance(entry, JoinedRow)
        lowest, highest = (entry.low, entry.high) if isinstance(entry, JoinedRow) else (entry.price, entry.price)
        side = "" if print_.aggressor is None else print_.aggressor.value
        return (
            view.symbol,
            moment(print_.exchange_at),
            copying.money(lowest),
            copying.money(highest),
            number(entry.size),
            side,
            number(entry.count if isinstance(entry, JoinedRow) else 1),
            "; ".join(_notes(joined=joined, inferred=entry.estimated)),
            is_past,
        )

    unit = copying.unit
    names = ("symbol", "at", f"price_{unit}", f"highest_{unit}", "size", "side", "prints", "note", "state")
    return Table(names, tuple(row(place, entry) for place, entry in enumerate(entries)))


def _notes(*, joined: bool, inferred: bool) -> Iterator[str]:
    if joined:
        yield "joined here"
    if inferred:
        yield "side inferred"


def positions_table(view: PositionsView, rows: Iterable[PositionRow], copying: Copying) -> Table:
    """A row a position; profit is ours where it does not say `reported`."""
    unit, private = copying.unit, copying.private

    def row(one: PositionRow) -> tuple[str, ...]:
        return (
            words(one.symbol),
            "" if one.side is None else one.side.value,
            private(number(one.size)),
            private(_stated(one, "entry_price", one.entry, copying)),
            copying.money(one.mark),
            private(copying.money(one.pnl)),
            private(copying.money(one.pnl_disputed)),
            "here" if one.pnl_local else "reported",
            private(_stated(one, "liquidation_price", one.liquidation, copying)),
            private(number(one.liquidation_distance)),
            private(number(one.margin_ratio)),
            number(one.leverage),
            words(one.status),
            copying.state(view.freshness, one.state),
        )

    names = ("symbol", "side", "size", f"entry_{unit}", f"mark_{unit}", f"pnl_{unit}", f"or_pnl_{unit}", "pnl_by")
    more = (f"liquidation_{unit}", "away", "margin_ratio", "leverage", "status", "state")
    return Table((*names, *more), tuple(map(row, rows)))


def orders_table(view: OrdersView, rows: Iterable[OrderRow], copying: Copying) -> Table:
    """A row an open order."""
    unit, private = copying.unit, copying.private

    def row(one: OrderRow) -> tuple[str, ...]:
        return (
            words(one.symbol),
            "" if one.side is None else one.side.value,
            private(number(one.size)),
            private(number(one.executed)),
            words(one.order_type),
            private(_stated(one, "price", one.price, copying)),
            private(_stated(one, "trigger", one.trigger, copying)),
            private(number(one.distance)),
            words(getattr(one.status, "value", one.status)),
            moment(one.at),
            copying.state(view.freshness, one.state),
        )

    names = ("symbol", "side", "size", "filled", "type", f"price_{unit}", f"trigger_{unit}", "away", "status", "since")
    return Table((*names, "state"), tuple(map(row, rows)))


def fills_table(view: FillsView, rows: Iterable[FillRow], copying: Copying) -> Table:
    """A row a fill of this session; a time that nobody told is left out."""
    private = copying.private

    def row(one: FillRow) -> tuple[str, ...]:
        return (
            moment(one.at),
            words(one.symbol),
            "" if one.side is None else one.side.value,
            private(number(one.size)),
            private(_stated(one, "price", one.price, copying)),
            private(number(one.remaining)),
            one.learnt.value,
            copying.state(view.freshness, one.state),
        )

    names = ("at", "symbol", "side", "size", f"price_{copying.unit}", "remains", "learnt_by", "state")
    return Table(names, tuple(map(row, rows)))


def balances_table(view: BalancesView, copying: Copying) -> Table:
    """A row an asset, in the asset itself; what is made of a total that changed since is history."""
    private, state = copying.private, copying.state(view.freshness)
    return Table(
        ("asset", "total", "available", "in_orders", "in_margin", "split", "state"),
        tuple(
            (
                words(row.asset),
                *(private(number(amount)) for amount in (row.total, row.available, row.in_orders, row.in_margin)),
                "history" if row.outdated else "current",
                state,
            )
            for row in view.rows
        ),
    )


def chart_table(chart: ChartView, copying: Copying) -> Table:
    """What the face of the chart in sight is drawn of."""
    state = copying.state(chart.freshness)
    if chart.candles is not None:
        return _bars(chart, chart.candles, state, copying)
    if chart.depth is not None:
        return _curve(chart, chart.depth, state, copying)
    return NO_TABLE if chart.heat is None else _heat(chart, chart.heat, state, copying)


def _bars(chart: ChartView, view: CandlesView, state: str, copying: Copying) -> Table:
    unit = copying.unit
    rows = []
    for each in view.bars:
        bar = each.bar
        prices = ("", "", "") if bar is None else tuple(copying.money(price) for price in (bar.open, bar.high, bar.low))
        traded = ("", "") if each.is_gap else ("0", "0") if bar is None else (number(bar.volume), number(bar.trades))
        close = "" if each.is_gap else copying.money(each.close)
        whole = _truth(each.is_whole)
        rows.append((chart.symbol, moment(each.start), str(view.seconds), *prices, close, *traded, whole, state))
    names = ("symbol", "begins_at", "seconds", f"open_{unit}", f"high_{unit}", f"low_{unit}", f"close_{unit}")
    return Table((*names, "volume", "trades", "whole", "state"), tuple(rows))


def _curve(chart: ChartView, curve: DepthCurve, state: str, copying: Copying) -> Table:
    sides = ((Side.ASK, reversed(curve.asks)), (Side.BID, curve.bids))
    rows = tuple(
        (chart.symbol, side.value, copying.money(point.price), number(point.total), state)
        for side, points in sides
        for point in points
    )
    return Table(("symbol", "side", f"price_{copying.unit}", "total", "state"), rows)


def _heat(chart: ChartView, heat: HeatView, state: str, copying: Copying) -> Table:
    """The mean size that rested at each price while the book was known; a column that is not whole is left out."""
    rows = tuple(
        (chart.symbol, moment(each.start), str(heat.seconds), copying.money(_price(key)), number(mean), state)
        for each in heat.columns
        if each.is_whole and each.column.known
        for key, total in zip(each.column.keys, each.column.sums, strict=True)
        for mean in (shift(Decimal(total), -each.column.places) / each.column.known,)
    )
    return Table(("symbol", "begins_at", "seconds", f"price_{copying.unit}", "mean_size", "state"), rows)


def _price(key: int) -> Decimal:
    return Price(Decimal(key).scaleb(-SCALE).normalize())


def _stated(row: PositionRow | OrderRow | FillRow, name: str, value: Price | None, copying: Copying) -> str:
    return UNIT_UNKNOWN if name in row.unit_unknown else copying.money(value)


def _truth(value: object) -> str:
    return "true" if value else "false"
