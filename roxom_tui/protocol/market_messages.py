"""Messages of the market channels `level1`, `depth` and `ticker` (protocol 4.1, 4.3, 4.4).

All have one envelope; level1 for instance:

    {"topic": "level1.GOLD-BTC", "type": "snapshot", "createdTime": 1767225600123456789,
     "data": {"symbol": "GOLD-BTC", "bid": ["0.04312300", "0.75"], "ask": ["0.04312700", "1.20"],
              "timestamp": 1767225600123456789}}

Thousands come each second, so the readers of level1 and depth do without helpers where a call would cost more
than what it does, take one field a statement, for several at once would be put into a tuple first, and build named
tuples through `tuple.__new__`, at half the price of calling their class.
"""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import PricedSize, Symbol
from roxom_tui.model.money import Price, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.fields import money_of
from roxom_tui.protocol.limits import MAX_READ, refuse_many
from roxom_tui.protocol.long_lists import ASK_SIGN, BID_SIGN, best_of, pair_price
from roxom_tui.protocol.numbers import DECIMALS, MONEY, POSITIVE_SIZES, SIZES, NumberMemo, optional, required
from roxom_tui.protocol.refusal import Message, Refusal, missing, shown, wrong_type
from roxom_tui.protocol.timestamps import to_ns

NOT_KNOWN: Final = (LookupError, TypeError, ValueError)
"""What becomes of looking up a number not met before, or none, or of taking something else for a pair."""

_BTC_PRICES: Final = MONEY[Unit.BTC].prices
_ZEROS: Final = frozenset({0, "0", "0.00", "0.00000000"})
"""Prices of fillers, as they are mostly spelled."""

NANOSECONDS_FROM: Final = 10**17
NANOSECONDS_TO: Final = 2**63


def market_data(message: Message, symbol: Symbol) -> Message:
    """The `data` object, once its symbol is the topic's: a message about two symbols enters neither (protocol 4.3)."""
    data = message.get("data")
    if type(data) is not dict:
        raise missing("data") if data is None else wrong_type("data", data)
    check_symbol(data, symbol)
    return data


def check_symbol(data: Message, symbol: Symbol) -> None:
    """Refuse data that names another symbol than its topic."""
    named = data.get("symbol")
    if named is not None and named != symbol:
        raise Refusal(RejectReason.SYMBOL_MISMATCH, f"topic {symbol}, data {shown(named)}")


def exchange_time(message: Message, data: Message) -> int:
    """`data.timestamp` in nanoseconds, else the envelope's `createdTime`; a market event cannot do without."""
    stamp = data.get("timestamp")
    if type(stamp) is int and NANOSECONDS_FROM <= stamp < NANOSECONDS_TO:
        return stamp
    if stamp is None:
        stamp = message.get("createdTime")
        if stamp is None:
            raise missing("timestamp")
    at = to_ns(stamp)
    if at is None:
        raise Refusal(RejectReason.WRONG_TYPE, f"timestamp: no time in {shown(stamp)}")
    return at


def read_level1(message: Message, symbol: Symbol) -> tuple[Quote]:
    """A full replacement of the best bid and ask; an empty side is null, `[]`, absent, or of size zero."""
    try:
        data = message["data"]
        bid = data["bid"]
        ask = data["ask"]
        at = data["timestamp"]
        bid_price, bid_size = bid
        ask_price, ask_size = ask
        known, sizes = _BTC_PRICES.known, POSITIVE_SIZES.known
        best_bid = known[bid_price], sizes[bid_size]
        best_ask = known[ask_price], sizes[ask_size]
        if (
            message["type"] == "snapshot"
            and data["symbol"] == symbol
            and type(bid) is list
            and type(ask) is list
            and "unit" not in data
            and type(at) is int
            and NANOSECONDS_FROM <= at < NANOSECONDS_TO
        ):
            return (Quote(symbol, best_bid, best_ask, at),)
    except NOT_KNOWN:
        pass
    return (_quote(message, symbol),)


def _quote(message: Message, symbol: Symbol) -> Quote:
    """A quote of which something is not as usual, or has a number not met before."""
    data, bid, ask = _sides(message, symbol)
    if message.get("type") != "snapshot":
        _check_full_quote(message, data)
    prices = money_of(data).prices
    return Quote(symbol, _best(bid, "bid", prices), _best(ask, "ask", prices), exchange_time(message, data))


def _check_full_quote(message: Message, data: Message) -> None:
    """In a level1 delta, which is not documented, an absent side may mean "unchanged": then it is not believed."""
    if message.get("type") == "delta" and not ("bid" in data and "ask" in data):
        raise Refusal(RejectReason.UNKNOWN_SHAPE, "a level1 delta of one side")


def _best(pair: Any, field: str, prices: NumberMemo[Price]) -> PricedSize | None:
    """A side that is empty, has a number not met before, or is not as usual: refused if it is no level at all."""
    if pair is None or pair == []:
        return None
    if type(pair) is not list:
        raise wrong_type(field, pair)
    level = _level(pair, field, prices)
    return (level[0], required(POSITIVE_SIZES, pair[1], field)) if level and level[1] else None


def read_depth(message: Message, symbol: Symbol) -> tuple[BookSnapshot | BookDelta]:
    """A whole book, or the levels that changed.

        "data": {"symbol": "GOLD-BTC", "bid": [["0.04312100", "2.00"]], "ask": [["0.04312700", "-0.40"]],
                 "timestamp": 1767225600300000000}

    An absent or null side of a delta is no change; if neither side is there by name, the shape is not known.
    """
    data, bid, ask = _sides(message, symbol)
    if "bid" not in data and "ask" not in data:
        raise missing("bid, ask")
    prices = money_of(data).prices
    at = exchange_time(message, data)
    kind = message.get("type")
    if kind == "delta":
        return (BookDelta(symbol, _levels(bid, "bid", prices), _levels(ask, "ask", prices), at),)
    if kind == "snapshot":
        return (_snapshot(symbol, bid, ask, prices, at),)
    raise Refusal(RejectReason.UNKNOWN_SHAPE, f"depth of type {shown(kind)}")


def read_delta(message: Message, symbol: Symbol) -> tuple[BookSnapshot | BookDelta]:
    """The same of a short message. If it is a delta and all is as usual and known, that is all there is to it."""
    known, sizes = _BTC_PRICES.known, SIZES.known
    bids: list[PricedSize] = []
    asks: list[PricedSize] = []
    are_lists = True
    try:
        data = message["data"]
        bid = data["bid"]
        ask = data["ask"]
        at = data["timestamp"]
        for pair in bid:
            price, size = pair
            bids.append((known[price], sizes[size]))
            if type(pair) is not list:
                are_lists = False
        for pair in ask:
            price, size = pair
            asks.append((known[price], sizes[size]))
            if type(pair) is not list:
                are_lists = False
        if (
            are_lists
            and message["type"] == "delta"
            and data["symbol"] == symbol
            # What is no list and has something in it does not have lists.
            and (bids or type(bid) is list)
            and (asks or type(ask) is list)
            and "unit" not in data
            and type(at) is int
            and NANOSECONDS_FROM <= at < NANOSECONDS_TO
        ):
            return (BookDelta(symbol, tuple(bids), tuple(asks), at),)
    except NOT_KNOWN:
        pass
    return read_depth(message, symbol)


def _snapshot(symbol: Symbol, bid: Any, ask: Any, prices: NumberMemo[Price], at: int) -> BookSnapshot:
    """A whole book, or the best levels of a very long one."""
    bids, fewer_bids = best_of(bid, prices, pair_price, BID_SIGN)
    asks, fewer_asks = best_of(ask, prices, pair_price, ASK_SIGN)
    left_out = fewer_bids + fewer_asks
    return BookSnapshot(
        symbol, resting(_levels(bids, "bid", prices)), resting(_levels(asks, "ask", prices)), at, left_out
    )


def _sides(message: Message, symbol: Symbol) -> tuple[Message, Any, Any]:
    """`data` and its two sides where something usual is absent, or `data` itself is no object."""
    data = market_data(message, symbol)
    return data, data.get("bid"), data.get("ask")


def _levels(side: Any, field: str, prices: NumberMemo[Price]) -> tuple[PricedSize, ...]:
    """Every level of a side. Where all is as usual and known, that is all there is to it."""
    if type(side) is not list:
        if side is None:
            return ()
        raise wrong_type(field, side)
    if not side:
        return ()
    if len(side) > MAX_READ:
        refuse_many(len(side), MAX_READ, "levels")
    known, sizes = prices.known, SIZES.known
    levels: list[PricedSize] = []
    try:
        for pair in side:
            price, size = pair
            levels.append((known[price], sizes[size]))
            if type(pair) is not list:
                raise wrong_type(field, pair)
    except NOT_KNOWN:
        return _learnt(levels, side, field, prices)
    return tuple(levels)


def _learnt(levels: list[PricedSize], side: list[Any], field: str, prices: NumberMemo[Price]) -> tuple[PricedSize, ...]:
    """Every level of a side that has a number not met before, the unusual ones read with care: behind those known."""
    known, sizes, learn_price, learn_size = prices.known, SIZES.known, prices.learn, SIZES.learn
    for pair in islice(side, len(levels), None):
        try:
            price_text, size_text = pair
            price, size = known.get(price_text), sizes.get(size_text)
            if size is None:
                size = learn_size(size_text) if type(size_text) is str else SIZES.read(size_text)
            if price is None:
                if not size and price_text in _ZEROS and price_text is not False:
                    continue
                price = learn_price(price_text) if type(price_text) is str else prices.read(price_text)
            level = (price, size)
        except (Refusal, TypeError, ValueError):
            careful = _level(pair, field, prices)
            if careful is None:
                continue
            level = careful
        if type(pair) is not list:
            raise wrong_type(field, pair)
        levels.append(level)
    return tuple(levels)


def _level(pair: Any, field: str, prices: NumberMemo[Price]) -> PricedSize | None:
    """A price and a size; more elements than two are extras, fewer are no level. None if both are zero: a filler."""
    if type(pair) is not list or len(pair) < 2:
        raise Refusal(RejectReason.WRONG_TYPE, f"{field}: no pair of price and size in {shown(pair)}")
    size = required(SIZES, pair[1], field)
    if not size and optional(DECIMALS, pair[0]) == 0:
        return None
    return required(prices, pair[0], field), size


def resting(levels: tuple[PricedSize, ...]) -> tuple[PricedSize, ...]:
    """The levels of a snapshot that hold something; neither a negative size nor two sizes at a price mean anything."""
    held = tuple([level for level in levels if level[1]])
    if any(level[1] < 0 for level in held):
        raise Refusal(RejectReason.BAD_NUMBER, "a negative size in a snapshot")
    keys = {level[0].key for level in held}
    if len(keys) < len(held) and len({(price.key, size) for price, size in held}) > len(keys):
        raise Refusal(RejectReason.BAD_NUMBER, "two sizes at one price in a snapshot")
    return held
