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
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add_sizes

MAX_LEVELS: Final = 50_000
"""A side longer than this is a fault of the sender, not a market."""

_NOTHING_VOUCHED: Final = (1, 0)
"""A range of keys in which nothing lies."""


class DeltaResult(Enum):
    """What became of a delta."""

    APPLIED = "applied"
    LATE = "older than the snapshot"
    NO_SNAPSHOT = "no snapshot yet"
    BELOW_ZERO = "a size fell below zero"
    TOO_LONG = "more levels than a book can have"


class HalfBook:
    """One side. Keys are `Price.key`, negated for asks, so the best of either side is the largest and stands last."""

    __slots__ = ("_sign", "keys", "levels")

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self.keys: list[int] = []
        self.levels: dict[int, Level] = {}

    def replace(self, levels: Iterable[Level]) -> None:
        """Forget everything and hold these; a size of zero or less is no level."""
        self.levels = _by_key(levels, self._sign)
        self.keys = sorted(self.levels)

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

    def mend(self, levels: Iterable[Level]) -> None:
        """Hold these, and beyond their reach what was held."""
        told = _by_key(levels, self._sign)
        lowest = min(told, default=None)
        beyond = {key: level for key, level in self.levels.items() if lowest is not None and key < lowest}
        self.levels = told | beyond
        self.keys = sorted(self.levels)

    def copy(self) -> HalfBook:
        """Another side with the same levels."""
        other = HalfBook(self._sign)
        other.keys, other.levels = self.keys.copy(), self.levels.copy()
        return other

    def differences(self, levels: Iterable[Level]) -> int:
        """How many prices stand differently in a snapshot, as far down as that reaches."""
        held, told = self.levels, _by_key(levels, self._sign)
        differ = 0
        for key, level in told.items():
            mine = held.get(key)
            if mine is None or (mine is not level and mine[1] != level[1]):
                differ += 1
        untold = held.keys() - told.keys()
        lowest = min(told, default=None)
        return differ + (len(untold) if lowest is None else sum(key >= lowest for key in untold))

    def equals(self, levels: Iterable[Level]) -> bool:
        """Whether these levels, and no others, stand here."""
        told = _by_key(levels, self._sign)
        return len(told) == len(self.keys) and all(
            key in self.levels and self.levels[key].size == level.size for key, level in told.items()
        )

    def differences_from(self, other: HalfBook, low: int, high: int) -> int:
        """How many prices from one key to another, both included, stand differently in another side."""
        least, most = sorted((self._sign * low, self._sign * high))
        mine = {key: level[1] for key, level in self.levels.items() if least <= key <= most}
        its = {key: level[1] for key, level in other.levels.items() if least <= key <= most}
        return sum(mine.get(key) != its.get(key) for key in mine.keys() | its.keys())

    def _remove(self, key: int) -> None:
        keys = self.keys
        del self.levels[key]
        if keys[-1] == key:
            keys.pop()
        else:
            del keys[bisect_left(keys, key)]

    @property
    def best(self) -> Level | None:
        return self.levels[self.keys[-1]] if self.keys else None

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
        told = OrderBook(self.mode)
        told.apply_snapshot(snapshot)
        self._bids.mend(snapshot.bids)
        self._asks.mend(snapshot.asks)
        self.within_snapshot = told.within_snapshot

    def copy(self, mode: DepthMode | None = None) -> OrderBook:
        """Another book with the same levels, perhaps with another reading of deltas."""
        other = OrderBook(mode or self.mode)
        other._bids, other._asks = self._bids.copy(), self._asks.copy()
        other.within_snapshot, other.left_out = self.within_snapshot, self.left_out
        other.snapshot_at, other.exchange_at = self.snapshot_at, self.exchange_at
        return other

    def at(self, side: Side, key: int) -> Level | None:
        """The level at a price key; None if nothing rests there."""
        return self._bids.levels.get(key) if side is Side.BID else self._asks.levels.get(-key)

    def differences(self, snapshot: BookSnapshot, newer: Sequence[BookDelta] = ()) -> int:
        """How many prices of a snapshot, or within its reach, stand differently here. It is brought up to date with
        what was applied here already and is newer than it."""
        if not newer:
            return self._bids.differences(snapshot.bids) + self._asks.differences(snapshot.asks)
        told = OrderBook(self.mode)
        told.apply_snapshot(snapshot)
        for delta in newer:
            told.apply_delta(delta)
        low, high = told.within_snapshot
        bids = self._bids.differences_from(told._bids, low, high)
        return bids + self._asks.differences_from(told._asks, low, high)

    def equals(self, snapshot: BookSnapshot) -> bool:
        """Whether a snapshot says just what is held."""
        return self._bids.equals(snapshot.bids) and self._asks.equals(snapshot.asks)

    @property
    def best_bid(self) -> Level | None:
        """The highest bid; None when the side is empty."""
        return self._bids.best

    @property
    def best_ask(self) -> Level | None:
        """The lowest ask; None when the side is empty."""
        return self._asks.best

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
        return (self._bids if side is Side.BID else self._asks).top(n)

    def walk(self, side: Side) -> Iterator[Level]:
        """The levels of a side, best first; for who does not know yet how many are needed."""
        return (self._bids if side is Side.BID else self._asks).walk()

    def __len__(self) -> int:
        return len(self._bids.keys) + len(self._asks.keys)

    def _reach(self) -> tuple[int, int]:
        """From the lowest price key held to the highest, whatever stands between them."""
        bids, asks = self._bids.keys, self._asks.keys
        ends = [*(bids[:1] + bids[-1:]), *(-key for key in asks[:1] + asks[-1:])]
        return (min(ends), max(ends)) if ends else _NOTHING_VOUCHED


def _by_key(levels: Iterable[Level], sign: int) -> dict[int, Level]:
    """Those that hold something, as a side keeps them."""
    if sign > 0:
        return {level[0].key: level for level in levels if level[1] > ZERO}
    return {-level[0].key: level for level in levels if level[1] > ZERO}
