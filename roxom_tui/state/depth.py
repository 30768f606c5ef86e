"""A symbol's book and whether it can be believed: there are no sequence numbers to tell (protocol 4.3, reliability 3).

The depth mode is given. Choosing it by evidence, and checking the book against quotes and fresh snapshots, would wrap
`OrderBook` here; the rest of the state only sees `book`, `is_sound` and `rebuilding`.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import Channel, DepthMode, Stream, Symbol
from roxom_tui.model.outcome import Applied, NeedsResync, Outcome, Skipped
from roxom_tui.state.book import OrderBook, Verdict

MAX_HELD: Final = 256
"""Deltas kept while a snapshot is awaited."""

PATIENCE_NS: Final = 5_000_000_000
"""How long deltas are held before a snapshot is asked for again."""

CROSSED_LIMIT_NS: Final = 1_000_000_000
"""How long a book may be crossed or locked."""

HELD: Final = "held until a snapshot comes"


class Depth:
    """The book of one symbol. Not sound until a snapshot came; the old levels stay, to be drawn dimmed."""

    __slots__ = (
        "_applied",
        "_crossed_since",
        "_held",
        "_held_since",
        "_lost_at",
        "book",
        "is_sound",
        "rebuilding",
        "stream",
    )

    def __init__(self, symbol: Symbol, mode: DepthMode) -> None:
        self.stream = Stream(Channel.DEPTH, symbol)
        self._applied = Applied(self.stream)
        self.book = OrderBook(mode)
        self.void("")

    def void(self, why: str) -> None:
        """Stop believing the book until the next snapshot: the connection went, or someone asked for a fresh one."""
        self.is_sound = False
        self.rebuilding = why
        self._held: deque[BookDelta] = deque(maxlen=MAX_HELD)
        self._held_since: int | None = None
        self._lost_at: int | None = None
        self._crossed_since: int | None = None

    def apply_snapshot(self, snapshot: BookSnapshot, at: int) -> Outcome:
        """Replace the book at any time, then apply what was held and is not older. `at`: monotonic ns."""
        held, lost_at = self._held, self._lost_at
        self.void("")
        self.book.apply_snapshot(snapshot)
        self.is_sound = True
        self.rebuilding = ""
        if lost_at is not None and lost_at >= snapshot.exchange_at:
            return self._break("deltas after the snapshot were lost")
        for delta in held:
            outcome = self._amend(delta, at)
            if isinstance(outcome, NeedsResync):
                return outcome
        return self._watch_crossing(at)

    def apply_delta(self, delta: BookDelta, at: int) -> Outcome:
        """Amend the book, or hold the delta while there is no sound book. `at`: monotonic ns."""
        if not self.is_sound:
            return self._hold(delta, at)
        return self._amend(delta, at)

    def overdue(self, now: int) -> NeedsResync | None:
        """What has gone on for too long without a message to reveal it; ask about once a second."""
        if self._crossed_since is not None and now - self._crossed_since > CROSSED_LIMIT_NS:
            return self._break("crossed or locked for over 1 s")
        if self._held_since is not None and now - self._held_since > PATIENCE_NS:
            self._held_since = now
            return NeedsResync(self.stream, "deltas but no snapshot for 5 s")
        return None

    def _amend(self, delta: BookDelta, at: int) -> Outcome:
        verdict = self.book.apply_delta(delta)
        if verdict is Verdict.APPLIED:
            return self._watch_crossing(at)
        if verdict is Verdict.LATE:
            return Skipped(self.stream, verdict.value)
        return self._break(verdict.value)

    def _watch_crossing(self, at: int) -> Outcome:
        if not self.book.is_crossed_or_locked:
            self._crossed_since = None
            return self._applied
        if self._crossed_since is None:
            self._crossed_since = at
        return self.overdue(at) or self._applied

    def _hold(self, delta: BookDelta, at: int) -> Outcome:
        self.rebuilding = self.rebuilding or "waiting for a snapshot"
        if self._held_since is None:
            self._held_since = at
        first_loss = False
        if len(self._held) == MAX_HELD:
            first_loss = self._lost_at is None
            self._lost_at = max(self._lost_at or 0, self._held[0].exchange_at)
        self._held.append(delta)
        if first_loss:
            return NeedsResync(self.stream, f"{MAX_HELD} deltas and no snapshot")
        return self.overdue(at) or Skipped(self.stream, HELD)

    def _break(self, why: str) -> NeedsResync:
        self.void(why)
        return NeedsResync(self.stream, why)
