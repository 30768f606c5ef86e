"""Messages of the `ticker` channel (protocol 4.4).

    {"topic": "ticker.GOLD-BTC", "type": "snapshot", "createdTime": 1767225600400000000,
     "data": {"symbol": "GOLD-BTC", "lastPrice": "0.04312500", "indexPrice": "0.04311900", "markPrice": "0.04312200",
              "bestBid": "0.04312300", "bestAsk": "0.04312700", "bestBidQty": "0.75", "bestAskQty": "1.20",
              "openInterest": "812.50", "openInterestValue": "35.03662500", "fundingRate": "0.00012",
              "timestamp": 1767225600400000000, "unit": "btc"}}

`unit` is that of the prices; `openInterestValue` is BTC by the text of the documentation, whatever `unit` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from roxom_tui.model.events import Ticker, TickerDelta
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.fields import unit_of
from roxom_tui.protocol.market_messages import exchange_time, market_data
from roxom_tui.protocol.numbers import DECIMALS, INTERESTS, MONEY, RESTING_SIZES, optional
from roxom_tui.protocol.refusal import Message, Refusal, shown

MAX_SYMBOLS: Final = 256

_new_tuple = tuple.__new__
_BTC: Final = MONEY[Unit.BTC]

Figure: TypeAlias = Price | Size | Btc | Decimal | None


def _price(value: Any, unit: Unit) -> Figure:
    return optional(MONEY[unit].prices, value)


def _mark(value: Any, unit: Unit) -> Figure:
    return optional(MONEY[unit].marks, value)


def _interest(value: Any, _unit: Unit) -> Figure:
    return optional(INTERESTS, value)


def _size(value: Any, _unit: Unit) -> Figure:
    return optional(RESTING_SIZES, value)


def _btc(value: Any, _unit: Unit) -> Figure:
    return optional(_BTC.amounts, value)


def _rate(value: Any, _unit: Unit) -> Figure:
    return optional(DECIMALS, value)


_FIELDS: Final[Mapping[str, tuple[str, Callable[[Any, Unit], Figure]]]] = {
    "lastPrice": ("last_price", _price),
    "markPrice": ("mark_price", _mark),
    "indexPrice": ("index_price", _mark),
    "bestBid": ("best_bid", _price),
    "bestBidQty": ("best_bid_size", _size),
    "bestAsk": ("best_ask", _price),
    "bestAskQty": ("best_ask_size", _size),
    "openInterest": ("open_interest", _interest),
    "openInterestValue": ("open_interest_value", _btc),
    "fundingRate": ("funding_rate", _rate),
}
"""From the wire's key to the field of `Ticker` and its reader."""


class TickerReader:
    """Reads tickers, remembering each symbol's unit: a delta carries only what changed, and the unit seldom does."""

    def __init__(self) -> None:
        self._units: dict[Symbol, Unit] = {}

    def read(self, message: Message, symbol: Symbol) -> tuple[Ticker | TickerDelta]:
        """A whole ticker, or the fields that changed. Any figure may be null or unreadable: it is then None."""
        data = market_data(message, symbol)
        at = exchange_time(message, data)
        kind = message.get("type")
        if kind == "snapshot":
            return (_ticker(data, symbol, self._unit(data, symbol, Unit.BTC), at),)
        if kind == "delta":
            unit = self._unit(data, symbol, self._units.get(symbol, Unit.BTC))
            return (TickerDelta(symbol, _changes(data, unit), at),)
        raise Refusal(RejectReason.UNKNOWN_SHAPE, f"ticker of type {shown(kind)}")

    def _unit(self, data: Message, symbol: Symbol, default: Unit) -> Unit:
        unit = unit_of(data, default)
        if self._units.get(symbol) is not unit:
            if len(self._units) >= MAX_SYMBOLS:
                self._units.clear()
            self._units[symbol] = unit
        return unit


def _ticker(data: Message, symbol: Symbol, unit: Unit, at: int) -> Ticker:
    get = data.get
    prices, _, marks = MONEY[unit]
    figures = (
        symbol,
        optional(prices, get("lastPrice")),
        optional(marks, get("markPrice")),
        optional(marks, get("indexPrice")),
        optional(prices, get("bestBid")),
        optional(RESTING_SIZES, get("bestBidQty")),
        optional(prices, get("bestAsk")),
        optional(RESTING_SIZES, get("bestAskQty")),
        optional(INTERESTS, get("openInterest")),
        optional(_BTC.amounts, get("openInterestValue")),
        optional(DECIMALS, get("fundingRate")),
        at,
    )
    return _new_tuple(Ticker, figures)


def _changes(data: Message, unit: Unit) -> Mapping[str, Figure]:
    """The changed fields by their name in `Ticker`; null stays, for it says that a figure became unknown."""
    present = [(field, read(data[key], unit)) for key, (field, read) in _FIELDS.items() if key in data]
    return MappingProxyType(dict(present))
