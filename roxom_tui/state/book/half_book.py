"""One side of an order book: its levels by key, and the order of their keys (protocol 4.3).

The same few prices near the best come and go all the time, so a level that ends keeps its place until somebody reads
the side, or it would be the best: to begin again it needs no place in the order, and to end costs no search.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, cast

from roxom_tui.model.market import Level, PricedSize
from roxom_tui.model.money import Price, Size
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add_sizes

MAX_LEVELS: Final = 50_000
"""A side longer than this is a fault of the sender, not a market."""

MOST_ENDED: Final = 1024
"""Levels that may have ended on a side before their places are cleared, whether anybody reads it or not."""


class HalfBook:
    """One side. Keys are `Price.key`, negated for asks, so the best of either side is the largest and stands last.

    `reach` is the least key of the last snapshot: what it does not name down to there does not exist. None: anywhere.
    """

    __slots__ = ("_ended", "_sign", "_told", "is_too_long", "placed", "places", "reach", "read", "read_of")

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self._hold({})
        self.reach: int | None = None

    def _hold(self, levels: dict[int, PricedSize]) -> None:
        self.placed: dict[int, PricedSize | None] = {**levels}
        """None is a level that ended."""
        self.places = sorted(levels)
        self.is_too_long = len(levels) > MAX_LEVELS
        self._ended: list[int] = []
        """The keys of all that are None, and of some that began again."""
        self._told: dict[int, Level] = {}
        """The levels that were read, so that one that stays is the same object."""
        self.read: list[Level] = []
        self.read_of = 0
        """The best levels as they were read last: so many were asked for, or zero if any has changed since."""

    @property
    def keys(self) -> list[int]:
        """The keys of what is held, the best last."""
        self._clear_ended()
        return self.places

    @property
    def levels(self) -> dict[int, PricedSize]:
        """What is held, by its key."""
        self._clear_ended()
        return cast("dict[int, PricedSize]", self.placed)

    def replace(self, levels: Iterable[PricedSize]) -> None:
        """Forget everything and hold these; a size of zero or less is no level."""
        sign = self._sign
        self._hold({level[0].key * sign: level for level in levels if level[1] > ZERO})
        self.reach = self._worst()

    def set_sizes(self, changes: Iterable[PricedSize]) -> None:
        """Absolute reading: the size is the new one, zero or less removes. Always sound."""
        self.read_of = 0
        levels, has_ended = self.placed, False
        for level in changes:
            price, size = level
            if size and not size.is_signed():
                levels[price.key] = level
            elif levels.get(price.key) is not None:
                levels[price.key] = None
                self._ended.append(price.key)
                has_ended = True
        if has_ended or len(levels) != len(self.places):
            self._order()

    def add_sizes(self, changes: Iterable[PricedSize], low: int, high: int) -> bool:
        """Signed reading: the size is a change, an explicit zero removes. False if a level fell below zero, but for
        one beyond the prices from `low` to `high` (keys): what was there before is not known."""
        self.read_of = 0
        sign, levels, sound = self._sign, self.placed, True
        for price, change in changes:
            key = price.key * sign
            held = levels.get(key)
            size = change if held is None else add_sizes(held[1], change) if change else NO_SIZE
            if size > ZERO:
                levels[key] = (price, size)
            elif held is not None:
                levels[key] = None
                self._ended.append(key)
                sound = sound and (not size or not low <= price.key <= high)
        self._order()
        return sound

    def mend(self, told: HalfBook) -> None:
        """Hold what a snapshot's side says, and beyond its reach what was held."""
        self._hold(told.levels | {key: level for key, level in self.levels.items() if told.is_beyond(key)})
        self.reach = told.reach

    def copy(self) -> HalfBook:
        """Another side with the same levels."""
        other = type(self)(self._sign)
        other._hold(self.levels)
        other.reach = self.reach
        return other

    def is_beyond(self, key: int) -> bool:
        """Whether a key lies beyond the reach."""
        return self.reach is not None and key < self.reach

    def agrees(self, told: HalfBook, key: int) -> bool:
        """Whether a snapshot's side says the same of a key; beyond its reach nothing can disagree."""
        if told.is_beyond(key):
            return True
        mine, its = self.placed.get(key), told.placed.get(key)
        return mine is its or (mine is not None and its is not None and mine[1] == its[1])

    def differences(self, told: HalfBook) -> set[int]:
        """The keys of which a snapshot's side says otherwise."""
        own, its = self.levels, told.levels
        others = {key for key, level in its.items() if (mine := own.get(key)) is None or mine[1] != level[1]}
        others |= own.keys() - its.keys()
        return {key for key in others if not told.is_beyond(key)}

    def key_of(self, price: Price) -> int:
        """The key of a price on this side."""
        return price.key * self._sign

    def size_at(self, key: int) -> Size | None:
        """What rests at a key; None where nothing does."""
        level = self.placed.get(key)
        return None if level is None else level[1]

    def must_know(self, key: int) -> bool:
        """Whether what rests at a key would be told: see `OrderBook.must_know`."""
        worst = self._worst()
        return not self.is_beyond(key) and (worst is None or key > worst)

    def top(self, n: int | None) -> list[Level]:
        """The best `n` levels (all when None), best first."""
        if n is None:
            return list(self.walk())
        if n > self.read_of:
            self.read, self.read_of = list(islice(self.walk(), n)), n
        return self.read[:n]

    def walk(self) -> Iterator[Level]:
        """The levels one after another, best first, read as they are asked for."""
        levels, told = self.placed, self._told
        if len(told) > 2 * len(levels) + MOST_ENDED:
            told.clear()
        for key in reversed(self.places):
            level = levels[key]
            if level is not None:
                known = told.get(key)
                if known is None or known[0] is not level[0] or known[1] is not level[1]:
                    known = told[key] = Level(*level)
                yield known

    def __len__(self) -> int:
        return len(self.keys)

    def _worst(self) -> int | None:
        levels = self.placed
        return next((key for key in self.places if levels[key] is not None), None)

    def _order(self) -> None:
        """Give what is new its place in the order; the best is none that ended."""
        keys, levels = self.places, self.placed
        if len(levels) != len(keys):
            # A dictionary keeps the order of insertion, so what is new stands last.
            for key in islice(reversed(levels), len(levels) - len(keys)):
                insort(keys, key)
            self.is_too_long = len(keys) > MAX_LEVELS and len(self) > MAX_LEVELS
        while keys and levels[keys[-1]] is None:
            del levels[keys.pop()]
        if len(self._ended) > MOST_ENDED:
            self._clear_ended()

    def _clear_ended(self) -> None:
        """Clear the places of those that ended."""
        keys, levels = self.places, self.placed
        for key in self._ended:
            if levels.get(key, key) is None:
                del levels[key], keys[bisect_left(keys, key)]
        self._ended.clear()


class AskHalf(HalfBook):
    """The same with `Price.ask_key`, which a price knows: half of all that comes need not be negated."""

    __slots__ = ()

    def set_sizes(self, changes: Iterable[PricedSize]) -> None:
        self.read_of = 0
        levels, has_ended = self.placed, False
        for level in changes:
            price, size = level
            if size and not size.is_signed():
                levels[price.ask_key] = level
            elif levels.get(price.ask_key) is not None:
                levels[price.ask_key] = None
                self._ended.append(price.ask_key)
                has_ended = True
        if has_ended or len(levels) != len(self.places):
            self._order()
