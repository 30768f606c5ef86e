"""Messages of the `trade` channel, whose payload is documented nowhere (protocol 4.2).

So each figure is looked for under the names other parts of the exchange use, the first one present counting, in an
object or in an array of them. A shape such as

    {"topic": "trade.GOLD-BTC", "type": "snapshot", "createdTime": 1767225600350000000,
     "data": {"symbol": "GOLD-BTC", "price": "0.04312700", "qty": "0.40", "side": "buy", "tradeId": "t-1",
              "volume24h": "310.20", "timestamp": 1767225600350000000}}

is read, and one without a recognisable price or quantity is refused as a missing field, which is shown, not retried.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide, Symbol
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.fields import first, text, time
from roxom_tui.protocol.market_messages import check_symbol, prices_of
from roxom_tui.protocol.numbers import DECIMALS, SIZES, optional, required
from roxom_tui.protocol.refusal import Message, Refusal, missing, wrong_type
from roxom_tui.protocol.times import to_ns

PRICE_KEYS: Final = ("px", "price", "lastPrice", "lastPx", "fillPx")
SIZE_KEYS: Final = ("qty", "quantity", "size", "lastQty", "executedQty", "amount")
SIDE_KEYS: Final = ("side", "takerSide", "aggressorSide")
TRADE_TIME_KEYS: Final = ("timestamp", "time", "createdTime")
STATISTICS: Final = ("volume", "volume24h", "totalVolume", "turnover24h", "high24h", "low24h", "open24h")

_STATISTICS: Final = frozenset(STATISTICS)
_AGGRESSORS: Final = {side.value: side for side in AggressorSide}


def read_trade(message: Message, symbol: Symbol) -> tuple[Trade, ...]:
    """One or many executions. An array with an unreadable trade is refused whole: a total over half of it is wrong."""
    data = message.get("data")
    if type(data) is dict:
        return (_trade(data, symbol, message),)
    if type(data) is list:
        return tuple([_trade(item, symbol, message) for item in data])
    raise missing("data") if data is None else wrong_type("data", data)


def _trade(data: Any, symbol: Symbol, message: Message) -> Trade:
    if type(data) is not dict:
        raise wrong_type("data[]", data)
    check_symbol(data, symbol)
    price = required(prices_of(data), first(data, *PRICE_KEYS), "price")
    size = required(SIZES, first(data, *SIZE_KEYS), "quantity")
    if size <= 0:
        raise Refusal(RejectReason.BAD_NUMBER, "quantity: not above zero")
    statistics = () if _STATISTICS.isdisjoint(data) else _statistics(data)
    return Trade(symbol, price, size, _aggressor(data), _trade_id(data), _time(data, message), statistics)


def _aggressor(data: Message) -> AggressorSide | None:
    side = first(data, *SIDE_KEYS)
    if type(side) is str:
        return _AGGRESSORS.get(side) or _AGGRESSORS.get(side.lower())
    is_buy = data.get("isBuy")
    if type(is_buy) is not bool:
        is_buyer_maker = data.get("isBuyerMaker")
        if type(is_buyer_maker) is not bool:
            return None
        is_buy = not is_buyer_maker  # the buyer was resting, so a seller came to the book
    return AggressorSide.BUY if is_buy else AggressorSide.SELL


def _trade_id(data: Message) -> str | None:
    value = first(data, "tradeId", "id")
    return str(value) if type(value) is int else text(data, "tradeId", "id")


def _time(data: Message, message: Message) -> int:
    at = time(data, *TRADE_TIME_KEYS)
    if at is None:
        at = to_ns(message.get("createdTime"))
        if at is None:
            raise missing("timestamp")
    return at


def _statistics(data: Message) -> tuple[tuple[str, Decimal], ...]:
    found = [(key, optional(DECIMALS, data[key])) for key in STATISTICS if key in data]
    return tuple([(key, value) for key, value in found if value is not None])
