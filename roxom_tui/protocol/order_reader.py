"""One order, in every form that the stream (protocol 4.5) and the GETs (protocol 5.4) write it.

| meaning | stream | GET, newer | GET, older |
|---|---|---|---|
| id | `orderId` | `id` | `id` |
| type | `orderType` | `type` | `orderType`, `type` |
| limit price | `limitPrice` | `px` | `price`, `px` |
| size | `orderSize` | `qty` | `quantity`, `qty` |
| remaining | `remainingQty` | `size` | |
| executed | `executedQty` | `amountFilled` | |
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Size
from roxom_tui.protocol.fields import (
    Keys,
    buy_or_sell,
    identifier,
    money_of,
    number,
    quantities,
    symbol_of,
    text,
    time,
    with_unread,
)
from roxom_tui.protocol.numbers import SIZES, UNNAMED, Money
from roxom_tui.protocol.refusal import Message, missing
from roxom_tui.protocol.text_gate import gate

_STATUSES: Final = {status.value: status for status in OrderStatus}


_STREAMED: Final[Keys] = {
    "side": ("side", "isBuy"),
    "order_type": ("orderType", "type"),
    "limit_price": ("limitPrice", "px", "price"),
    "trigger_price": ("triggerPx", "triggerPrice"),
    "size": ("orderSize", "qty", "quantity"),
    "remaining": ("remainingQty",),
    "executed": ("executedQty",),
    "fees": ("filledFees",),
}
_LISTED: Final[Keys] = {
    "side": ("side", "isBuy"),
    "order_type": ("type", "orderType"),
    "limit_price": ("px", "price", "limitPrice"),
    "trigger_price": ("triggerPx", "triggerPrice"),
    "size": ("qty", "quantity", "orderSize"),
    "remaining": ("size", "remainingQty"),
    "executed": ("amountFilled", "executedQty"),
}


def read_order(data: Message) -> OrderUpdate:
    """An order of the stream: id, symbol and status are required, the short form holds little more."""
    status = order_status(data)
    if status is None:
        raise missing("status")
    (prices, amounts, _), keys = money_of(data, UNNAMED), _STREAMED
    side, (size, remaining, executed) = _quantities(data, keys)
    update = OrderUpdate(
        order_id=identifier(data, "orderId", "id"),
        symbol=symbol_of(data),
        status=status,
        exchange_at=time(data, "timestamp", "updatedAt"),
        side=side,
        order_type=text(data, *keys["order_type"]),
        limit_price=number(prices, data, *keys["limit_price"]),
        trigger_price=number(prices, data, *keys["trigger_price"]),
        size=size,
        remaining=remaining,
        executed=executed,
        average_price=number(prices, data, "avgPx"),
        fill_price=number(prices, data, "fillPx"),
        fees=number(amounts, data, *keys["fees"]),
        client_order_id=text(data, "clientOrderId"),
        reason=text(data, "reason"),
        created_at=time(data, "createdAt"),
    )
    return with_unread(update, data, keys)


def read_listed_order(data: Message, default: Money) -> OrderUpdate:
    """An order of the GET's list. Its own unit wins over `default`; a status left out is empty text, so it is live."""
    prices, keys = money_of(data, default).prices, _LISTED
    side, (size, remaining, executed) = _quantities(data, keys)
    update = OrderUpdate(
        order_id=identifier(data, "id", "orderId"),
        symbol=symbol_of(data),
        status=order_status(data) or "",
        exchange_at=time(data, "updatedAt"),
        side=side,
        order_type=text(data, *keys["order_type"]),
        limit_price=number(prices, data, *keys["limit_price"]),
        trigger_price=number(prices, data, *keys["trigger_price"]),
        size=size,
        remaining=remaining,
        executed=executed,
        average_price=number(prices, data, "avgPx"),
        client_order_id=text(data, "clientOrderId"),
        reason=text(data, "reason"),
        created_at=time(data, "createdAt"),
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
