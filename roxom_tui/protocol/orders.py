"""One order, in every form that the stream (protocol 4.5) and the GETs (5.4) write it.

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
from roxom_tui.protocol.fields import buy_or_sell, identifier, money_of, number, symbol_of, text, time
from roxom_tui.protocol.numbers import SIZES, Money
from roxom_tui.protocol.refusal import Message, missing
from roxom_tui.protocol.text import gate

_STATUSES: Final = {status.value: status for status in OrderStatus}


def read_order(data: Message) -> OrderUpdate:
    """An order of the stream: id, symbol and status are required, the short form holds little more."""
    status = order_status(data)
    if status is None:
        raise missing("status")
    prices, amounts, _ = money_of(data)
    return OrderUpdate(
        order_id=identifier(data, "orderId", "id"),
        symbol=symbol_of(data),
        status=status,
        exchange_at=time(data, "timestamp", "updatedAt"),
        side=buy_or_sell(data, "side"),
        order_type=text(data, "orderType", "type"),
        limit_price=number(prices, data, "limitPrice", "px", "price"),
        trigger_price=number(prices, data, "triggerPx", "triggerPrice"),
        size=number(SIZES, data, "orderSize", "qty", "quantity"),
        remaining=number(SIZES, data, "remainingQty"),
        executed=number(SIZES, data, "executedQty"),
        average_price=number(prices, data, "avgPx"),
        fill_price=number(prices, data, "fillPx"),
        fees=number(amounts, data, "filledFees"),
        client_order_id=text(data, "clientOrderId"),
        reason=text(data, "reason"),
        created_at=time(data, "createdAt"),
    )


def read_listed_order(data: Message, default: Money) -> OrderUpdate:
    """An order of the GET's list. Its own unit wins over `default`; a status left out is empty text, so it is live."""
    prices = money_of(data, default).prices
    return OrderUpdate(
        order_id=identifier(data, "id", "orderId"),
        symbol=symbol_of(data),
        status=order_status(data) or "",
        exchange_at=time(data, "updatedAt"),
        side=buy_or_sell(data, "side"),
        order_type=text(data, "type", "orderType"),
        limit_price=number(prices, data, "px", "price", "limitPrice"),
        trigger_price=number(prices, data, "triggerPx", "triggerPrice"),
        size=number(SIZES, data, "qty", "quantity", "orderSize"),
        remaining=number(SIZES, data, "size", "remainingQty"),
        executed=number(SIZES, data, "amountFilled", "executedQty"),
        average_price=number(prices, data, "avgPx"),
        client_order_id=text(data, "clientOrderId"),
        reason=text(data, "reason"),
        created_at=time(data, "createdAt"),
    )


def order_status(data: Message) -> OrderStatus | str | None:
    """A known status in any case, an unknown word as gated text, None if there is none."""
    word = text(data, "status")
    return None if word is None else _STATUSES.get(word.lower()) or gate(word)
