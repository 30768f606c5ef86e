"""One order book: snapshots replace it, deltas amend it, nothing is rounded (protocol 4.3).

Each side is a dict of levels beside a sorted list of its keys with the best last, so that the changes, which cluster
around the best price, move few elements, and reading the top costs a slice.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Final

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add_sizes

MAX_LEVELS: Final = 50_000
"""A side longer than this is a fault of the sender, not a market."""

_NOTHING_VOUCHED: Final = (1, 0)
"""A range of keys in which nothing lies."""


class DeltaResult(Enum):
    """The results of applying a delta."""

    APPLIED = "applied"
    LATE = "older than the snapshot"
    NO_SNAPSHOT = "no snapshot yet"
    BELOW_ZERO = "a size fell below zero"
    TOO_LONG = "more levels than a book can have"


class HalfBook:
    """One side. Keys are `Price.key`, negated for asks, so the best of either side is the largest and stands last.

    `reach` is the least key of the last snapshot: what it does not name down to there does not exist. None: anywhere.
    """

    __slots__ = ("_sign", "keys", "levels", "reach")

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self.keys: list[int] = []
        self.levels: dict[int, Level] = {}
        self.reach: int | None = None

    def replace(self, levels: Iterable[Level]) -> None:
        """Forget everything and hold these; a size of zero or less is no level."""
        sign = self._sign
        self.levels = {level[0].key * sign: level for level in levels if level[1] > ZERO}
        self.keys = sorted(self.levels)
        self.reach = self.keys[0] if self.keys else None

    def set_sizes(self, changes: Iterable[Level]) -> bool:
        """Absolute reading: the size is the new one, zero or less removes. Always sound."""
        sign, keys, levels = self._sign, self.keys, self.levels
        for level in changes:
            key = level[0].key * sign
            if level[1] > ZERO:
                if key not in levels:
                    insort(keys, key)
                levels[key] = level
            elif key in levels:
                self._remove(key)
        return True

    def add_sizes(self, changes: Iterable[Level], low: int, high: int) -> bool:
        """Signed reading: the size is a change, an explicit zero removes. False if a level fell below zero, but for
        one beyond the prices from `low` to `high` (keys): what was there before is not known."""
        sign, keys, levels, sound = self._sign, self.keys, self.levels, True
        for price, change in changes:
            key = price.key * sign
            held = levels.get(key)
            if held is None:
                if change > ZERO:
                    insort(keys, key)
                    levels[key] = Level(price, change)
                continue
            size = add_sizes(held.size, change) if change else NO_SIZE
            if size > ZERO:
                levels[key] = Level(price, size)
            else:
                self._remove(key)
                sound = sound and (not size or not low <= price.key <= high)
        return sound

    def mend(self, told: HalfBook) -> None:
        """Hold what a snapshot's side says, and beyond its reach what was held."""
        beyond = {} if told.reach is None else {key: level for key, level in self.levels.items() if key < told.reach}
        self.levels = told.levels | beyond
        self.keys = sorted(self.levels)
        self.reach = told.reach

    def copy(self) -> HalfBook:
        """Another side with the same levels."""
        other = HalfBook(self._sign)
        other.keys, other.levels, other.reach = self.keys.copy(), self.levels.copy(), self.reach
        return other

    def agrees(self, told: HalfBook, key: int) -> bool:
        """Whether a snapshot's side says the same of a key; beyond its reach nothing can disagree."""
        if told.reach is not None and key < told.reach:
            return True
        mine, its = self.levels.get(key), told.levels.get(key)
        return mine is its or (mine is not None and its is not None and mine[1] == its[1])

    def differences(self, told: HalfBook) -> set[int]:
        """The keys of which a snapshot's side says otherwise."""
        own, its = self.levels, told.levels
        others = {key for key, level in its.items() if (mine := own.get(key)) is None or mine[1] != level[1]}
        others |= own.keys() - its.keys()
        return others if told.reach is None else {key for key in others if key >= told.reach}

    def key_of(self, price: Price) -> int:
        """The key of a price on this side."""
        return price.key * self._sign

    def _remove(self, key: int) -> None:
        keys = self.keys
        del self.levels[key]
        if keys[-1] == key:
            keys.pop()
        else:
            del keys[bisect_left(keys, key)]

    def top(self, n: int | None) -> list[Level]:
        """The best `n` levels (all when None), best first."""
        if n is None:
            return list(self.walk())
        return list(map(self.levels.__getitem__, self.keys[: -n - 1 : -1]))

    def walk(self) -> Iterator[Level]:
        """The levels one after another, best first, read as they are asked for."""
        return map(self.levels.__getitem__, reversed(self.keys))


class OrderBook:
    """The levels of one symbol, as the exchange told them. Whole messages are applied, then judged.

    `within_snapshot` is the range of price keys in the last snapshot, `left_out` how many of its levels found no room.
    """

    __slots__ = ("_asks", "_bids", "exchange_at", "left_out", "mode", "snapshot_at", "within_snapshot")

    def __init__(self, mode: DepthMode) -> None:
        self.mode = mode
        self.clear()

    def clear(self) -> None:
        """Hold nothing, as before the first snapshot."""
        self._bids = HalfBook(1)
        self._asks = HalfBook(-1)
        self.within_snapshot = _NOTHING_VOUCHED
        self.left_out = 0
        self.snapshot_at: int | None = None
        self.exchange_at: int | None = None

    def apply_snapshot(self, snapshot: BookSnapshot) -> None:
        """Replace everything, whatever was there."""
        self._bids.replace(snapshot.bids)
        self._asks.replace(snapshot.asks)
        self.within_snapshot = self._reach()
        self.left_out = snapshot.left_out
        self.snapshot_at = self.exchange_at = snapshot.exchange_at

    def apply_delta(self, delta: BookDelta) -> DeltaResult:
        """Amend both sides by the depth mode. One as old as the snapshot is applied, an older one is not."""
        if self.snapshot_at is None:
            return DeltaResult.NO_SNAPSHOT
        if delta.exchange_at < self.snapshot_at:
            return DeltaResult.LATE
        bids, asks = self._bids, self._asks
        if self.mode is DepthMode.ABSOLUTE:
            sound = bids.set_sizes(delta.bids) & asks.set_sizes(delta.asks)
        else:
            low, high = self.within_snapshot
            sound = bids.add_sizes(delta.bids, low, high) & asks.add_sizes(delta.asks, low, high)
        self.exchange_at = delta.exchange_at
        if len(bids.keys) > MAX_LEVELS or len(asks.keys) > MAX_LEVELS:
            return DeltaResult.TOO_LONG
        return DeltaResult.APPLIED if sound else DeltaResult.BELOW_ZERO

    def mend(self, snapshot: BookSnapshot) -> None:
        """Hold what a snapshot from elsewhere says, and keep what lies beyond its reach."""
        told = self.told(snapshot)
        for side in Side:
            self.half(side).mend(told.half(side))
        self.within_snapshot = told.within_snapshot

    def told(self, snapshot: BookSnapshot) -> OrderBook:
        """Another book, of just what a snapshot says."""
        told = OrderBook(self.mode)
        told.apply_snapshot(snapshot)
        return told

    def copy(self, mode: DepthMode | None = None) -> OrderBook:
        """Another book with the same levels, perhaps with another reading of deltas."""
        other = OrderBook(mode or self.mode)
        other._bids, other._asks = self._bids.copy(), self._asks.copy()
        other.within_snapshot, other.left_out = self.within_snapshot, self.left_out
        other.snapshot_at, other.exchange_at = self.snapshot_at, self.exchange_at
        return other

    def half(self, side: Side) -> HalfBook:
        """One side of the book."""
        return self._bids if side is Side.BID else self._asks

    def has(self, side: Side, price: Price) -> bool:
        """Whether anything rests at a price."""
        return self.size_at(side, price) is not None

    def size_at(self, side: Side, price: Price) -> Size | None:
        """What rests at a price; None where nothing does."""
        half = self.half(side)
        level = half.levels.get(half.key_of(price))
        return None if level is None else level.size

    def must_know(self, side: Side, price: Price) -> bool:
        """Whether what rests at a price would be told: it is better than the worst level of its side, which the last
        snapshot reached. Of a side without a level every such price would be."""
        half = self.half(side)
        key = half.key_of(price)
        if self.snapshot_at is None or (half.reach is not None and key < half.reach):
            return False
        return not half.keys or key > half.keys[0]

    def differences(self, snapshot: BookSnapshot, newer: Sequence[BookDelta] = ()) -> int:
        """The number of prices within a snapshot's reach that stand differently here. It is brought up to date with
        what was applied here already and is newer than it."""
        told = self.told(snapshot)
        for delta in newer:
            told.apply_delta(delta)
        return sum(len(self.half(side).differences(told.half(side))) for side in Side)

    def equals(self, snapshot: BookSnapshot) -> bool:
        """Whether a snapshot says just what is held, and no level less."""
        return len(self) == len(self.told(snapshot)) and not self.differences(snapshot)

    @property
    def best(self) -> tuple[Level | None, Level | None]:
        """The best bid and the best ask at once, for who asks after every delta."""
        bids, asks = self._bids, self._asks
        return (
            bids.levels[bids.keys[-1]] if bids.keys else None,
            asks.levels[asks.keys[-1]] if asks.keys else None,
        )

    def levels(self, side: Side, n: int | None = None) -> list[Level]:
        """The best `n` levels of a side (all when None), best first, with the decimals last sent."""
        return self.half(side).top(n)

    def walk(self, side: Side) -> Iterator[Level]:
        """The levels of a side, best first; for who does not know yet how many are needed."""
        return self.half(side).walk()

    def __len__(self) -> int:
        return len(self._bids.keys) + len(self._asks.keys)

    def _reach(self) -> tuple[int, int]:
        """From the lowest price key held to the highest, whatever stands between them."""
        bids, asks = self._bids.keys, self._asks.keys
        ends = [*(bids[:1] + bids[-1:]), *(-key for key in asks[:1] + asks[-1:])]
        return (min(ends), max(ends)) if ends else _NOTHING_VOUCHED
