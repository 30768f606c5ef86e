"""A market of one contract that moves plausibly: pure, seeded, driven by moments from outside."""

from __future__ import annotations

import random
from collections.abc import Iterable

from tests.support.second_exchange.happenings import Change, Instrument, Level, Quote, Side, Trade

REACH = 4000
"""Ticks from its start beyond which the price is pulled back with full strength."""


class Market:
    """The book and the last trade of one contract. Every change of a level is told to `record` as it happens."""

    def __init__(self, instrument: Instrument, seed: int, levels: int) -> None:
        self.instrument = instrument
        self.levels = levels
        self.sides: dict[Side, dict[int, int]] = {Side.BID: {}, Side.ASK: {}}
        self.own: dict[tuple[Side, int], int] = {}
        self.last: int | None = None
        self.volume = self.high = self.low = 0
        self.trades = 0
        self.emptied: set[Side] = set()
        self._random = random.Random(f"{seed}:{instrument.symbol}")
        self._fresh: list[Change] = []
        for side in Side:
            self._fill(side, instrument.start + side.outward * 2, 0)
        self._fresh.clear()

    # --- what is -------------------------------------------------------------------------------------

    def best(self, side: Side) -> Level | None:
        """The best price of a side with its size; None when nobody is there."""
        book = self.sides[side]
        if not book:
            return None
        price = max(book) if side is Side.BID else min(book)
        return price, book[price]

    def quote(self, time: int) -> Quote:
        """Both best prices as they are now."""
        return Quote(self.instrument.symbol, time, self.best(Side.BID), self.best(Side.ASK))

    def middle(self) -> int:
        """A price between the sides, in ticks."""
        prices = [level[0] for side in Side if (level := self.best(side))]
        return sum(prices) // len(prices) if prices else self.last or self.instrument.start

    # --- what happens --------------------------------------------------------------------------------

    def stir(self, time: int) -> list[Change]:
        """One participant does something."""
        side = self._random.choice([Side.BID, Side.ASK])
        if side not in self.emptied and not self._move_top(time):
            self._random.choices([self._resize, self._insert, self._withdraw], [60, 20, 15])[0](side, time)
        return self._told()

    def trade(
        self, time: int, taken_from: Side | None = None, size: int | None = None
    ) -> tuple[list[Change], Trade | None]:
        """Somebody takes the best level of a side, whole or in part; no trade where nobody is."""
        side = taken_from or self._random.choice([Side.BID, Side.ASK])
        top = self.best(side)
        if top is None or (taken_from is None and len(self.sides[side]) < 2):
            return [], None
        price, there = top
        taken = min(there, size or self._part_of(there))
        self._free_own(side, price, there - taken)
        self._set(side, price, there - taken, time)
        self._keep_count(side, time)
        return self._told(), self._printed(time, price, taken, side)

    def join(self, side: Side, price: int, size: int, time: int) -> list[Change]:
        """An own order comes to rest."""
        self.own[side, price] = self.own.get((side, price), 0) + size
        self._set(side, price, self.sides[side].get(price, 0) + size, time)
        return self._told()

    def leave(self, side: Side, price: int, size: int, time: int) -> list[Change]:
        """An own order is taken away."""
        self._free_own(side, price, self.own.get((side, price), 0) - size)
        there = self.sides[side].get(price, 0)
        self._set(side, price, max(0, there - size), time)
        self._keep_count(side, time)
        return self._told()

    def empty(self, side: Side, time: int) -> list[Change]:
        """Everybody leaves one side."""
        self.emptied.add(side)
        for price in list(self.sides[side]):
            self._free_own(side, price, 0)
            self._set(side, price, 0, time)
        return self._told()

    def return_to(self, side: Side, time: int) -> list[Change]:
        """They come back."""
        self.emptied.discard(side)
        across = self.best(side.other)
        self._fill(side, (across[0] if across else self.instrument.start) + side.outward * 3, time)
        return self._told()

    # --- how the participants behave -----------------------------------------------------------------

    def _move_top(self, time: int) -> bool:
        """One time in ten the price itself moves: a better order, or the best one goes."""
        if self._random.random() > 0.1 or self.emptied:
            return False
        pull = (self.middle() - self.instrument.start) / REACH
        upward = self._random.random() > 0.5 + pull / 2
        gone, better = (Side.ASK, Side.BID) if upward else (Side.BID, Side.ASK)
        if self._spread() > 1 and self._random.random() < 0.6:
            self._improve(better, time)
        else:
            self._withdraw_best(gone, time)
        return True

    def _spread(self) -> int:
        bid, ask = self.best(Side.BID), self.best(Side.ASK)
        return ask[0] - bid[0] if bid and ask else 0

    def _improve(self, side: Side, time: int) -> None:
        top = self.best(side)
        assert top is not None
        self._set(side, top[0] - side.outward, self._some(), time)
        self._keep_count(side, time)

    def _withdraw_best(self, side: Side, time: int) -> None:
        top = self.best(side)
        if top and len(self.sides[side]) > 3:
            self._set(side, top[0], 0, time)
            self._keep_count(side, time)

    def _resize(self, side: Side, time: int) -> None:
        price = self._near(side, 0.12)
        before = self.sides[side][price]
        after = self._some() if self._random.random() < 0.5 else max(1, before * self._random.randint(30, 190) // 100)
        self._set(side, price, after, time)

    def _insert(self, side: Side, time: int) -> None:
        price = self._near(side, 0.1) + side.outward
        if price > 0 and price not in self.sides[side]:
            self._set(side, price, self._some(), time)
            self._keep_count(side, time)

    def _withdraw(self, side: Side, time: int) -> None:
        price = self._near(side, 0.1)
        top = self.best(side)
        if top and price != top[0]:
            self._set(side, price, 0, time)
            self._keep_count(side, time)

    def _near(self, side: Side, share: float) -> int:
        """A price of the side, mostly near its best: each further one is less likely by `share`."""
        book = self.sides[side]
        ranked = sorted(book, reverse=side is Side.BID) if len(book) < 64 else self._head(side)
        rank = 0
        while self._random.random() > share and rank < len(ranked) - 1:
            rank += 1
        return ranked[rank]

    def _head(self, side: Side) -> list[int]:
        """The best forty prices, found without sorting a book of thousands."""
        top, book, found = self.best(side), self.sides[side], list[int]()
        price = top[0] if top else 0
        while len(found) < 40:
            if price in book:
                found.append(price)
            price += side.outward
        return found

    def _keep_count(self, side: Side, time: int) -> None:
        """The far end grows where orders went, and is cut where too many came."""
        book = self.sides[side]
        if side in self.emptied or abs(len(book) - self.levels) <= 3:
            return
        far = (min if side is Side.BID else max)(book) if book else self.instrument.start
        if len(book) < self.levels:
            self._set(side, max(1, far + side.outward * self._random.randint(1, 3)), self._some(), time)
        elif (side, far) not in self.own:
            self._set(side, far, 0, time)

    def _fill(self, side: Side, best: int, time: int) -> None:
        price = best
        for _ in range(self.levels):
            if price <= 0:
                return
            self._set(side, price, self._some(), time)
            price += side.outward * self._random.choice([1, 1, 1, 2, 3])

    # --- bookkeeping ---------------------------------------------------------------------------------

    def _set(self, side: Side, price: int, size: int, time: int) -> None:
        size = max(size, self.own.get((side, price), 0))
        book = self.sides[side]
        before = book.get(price, 0)
        if size == before:
            return
        if size:
            book[price] = size
        else:
            del book[price]
        self._fresh.append(Change(time, side, price, before, size))

    def _free_own(self, side: Side, price: int, left: int) -> None:
        """Own orders stand last at their price: they keep at most what is left of the level."""
        held = self.own.get((side, price), 0)
        if held and left < held:
            self.own[side, price] = max(0, left)
            if left <= 0:
                del self.own[side, price]

    def _printed(self, time: int, price: int, size: int, side: Side) -> Trade:
        self.trades += 1
        self.last, self.volume = price, self.volume + size
        self.high, self.low = max(self.high, price), min(self.low or price, price)
        return Trade(self.instrument.symbol, time, self.trades, price, size, side, self.volume, self.high, self.low)

    def _some(self) -> int:
        """A size in lots: small ones are common, large ones rare."""
        return 1 + int(self._random.expovariate(1 / 2400))

    def _part_of(self, there: int) -> int:
        whole = self._random.random() < 0.12
        return there if whole else max(1, there * self._random.randint(5, 60) // 100)

    def _told(self) -> list[Change]:
        told, self._fresh = self._fresh, []
        return told


def net(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Many changes as at most one per level, from its first size to its last; none where they are the same."""
    first: dict[tuple[Side, int], int] = {}
    final: dict[tuple[Side, int], Change] = {}
    for change in changes:
        first.setdefault((change.side, change.price), change.before)
        final[change.side, change.price] = change
    return tuple(
        Change(change.time, *key, first[key], change.after)
        for key, change in final.items()
        if first[key] != change.after
    )
