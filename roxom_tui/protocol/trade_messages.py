"""Messages of the `trade` channel, whose payload is documented nowhere (protocol 4.2).

So each figure is looked for under the names other parts of the exchange use, the first one present counting, in an
object or in an array of them. A shape such as

    {"topic": "trade.GOLD-BTC", "type": "snapshot", "createdTime": 1767225600350000000,
     "data": {"symbol": "GOLD-BTC", "price": "0.04312700", "qty": "0.40", "side": "buy", "tradeId": "t-1",
              "volume24h": "310.20", "timestamp": 1767225600350000000}}

is read, and one without a recognisable price or quantity is refused as a missing field, which is shown, not retried.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from msgspec import Struct

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide, Symbol
from roxom_tui.model.money import Size, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.fields import money_of
from roxom_tui.protocol.limits import MAX_LISTED
from roxom_tui.protocol.long_lists import newest, too_long
from roxom_tui.protocol.market_messages import NANOSECONDS_FROM, NANOSECONDS_TO, NOT_KNOWN, check_symbol
from roxom_tui.protocol.numbers import MONEY, POSITIVE_SIZES, SIZES, VOLUMES, Money, optional, required
from roxom_tui.protocol.refusal import Message, Refusal, missing, wrong_type
from roxom_tui.protocol.text_gate import FIELD_LIMIT, gate, word
from roxom_tui.protocol.timestamps import to_ns

PRICE_KEYS: Final = ("px", "price", "lastPrice", "lastPx", "fillPx")
SIZE_KEYS: Final = ("qty", "quantity", "size", "lastQty", "executedQty", "amount")
SIDE_KEYS: Final = ("side", "takerSide", "aggressorSide")
ID_KEYS: Final = ("tradeId", "id")
TRADE_TIME_KEYS: Final = ("timestamp", "time", "createdTime")
VOLUME_KEYS: Final = ("volume", "volume24h", "totalVolume")
TURNOVER_KEY: Final = "turnover24h"
MAX_SHAPES: Final = 64
_MAX_KEYS: Final = 32
_AGGRESSORS: Final = {side.value: side for side in AggressorSide}
_BTC: Final = MONEY[Unit.BTC]
_volume: Final = VOLUMES.figure
_FROM, _TO = NANOSECONDS_FROM, NANOSECONDS_TO
_exchange_at = attrgetter("exchange_at")


class _Shape(Struct, frozen=True):
    """The known names among the keys of an object, in the order to try them; of statistics how each is read too.

    `usual` are the first of the price, the size, the side, the id and the time, where there is one of each and no flag
    beside the side: mostly that is all there is to look at. `volume` is the only statistic, where that is one.
    """

    usual: tuple[str, str, str, str, str] | None
    volume: str | None
    has_flags: bool
    prices: tuple[str, ...]
    sizes: tuple[str, ...]
    sides: tuple[str, ...]
    ids: tuple[str, ...]
    times: tuple[str, ...]
    statistics: tuple[tuple[str, Callable[[Any, Money], Decimal | None] | None], ...]


def _shape_of(names: Container[str]) -> _Shape:
    groups = (PRICE_KEYS, SIZE_KEYS, SIDE_KEYS, ID_KEYS, TRADE_TIME_KEYS)
    prices, sizes, sides, ids, times = found = [tuple([key for key in keys if key in names]) for keys in groups]
    has_flags = "isBuy" in names or "isBuyerMaker" in names
    usual = None if has_flags or not all(found) else (prices[0], sizes[0], sides[0], ids[0], times[0])
    statistics = tuple([(key, read) for key, read in STATISTICS.items() if key in names])
    volume = statistics[0][0] if len(statistics) == 1 and statistics[0][1] is None else None
    return _Shape(usual, volume, has_flags, prices, sizes, sides, ids, times, statistics)


class TradeReader:
    """Reads trades. The exchange writes all in one shape or two, so each is worked out once and remembered."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def read(self, message: Message, symbol: Symbol) -> tuple[Trade, ...]:
        """One or many executions, the oldest first whatever their order in an array.

        An array is read or refused whole, for half of it would be a wrong tape; of a very long one the newest are read.
        """
        data = message.get("data")
        if type(data) is dict:
            return (self._trade(data, symbol, message),)
        if type(data) is list:
            items = newest(data, MAX_LISTED, TRADE_TIME_KEYS)
            trades = tuple(sorted([self._trade(_object(item), symbol, message) for item in items], key=_exchange_at))
            if len(items) < len(data):
                raise too_long(data, "trades", trades)
            return trades
        raise missing("data") if data is None else wrong_type("data", data)

    def _trade(self, data: Message, symbol: Symbol, message: Message) -> Trade:
        if data.get("symbol") != symbol:
            check_symbol(data, symbol)
        names = tuple(data)
        shape = self._shapes.get(names) or self._learn(names, data)
        money = money_of(data) if "unit" in data else _BTC
        usual = shape.usual
        if usual is not None:
            price_key, size_key, side_key, id_key, time_key = usual
            trade_id = data[id_key]
            at = data[time_key]
            try:
                if (
                    type(trade_id) is str
                    and trade_id.isascii()
                    and trade_id.isprintable()
                    and 0 < len(trade_id) <= FIELD_LIMIT
                    and type(at) is int
                    and _FROM <= at < _TO
                ):
                    price = money.prices.known[data[price_key]]
                    size = POSITIVE_SIZES.known[data[size_key]]
                    aggressor = _AGGRESSORS[data[side_key]]
                    volume = shape.volume
                    if volume is None:
                        statistics = _statistics(data, shape, money)
                    else:
                        statistics = ((volume, _volume(data[volume])),)
                    return Trade(symbol, price, size, aggressor, trade_id, at, statistics)
            except NOT_KNOWN:
                pass
        return _with_care(data, shape, symbol, money, message)

    def _learn(self, names: tuple[str, ...], data: Message) -> _Shape:
        shape = _shape_of(data)
        if len(names) <= _MAX_KEYS:
            if len(self._shapes) >= MAX_SHAPES:
                self._shapes.clear()
            self._shapes[names] = shape
        return shape


def _object(item: Any) -> Message:
    if type(item) is not dict:
        raise wrong_type("data", item)
    return item


def _with_care(data: Message, shape: _Shape, symbol: Symbol, money: Money, message: Message) -> Trade:
    """A trade of which something is not known, or not as usual."""
    price = required(money.prices, _value(data, shape.prices), "price")
    size, is_sale = _size(_value(data, shape.sizes))
    aggressor = _aggressor(data, shape)
    if is_sale:
        aggressor = None if aggressor is AggressorSide.BUY else AggressorSide.SELL
    trade_id = _trade_id(data, shape.ids) if shape.ids else None
    statistics = _statistics(data, shape, money)
    return Trade(symbol, price, size, aggressor, trade_id, _time(data, shape.times, message), statistics)


def _value(data: Message, keys: tuple[str, ...]) -> Any:
    """The first value that is not null."""
    for key in keys:
        value = data[key]
        if value is not None:
            return value
    return None


def _aggressor(data: Message, shape: _Shape) -> AggressorSide | None:
    """The side that crossed the spread; None where nothing says so, or what is said contradicts itself."""
    side = _value(data, shape.sides)
    named = None if type(side) is not str else _AGGRESSORS.get(side) or _AGGRESSORS.get(word(side))
    if not shape.has_flags:
        return named
    said = {named, _flagged(data.get("isBuy")), _flagged(data.get("isBuyerMaker"), is_maker=True)} - {None}
    return said.pop() if len(said) == 1 else None


def _flagged(is_buy: Any, *, is_maker: bool = False) -> AggressorSide | None:
    """The aggressor by a boolean. Where the buyer was the maker, a seller came to the book."""
    if type(is_buy) is not bool:
        return None
    return AggressorSide.BUY if is_buy is not is_maker else AggressorSide.SELL


def _size(value: Any) -> tuple[Size, bool]:
    """A quantity, and whether it was negative: then it is that of a sale, if the side does not say otherwise."""
    size = optional(POSITIVE_SIZES, value)
    if size is not None:
        return size, False
    size = required(SIZES, value, "quantity")
    if not size:
        raise Refusal(RejectReason.BAD_NUMBER, "quantity: zero")
    return Size(-size), True


def _trade_id(data: Message, keys: tuple[str, ...]) -> str | None:
    """An id to know a repeated trade by; one too long or unprintable would be altered, so it is none."""
    value = _value(data, keys)
    if type(value) is int:
        return str(value)
    return value if type(value) is str and value and gate(value) == value else None


def _time(data: Message, keys: tuple[str, ...], message: Message) -> int:
    for key in keys:
        at = data[key]
        if type(at) is int and NANOSECONDS_FROM <= at < NANOSECONDS_TO:
            return at
        at = to_ns(at)
        if at is not None:
            return at
    at = to_ns(message.get("createdTime"))
    if at is None:
        raise missing("timestamp")
    return at


def _statistics(data: Message, shape: _Shape, money: Money) -> tuple[tuple[str, Decimal | None], ...]:
    """The figures that came with a trade."""
    told: list[tuple[str, Decimal | None]] = []
    for key, read in shape.statistics:
        value = data[key]
        told.append((key, _volume(value) if read is None else read(value, money)))
    return tuple(told)


def _turnover(value: Any, money: Money) -> Decimal | None:
    """What is traded over a time is never less than nothing."""
    turnover = optional(money.amounts, value)
    return None if turnover is None or turnover < 0 else turnover


def _price(value: Any, money: Money) -> Decimal | None:
    return optional(money.prices, value)


STATISTICS: Final[Mapping[str, Callable[[Any, Money], Decimal | None] | None]] = {
    **dict.fromkeys(VOLUME_KEYS),
    TURNOVER_KEY: _turnover,
    **dict.fromkeys(("high24h", "low24h", "open24h"), _price),
}
"""How each figure is read that may come with a trade, None for a volume; answers None where it is null or cannot be
read. Money in BTC."""
