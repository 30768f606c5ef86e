"""Messages of the `ticker` channel (protocol 4.4).

    {"topic": "ticker.GOLD-BTC", "type": "snapshot", "createdTime": 1767225600400000000,
     "data": {"symbol": "GOLD-BTC", "lastPrice": "0.04312500", "indexPrice": "0.04311900", "markPrice": "0.04312200",
              "bestBid": "0.04312300", "bestAsk": "0.04312700", "bestBidQty": "0.75", "bestAskQty": "1.20",
              "openInterest": "812.50", "openInterestValue": "35.03662500", "fundingRate": "0.00012",
              "timestamp": 1767225600400000000, "unit": "btc"}}

`unit` is that of the prices; `openInterestValue` is BTC by the text of the documentation, whatever `unit` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from roxom_tui.model.events import Ticker, TickerDelta
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.fields import unit_of
from roxom_tui.protocol.market_messages import NANOSECONDS_FROM, NANOSECONDS_TO, exchange_time, market_data
from roxom_tui.protocol.numbers import DECIMALS, INTERESTS, MONEY, RESTING_SIZES, Money, NumberMemo, optional
from roxom_tui.protocol.refusal import Message, Refusal, shown

MAX_SYMBOLS: Final = 256

Figure: TypeAlias = Price | Size | Btc | Decimal | None


def _fields(money: Money) -> tuple[tuple[str, str, NumberMemo[Any]], ...]:
    """For each figure of a `Ticker`, in their order: the wire's key, the field's name, and how its number is read."""
    return (
        ("lastPrice", "last_price", money.prices),
        ("markPrice", "mark_price", money.marks),
        ("indexPrice", "index_price", money.marks),
        ("bestBid", "best_bid", money.prices),
        ("bestBidQty", "best_bid_size", RESTING_SIZES),
        ("bestAsk", "best_ask", money.prices),
        ("bestAskQty", "best_ask_size", RESTING_SIZES),
        ("openInterest", "open_interest", INTERESTS),
        ("openInterestValue", "open_interest_value", MONEY[Unit.BTC].amounts),
        ("fundingRate", "funding_rate", DECIMALS),
    )


_FIELDS: Final = {unit: _fields(money) for unit, money in MONEY.items()}
_LOOKED_UP: Final = {
    unit: tuple((key, memo, memo.known.get) for key, _, memo in fields) for unit, fields in _FIELDS.items()
}
"""The same for a whole ticker, with the look-up among the texts that are known."""


class TickerReader:
    """Reads tickers, remembering each symbol's unit: a delta carries only what changed, and the unit seldom does."""

    def __init__(self) -> None:
        self._units: dict[Symbol, Unit] = {}

    def read(self, message: Message, symbol: Symbol) -> tuple[Ticker | TickerDelta]:
        """A whole ticker, or the fields that changed. Any figure may be null or unreadable: it is then None."""
        try:
            data = message["data"]
            at = data["timestamp"]
            unit = self._units[symbol]
            if (
                message["type"] == "snapshot"
                and data["symbol"] == symbol
                and data["unit"] == unit.value
                and type(at) is int
                and NANOSECONDS_FROM <= at < NANOSECONDS_TO
            ):
                return (_ticker(data, symbol, unit, at),)
        except (LookupError, TypeError):
            pass
        return (self._with_care(message, symbol),)

    def _with_care(self, message: Message, symbol: Symbol) -> Ticker | TickerDelta:
        data = market_data(message, symbol)
        at = exchange_time(message, data)
        kind = message.get("type")
        if kind == "snapshot":
            return _ticker(data, symbol, self._unit(data, symbol, Unit.BTC), at)
        if kind == "delta":
            unit = self._unit(data, symbol, self._units.get(symbol, Unit.BTC))
            return TickerDelta(symbol, _changes(data, unit), at)
        raise Refusal(RejectReason.UNKNOWN_SHAPE, f"ticker of type {shown(kind)}")

    def _unit(self, data: Message, symbol: Symbol, default: Unit) -> Unit:
        unit = unit_of(data, default)
        if self._units.get(symbol) is not unit:
            if len(self._units) >= MAX_SYMBOLS:
                self._units.clear()
            self._units[symbol] = unit
        return unit


def _ticker(data: Message, symbol: Symbol, unit: Unit, at: int) -> Ticker:
    figures: list[Any] = [symbol]
    try:
        for key, memo, known in _LOOKED_UP[unit]:
            value: Any = data.get(key)
            # Most texts were met before, and then a look-up is all there is to it.
            number = known(value)
            figures.append(memo.figure(value) if number is None else number)
    except TypeError:
        figures = [symbol, *(optional(memo, data.get(key)) for key, _, memo in _FIELDS[unit])]
    figures.append(at)
    return Ticker(*figures)


def _changes(data: Message, unit: Unit) -> Mapping[str, Figure]:
    """The changed fields by their name in `Ticker`; null stays, for it says that a figure became unknown."""
    return MappingProxyType({field: optional(memo, data[key]) for key, field, memo in _FIELDS[unit] if key in data})
