"""Rate limits: control messages a second, fresh snapshots a minute."""

from __future__ import annotations

from collections import deque

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND


class RateLimiter:
    """At most `limit` permits in any window of `window` nanoseconds."""

    def __init__(self, limit: int, window: int) -> None:
        self._window = window
        self._taken: deque[int] = deque(maxlen=limit)

    def free(self, now: int) -> int:
        """The number of permits left now."""
        limit = self._taken.maxlen or 0
        return limit - sum(1 for at in self._taken if now - at < self._window)

    def take(self, now: int) -> bool:
        """Use one permit; False if there is none."""
        if self.free(now) <= 0:
            return False
        self._taken.append(now)
        return True

    def next_at(self, now: int, permits: int = 1) -> int:
        """The time at which so many permits are free: now, or when enough of those taken leave the window."""
        missing = permits - self.free(now)
        if missing <= 0:
            return now
        held = [at for at in self._taken if now - at < self._window]
        return held[missing - 1] + self._window


class ResyncPolicy(Struct, frozen=True):
    """The limits on fresh subscriptions of one stream (client 2.7). Nanoseconds."""

    gap: int = 5 * SECOND
    many: int = 5
    period: int = 5 * MINUTE
    slow_gap: int = MINUTE


class ResyncLimiter:
    """Not twice within `gap`; after `many` within `period`, only once each `slow_gap`."""

    def __init__(self, policy: ResyncPolicy) -> None:
        self._policy = policy
        self._taken: deque[int] = deque(maxlen=policy.many)

    def take(self, now: int) -> bool:
        """Use one permit; False if it is too early."""
        if self._taken and now - self._taken[-1] < self._gap(now):
            return False
        self._taken.append(now)
        return True

    def next_at(self, now: int) -> int:
        """The time of the next permit."""
        return max(now, self._taken[-1] + self._gap(now)) if self._taken else now

    def is_slow(self, now: int) -> bool:
        """Whether so many permits were used that only one each `slow_gap` is given."""
        return len(self._taken) == self._policy.many and now - self._taken[0] < self._policy.period

    def _gap(self, now: int) -> int:
        return self._policy.slow_gap if self.is_slow(now) else self._policy.gap


class RetryBackoff:
    """The delay after faults of the exchange's own: it doubles while they go on."""

    def __init__(self, first: int, most: int, calm: int) -> None:
        self._first = first
        self._most = most
        self._calm = calm
        self._delay = first
        self._last: int | None = None
        self.at: int | None = None

    def plan(self, now: int) -> int:
        """A fault happened; when to ask again. One that is already planned stands."""
        if self.at is None:
            if self._last is None or now - self._last > self._calm:
                self._delay = self._first
            self.at = now + self._delay
            self._delay = min(2 * self._delay, self._most)
        return self.at

    def is_due(self, now: int) -> bool:
        """Whether to ask now; True once for each plan."""
        if self.at is None or self.at > now:
            return False
        self._last, self.at = self.at, None
        return True
