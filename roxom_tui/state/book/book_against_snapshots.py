"""What a fresh snapshot proved about a book, and how one that states no time is compared (client 3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import Level, Side
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import ZERO

PATIENCE_NS: Final = 1_000_000_000
"""How far the stream of deltas may be behind an answer from elsewhere."""

MOST_DELTAS: Final = 8192
MOST_LEVELS: Final = 200_000
"""In all of them together."""


GAP_NS: Final = 1_000_000_000
"""How long the stream may be left for a fresh snapshot without a word."""

UNAUDITED: Final = "unaudited"

_SECOND: Final = 1_000_000_000
_MINUTE: Final = 60 * _SECOND

Place = tuple[Side, int]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """An audit's result. `differences` is None where the stream had a gap, so that only the book is fresh."""

    at: int
    levels: int
    differences: int | None

    def words(self, now: int) -> str:
        """For the panel's title."""
        past = max(0, now - self.at)
        age = f"{past // _SECOND} s" if past < 2 * _MINUTE else f"{past // _MINUTE} min"
        levels = _count(self.levels, "level")
        if self.differences is None:
            return f"renewed {age} ago, {levels}"
        return f"verified {age} ago, {levels}, {_count(self.differences, 'difference')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class Verification:
    """What fresh snapshots have proved of one book; `last` is the newest proof. `now` is monotonic ns."""

    __slots__ = ("_gap_since", "last")

    def __init__(self) -> None:
        self.last: AuditResult | None = None
        self._gap_since: int | None = None

    @property
    def at(self) -> int | None:
        """When the last audit ended."""
        return self.last.at if self.last is not None else None

    def words(self, now: int) -> str:
        """What was verified and when."""
        return self.last.words(now) if self.last is not None else UNAUDITED

    def begin_gap(self, now: int) -> None:
        """The stream is left and joined again: what changes meanwhile is nobody's fault."""
        self._gap_since = now

    def end_gap(self) -> bool:
        """A snapshot came; whether there was a gap before it."""
        has_gap, self._gap_since = self._gap_since is not None, None
        return has_gap

    def doubt(self, now: int) -> str:
        """Why the book is not proven; empty when nothing speaks against it."""
        lasts_long = self._gap_since is not None and now - self._gap_since > GAP_NS
        return "left for a fresh snapshot, which has not come yet" if lasts_long else ""


class BestFit(NamedTuple):
    """How an answer from elsewhere fits best: so many differences, and the book as it is now without them."""

    levels: int
    differences: int
    mended: OrderBook


class SnapshotAligner:
    """Remembers a book and the deltas since, to find the moment of which a snapshot without a time tells.

    Of all moments from the question until a second after the answer, the one that fits best is taken.
    """

    __slots__ = ("_base", "_deltas", "_levels", "_snapshot", "_until")

    def __init__(self, book: OrderBook) -> None:
        self._base = book.copy()
        self._deltas: list[BookDelta] = []
        self._levels = 0
        self._snapshot: BookSnapshot | None = None
        self._until: int | None = None

    def note(self, delta: BookDelta) -> bool:
        """A delta was applied to the book; False when there were too many to remember."""
        self._deltas.append(delta)
        self._levels += len(delta.bids) + len(delta.asks)
        return len(self._deltas) <= MOST_DELTAS and self._levels <= MOST_LEVELS

    def answer(self, snapshot: BookSnapshot, at: int) -> None:
        """The answer came; deltas that it knows of may still be on their way."""
        self._snapshot = snapshot
        self._until = at + PATIENCE_NS

    def finding(self, now: int) -> BestFit | None:
        """The result, once it can be told."""
        snapshot, until = self._snapshot, self._until
        if snapshot is None or until is None or now <= until:
            return None
        moment, differences = self._best_moment(snapshot)
        return BestFit(len(snapshot.bids) + len(snapshot.asks), differences, self._mended(snapshot, moment))

    def _best_moment(self, snapshot: BookSnapshot) -> tuple[int, int]:
        """After how many deltas the book was most like the snapshot, and how many prices differed then."""
        book = self._base.copy()
        told = _Told(snapshot)
        wrong = {place for place in (*told.places(), *_places(book)) if not told.fits(place, book)}
        best, fewest = 0, len(wrong)
        for number, delta in enumerate(self._deltas, start=1):
            book.apply_delta(delta)
            for place in _touched(delta):
                if told.fits(place, book):
                    wrong.discard(place)
                else:
                    wrong.add(place)
            if len(wrong) < fewest:
                best, fewest = number, len(wrong)
        return best, fewest

    def _mended(self, snapshot: BookSnapshot, moment: int) -> OrderBook:
        book = self._base.copy()
        for delta in self._deltas[:moment]:
            book.apply_delta(delta)
        book.mend(snapshot)
        for delta in self._deltas[moment:]:
            book.apply_delta(delta)
        return book


class _Told:
    """What a snapshot says of a price, as far down each side as it reaches."""

    def __init__(self, snapshot: BookSnapshot) -> None:
        self._sizes = {
            Side.BID: {price.key: size for price, size in snapshot.bids if size > ZERO},
            Side.ASK: {price.key: size for price, size in snapshot.asks if size > ZERO},
        }
        self._lowest_bid = min(self._sizes[Side.BID], default=0)
        self._highest_ask = max(self._sizes[Side.ASK], default=1 << 62)

    def places(self) -> Iterator[Place]:
        for side, sizes in self._sizes.items():
            for key in sizes:
                yield side, key

    def fits(self, place: Place, book: OrderBook) -> bool:
        """Whether the book agrees there; beyond the snapshot's reach nothing can disagree."""
        side, key = place
        if key < self._lowest_bid if side is Side.BID else key > self._highest_ask:
            return True
        level = book.at(side, key)
        return (level.size if level is not None else None) == self._sizes[side].get(key)


def _places(book: OrderBook) -> Iterator[Place]:
    for side in Side:
        for level in book.walk(side):
            yield side, level.price.key


def _touched(delta: BookDelta) -> Iterator[Place]:
    sides: tuple[tuple[Side, tuple[Level, ...]], ...] = ((Side.BID, delta.bids), (Side.ASK, delta.asks))
    for side, levels in sides:
        for level in levels:
            yield side, level.price.key
