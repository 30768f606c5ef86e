"""Builds the details of the position or order that is asked for: every field that was told, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.channels import ORDERS
from roxom_tui.model.events import OrderUpdate, PositionUpdate
from roxom_tui.model.money import Price
from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.state.account.open_items import OpenItems
from roxom_tui.state.account.price_units import PriceReading
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import (
    Detail,
    Guard,
    Kind,
    OrderDetail,
    OrderRow,
    OrdersView,
    PositionDetail,
    PositionRow,
    PositionsView,
    ToldField,
)


class _Field(Struct, frozen=True):
    """Where a field is held, what it is called here and by the exchange, and what it holds."""

    held: str
    name: str
    wire: str
    kind: Kind


_OF_A_POSITION: Final = (
    _Field("side", "side", "side", Kind.WORD),
    _Field("size", "size", "size", Kind.SIZE),
    _Field("entered", "entered", "entryAmount", Kind.SIZE),
    _Field("left", "left", "exitAmount", Kind.SIZE),
    _Field("entry_price", "entry", "avgEntry", Kind.PRICE),
    _Field("exit_price", "exit", "avgExit", Kind.PRICE),
    _Field("mark_price", "mark told with it", "markPrice", Kind.PRICE),
    _Field("liquidation_price", "liquidation", "liquidationPrice", Kind.PRICE),
    _Field("unrealized_pnl", "PnL reported", "unrealizedPnl", Kind.SIGNED),
    _Field("realized_pnl", "realized PnL", "realizedPnl", Kind.SIGNED),
    _Field("margin", "margin", "positionBalance, margin", Kind.MONEY),
    _Field("initial_margin", "initial margin", "initialMargin", Kind.MONEY),
    _Field("maintenance_margin", "maintenance margin", "maintenanceMargin", Kind.MONEY),
    _Field("maintenance_ratio", "maintenance ratio", "maintenanceMarginRatio", Kind.NUMBER),
    _Field("leverage", "leverage", "leverage", Kind.NUMBER),
    _Field("entry_fees", "fees at entry", "entryFees", Kind.MONEY),
    _Field("exit_fees", "fees at exit", "exitFees", Kind.MONEY),
    _Field("adl_rank", "ADL rank", "adlRank", Kind.NUMBER),
    _Field("status", "status", "status", Kind.WORD),
    _Field("trade_mode", "mode", "tradeMode", Kind.WORD),
    _Field("stop_loss_order", "stop loss", "stopLossOrderId", Kind.ID),
    _Field("take_profit_order", "take profit", "takeProfitOrderId", Kind.ID),
    _Field("opened_at", "opened", "openDate", Kind.TIME),
    _Field("updated_at", "updated", "updatedAt", Kind.TIME),
    _Field("closed_at", "closed", "closeDate", Kind.TIME),
    _Field("position_id", "id", "id", Kind.ID),
)
_OF_AN_ORDER: Final = (
    _Field("side", "side", "side", Kind.WORD),
    _Field("order_type", "type", "orderType", Kind.WORD),
    _Field("status", "status", "status", Kind.WORD),
    _Field("size", "size", "orderSize, qty", Kind.SIZE),
    _Field("executed", "filled", "executedQty", Kind.SIZE),
    _Field("remaining", "remaining", "remainingQty", Kind.SIZE),
    _Field("limit_price", "price", "limitPrice, px", Kind.PRICE),
    _Field("trigger_price", "trigger", "triggerPx", Kind.PRICE),
    _Field("average_price", "average fill", "avgPx", Kind.PRICE),
    _Field("fill_price", "last fill", "fillPx", Kind.PRICE),
    _Field("fees", "fees", "filledFees", Kind.MONEY),
    _Field("time_in_force", "time in force", "timeInForce", Kind.WORD),
    _Field("cancel_at", "ends", "cancelAt", Kind.TIME),
    _Field("triggered_at", "triggered", "triggeredAt", Kind.TIME),
    _Field("reason", "reason", "reason", Kind.WORD),
    _Field("created_at", "created", "createdAt", Kind.TIME),
    _Field("exchange_at", "changed", "timestamp", Kind.TIME),
    _Field("client_order_id", "own name", "clientOrderId", Kind.ID),
    _Field("entry_position", "opens", "entryPositionId", Kind.ID),
    _Field("exit_position", "closes", "exitPositionId", Kind.ID),
    _Field("order_id", "id", "orderId", Kind.ID),
)

_Reader = Callable[[str], PriceReading | None]


class DetailBuilder:
    """Builds what is asked for; None where nothing is, or it was never heard of."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._request: DetailRequest | None = None
        self._made_of: tuple[PositionsView, OrdersView, int] | None = None
        self._detail: Detail | None = None

    def view(self, request: DetailRequest | None, positions: PositionsView, orders: OrdersView) -> Detail | None:
        """The details, beside the lists of the same picture."""
        made_of, before = (positions, orders, self._store.revision(ORDERS)), self._made_of
        is_same = before is not None and before[2] == made_of[2] and before[0] is positions and before[1] is orders
        if request != self._request or (request is not None and not is_same):
            self._request, self._made_of = request, made_of
            self._detail = None if request is None else self._compose(request, positions, orders)
        return self._detail

    def _compose(self, request: DetailRequest, positions: PositionsView, orders: OrdersView) -> Detail | None:
        if request.of is Detailed.POSITION:
            return self._position(request.key, positions, orders)
        return self._order(request.key, orders)

    def _position(self, key: str, view: PositionsView, orders: OrdersView) -> PositionDetail | None:
        account, units = self._store.account, self._store.units
        held = account.positions.known(key)
        if held is None:
            return None
        told = units.in_btc(held)
        row = next((row for row in view.rows if row.position_id == key), None)
        fields = _fields(_OF_A_POSITION, told.position, account.positions, key, frozenset(told.unknown))
        guards = () if row is None else tuple(_guards(row, held, orders.rows))
        move = self._store.markets.market(held.symbol).history.moves.mean
        return PositionDetail(
            key, held.symbol, view.freshness, row, tuple(fields), guards, orders.freshness.state, move
        )

    def _order(self, key: str, view: OrdersView) -> OrderDetail | None:
        account, units = self._store.account, self._store.units
        held = account.orders.known(key)
        if held is None:
            return None
        row = next((row for row in view.rows if row.order_id == key), None)
        prices = {one.held: units.read(getattr(held, one.held), held.symbol) for one in _OF_AN_ORDER if _is_price(one)}
        unknown = frozenset(name for name, reading in prices.items() if reading.is_unknown)
        values = {name: reading.price for name, reading in prices.items()}
        fields = _fields(_OF_AN_ORDER, held, account.orders, key, unknown, values)
        past = account.pasts.of(key)
        return OrderDetail(key, held.symbol, view.freshness, row, tuple(fields), past.steps, past.left_out)


def _is_price(field: _Field) -> bool:
    return field.kind is Kind.PRICE


def _fields(
    table: tuple[_Field, ...],
    held: PositionUpdate | OrderUpdate,
    items: OpenItems[PositionUpdate] | OpenItems[OrderUpdate],
    key: str,
    unknown: frozenset[str],
    read: dict[str, Price | None] | None = None,
) -> Iterator[ToldField]:
    """The fields of which something was told, in the order of the table."""
    for field in table:
        value = getattr(held, field.held) if read is None else read.get(field.held, getattr(held, field.held))
        is_unknown = field.held in unknown
        if value is None and not is_unknown and field.held not in held.unread:
            continue
        told_at = items.told.at(key, field.held)
        yield ToldField(field.name, field.wire, field.kind, _plain(value), told_at, is_unknown)


def _plain(value: object) -> Decimal | int | str | None:
    return value if value is None or isinstance(value, Decimal | int) else str(value)


def _guards(row: PositionRow, held: PositionUpdate, orders: tuple[OrderRow, ...]) -> Iterator[Guard]:
    """Orders that the exchange names, and others with a trigger that would close what is held of its contract."""
    named = {held.stop_loss_order, held.take_profit_order} - {None}
    closing = None if row.side is None else row.side.closed_by
    for order in orders:
        if order.order_id in named:
            yield Guard(order, is_named=True)
        elif order.symbol == row.symbol and order.side is closing and _has_a_trigger(order):
            yield Guard(order, is_named=False)


def _has_a_trigger(order: OrderRow) -> bool:
    return order.trigger is not None or "trigger" in order.unit_unknown
