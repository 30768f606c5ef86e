"""What happened, as the messages of the stream, in the habits of one exchange."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from decimal import Decimal

from tests.support.second_exchange.account import Account, Position
from tests.support.second_exchange.conventions import Conventions, Deltas, LevelOrder, Untouched
from tests.support.second_exchange.happenings import (
    INSTRUMENTS,
    AccountEvent,
    AccountKind,
    Delta,
    Happening,
    Instrument,
    Level,
    Quote,
    Side,
    Ticker,
    Trade,
)
from tests.support.second_exchange.truth import Sides

Message = dict[str, object]
SATS = 100_000_000
LAG = 700_000
"""Nanoseconds from what happened to when its message was made."""

_INSTRUMENTS = {one.symbol: one for one in INSTRUMENTS}


class Encoder:
    """Turns happenings into messages. Its own lots only decide the order of levels."""

    def __init__(self, conventions: Conventions, seed: int) -> None:
        self._conventions = conventions
        self._random = random.Random(f"{seed}:encoder")

    def message(self, happening: Happening) -> Message:
        """The message that tells it."""
        match happening:
            case Delta():
                return self._delta(happening)
            case Quote():
                return self._quote(happening)
            case Trade():
                return self._trade(happening)
            case Ticker():
                return self._ticker(happening)
            case AccountEvent():
                return self._account(happening)

    def snapshot(self, symbol: str, sides: Sides, time: int) -> Message:
        """A whole book."""
        instrument = _INSTRUMENTS[symbol]
        data: Message = {"symbol": symbol}
        for side in Side:
            data[side.value] = [self._level(instrument, level) for level in self._ordered(side, sides[side].items())]
        return envelope("depth", symbol, "snapshot", time, data)

    def _delta(self, delta: Delta) -> Message:
        instrument = _INSTRUMENTS[delta.symbol]
        data: Message = {"symbol": delta.symbol}
        for side in Side:
            levels = [
                (one.price, one.after - one.before if self._conventions.deltas is Deltas.SIGNED else one.after)
                for one in delta.changes
                if one.side is side
            ]
            told = [self._level(instrument, level) for level in self._ordered(side, levels)]
            _put(data, side.value, told or None, self._conventions.untouched)
        return envelope("depth", delta.symbol, "delta", delta.time, data)

    def _quote(self, quote: Quote) -> Message:
        instrument = _INSTRUMENTS[quote.symbol]
        data: Message = {"symbol": quote.symbol}
        for side, level in ((Side.BID, quote.bid), (Side.ASK, quote.ask)):
            told = None if level is None else self._level(instrument, level)
            _put(data, side.value, told, self._conventions.empty_side)
        return envelope("level1", quote.symbol, "snapshot", quote.time, data)

    def _trade(self, trade: Trade) -> Message:
        instrument = _INSTRUMENTS[trade.symbol]
        price, size = self._number(instrument.price(trade.price)), self._number(instrument.size(trade.size))
        taker = "buy" if trade.taken_from is Side.ASK else "sell"
        data: Message = {"symbol": trade.symbol}
        if self._conventions.trade_aliases:
            data |= {"price": price, "size": size, "takerSide": taker.upper()}
        else:
            data |= {"px": price, "qty": size, "side": taker}
        if self._conventions.trade_ids:
            data["id"] = f"{trade.symbol}-{trade.number}"
        data |= {
            "volume24h": self._number(instrument.size(trade.volume)),
            "high24h": self._number(instrument.price(trade.high)),
            "low24h": self._number(instrument.price(trade.low)),
        }
        time = trade.time // 1_000_000 if self._conventions.trade_times_in_ms else trade.time
        told: object = [data | {"timestamp": time}] if self._conventions.trades_in_array else data | {"timestamp": time}
        return _around("trade", trade.symbol, "snapshot", trade.time, told)

    def _ticker(self, ticker: Ticker) -> Message:
        quote = ticker.quote
        instrument = _INSTRUMENTS[quote.symbol]
        data: Message = {
            "symbol": quote.symbol,
            "lastPrice": None if ticker.last is None else self._money(instrument.price(ticker.last)),
            "indexPrice": self._money(ticker.index),
            "markPrice": self._money(ticker.mark),
        }
        for name, level in (("bestBid", quote.bid), ("bestAsk", quote.ask)):
            data[name] = None if level is None else self._money(instrument.price(level[0]))
            data[name + "Qty"] = None if level is None else self._size(instrument.size(level[1]))
        data |= {
            "openInterest": str(ticker.open_interest),
            "openInterestValue": f"{ticker.open_interest * ticker.mark:.8f}",
            "fundingRate": str(ticker.funding),
            "unit": "sats" if self._conventions.ticker_in_sats else "btc",
        }
        return envelope("ticker", quote.symbol, "snapshot", quote.time, data)

    # --- account -------------------------------------------------------------------------------------

    def _account(self, event: AccountEvent) -> Message:
        data = event.data
        if event.kind is AccountKind.ORDER and self._conventions.short_orders:
            short = ("orderId", "accountId", "symbol", "status", "remainingQty", "executedQty", "avgPx", "timestamp")
            data = {name: data[name] for name in short}
        told: object = data
        if event.kind is AccountKind.POSITION:
            signed = self.signed(data)
            told = signed if self._conventions.single_position_object else [signed]
        if self._conventions.nested_account_type and isinstance(told, dict):
            return {"data": {"type": event.kind.value, **told}}
        return {"type": event.kind.value, "data": told}

    def positions(self, account: Account, marks: dict[str, Decimal], changed: Message) -> Message:
        """All positions of the account in one event, the changed one as it is told alone."""
        others: list[Message] = [
            self.signed(account.position_data(one, marks[symbol]))
            for symbol, one in account.positions.items()
            if one.id != changed["id"]
        ]
        return {"type": "position", "data": [self.signed(changed), *others]}

    def signed(self, position: Message) -> Message:
        """A position with its size below zero when it is short, where that is the habit."""
        if not self._conventions.negative_shorts or position["side"] != "short" or position["size"] in {"0", "0.00"}:
            return position
        return position | {"size": f"-{position['size']}"}

    # --- numbers -------------------------------------------------------------------------------------

    def _ordered(self, side: Side, levels: Iterable[Level]) -> list[Level]:
        best_first = sorted(levels, reverse=side is Side.BID)
        if self._conventions.level_order is LevelOrder.WORST_FIRST:
            return best_first[::-1]
        if self._conventions.level_order is LevelOrder.SHUFFLED:
            self._random.shuffle(best_first)
        return best_first

    def _level(self, instrument: Instrument, level: Level) -> list[str]:
        price, lots = level
        return [f"{instrument.price(price):.8f}", self._size(instrument.size(lots))]

    def _size(self, size: Decimal) -> str:
        text = f"{size:f}"
        return text.rstrip("0").rstrip(".") if "." in text and not self._conventions.trailing_zeros else text

    def _money(self, price: Decimal) -> str:
        return f"{price * SATS:.0f}" if self._conventions.ticker_in_sats else f"{price:.8f}"

    def _number(self, value: Decimal) -> object:
        """A JSON number with a fraction, where that is the habit: a decimal of so few digits survives the float."""
        return float(value) if self._conventions.trade_numbers else f"{value:f}"


def envelope(channel: str, symbol: str, kind: str, time: int, data: Message) -> Message:
    """A market message; its data carry the time last, as the documentation shows it."""
    return _around(channel, symbol, kind, time, data | {"timestamp": time})


def _around(channel: str, symbol: str, kind: str, time: int, data: object) -> Message:
    return {"topic": f"{channel}.{symbol}", "type": kind, "createdTime": time + LAG, "data": data}


def _put(data: Message, name: str, value: object, nothing: Untouched) -> None:
    if value is not None:
        data[name] = value
    elif nothing is not Untouched.MISSING:
        data[name] = [] if nothing is Untouched.EMPTY else None


def text(message: Message) -> str:
    """One JSON object on one line."""
    return json.dumps(message, separators=(",", ":"))


def side_of(position: Position) -> str:
    """`long` or `short`."""
    return "long" if position.is_long else "short"
