"""One order book: snapshots replace it, deltas amend it, nothing is rounded (protocol 4.3).

Each side is a dict of levels beside a sorted list of their keys. The same few prices near the best come and go all the
time, so a level that ends keeps its place in both until somebody reads the side, or it would be the best: to begin
again it needs no place in the order, and to end costs no search.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import Final, cast

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, PricedSize, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add_sizes

MAX_LEVELS: Final = 50_000
"""A side longer than this is a fault of the sender, not a market."""

MOST_ENDED: Final = 1024
"""Levels that may have ended on a side before their places are cleared, whether anybody reads it or not."""

_NOTHING_VOUCHED: Final = (1, 0)
"""A range of keys in which nothing lies."""


class DeltaResult(Enum):
    """The results of applying a delta."""

    APPLIED = "applied"
    LATE = "older than the snapshot"
    NO_SNAPSHOT = "no snapshot yet"
    BELOW_ZERO = "a size fell below zero"
    TOO_LONG = "more levels than a book can have"


_APPLIED: Final = DeltaResult.APPLIED
"""A global, because the members of an enumeration are slow to look up."""


class HalfBook:
    """One side. Keys are `Price.key`, negated for asks, so the best of either side is the largest and stands last.

    `reach` is the least key of the last snapshot: what it does not name down to there does not exist. None: anywhere.
    """

    __slots__ = ("_ended", "_keys", "_levels", "_sign", "_told", "is_too_long", "reach", "read", "read_of")

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self._hold({})
        self.reach: int | None = None

    def _hold(self, levels: dict[int, PricedSize]) -> None:
        self._levels: dict[int, PricedSize | None] = {**levels}
        """None is a level that ended."""
        self._keys = sorted(levels)
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
        self._settle()
        return self._keys

    @property
    def levels(self) -> dict[int, PricedSize]:
        """What is held, by its key."""
        self._settle()
        return cast("dict[int, PricedSize]", self._levels)

    def replace(self, levels: Iterable[PricedSize]) -> None:
        """Forget everything and hold these; a size of zero or less is no level."""
        sign = self._sign
        self._hold({level[0].key * sign: level for level in levels if level[1] > ZERO})
        self.reach = self._worst()

    def set_sizes(self, changes: Iterable[PricedSize]) -> None:
        """Absolute reading: the size is the new one, zero or less removes. Always sound."""
        self.read_of = 0
        levels, has_ended = self._levels, False
        for level in changes:
            price, size = level
            if size > ZERO:
                levels[price.key] = level
            elif levels.get(price.key) is not None:
                levels[price.key] = None
                self._ended.append(price.key)
                has_ended = True
        if has_ended or len(levels) != len(self._keys):
            self._order()

    def add_sizes(self, changes: Iterable[PricedSize], low: int, high: int) -> bool:
        """Signed reading: the size is a change, an explicit zero removes. False if a level fell below zero, but for
        one beyond the prices from `low` to `high` (keys): what was there before is not known."""
        self.read_of = 0
        sign, levels, sound = self._sign, self._levels, True
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
        mine, its = self._levels.get(key), told._levels.get(key)
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
        level = self._levels.get(key)
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
        levels, told = self._levels, self._told
        if len(told) > 2 * len(levels) + MOST_ENDED:
            told.clear()
        for key in reversed(self._keys):
            level = levels[key]
            if level is not None:
                known = told.get(key)
                if known is None or known[0] is not level[0] or known[1] is not level[1]:
                    known = told[key] = Level(*level)
                yield known

    def __len__(self) -> int:
        return len(self.keys)

    def _worst(self) -> int | None:
        levels = self._levels
        return next((key for key in self._keys if levels[key] is not None), None)

    def _order(self) -> None:
        """Give what is new its place in the order; the best is none that ended."""
        keys, levels = self._keys, self._levels
        if len(levels) != len(keys):
            # A dictionary keeps the order of insertion, so what is new stands last.
            for key in islice(reversed(levels), len(levels) - len(keys)):
                insort(keys, key)
            self.is_too_long = len(keys) > MAX_LEVELS and len(self) > MAX_LEVELS
        while keys and levels[keys[-1]] is None:
            del levels[keys.pop()]
        if len(self._ended) > MOST_ENDED:
            self._settle()

    def _settle(self) -> None:
        """Clear the places of those that ended."""
        keys, levels = self._keys, self._levels
        for key in self._ended:
            if levels.get(key, key) is None:
                del levels[key], keys[bisect_left(keys, key)]
        self._ended.clear()


class _Asks(HalfBook):
    """The same with `Price.ask_key`, which a price knows: half of all that comes need not be negated."""

    __slots__ = ()

    def set_sizes(self, changes: Iterable[PricedSize]) -> None:
        self.read_of = 0
        levels, has_ended = self._levels, False
        for level in changes:
            price, size = level
            if size > ZERO:
                levels[price.ask_key] = level
            elif levels.get(price.ask_key) is not None:
                levels[price.ask_key] = None
                self._ended.append(price.ask_key)
                has_ended = True
        if has_ended or len(levels) != len(self._keys):
            self._order()


class OrderBook:
    """The levels of one symbol, as the exchange told them. Whole messages are applied, then judged.

    `within_snapshot` is the range of price keys in the last snapshot, `left_out` how many of its levels found no room.
    """

    __slots__ = ("_asks", "_bids", "_is_absolute", "exchange_at", "left_out", "mode", "snapshot_at", "within_snapshot")

    def __init__(self, mode: DepthMode) -> None:
        self.mode = mode
        self._is_absolute = mode is DepthMode.ABSOLUTE
        self.clear()

    def clear(self) -> None:
        """Hold nothing, as before the first snapshot."""
        self._bids = HalfBook(1)
        self._asks: HalfBook = _Asks(-1)
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
        _, bids, asks, at = delta
        if self.snapshot_at is None:
            return DeltaResult.NO_SNAPSHOT
        if at < self.snapshot_at:
            return DeltaResult.LATE
        self.exchange_at = at
        sound = True
        if self._is_absolute:
            if bids:
                self._bids.set_sizes(bids)
            if asks:
                self._asks.set_sizes(asks)
        else:
            low, high = self.within_snapshot
            sound = self._bids.add_sizes(bids, low, high) & self._asks.add_sizes(asks, low, high)
        if self._bids.is_too_long or self._asks.is_too_long:
            return DeltaResult.TOO_LONG
        return _APPLIED if sound else DeltaResult.BELOW_ZERO

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
        return half.size_at(half.key_of(price))

    def must_know(self, side: Side, price: Price) -> bool:
        """Whether what rests at a price would be told: it is better than the worst level of its side, which the last
        snapshot reached. Of a side without a level every such price would be."""
        half = self.half(side)
        return self.snapshot_at is not None and half.must_know(half.key_of(price))

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
    def best(self) -> tuple[PricedSize | None, PricedSize | None]:
        """The best bid and the best ask at once, for who asks after every delta."""
        bids, asks = self._bids, self._asks
        return (
            bids._levels[bids._keys[-1]] if bids._keys else None,
            asks._levels[asks._keys[-1]] if asks._keys else None,
        )

    def tops(self, n: int) -> tuple[list[Level], list[Level]]:
        """The best `n` bids and asks, best first; what has not changed since it was read last costs a slice."""
        bids, asks = self._bids, self._asks
        return (
            bids.read[:n] if n <= bids.read_of else bids.top(n),
            asks.read[:n] if n <= asks.read_of else asks.top(n),
        )

    def levels(self, side: Side, n: int | None = None) -> list[Level]:
        """The best `n` levels of a side (all when None), best first, with the decimals last sent."""
        return self.half(side).top(n)

    def walk(self, side: Side) -> Iterator[Level]:
        """The levels of a side, best first; for who does not know yet how many are needed."""
        return self.half(side).walk()

    def __len__(self) -> int:
        return len(self._bids) + len(self._asks)

    def _reach(self) -> tuple[int, int]:
        """From the lowest price key held to the highest, whatever stands between them."""
        bids, asks = self._bids.keys, self._asks.keys
        ends = [*(bids[:1] + bids[-1:]), *(-key for key in asks[:1] + asks[-1:])]
        return (min(ends), max(ends)) if ends else _NOTHING_VOUCHED
