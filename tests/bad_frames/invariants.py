"""What holds of everything that was ever accepted, whatever it was made of. Independent of how the readers do it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.events import (
    AccountNotice,
    BalancesSeed,
    BalanceUpdate,
    BookDelta,
    BookSnapshot,
    OrdersSeed,
    OrderStatus,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
    Quote,
    Ticker,
    TickerDelta,
    Trade,
)
from roxom_tui.model.market import AggressorSide, Level, OrderSide, PositionSide, PricedSize
from roxom_tui.model.money import SATS_PER_BTC, Price, UnstatedAmount, UnstatedPrice
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, RejectReason, Subscribed, Unsubscribed
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_answers import GetRefused

FIELD: Final = 64
LONG: Final = {"detail": 160, "excerpt": 160, AccountNotice: 240, GetRefused: 160}
LATEST: Final = 2**63
LARGEST: Final = Decimal(10) ** 18
LARGEST_SUM: Final = 2 * LARGEST


class Broken(AssertionError):
    """Something accepted that must not be."""


def hold(truth: bool, *about: object) -> None:
    if not truth:
        raise Broken(ascii(about))


def a_text(value: str, limit: int = FIELD) -> None:
    hold(len(value) <= limit and value.isprintable(), value)


def a_time(value: int | None) -> None:
    hold(value is None or (type(value) is int and 0 < value < LATEST), value)


def a_price(price: Price) -> None:
    hold(type(price) in (Price, UnstatedPrice) and 0 < price <= LARGEST and 0 < price.key <= 10**36, price)


def a_number(value: Decimal) -> None:
    hold(-LARGEST_SUM <= value <= LARGEST_SUM, value)


def levels(side: tuple[PricedSize, ...], above: int | None) -> None:
    """Prices above zero; sizes above `above`, or of any sign if None."""
    for price, size in side:
        a_price(price)
        a_number(size)
        hold(above is None or size > above, price, size)


def _quote(quote: Quote) -> None:
    a_text(quote.symbol)
    a_time(quote.exchange_at or -1)
    for side in (quote.bid, quote.ask):
        if side is not None:
            levels((side,), 0)


def _snapshot(book: BookSnapshot) -> None:
    a_text(book.symbol)
    hold(0 <= book.exchange_at < LATEST, book.exchange_at)
    levels(book.bids, 0)
    levels(book.asks, 0)


def _delta(delta: BookDelta) -> None:
    a_text(delta.symbol)
    a_time(delta.exchange_at or -1)
    levels(delta.bids, None)
    levels(delta.asks, None)


def _trade(trade: Trade) -> None:
    a_text(trade.symbol)
    a_text(trade.trade_id or "")
    a_time(trade.exchange_at or -1)
    levels((Level(trade.price, trade.size),), 0)
    for name, value in trade.statistics:
        a_text(name)
        if value is not None:
            a_number(value)


def _ticker_delta(delta: TickerDelta) -> None:
    a_text(delta.symbol)
    a_time(delta.exchange_at or -1)
    for name, value in delta.changes.items():
        if value is not None:
            _BY_TYPE[type(value)](name, value, FIELD)
        hold(name in Ticker.__struct_fields__, name)


def _any_fields(event: Any) -> None:
    """Every field of a value, by its own type."""
    kind = type(event)
    limit = LONG.get(kind, FIELD)
    for name in _NAMES.get(kind) or _names(kind):
        value = getattr(event, name)
        if value is not None:
            _BY_TYPE[type(value)](name, value, limit)


def _names(kind: type[Any]) -> tuple[str, ...]:
    names: tuple[str, ...] = kind.__struct_fields__ if issubclass(kind, Struct) else kind._fields
    return names


def _a_text(name: str, value: str, limit: int) -> None:
    a_text(value, LONG.get(name, limit))


def _an_integer(name: str, value: int, _limit: int) -> None:
    hold(0 < value < LATEST or name in ("adl_rank", "status"), name, value)


def _items(name: str, values: tuple[Any, ...] | frozenset[str], limit: int) -> None:
    for value in values:
        _BY_TYPE.get(type(value), _a_value)(name, value, limit)


def _a_value(_name: str, value: Any, _limit: int) -> None:
    _any_fields(value)


_BY_TYPE: Final[dict[type[Any], Callable[[str, Any, int], None]]] = {
    **dict.fromkeys((str, OrderStatus, OrderSide, PositionSide, RejectReason, Channel), _a_text),
    **dict.fromkeys((Price, UnstatedPrice), lambda _name, value, _limit: a_price(value)),
    **dict.fromkeys((Decimal, UnstatedAmount), lambda _name, value, _limit: a_number(value)),
    int: _an_integer,
    bool: lambda _name, _value, _limit: None,
    tuple: _items,
    frozenset: _items,
    Stream: _a_value,
    ErrorClass: lambda _name, _value, _limit: None,
}
"""How a field is looked at; a type that is not here is in no field of anything accepted."""


HOLDS: Final[Mapping[type[Any], Callable[[Any], None]]] = {
    Quote: _quote,
    BookSnapshot: _snapshot,
    BookDelta: _delta,
    Trade: _trade,
    TickerDelta: _ticker_delta,
    **dict.fromkeys(
        (
            *(Ticker, OrderUpdate, BalanceUpdate, PositionUpdate, AccountNotice, FrameRejected),
            *(Subscribed, Unsubscribed, Rejected, ErrorReceived),
            *(BalancesSeed, OrdersSeed, PositionsSeed, GetRefused),
        ),
        _any_fields,
    ),
}
"""By the type of a value, what holds of it; a type that is not here was not expected from a decoder."""


_NAMES: Final = {kind: _names(kind) for kind in HOLDS}


def figures(event: Any) -> Iterator[Decimal]:
    """Every price and size in a market event."""
    for value in event.changes.values() if type(event) is TickerDelta else astuple(event):
        if isinstance(value, Decimal):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                parts = item if isinstance(item, tuple) else (item,)
                yield from (part for part in parts if isinstance(part, Decimal))


def were_sent(event: Any, payload: str) -> None:
    """Every figure of an accepted market event stands in the message, as BTC or as sats; only the quantity of an
    execution may have been negative, and then it was no purchase.

    The message is read by the standard library, which turns nothing into floats here.
    """
    sent: set[Decimal] = set()
    _numbers_in(json.loads(payload, parse_float=_written, parse_int=Decimal), sent)
    if _is_sale_by_sign(event, sent):
        event = replace(event, size=-event.size)
    for figure in figures(event):
        hold(figure in sent or figure * SATS_PER_BTC in sent, figure, payload)


def _is_sale_by_sign(event: Any, sent: set[Decimal]) -> bool:
    """Whether it is an execution of which the quantity was sent with a minus, in place of its side or beside it."""
    if type(event) is not Trade or event.size in sent:
        return False
    return event.aggressor is not AggressorSide.BUY and -event.size in sent


def _written(text: str) -> Decimal:
    """The decimal that was written; of more digits, or less, than a double holds the shortest of the same double."""
    number = Decimal(text)
    if len(number.normalize().as_tuple().digits) <= 15 and float(text):
        return number
    return Decimal(repr(float(text)))


def _numbers_in(node: Any, found: set[Decimal]) -> None:
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
        elif type(node) is Decimal:
            found.add(node)
        elif type(node) is str and len(node) < 64:
            with suppress(InvalidOperation):
                number = Decimal(node)
                if number.is_finite():
                    found.add(number)
