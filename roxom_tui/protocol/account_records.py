"""Orders and positions, in every form that the stream and the GETs write them (protocol 4.5, 4.7, 5.3, 5.4).

| of an order | stream | GET, newer | GET, older |
|---|---|---|---|
| id | `orderId` | `id` | `id` |
| type | `orderType` | `type` | `orderType`, `type` |
| limit price | `limitPrice` | `px` | `price`, `px` |
| size | `orderSize` | `qty` | `quantity`, `qty` |
| remaining | `remainingQty` | `size` | |
| executed | `executedQty` | `amountFilled` | |

| of a position | stream | GET, newer | GET, older |
|---|---|---|---|
| id | `id` | `id` | `positionId` |
| side | `side` long, short | the same | `isBuy` |
| margin | `positionBalance` | `margin` | |
| maintenance | `maintenanceMargin` | `maintenanceMarginRatio` | |
| times | ms and ns in one object | any | ms |
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.model.events import OrderStatus, OrderUpdate, PositionUpdate
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Size
from roxom_tui.protocol.fields import (
    Keys,
    buy_or_sell,
    first,
    identifier,
    integer,
    magnitude,
    money_of,
    not_below_zero,
    number,
    position_side,
    positive,
    quantities,
    symbol_of,
    text,
    time,
    with_unread,
)
from roxom_tui.protocol.numbers import DECIMALS, EXACT, SIZES, UNNAMED, Money
from roxom_tui.protocol.refusal import Message, missing
from roxom_tui.protocol.text_gate import gate, word

_STATUSES: Final = {status.value: status for status in OrderStatus}


class _OrderSpelling(Struct, frozen=True):
    """Names under which a page writes the parts of an order, the likelier first."""

    ids: tuple[str, ...]
    times: tuple[str, ...]
    fills: tuple[str, ...]
    keys: Keys


_STREAMED: Final = _OrderSpelling(
    ("orderId", "id"),
    ("timestamp", "updatedAt"),
    ("fillPx",),
    {
        "side": ("side", "isBuy"),
        "order_type": ("orderType", "type"),
        "limit_price": ("limitPrice", "px", "price"),
        "trigger_price": ("triggerPx", "triggerPrice"),
        "size": ("orderSize", "qty", "quantity"),
        "remaining": ("remainingQty",),
        "executed": ("executedQty",),
        "fees": ("filledFees",),
    },
)
_LISTED: Final = _OrderSpelling(
    ("id", "orderId"),
    ("updatedAt",),
    (),
    {
        "side": ("side", "isBuy"),
        "order_type": ("type", "orderType"),
        "limit_price": ("px", "price", "limitPrice"),
        "trigger_price": ("triggerPx", "triggerPrice"),
        "size": ("qty", "quantity", "orderSize"),
        "remaining": ("size", "remainingQty"),
        "executed": ("amountFilled", "executedQty"),
        "fees": (),
    },
)


def read_order(data: Message) -> OrderUpdate:
    """An order of the stream: id, symbol and status are required, the short form holds little more."""
    status = order_status(data)
    if status is None:
        raise missing("status")
    return _order(data, _STREAMED, UNNAMED, status)


def read_listed_order(data: Message, default: Money) -> OrderUpdate:
    """An order of the GET's list. Its own unit wins over `default`; a status left out is empty text, so it is live."""
    return _order(data, _LISTED, default, order_status(data) or "")


def _order(data: Message, spelling: _OrderSpelling, default: Money, status: OrderStatus | str) -> OrderUpdate:
    (prices, amounts, _), keys = money_of(data, default), spelling.keys
    side, (size, remaining, executed) = _quantities(data, keys)
    update = OrderUpdate(
        order_id=identifier(data, *spelling.ids),
        symbol=symbol_of(data),
        status=status,
        exchange_at=time(data, *spelling.times),
        side=side,
        order_type=text(data, *keys["order_type"]),
        limit_price=number(prices, data, *keys["limit_price"]),
        trigger_price=number(prices, data, *keys["trigger_price"]),
        size=size,
        remaining=remaining,
        executed=executed,
        average_price=number(prices, data, "avgPx"),
        fill_price=number(prices, data, *spelling.fills),
        fees=number(amounts, data, *keys["fees"]),
        client_order_id=text(data, "clientOrderId"),
        reason=text(data, "reason"),
        created_at=time(data, "createdAt"),
        time_in_force=text(data, "timeInForce"),
        cancel_at=time(data, "cancelAt"),
        triggered_at=time(data, "triggeredAt"),
        entry_position=text(data, "entryPositionId"),
        exit_position=text(data, "exitPositionId"),
    )
    return with_unread(update, data, keys)


def _quantities(data: Message, keys: Keys) -> tuple[OrderSide | None, tuple[Size | None, ...]]:
    """The side, and size, remaining and executed without sign."""
    sizes = [number(SIZES, data, *keys[name]) for name in ("size", "remaining", "executed")]
    return quantities(buy_or_sell(data, "side"), *sizes)


def order_status(data: Message) -> OrderStatus | str | None:
    """A known status in any case, an unknown word as gated text, None if there is none."""
    word = text(data, "status")
    return None if word is None else _STATUSES.get(word.lower()) or gate(word)


_MAX_ADL_RANK: Final = 5
_SIDES: Final = {side.value: side for side in PositionSide}


_KEYS: Final[Keys] = {
    "side": ("side", "isBuy"),
    "size": ("size", "entryAmount", "exitAmount"),
    "entry_price": ("avgEntry",),
    "mark_price": ("markPrice",),
    "liquidation_price": ("liquidationPrice",),
    "leverage": ("leverage",),
    "margin": ("positionBalance", "margin"),
    "initial_margin": ("initialMargin",),
    "maintenance_margin": ("maintenanceMargin",),
    "maintenance_ratio": ("maintenanceMarginRatio",),
    "unrealized_pnl": ("unrealizedPnl",),
    "realized_pnl": ("realizedPnl",),
}


def read_position(data: Message) -> PositionUpdate:
    """A position of the stream: id and symbol are required."""
    return position_in(data, symbol_of(data))


def position_in(data: Message, symbol: Symbol, default: Money = UNNAMED) -> PositionUpdate:
    """A position in `symbol`, which the newer GET does not repeat. The object's own unit wins over `default`."""
    (prices, amounts, marks), keys = money_of(data, default), _KEYS
    said, size = _side(data), _size(data)
    side = position_side(said, size)
    update = PositionUpdate(
        position_id=identifier(data, "id", "positionId"),
        symbol=symbol,
        side=side,
        size=magnitude(size),
        entry_price=number(prices, data, *keys["entry_price"]),
        exit_price=number(prices, data, "avgExit"),
        mark_price=number(marks, data, *keys["mark_price"]),
        liquidation_price=number(prices, data, *keys["liquidation_price"]),
        leverage=positive(number(DECIMALS, data, *keys["leverage"])),
        margin=number(amounts, data, *keys["margin"]),
        initial_margin=number(amounts, data, *keys["initial_margin"]),
        maintenance_margin=not_below_zero(number(amounts, data, *keys["maintenance_margin"])),
        maintenance_ratio=number(DECIMALS, data, *keys["maintenance_ratio"]),
        unrealized_pnl=number(amounts, data, *keys["unrealized_pnl"]),
        realized_pnl=number(amounts, data, *keys["realized_pnl"]),
        status=text(data, "status"),
        adl_rank=_adl_rank(data),
        updated_at=time(data, "updatedAt"),
        closed_at=time(data, "closeDate"),
        opened_at=time(data, "openDate"),
        entered=magnitude(number(SIZES, data, "entryAmount")),
        left=magnitude(number(SIZES, data, "exitAmount")),
        entry_fees=number(amounts, data, "entryFees"),
        exit_fees=number(amounts, data, "exitFees"),
        trade_mode=text(data, "tradeMode"),
        stop_loss_order=text(data, "stopLossOrderId"),
        take_profit_order=text(data, "takeProfitOrderId"),
        is_signed=side is not None and first(data, *keys["side"]) is None,
    )
    return with_unread(update, data, keys)


def _side(data: Message) -> PositionSide | None:
    """The side said; None also where its words contradict each other."""
    said = first(data, "side")
    named = _SIDES.get(word(said)) if type(said) is str else None
    direction = buy_or_sell(data) if named is not None else buy_or_sell(data, "side")
    if direction is None:
        return named
    side = direction.opens
    return side if named in (None, side) else None


def _size(data: Message) -> Size | None:
    """Contracts held; where `size` is not sent, what was entered less what was left (protocol 4.7).

    Of a short position both may be negative, or only the first; what is left is never more than was entered.
    """
    size = number(SIZES, data, "size")
    if size is not None or "size" in data:
        return size
    entered, left = number(SIZES, data, "entryAmount"), number(SIZES, data, "exitAmount")
    if entered is None or left is None or abs(left) > abs(entered):
        return None
    held = Size(EXACT.subtract(abs(entered), abs(left)))
    return Size(-held) if entered < 0 else held


def _adl_rank(data: Message) -> int | None:
    rank = integer(data, "adlRank")
    return rank if rank is not None and 0 <= rank <= _MAX_ADL_RANK else None
