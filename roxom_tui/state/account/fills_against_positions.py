"""Fills against positions, of one contract: what was executed, by the orders, and what is held, by the positions.

Neither stream is numbered, and either may be ahead of the other. A change told by one is confirmed if the other was
there, or passed it, at some moment from `WINDOW_NS` before it until it is judged (client 4.3).
"""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.state.decimal_math import ZERO, add, subtract

WINDOW_NS: Final = 1500 * MILLISECOND
"""How far one stream may be ahead of the other. Their skew may be 0.9 s."""

LOOKS: Final = 2
"""So many looks old a change must be as well: a program that stood still has not read what waits for it."""

MOST_CHANGES: Final = 256


class Moment(Struct, frozen=True):
    """A time (monotonic ns), and how many looks there were before it."""

    at: int
    look: int

    def is_settled(self, now: Moment) -> bool:
        """Whether the other stream has had its time since."""
        return now.at - self.at > WINDOW_NS and now.look - self.look >= LOOKS


class TotalChange(Struct, frozen=True):
    """A running total since a moment."""

    moment: Moment
    total: Decimal


class RunningTotal:
    """One stream's running total, and those it had in the last seconds."""

    def __init__(self) -> None:
        self._changes: deque[TotalChange] = deque(maxlen=MOST_CHANGES)
        self._unjudged: deque[TotalChange] = deque(maxlen=MOST_CHANGES)
        self._before = self.total = ZERO
        self.moved_at = 0
        """The time that its last change tells of; 0 before the first."""

    def move(self, total: Decimal, moment: Moment, asked_at: int | None = None) -> None:
        """Another total from now on; told by a list, it is that of when the list was asked for."""
        if len(self._changes) == MOST_CHANGES:
            self._before = self._changes[0].total
        self.moved_at = max(self.moved_at, moment.at if asked_at is None else asked_at)
        self._changes.append(TotalChange(moment, total))
        self._unjudged.append(self._changes[-1])
        self.total = total

    def due(self, now: Moment) -> list[TotalChange]:
        """The changes old enough to be judged; each once."""
        found = []
        while self._unjudged and self._unjudged[0].moment.is_settled(now):
            found.append(self._unjudged.popleft())
        return found

    def passed(self, total: Decimal, since: int) -> bool:
        """Whether it stood at a total, or passed it, since a time."""
        while len(self._changes) > 1 and self._changes[1].moment.at <= since:
            self._changes.popleft()
        totals = [change.total for change in self._changes if change.moment.at > since]
        first = next((change.total for change in reversed(self._changes) if change.moment.at <= since), self._before)
        return min(first, *totals) <= total <= max(first, *totals) if totals else total == first

    def trust(self) -> None:
        """No confirmation is needed of what was told up to now."""
        self._unjudged.clear()


class FillReconciler:
    """Both totals, compared. Until both have been still for a while, nobody knows where they stand to each other."""

    def __init__(self, moment: Moment) -> None:
        self.executed, self.held = RunningTotal(), RunningTotal()
        self._apart: Decimal | None = None
        self._since = moment
        self._is_accused = False

    def begin_anew(self, moment: Moment) -> None:
        """Something happened whose size is not known: judge nothing until all was still."""
        self._apart = None
        self._since = moment
        self._trust()

    def execute(self, size: Decimal, moment: Moment, asked_at: int | None = None) -> None:
        """Contracts bought, or sold if negative; `asked_at` (ns) where a list tells it."""
        self.executed.move(add(self.executed.total, size), moment, asked_at)
        self._moved(moment)

    def hold(self, size: Decimal, moment: Moment, asked_at: int | None = None) -> None:
        """Contracts held, short if negative; `asked_at` (ns) where a list tells it."""
        if size != self.held.total:
            self.held.move(size, moment, asked_at)
            self._moved(moment)

    def judge(self, now: Moment) -> tuple[bool, bool]:
        """Two flags: the orders, and the positions, missed what the other told. Each miss is told once."""
        apart = self._apart
        if apart is None:
            if self._since.is_settled(now):
                self._apart = subtract(self.held.total, self.executed.total)
            self._trust()
            return False, False
        executed = [one for one in self.executed.due(now) if not self._was_held(one, apart)]
        held = [one for one in self.held.due(now) if not self._was_executed(one, apart)]
        if self._is_agreed or self._is_accused or not self._since.is_settled(now):
            return bool(held), bool(executed)
        self._is_accused = True
        orders_were_last = self.executed.moved_at > self.held.moved_at
        return bool(held) or not orders_were_last, bool(executed) or orders_were_last

    def _was_held(self, change: TotalChange, apart: Decimal) -> bool:
        return self.held.passed(add(change.total, apart), change.moment.at - WINDOW_NS)

    def _was_executed(self, change: TotalChange, apart: Decimal) -> bool:
        return self.executed.passed(subtract(change.total, apart), change.moment.at - WINDOW_NS)

    @property
    def _is_agreed(self) -> bool:
        return self._apart is not None and subtract(self.held.total, self.executed.total) == self._apart

    def _moved(self, moment: Moment) -> None:
        self._since = moment
        self._is_accused = False
        if self._is_agreed:
            self._trust()

    def _trust(self) -> None:
        self.executed.trust()
        self.held.trust()
