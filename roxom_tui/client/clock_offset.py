"""Estimates the offset of the exchange's clock and the lateness of its data (client 2.10). Pure.

Only the difference of two clocks can be seen. Its least value in some minutes is the exchange's clock plus the
shortest way; what a message needs more than that is lateness.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.state.timestamp_guard import Arrival, TimestampGuard

WINDOW: Final = 300
"""So many ticks, about seconds, the least difference is sought in."""

LEFT_OUT: Final = 5
"""So many of the least are left out: single wrong times of the exchange's would make everything else look late, and
one in each of a symbol's streams may fall into as many ticks."""

_SET_BACK: Final = Arrival.SET_BACK
SPEAKS_FOR_NS: Final = 5 * SECOND
"""For how long the lateness of the newest change says anything."""


class ClockOffsetEstimator:
    """Differences are nanoseconds: our monotonic time of arrival less the exchange's time of the event.

    A clock of the exchange's that is set back makes all that comes look late, though nothing is. But its times went
    back while its messages came on, which those of late messages never do: the differences begin anew.
    """

    def __init__(self) -> None:
        self._least: int | None = None
        self._change: int | None = None
        self._ticks: deque[int] = deque(maxlen=WINDOW)
        self._late: int | None = None
        self._late_at = 0
        self._latest: int | None = None
        self._changes = TimestampGuard()

    def restart(self) -> None:
        """Another connection: how late the last one was says nothing, but the clocks are the same."""
        self._least = self._change = self._late = self._latest = None
        self._changes = TimestampGuard()

    def note(self, at: int, exchange_at: int, is_change: bool) -> None:
        """A market event came. Only changes of a book are sure to be sent when they happen; a snapshot can be old."""
        difference = at - exchange_at
        if is_change:
            changes = self._changes
            newest = changes.newest
            if newest is not None and exchange_at >= newest and not changes.doubted:
                # As `judge` does; nearly always so.
                changes.newest = exchange_at
            elif changes.judge(exchange_at) is _SET_BACK:
                self._begin_anew(difference)
            change = self._change
            if change is None or difference < change:
                self._change = difference
        least = self._least
        if least is None or difference < least:
            self._least = difference

    def _begin_anew(self, difference: int) -> None:
        """The clocks differ by so much from now on."""
        base = self.base
        if base is not None and difference > base:
            self._ticks = deque((tick + difference - base for tick in self._ticks), maxlen=WINDOW)
        self._least = self._change = difference

    def tick(self, now: int) -> None:
        """About once a second: judge what came since the last time."""
        if self._least is not None:
            self._ticks.append(self._least)
        base = self.base
        if self._change is not None and base is not None:
            self._late, self._late_at = max(0, self._change - base), now
        elif now - self._late_at > SPEAKS_FOR_NS:
            self._late = None
        if self._least is not None and base is not None:
            self._latest = max(0, self._least - base)
        self._least = self._change = None

    @property
    def base(self) -> int | None:
        """The least difference that is not a single mistake."""
        if not self._ticks:
            return None
        ordered = sorted(self._ticks)
        return ordered[min(LEFT_OUT, (len(ordered) - 1) // 2)]

    @property
    def seconds(self) -> float | None:
        """The lateness of changes in seconds; None where nothing tells."""
        return None if self._late is None else self._late / SECOND

    @property
    def seconds_at_most(self) -> float | None:
        """The greatest lateness, in seconds, that the newest data can have had."""
        return None if self._latest is None else self._latest / SECOND

    def skew_ms(self, now: int, wall: int, round_trip_ms: float | None) -> float | None:
        """Milliseconds that the exchange's clock is ahead of our wall clock, give or take half a ping's round trip."""
        base = self.base
        if base is None or round_trip_ms is None:
            return None
        return (now - base - wall) / MILLISECOND + round_trip_ms / 2
