"""Decodes the answers of the GETs, in the older and the newer shapes (protocol 5.1 to 5.4, 5.7).

    {"data": {"balances": [{"asset": "BTC", "available": "0.74", "current": "0.80", "lockedInOrders": "0.01"}],
              "lastUpdated": 1767225600000}, "error": false}
    {"data": {"available": "0.74", "balance": "0.80", "currency": "BTC"}, "error": false}

    {"data": {"buys": [{"price": "0.04312300", "size": "0.75", "total": "0.03234225"}],
              "sells": [{"price": "0.04312700", "size": "1.20", "total": "0.05175240"}]}, "error": false}

A seed claims to be the whole state, so one entry that cannot be read refuses the answer: a list with a silent gap
would be drawn as if it were complete.

The unit of JSON numbers in an answer that states none (protocol 5.3, 7.4): older answers are integers, and those are
sats whatever was asked for; a fraction is no whole number of sats, so by itself it is in the unit asked for. Where
both stand side by side the largest price decides for all: far too large for bitcoins, it makes them sats; a smaller
one may be bitcoins that happened to be whole, and then no money of the answer can be read. Where no price is told, as
in a balance, the largest amount decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from msgspec import Struct

from roxom_tui.model.events import Balance, BalancesSeed, BookSnapshot, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Level, PricedSize, Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.account_messages import BTC_ASSET
from roxom_tui.protocol.account_records import position_in, read_listed_order
from roxom_tui.protocol.fields import TIME_KEYS, first, identifier, money_of, number, time
from roxom_tui.protocol.limits import ANSWER, MAX_LISTED, parse_object
from roxom_tui.protocol.long_lists import ASK_SIGN, BID_SIGN, best_of, newest
from roxom_tui.protocol.market_messages import resting
from roxom_tui.protocol.numbers import BOOK_MONEY, MONEY, SIZES, UNREADABLE_MONEY, UNSTATED, Money, required
from roxom_tui.protocol.refusal import Message, Refusal, missing, shown, wrong_type
from roxom_tui.protocol.text_gate import EXCERPT_LIMIT, capitals, gate

_SURELY_SATS: Final = 10_000
"""So many bitcoins no price, and hardly an account, is worth."""

_PRICES: Final = frozenset(
    {
        *("avgEntry", "avgExit", "markPrice", "liquidationPrice"),
        *("px", "price", "limitPrice", "triggerPx", "triggerPrice", "avgPx", "fillPx"),
    }
)
_AMOUNTS: Final = frozenset(
    {
        *("unrealizedPnl", "realizedPnl", "margin", "initialMargin", "maintenanceMargin", "positionBalance"),
        *("entryFees", "exitFees", "available", "current", "balance", "lockedInOrders"),
    }
)


def money_of_numbers(items: Iterable[Message], asked: Money) -> Money:
    """The reading of money in an answer without a unit: as asked for, as sats, or none."""
    prices: list[object] = []
    amounts: list[object] = []
    for item in items:
        for key, value in item.items():
            if key in _PRICES:
                prices.append(value)
            elif key in _AMOUNTS:
                amounts.append(value)
    numbers = _numbers([*prices, *amounts])
    if len({type(number) for number in numbers}) < 2:
        return asked
    deciding = _numbers(prices) if any(prices) else numbers
    return MONEY[Unit.SATS] if max(map(abs, deciding), default=0) >= _SURELY_SATS else UNREADABLE_MONEY


def _numbers(values: list[object]) -> list[int | float]:
    """The JSON numbers but zero, which is the same in every unit."""
    return [value for value in values if (type(value) is int or type(value) is float) and value]


UNREADABLE: Final = "unreadable"
NO_TIME: Final = 0

_ORDER_TIMES: Final = ("createdAt", "created_at", "updatedAt", "updated_at")

SeedT = TypeVar("SeedT")


class GetRefused(Struct, frozen=True):
    """No answer that can be used: the HTTP status, the exchange's code and its words.

    `code` is `unreadable` for a body that is no answer of a known shape, and empty where none was sent.
    """

    status: int
    code: str
    text: str


def decode_balance(body: bytes, status: int, unit: Unit = Unit.BTC) -> BalancesSeed | GetRefused:
    """The balance of each asset. `unit` is what was asked for; only BTC is ever converted."""
    return answered(body, status, lambda data: _balances(_object(data), UNSTATED[unit]))


def decode_positions(body: bytes, status: int, symbol: Symbol, unit: Unit = Unit.BTC) -> PositionsSeed | GetRefused:
    """The open positions in `symbol`: the newer answer does not repeat it, the older may list others, left out."""

    def read(data: Any) -> PositionsSeed:
        listed = [_camel(item) for item in _list(data, "positions")]
        default = _default(data, listed, unit)
        sent = [item for item in listed if _is_in(item, symbol)]
        items = newest(sent, MAX_LISTED, TIME_KEYS)
        left_out = _left_out(sent, items, "id", "positionId")
        return PositionsSeed(symbol, tuple([position_in(item, symbol, default) for item in items]), left_out)

    return answered(body, status, read)


def decode_orders(body: bytes, status: int, unit: Unit = Unit.BTC) -> OrdersSeed | GetRefused:
    """The open orders of every symbol asked for."""

    def read(data: Any) -> OrdersSeed:
        sent = _list(data, "orders")
        items = newest(sent, MAX_LISTED, _ORDER_TIMES)
        left_out = _left_out(sent, items, "id", "orderId")
        listed = [_camel(item) for item in items]
        default = _default(data, listed, unit)
        return OrdersSeed(tuple([read_listed_order(item, default) for item in listed]), left_out)

    return answered(body, status, read)


def decode_order_book(
    body: bytes, status: int, symbol: Symbol, unit: Unit = Unit.BTC, exchange_at: int = NO_TIME
) -> BookSnapshot | GetRefused:
    """A book to stand in for a snapshot of the stream.

    It states no time, so it cannot be joined exactly with deltas: `exchange_at` is the caller's to give, else 0.
    """

    def read(data: Any) -> BookSnapshot:
        book = _object(data)
        if not _is_in(book, symbol):
            raise Refusal(RejectReason.SYMBOL_MISMATCH, f"asked for {symbol}, got {shown(book['symbol'])}")
        sides = [*_list(book, "buys"), *_list(book, "sells")]
        money = money_of(book, money_of_numbers(sides, BOOK_MONEY[unit]))
        buys, fewer_buys = _levels(book, "buys", money, BID_SIGN)
        sells, fewer_sells = _levels(book, "sells", money, ASK_SIGN)
        return BookSnapshot(symbol, buys, sells, exchange_at, fewer_buys + fewer_sells)

    return answered(body, status, read)


def answered(body: bytes, status: int, read: Callable[[Any], SeedT]) -> SeedT | GetRefused:
    """The value that `read` makes of `data`, or `GetRefused` for a status that is no success, an error, or no data."""
    try:
        message = parse_object(_text(body), ANSWER)
        data = message.get("data")
        if not 200 <= status < 300 or message.get("error") or data is None:
            return _refused(message, status)
        return read(data)
    except Refusal as refusal:
        return GetRefused(status, UNREADABLE, gate(f"{refusal.reason}: {refusal.detail}", EXCERPT_LIMIT))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Refusal(RejectReason.BAD_TEXT, "the answer is not UTF-8") from None


def _refused(message: Message, status: int) -> GetRefused:
    """The three shapes of an error (protocol 5.1), and an error that is an object or a sentence."""
    error = message.get("error")
    if type(error) is dict:
        message = {**message, **error}
    code = message.get("code")
    if code is None and type(error) is int:
        code = error
    code = str(code) if type(code) is str or type(code) is int else ""
    words = [first(message, "message", "msg"), message.get("details"), error]
    text = ": ".join([word for word in words if type(word) is str and word])
    return GetRefused(status, gate(code), gate(text or "no data in the answer", EXCERPT_LIMIT))


def _balances(data: Message, default: Money) -> BalancesSeed:
    items = [_camel(item) for item in (_list(data, "balances") if "balances" in data else [data])]
    bitcoin = [item for item in items if _asset(item) == BTC_ASSET]
    default = money_of(data, money_of_numbers(bitcoin, default))
    return BalancesSeed(tuple([_balance(item, default) for item in items]), time(data, "lastUpdated"))


def _asset(data: Message) -> str:
    return capitals(identifier(data, "asset", "currency"))


def _balance(data: Message, default: Money) -> Balance:
    asset = _asset(data)
    amounts = (money_of(data, default) if asset == BTC_ASSET else MONEY[Unit.BTC]).amounts
    total, available = number(amounts, data, "current", "balance"), number(amounts, data, "available")
    if total is None and available is None:
        raise missing("current, available")
    return Balance(asset, total, available, number(amounts, data, "lockedInOrders"))


def _levels(book: Message, side: str, money: Money, sign: int) -> tuple[tuple[PricedSize, ...], int]:
    items, left_out = best_of(_list(book, side), money.prices, lambda item: item.get("price"), sign)
    return resting(tuple([_level(item, money) for item in items])), left_out


def _level(item: Message, money: Money) -> Level:
    return Level(required(money.prices, item.get("price"), "price"), required(SIZES, item.get("size"), "size"))


def _default(data: Any, items: list[Message], unit: Unit) -> Money:
    """The reading of money without a unit of its own: by the unit of the whole answer, else as its numbers say."""
    sent = money_of_numbers([item for item in items if item.get("unit") is None], UNSTATED[unit])
    return money_of(data, sent) if type(data) is dict else sent


def _is_in(data: Message, symbol: Symbol) -> bool:
    return data.get("symbol") in (None, symbol)


def _object(data: Any) -> Message:
    if type(data) is not dict:
        raise wrong_type("data", data)
    return data


def _list(data: Any, key: str) -> list[Message]:
    """The objects in `data`, which is an array itself or holds it under `key`."""
    items = data.get(key) if type(data) is dict else data
    if items is None:
        raise missing(key)
    if type(items) is not list:
        raise wrong_type(key, items)
    return [_object(item) for item in items]


def _left_out(sent: list[Message], kept: list[Message], *keys: str) -> frozenset[str]:
    """The ids of what was told and is not kept."""
    if len(kept) == len(sent):
        return frozenset()
    return frozenset(identifier(item, *keys) for item in sent) - {identifier(item, *keys) for item in kept}


def _camel(data: Message) -> Message:
    """The object with names like `avg_entry` spelled `avgEntry`, as one older text has them (protocol 5.3)."""
    return {_camel_name(key) if "_" in key else key: value for key, value in data.items()}


def _camel_name(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)
