"""One order book: snapshots replace it, deltas amend it, nothing is rounded (protocol 4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, PricedSize, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.half_book import AskHalf, HalfBook

_NOTHING_WITHIN: Final = (1, 0)
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


class OrderBook:
    """The levels of one symbol, as the exchange told them. Whole messages are applied, then judged.

    `within_snapshot` is the range of price keys in the last snapshot, `left_out` how many of its levels found no room.
    """

    __slots__ = ("_is_absolute", "asks", "bids", "exchange_at", "left_out", "mode", "snapshot_at", "within_snapshot")

    def __init__(self, mode: DepthMode) -> None:
        self.mode = mode
        self._is_absolute = mode is DepthMode.ABSOLUTE
        self.clear()

    def clear(self) -> None:
        """Hold nothing, as before the first snapshot."""
        self.bids = HalfBook(1)
        self.asks: HalfBook = AskHalf(-1)
        self.within_snapshot = _NOTHING_WITHIN
        self.left_out = 0
        self.snapshot_at: int | None = None
        self.exchange_at: int | None = None

    def apply_snapshot(self, snapshot: BookSnapshot) -> None:
        """Replace everything, whatever was there."""
        self.bids.replace(snapshot.bids)
        self.asks.replace(snapshot.asks)
        self.within_snapshot = self._reach()
        self.left_out = snapshot.left_out
        self.snapshot_at = self.exchange_at = snapshot.exchange_at

    def apply_delta(self, delta: BookDelta) -> DeltaResult:
        """Amend both sides by the depth mode. One as old as the snapshot is applied, an older one is not."""
        bids, asks, at = delta.bids, delta.asks, delta.exchange_at
        since, below, above = self.snapshot_at, self.bids, self.asks
        if since is None:
            return DeltaResult.NO_SNAPSHOT
        if at < since:
            return DeltaResult.LATE
        self.exchange_at = at
        sound = True
        if self._is_absolute:
            if bids:
                below.set_sizes(bids)
            if asks:
                above.set_sizes(asks)
        else:
            low, high = self.within_snapshot
            sound = below.add_sizes(bids, low, high) & above.add_sizes(asks, low, high)
        if below.is_too_long or above.is_too_long:
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
        other.bids, other.asks = self.bids.copy(), self.asks.copy()
        other.within_snapshot, other.left_out = self.within_snapshot, self.left_out
        other.snapshot_at, other.exchange_at = self.snapshot_at, self.exchange_at
        return other

    def half(self, side: Side) -> HalfBook:
        """One side of the book."""
        return self.bids if side is Side.BID else self.asks

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
        bids, asks = self.bids, self.asks
        return (
            bids.placed[bids.places[-1]] if bids.places else None,
            asks.placed[asks.places[-1]] if asks.places else None,
        )

    def tops(self, n: int) -> tuple[list[Level], list[Level]]:
        """The best `n` bids and asks, best first; what has not changed since it was read last costs a slice."""
        bids, asks = self.bids, self.asks
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
        return len(self.bids) + len(self.asks)

    def _reach(self) -> tuple[int, int]:
        """From the lowest price key held to the highest, whatever stands between them."""
        bids, asks = self.bids.keys, self.asks.keys
        ends = [*(bids[:1] + bids[-1:]), *(-key for key in asks[:1] + asks[-1:])]
        return (min(ends), max(ends)) if ends else _NOTHING_WITHIN
