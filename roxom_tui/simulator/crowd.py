"""The anonymous makers: they quote around the fair price, breathe, leave gaps and pile up at round numbers."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from roxom_tui.model.market import OrderSide, Side
from roxom_tui.simulator.contracts import Contract
from roxom_tui.simulator.matching_engine import OrderBook

_FULL: Final = 44
_MOST: Final = 58
_LEAST: Final = 34


class Crowd:
    """Keeps one book alive: between 30 and 60 levels a side, bigger away from the market, and some more behind them."""

    def __init__(self, contract: Contract, book: OrderBook, rng: Random, more_levels: int = 0) -> None:
        self._full = _FULL if not more_levels else _MOST + more_levels
        self._most = _MOST + more_levels
        self._contract = contract
        self._book = book
        self._rng = rng

    def fill_empty_book(self, fair: float, spread: float) -> None:
        """Quote a whole side from nothing, for each side that has no level."""
        targets = self.targets(fair, spread)
        for side, wanted in zip((Side.BID, Side.ASK), targets, strict=True):
            target = wanted
            half, away, other = self._book.half(side), _away(side), self._book.half(_opposite(side))
            if other.best is not None and half.at_least_as_good(target, other.best):
                target = other.best + away
            distance = 0
            while len(half) < self._full and (price := target + away * distance) > 0:
                if distance == 0 or self._rng.random() < 0.85:
                    half.set_others(price, self._size(price, distance))
                distance += 1

    def targets(self, fair: float, spread: float) -> tuple[int, int]:
        """Best bid and best ask in ticks that the makers would like; at least one tick apart and above zero."""
        bid = max(1, math.floor(fair - spread / 2))
        return bid, max(bid + 1, math.ceil(fair + spread / 2))

    def stale(self, side: Side, target: int) -> list[int]:
        """Up to three prices of a side that the fair price has left behind, best first."""
        half = self._book.half(side)
        prices: list[int] = []
        for price, _ in half.levels():
            if half.at_least_as_good(target, price) or len(prices) == 3:
                break
            prices.append(price)
        return prices

    def cancel(self, side: Side, price: int) -> None:
        """The makers leave a price; own orders stay."""
        self._book.half(side).set_others(price, 0)

    def quote(self, side: Side, target: int) -> None:
        """Mostly put size at the target if the side's best is worse, and never across the other side."""
        half, other = self._book.half(side), self._book.half(_opposite(side))
        if half.best is not None and half.at_least_as_good(half.best, target):
            return
        price = target if self._rng.random() < 0.75 else target + _away(side)
        if price > 0 and (other.best is None or not half.at_least_as_good(price, other.best)):
            half.set_others(price, self._size(price, 0))

    def breathe(self, side: Side) -> None:
        """Touch the best level or a random one: add, cancel or resize it."""
        half, rng = self._book.half(side), self._rng
        best = half.best
        if best is None:
            return
        distance = 0 if rng.random() < 0.3 else min(70, int(rng.expovariate(1 / 14)))
        price = best + _away(side) * distance
        if price <= 0:
            return
        held = half.others(price)
        if held and distance and rng.random() < 0.3:
            half.set_others(price, 0)
        elif held or rng.random() < 0.6:
            fresh = self._size(price, distance)
            half.set_others(price, max(1, (held + fresh) // 2) if held else fresh)

    def keep_depth(self, side: Side) -> None:
        """Trim the far end of a deep side and lengthen a thin one."""
        half, away = self._book.half(side), _away(side)
        for price in half.farthest(len(half) - self._most):
            if not half.own(price):
                half.set_others(price, 0)
        while len(half) < _LEAST and (worst := half.worst) is not None:
            price = worst + away * self._rng.randint(1, 3)
            if price <= 0:
                return
            half.set_others(price, self._size(price, 30))

    def taker(self, momentum: float) -> tuple[OrderSide, int]:
        """The side and lots of the next anonymous market order; it leans with the trend."""
        lean = max(-0.3, min(0.3, 0.15 * momentum))
        side = OrderSide.BUY if self._rng.random() < 0.5 + lean else OrderSide.SELL
        return side, max(1, round(self._contract.typical_size * 0.35 * self._rng.lognormvariate(0, 1.0)))

    def _size(self, price: int, distance: int) -> int:
        shape = 0.35 + math.pow(min(distance, 40) / 12, 0.7)
        lump = 5.0 if price % 100 == 0 else 2.2 if price % 10 == 0 else 1.0
        return max(1, round(self._contract.typical_size * shape * lump * self._rng.lognormvariate(0, 0.55)))


def _away(side: Side) -> int:
    return -1 if side is Side.BID else 1


def _opposite(side: Side) -> Side:
    return Side.ASK if side is Side.BID else Side.BID
