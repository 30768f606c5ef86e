"""Audits of a book: results, and the comparison with a snapshot that states no time (client 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import PricedSize, Side
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.state.book.half_book import HalfBook
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.views.market_views import AuditResult

PATIENCE_NS: Final = SECOND
"""How far the stream of deltas may be behind an answer from elsewhere."""

MOST_DELTAS: Final = 8192
MOST_LEVELS: Final = 200_000
"""In all of them together."""

GAP_NS: Final = SECOND
"""How long the stream may be left for a fresh snapshot without a word."""


class Verification:
    """The audits of one book; `last` is the newest result. `now` is monotonic ns.

    `replay` waits for a snapshot without a time, which was asked for elsewhere; None where none was.
    """

    def __init__(self) -> None:
        self.last: AuditResult | None = None
        self.replay: SnapshotAligner | None = None
        self._gap_since: int | None = None

    @property
    def at(self) -> int | None:
        """The time of the last audit (monotonic ns)."""
        return self.last.at if self.last is not None else None

    def begin_gap(self, now: int) -> None:
        """The stream is left and joined again: what changes meanwhile is nobody's fault."""
        self._gap_since = now

    def end_gap(self) -> bool:
        """A snapshot came, and settles what was asked elsewhere too; whether there was a gap before it."""
        self.replay = None
        has_gap, self._gap_since = self._gap_since is not None, None
        return has_gap

    def doubt(self, now: int) -> Reason | None:
        """The reason why the book is not proven; None when nothing speaks against it."""
        lasts_long = self._gap_since is not None and now - self._gap_since > GAP_NS
        return Reason(Cause.SNAPSHOT_DUE) if lasts_long else None

    def note(self, delta: BookDelta) -> None:
        """A delta was applied to the book."""
        if self.replay is not None and not self.replay.note(delta):
            self.replay = None

    def answer(self, snapshot: BookSnapshot, at: int) -> None:
        """The snapshot from elsewhere came; it is compared within two seconds."""
        if self.replay is not None:
            self.replay.answer(snapshot, at)

    def finding(self, now: int) -> BestFit | None:
        """The result of the comparison, once it can be told."""
        finding = self.replay.finding(now) if self.replay is not None else None
        if finding is not None:
            self.replay = None
        return finding


class BestFit(Struct, frozen=True):
    """The best fit of an answer from elsewhere: the differences, and the book as it is now without them."""

    levels: int
    differences: int
    mended: OrderBook


class SnapshotAligner:
    """Remembers a book and the deltas since, to find the moment of which a snapshot without a time tells.

    Of all moments from the question until a second after the answer, the one that fits best is taken.
    """

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
        book, told = self._base.copy(), self._base.told(snapshot)
        wrong = {side: book.half(side).differences(told.half(side)) for side in Side}
        best, fewest = 0, _count(wrong)
        for number, delta in enumerate(self._deltas, start=1):
            book.apply_delta(delta)
            for side, levels in ((Side.BID, delta.bids), (Side.ASK, delta.asks)):
                _amend(wrong[side], book.half(side), told.half(side), levels)
            if _count(wrong) < fewest:
                best, fewest = number, _count(wrong)
        return best, fewest

    def _mended(self, snapshot: BookSnapshot, moment: int) -> OrderBook:
        book = self._base.copy()
        for delta in self._deltas[:moment]:
            book.apply_delta(delta)
        book.mend(snapshot)
        for delta in self._deltas[moment:]:
            book.apply_delta(delta)
        return book


def _amend(wrong: set[int], half: HalfBook, told: HalfBook, changes: Iterable[PricedSize]) -> None:
    """Look again at the keys of one side that were just changed: which of them differ from what was told."""
    for level in changes:
        key = half.key_of(level[0])
        if half.agrees(told, key):
            wrong.discard(key)
        else:
            wrong.add(key)


def _count(wrong: Mapping[Side, set[int]]) -> int:
    return sum(map(len, wrong.values()))
