"""One contract's two accounts of one thing: what was executed, by the orders, and what is held, by the positions.

Neither stream is numbered, and either may be ahead of the other. A change told by one is confirmed if the other was
there, or passed it, at some moment from `WINDOW_NS` before it until it is judged (client 4.3).
"""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.state.decimal_math import ZERO, add, subtract

WINDOW_NS: Final = 1500 * MILLISECOND
"""How far one stream may be ahead of the other. Their skew may be 0.9 s."""

BEATS: Final = 2
"""So many beats a change must be old as well: a program that stood still has not read what waits for it."""

MOST_CHANGES: Final = 256


class TotalChange(NamedTuple):
    """A running total since `at` (monotonic ns), first told before beat number `beat`."""

    at: int
    beat: int
    total: Decimal


class RunningTotal:
    """One stream's running total, and those it had in the last seconds."""

    def __init__(self) -> None:
        self._changes: deque[TotalChange] = deque(maxlen=MOST_CHANGES)
        self._unjudged: deque[TotalChange] = deque(maxlen=MOST_CHANGES)
        self._before = self.total = ZERO

    def move(self, total: Decimal, at: int, beat: int) -> None:
        """Another total from now on."""
        change = TotalChange(at, beat, total)
        if len(self._changes) == MOST_CHANGES:
            self._before = self._changes[0].total
        self._changes.append(change)
        self._unjudged.append(change)
        self.total = total

    def due(self, now: int, beat: int) -> list[TotalChange]:
        """The changes old enough to be judged; each once."""
        found = []
        while self._unjudged and now - self._unjudged[0].at > WINDOW_NS and beat - self._unjudged[0].beat >= BEATS:
            found.append(self._unjudged.popleft())
        return found

    def passed(self, total: Decimal, since: int) -> bool:
        """Whether it stood at a total, or passed it, since a moment."""
        while len(self._changes) > 1 and self._changes[1].at <= since:
            self._changes.popleft()
        totals = [change.total for change in self._changes if change.at > since]
        first = next((change.total for change in reversed(self._changes) if change.at <= since), self._before)
        return min(first, *totals) <= total <= max(first, *totals) if totals else total == first

    def trust(self) -> None:
        """Take what was told up to now as confirmed."""
        self._unjudged.clear()

    @property
    def moved_at(self) -> int | None:
        """The time of its last change."""
        return self._changes[-1].at if self._changes else None


class FillReconciler:
    """Both tracks, compared. Until both have been still for a while, nobody knows where they stand to each other."""

    def __init__(self, at: int, beat: int) -> None:
        self.executed, self.held = RunningTotal(), RunningTotal()
        self._apart: Decimal | None = None
        self._since = (at, beat)
        self._is_accused = False

    def unsettle(self, at: int, beat: int) -> None:
        """Something happened whose size is not known: start anew once all is still."""
        self._apart = None
        self._since = (at, beat)
        self._trust()

    def execute(self, size: Decimal, at: int, beat: int) -> None:
        """Contracts bought, or sold if negative."""
        self.executed.move(add(self.executed.total, size), at, beat)
        self._moved(at, beat)

    def hold(self, size: Decimal, at: int, beat: int) -> None:
        """Contracts held, short if negative."""
        if size != self.held.total:
            self.held.move(size, at, beat)
            self._moved(at, beat)

    def judge(self, now: int, beat: int) -> tuple[bool, bool]:
        """Two flags: the orders, and the positions, missed what the other told. Each miss is told once."""
        apart = self._apart
        if apart is None:
            if self._is_still(now, beat):
                self._apart = subtract(self.held.total, self.executed.total)
            self._trust()
            return False, False
        executed = [one for one in self.executed.due(now, beat) if not self._was_held(one, apart)]
        held = [one for one in self.held.due(now, beat) if not self._was_executed(one, apart)]
        if self._is_agreed or self._is_accused or not self._is_still(now, beat):
            return bool(held), bool(executed)
        self._is_accused = True
        orders_were_last = (self.executed.moved_at or 0) > (self.held.moved_at or 0)
        return bool(held) or not orders_were_last, bool(executed) or orders_were_last

    def _was_held(self, change: TotalChange, apart: Decimal) -> bool:
        return self.held.passed(add(change.total, apart), change.at - WINDOW_NS)

    def _was_executed(self, change: TotalChange, apart: Decimal) -> bool:
        return self.executed.passed(subtract(change.total, apart), change.at - WINDOW_NS)

    @property
    def _is_agreed(self) -> bool:
        return self._apart is not None and subtract(self.held.total, self.executed.total) == self._apart

    def _is_still(self, now: int, beat: int) -> bool:
        at, began = self._since
        return now - at > WINDOW_NS and beat - began >= BEATS

    def _moved(self, at: int, beat: int) -> None:
        self._since = (at, beat)
        self._is_accused = False
        if self._is_agreed:
            self._trust()

    def _trust(self) -> None:
        self.executed.trust()
        self.held.trust()
