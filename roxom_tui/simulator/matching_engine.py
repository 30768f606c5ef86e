"""The authoritative book: levels of anonymous size and own orders, matched by price and then time.

Prices are ticks, sizes lots. Every change is remembered until `drain` hands it out, so that whoever publishes deltas
cannot miss one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from msgspec import Struct

from roxom_tui.model.market import OrderSide, Side


class Fill(Struct, frozen=True):
    """A part of an own resting order that was executed."""

    order_id: str
    price: int
    lots: int


class Execution(Struct, frozen=True):
    """An execution at one price, and the own orders that were hit there."""

    price: int
    lots: int
    fills: tuple[Fill, ...]


class Change(Struct, frozen=True):
    """A level's size before and after, in lots; zero is no level."""

    price: int
    old: int
    new: int


class Changes(Struct, frozen=True):
    """The changes of both sides since the last time somebody asked."""

    bids: tuple[Change, ...]
    asks: tuple[Change, ...]


class _Resting:
    """An own order in the queue of its level: `ahead` lots of others are served first."""

    __slots__ = ("ahead", "lots", "order_id")

    def __init__(self, order_id: str, lots: int, ahead: int) -> None:
        self.order_id = order_id
        self.lots = lots
        self.ahead = ahead


class _Level:
    __slots__ = ("others", "own")

    def __init__(self) -> None:
        self.others = 0
        self.own: list[_Resting] = []

    @property
    def total(self) -> int:
        return self.others + sum(order.lots for order in self.own) if self.own else self.others


class HalfBook:
    """One side. Its prices are kept sorted with the best last."""

    def __init__(self, side: Side) -> None:
        self._sign = 1 if side is Side.BID else -1
        self._levels: dict[int, _Level] = {}
        self._keys: list[int] = []
        self._before: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def best(self) -> int | None:
        """The best price in ticks, None when the side is empty."""
        return self._keys[-1] * self._sign if self._keys else None

    @property
    def worst(self) -> int | None:
        """The price farthest from the market, None when the side is empty."""
        return self._keys[0] * self._sign if self._keys else None

    def size(self, price: int) -> int:
        """All lots at a price, own orders included."""
        level = self._levels.get(price)
        return level.total if level is not None else 0

    def others(self, price: int) -> int:
        """The lots at a price that are not own orders."""
        level = self._levels.get(price)
        return level.others if level is not None else 0

    def levels(self) -> Iterator[tuple[int, int]]:
        """Price and lots of every level, best first."""
        return ((key * self._sign, self._levels[key * self._sign].total) for key in reversed(self._keys))

    def farthest(self, count: int) -> list[int]:
        """The `count` prices farthest from the market; none for zero or less."""
        return [key * self._sign for key in self._keys[: max(0, count)]]

    def own(self, price: int) -> dict[str, int]:
        """The lots of own orders at a price, by order."""
        level = self._levels.get(price)
        return {order.order_id: order.lots for order in level.own} if level is not None else {}

    def before(self, price: int, order_id: str) -> int:
        """The lots of others that are served before an own order."""
        level = self._levels[price]
        return next(order.ahead for order in level.own if order.order_id == order_id)

    def at_least_as_good(self, price: int, than: int) -> bool:
        """Whether a price is as near to the market as another, or nearer."""
        return price * self._sign >= than * self._sign

    def set_others(self, price: int, lots: int) -> None:
        """Replace the anonymous size at a price; cancelling others moves own orders up their queue."""
        level = self._open(price)
        level.others = lots
        for order in level.own:
            order.ahead = min(order.ahead, lots)
        self._close_if_empty(price, level)

    def rest(self, price: int, order_id: str, lots: int) -> None:
        """Put an own order at the end of the queue of a price."""
        level = self._open(price)
        level.own.append(_Resting(order_id, lots, level.others))

    def withdraw(self, price: int, order_id: str) -> None:
        """Take an own order out; one that is not there is left alone."""
        if price not in self._levels:
            return
        level = self._open(price)
        level.own = [order for order in level.own if order.order_id != order_id]
        self._close_if_empty(price, level)

    def take(self, price: int, wanted: int) -> Execution:
        """Execute up to `wanted` lots at a price in the order of their arrival."""
        level = self._open(price)
        left = wanted
        fills = []
        for order in level.own:
            left -= self._serve_others(level, min(left, order.ahead))
            lots = min(left, order.lots) if order.ahead == 0 else 0
            if lots:
                order.lots -= lots
                left -= lots
                fills.append(Fill(order.order_id, price, lots))
        left -= self._serve_others(level, min(left, level.others))
        level.own = [order for order in level.own if order.lots]
        self._close_if_empty(price, level)
        return Execution(price, wanted - left, tuple(fills))

    def drain(self) -> tuple[Change, ...]:
        """The levels that really changed since the last call, best price first."""
        before, sign = self._before, self._sign
        if not before:
            return ()
        self._before = {}
        changes = [Change(price, old, lots) for price, old in before.items() if (lots := self.size(price)) != old]
        changes.sort(key=lambda change: -change.price * sign)
        return tuple(changes)

    @staticmethod
    def _serve_others(level: _Level, lots: int) -> int:
        level.others -= lots
        for order in level.own:
            order.ahead = max(0, order.ahead - lots)
        return lots

    def _open(self, price: int) -> _Level:
        level = self._levels.get(price)
        if level is None:
            level = self._levels[price] = _Level()
            insort(self._keys, price * self._sign)
        self._before.setdefault(price, level.total)
        return level

    def _close_if_empty(self, price: int, level: _Level) -> None:
        if not level.total:
            del self._levels[price]
            del self._keys[bisect_left(self._keys, price * self._sign)]


class OrderBook:
    """Both sides of one contract's book."""

    def __init__(self) -> None:
        self.bids = HalfBook(Side.BID)
        self.asks = HalfBook(Side.ASK)

    def half(self, side: Side) -> HalfBook:
        """One side of the book."""
        return self.bids if side is Side.BID else self.asks

    def home_of(self, side: OrderSide) -> HalfBook:
        """The side of the book in which an order of this side rests."""
        return self.bids if side is OrderSide.BUY else self.asks

    def against(self, side: OrderSide) -> HalfBook:
        """The side of the book from which an order of this side takes."""
        return self.asks if side is OrderSide.BUY else self.bids

    def top(self) -> tuple[int | None, int, int | None, int]:
        """Best bid, its lots, best ask, its lots."""
        bid, ask = self.bids.best, self.asks.best
        return bid, self.bids.size(bid) if bid is not None else 0, ask, self.asks.size(ask) if ask is not None else 0

    def take(self, side: OrderSide, lots: int, limit: int) -> list[Execution]:
        """Walk the other side up to a limit price, level by level, as an aggressor of `side`."""
        half = self.against(side)
        executions = []
        while lots > 0 and (best := half.best) is not None and half.at_least_as_good(best, limit):
            execution = half.take(best, lots)
            executions.append(execution)
            lots -= execution.lots
        return executions

    def drain(self) -> Changes:
        """All level changes since the last call."""
        return Changes(self.bids.drain(), self.asks.drain())
