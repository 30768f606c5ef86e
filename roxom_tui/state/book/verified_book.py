"""A symbol's book and whether it can be believed: there are no sequence numbers to tell (protocol 4.3, client 3).

Three witnesses: `absolute_or_signed` says what a delta's size means, `book_against_quotes` compares the best prices
with the quotes, `book_against_snapshots` says what a fresh snapshot proved. The rest of the state sees `book`,
`is_sound`, `rebuilding`, `doubt` and `verification`.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, NeedsResync, Outcome, Skipped
from roxom_tui.model.values import replace
from roxom_tui.state.book.absolute_or_signed import LEAD, BookByReading, DepthModeDetector
from roxom_tui.state.book.best_price_checks import BestPriceChecks
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.book_against_snapshots import BestFit, SnapshotAligner, Verification
from roxom_tui.state.book.delta_buffers import MAX_HELD, PATIENCE_NS, TOO_OLD, DeltaHistory, PendingDeltas
from roxom_tui.state.book.order_book import DeltaResult, OrderBook
from roxom_tui.state.timestamp_guard import TimestampGuard
from roxom_tui.state.views.market_views import AuditResult

TOLD_BEFORE: Final = "told before"
NO_SNAPSHOT: Final = Reason(Cause.NO_SNAPSHOT, seconds=PATIENCE_NS // SECOND)
_DONE: Final = DeltaResult.APPLIED
_LOST: Final = Reason(Cause.DELTAS_LOST)
_DISORDERED: Final = Reason(Cause.DELTAS_DISORDERED)
_WAITING: Final = Reason(Cause.NO_SNAPSHOT)
_IMPOSSIBLE: Final = {
    DeltaResult.BELOW_ZERO: Reason(Cause.DELTA_IMPOSSIBLE),
    DeltaResult.TOO_LONG: Reason(Cause.BOOK_TOO_LONG),
    DeltaResult.NO_SNAPSHOT: _WAITING,
}


class VerifiedBook:
    """The book of one symbol. Not sound until a snapshot came; the old levels stay, to be drawn dimmed.

    Times called `at` and `now` are monotonic ns.
    """

    def __init__(self, symbol: Symbol, reading: DepthModeDetector, counts: BookCheckCounts) -> None:
        self.stream = Stream(Channel.DEPTH, symbol)
        self._applied = Applied(self.stream)
        self._reading = reading
        self._counts = counts
        self.best_prices = BestPriceChecks(counts)
        self._books = BookByReading(reading)
        self.can_be_verified = True
        self.replaced = 0
        """How often another book came to be shown: a fresh one, one that a check corrected, or another reading."""
        self.checked_next: int | None = None
        """When a snapshot is asked for to compare it with (monotonic ns); None while that is not planned."""
        self.forget(None)

    @property
    def book(self) -> OrderBook:
        """The levels, by the reading in use."""
        return self._books.shown

    @property
    def is_told_in_batches(self) -> bool:
        """Whether depth was found to be told in batches, each some time after the quotes."""
        return self._counts.batching.is_coarse

    def doubt(self, now: int) -> Reason | None:
        """The reason why a sound book is not proven; None when nothing speaks against it."""
        best = self.best_prices
        return best.crossing.doubt(now) or self.verification.doubt(now) or self._reading.doubt or best.quotes.doubt

    def void(self, why: Reason | None) -> None:
        """Stop believing the book until the next snapshot, which may be older than what was told before this."""
        self.is_sound = False
        self.rebuilding = why
        self.best_prices.void()
        self.verification = Verification()
        self._waiting = PendingDeltas()
        self._times = TimestampGuard()

    def forget(self, why: Reason | None) -> None:
        """The connection went: nothing that was told by it amends a snapshot of the next."""
        self.void(why)
        self.recent = DeltaHistory()
        """The last deltas that were applied."""

    def apply_snapshot(self, snapshot: BookSnapshot, at: int) -> Outcome:
        """Replace the book at any time, then apply what was held and is not older. One for a sound book audits it."""
        if self.is_sound:
            return self._audit(snapshot, at)
        waiting, before = self._waiting, self.recent.since(snapshot) or []
        self.forget(None)
        self._replace(snapshot, at)
        self.is_sound = True
        if waiting.has_lost(snapshot):
            return self._break(_LOST)
        outcomes = [self.apply_delta(delta, at) for delta in (*before, *waiting.following(snapshot))]
        broken = next((outcome for outcome in outcomes if isinstance(outcome, NeedsResync)), None)
        return broken or self._judge(at)

    def apply_delta(self, delta: BookDelta, at: int) -> Outcome:
        """Amend the book, or hold the delta while there is no sound book."""
        if not self.is_sound:
            return self._hold(delta, at)
        books = self._books
        shown, moment = books.shown, delta.exchange_at
        since, newest = shown.snapshot_at, shown.exchange_at
        if newest is not None and moment <= newest and since is not None and since <= moment:
            if moment < newest:
                return self._amend_behind(delta, newest, at)
            if self.recent.is_told_twice(delta):
                return Skipped(self.stream, TOLD_BEFORE)
        if books.candidates is not None:
            return self._take(delta, delta, books.apply_delta(delta), at)
        verdict = shown.apply_delta(delta)
        if verdict is not _DONE or self.verification.replay is not None:
            return self._take(delta, delta, verdict, at)
        self.recent.note(delta)
        broken = self.best_prices.judge(shown, at)
        return self._applied if broken is None else self._break(broken)

    def hear(self, quote: Quote, at: int) -> NeedsResync | None:
        """Compare with a quote, which must not be older than the one before."""
        snapshot_at = self._books.shown.snapshot_at
        if not self.is_sound or snapshot_at is None or quote.exchange_at < snapshot_at:
            return None
        if self._books.candidates is not None:
            self._books.candidates.hear(quote)
            if (reversal := self._follow_reading(at)) is not None:
                return reversal
        broken = None if self._reading.doubt else self.best_prices.hear(quote, at)
        return None if broken is None else self._break(broken)

    def overdue(self, now: int) -> NeedsResync | None:
        """A fault that only time reveals; ask about once a second."""
        if not self.is_sound:
            is_late = self._waiting.is_overdue(now)
            return NeedsResync(self.stream, NO_SNAPSHOT) if is_late else None
        if self._books.is_misread:
            return self._break(Reason(Cause.FORMAT_CHANGED, self._reading.mode.value))
        if (reversal := self._follow_reading(now)) is not None:
            return reversal
        finding = self.verification.finding(now)
        if finding is not None:
            self._conclude(finding, now)
        broken = self.best_prices.overdue(now)
        return None if broken is None else self._break(broken)

    def expect_answer(self) -> None:
        """A snapshot from elsewhere, one without a time, was asked for."""
        self.verification.replay = (
            SnapshotAligner(self.book) if self.is_sound and self._books.candidates is None else None
        )

    def _audit(self, snapshot: BookSnapshot, at: int) -> Outcome:
        """A fresh snapshot of a book we hold: what differs is counted, and gone."""
        # One older than that which the book began with may be older than deltas that are not kept any more.
        newer = self.recent.since(snapshot) if self._times.admits(snapshot.exchange_at) else None
        if newer is None:
            return Skipped(self.stream, TOO_OLD)
        has_gap = self.verification.end_gap()
        if self._books.candidates is not None and not newer:
            self._books.candidates.weigh(snapshot)
            if (reversal := self._follow_reading(at)) is not None:
                return reversal
        differences = self.book.differences(snapshot, newer)
        proves = not has_gap and self._reading.decided is not None
        self._prove(len(snapshot.bids) + len(snapshot.asks), differences if proves else None, at)
        self._replace(snapshot, at, restart=differences > 0)
        for delta in newer:
            self._books.apply_delta(delta)
        return self._judge(at)

    def _prove(self, levels: int, differences: int | None, at: int) -> None:
        differences = self._counts.audited(differences)
        self.verification.last = AuditResult(at, levels, differences)
        self._reading.look_again(differences or 0)

    def _conclude(self, finding: BestFit, now: int) -> None:
        """A snapshot from elsewhere was compared."""
        self.book.within_snapshot = finding.mended.within_snapshot
        if finding.differences:
            self._books.shown = finding.mended
            self._show_another(now)
        self._prove(finding.levels, finding.differences, now)
        self._books.reopen()

    def _replace(self, snapshot: BookSnapshot, at: int, *, restart: bool = True) -> None:
        self._books.replace(snapshot)
        self._times = TimestampGuard(snapshot.exchange_at)
        if restart:
            self.replaced += 1
            self.best_prices.quotes.restart(at)

    def _amend_behind(self, delta: BookDelta, newest: int, at: int) -> Outcome:
        """A delta came behind newer ones: told a second time it says nothing, overtaken it counts where it can."""
        if self.recent.holds(delta):
            return Skipped(self.stream, TOLD_BEFORE)
        overtaking = self.recent.overtaking(delta)
        if overtaking is None:
            return self._break(_DISORDERED)
        signed = self._books.signed
        if signed is not None and not overtaking.adds_up(delta, signed):
            return self._break(_DISORDERED)
        # Of the newest moment, because a book's time does not go back.
        whole = replace(delta, exchange_at=newest)
        left = overtaking.left_of(whole)
        verdict = self._books.apply_overtaken(whole, left)
        return self._take(delta, left if signed is None else whole, verdict, at)

    def _take(self, delta: BookDelta, applied: BookDelta, verdict: DeltaResult, at: int) -> Outcome:
        """Finish a delta, of which so much was applied: its outcome, and what follows from it."""
        if verdict is DeltaResult.LATE and not self._times.admits(delta.exchange_at):
            return Skipped(self.stream, verdict.value)
        self.recent.note(delta)
        if verdict is DeltaResult.LATE:
            return self._break(_DISORDERED)
        if verdict is not DeltaResult.APPLIED:
            return self._break(_IMPOSSIBLE[verdict])
        if self._books.candidates is not None:
            if (reversal := self._follow_reading(at)) is not None:
                return reversal
        elif self.verification.replay is not None:
            self.verification.note(applied)
        return self._judge(at)

    def _judge(self, at: int) -> Outcome:
        broken = self.best_prices.judge(self.book, at)
        return self._applied if broken is None else self._break(broken)

    def _follow_reading(self, at: int) -> NeedsResync | None:
        """Show the book that leads; once it is decided keep that alone, and begin anew if it is a reversal."""
        if self._books.candidates is None:
            return None
        if not self._books.follow():
            return self._break(Reason(Cause.FORMAT_CHANGED, self._reading.mode.value))
        if not self._reading.is_open:
            self._show_another(at)
        return None

    def _show_another(self, at: int) -> None:
        self.replaced += 1
        self.best_prices.begin(self.book, at)

    def _hold(self, delta: BookDelta, at: int) -> Outcome:
        self.rebuilding = self.rebuilding or _WAITING
        if self._waiting.hold(delta, at):
            return NeedsResync(self.stream, Reason(Cause.NO_SNAPSHOT, done=MAX_HELD))
        return self.overdue(at) or Skipped(self.stream, "kept until a snapshot comes", is_kept=True)

    def _break(self, why: Reason) -> NeedsResync:
        self.void(why)
        # A book that breaks may have been read wrongly: the next snapshot begins with both readings.
        self._reading.look_again(LEAD // 2)
        return NeedsResync(self.stream, why)
