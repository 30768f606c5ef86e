"""One contract's market: its book, the crowd that quotes it, the trades that eat it and the figures of its ticker."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide, Side
from roxom_tui.model.values import replace
from roxom_tui.simulator.contracts import Contract
from roxom_tui.simulator.day_statistics import DayFigures, DayStatistics
from roxom_tui.simulator.matching_engine import Execution, OrderBook
from roxom_tui.simulator.price_factors import STEP, FairPrice, Weather

_MARK_MEMORY: Final = 60 * SECOND / STEP
"""Steps over which the mark's premium above the index is averaged."""


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
        if half.best is None or half.at_least_as_good(target, half.best):
            # Most of the time nothing was left behind.
            return []
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
        half = self._book.half(side)
        if _LEAST <= len(half) <= self._most:
            return
        away = _away(side)
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


class Taken(Struct, frozen=True):
    """One aggressor's executions, nearest price first; once their time is known, what is told with each of them."""

    aggressor: OrderSide
    executions: tuple[Execution, ...]
    days: tuple[DayFigures, ...] = ()


class Figures(Struct, frozen=True):
    """Figures of a ticker. Prices in sats, sizes in lots, the rate in 1e-8; None is an empty side or no trade yet."""

    last: int | None
    mark: int
    underlying: int
    bid: int | None
    bid_lots: int
    ask: int | None
    ask_lots: int
    open_interest: int
    funding_e8: int


class ContractMarket:
    """Driven by events: `rustle` moves the makers, `strike` sends a taker, `drift` moves the fair price."""

    def __init__(self, contract: Contract, seed: str, start: int, more_levels: int = 0) -> None:
        self.contract = contract
        self.book = OrderBook()
        self.day = DayStatistics(contract, Random(f"{seed}/{contract.symbol}/day"), start)
        self.rng = Random(f"{seed}/{contract.symbol}/market")
        self.fair = FairPrice(contract, Random(f"{seed}/{contract.symbol}/fair"))
        self._crowd = Crowd(contract, self.book, self.rng, more_levels)
        self._premium = 0.0
        self._excitement = 0.0
        self.last: int | None = contract.start * contract.tick
        self.open_interest = contract.open_interest
        self._crowd.fill_empty_book(self.fair.ticks, self.fair.spread)
        self.book.drain()

    @property
    def mark(self) -> int:
        """The mark price in sats: the index and the averaged premium over it."""
        return self.fair.index_sats + round(self._premium)

    def figures(self) -> Figures:
        """The ticker's figures right now."""
        tick = self.contract.tick
        bid, bid_lots, ask, ask_lots = self.book.top()
        return Figures(
            self.last,
            self.mark,
            self.fair.index_sats,
            None if bid is None else bid * tick,
            bid_lots,
            None if ask is None else ask * tick,
            ask_lots,
            self.open_interest,
            self.fair.funding_e8,
        )

    def drift(self, weather: Weather) -> None:
        """Move the fair price, and let the mark follow the middle of the book."""
        self.fair.step(weather)
        self._excitement *= 0.8
        bid, ask = self.book.bids.best, self.book.asks.best
        if bid is not None and ask is not None:
            over_index = (bid + ask) * self.contract.tick / 2 - self.fair.index_sats
            self._premium += (over_index - self._premium) / _MARK_MEMORY

    def rustle(self) -> list[Taken]:
        """The makers follow the fair price: what it left behind is cancelled or picked off, the rest breathes."""
        taken: list[Taken] = []
        targets = self._crowd.targets(self.fair.ticks, self.fair.spread)
        for side, target in zip((Side.BID, Side.ASK), targets, strict=True):
            for price in self._crowd.stale(side, target):
                taken.extend(self._clear(side, price))
        for side, target in zip((Side.BID, Side.ASK), targets, strict=True):
            self._crowd.quote(side, target)
        for _ in range(self.rng.randint(1, 3)):
            self._crowd.breathe(self.rng.choice((Side.BID, Side.ASK)))
        self._tidy()
        return taken

    def strike(self) -> list[Taken]:
        """An anonymous market order walks the book."""
        side, lots = self._crowd.taker(self.fair.momentum)
        return self.take(side, lots)

    def take(self, side: OrderSide, lots: int, limit: int | None = None) -> list[Taken]:
        """Send an aggressor, by default as far as 0.2 % beyond the best price. Nothing hit, nothing returned."""
        best = self.book.against(side).best
        if best is None:
            return []
        if limit is None:
            reach = max(6, best // 500)
            limit = best + (reach if side is OrderSide.BUY else -reach)
        executions = tuple(self.book.take(side, lots, limit))
        if not executions:
            return []
        self._note(executions)
        self._tidy()
        return [Taken(side, executions)]

    def dated(self, taken: Taken, at: int) -> Taken:
        """The same with what is told with each execution."""
        tick = self.contract.tick
        return replace(taken, days=tuple([self.day.note(one.price * tick, one.lots, at) for one in taken.executions]))

    def next_trade_in(self, activity: float) -> float:
        """Seconds until the next taker: trades excite each other for a moment."""
        rate = self.contract.trade_rate * activity * (0.6 + self._excitement)
        return self.rng.expovariate(rate)

    def _clear(self, side: Side, price: int) -> list[Taken]:
        half = self.book.half(side)
        if half.own(price) or self.rng.random() < 0.12:
            aggressor = OrderSide.SELL if side is Side.BID else OrderSide.BUY
            most = max(1, round(self.contract.typical_size * self.rng.lognormvariate(0, 0.8)))
            return self.take(aggressor, min(half.size(price), most), price)
        self._crowd.cancel(side, price)
        return []

    def _tidy(self) -> None:
        if self.book.bids.best is None or self.book.asks.best is None:
            self._crowd.fill_empty_book(self.fair.ticks, self.fair.spread)
        for side in (Side.BID, Side.ASK):
            self._crowd.keep_depth(side)

    def _note(self, executions: tuple[Execution, ...]) -> None:
        lots = sum(execution.lots for execution in executions)
        self.last = executions[-1].price * self.contract.tick
        self.open_interest = max(0, self.open_interest + self.rng.choice((-1, 0, 1)) * lots)
        self._excitement = min(3.0, self._excitement + 0.5)
