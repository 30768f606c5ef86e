"""Delays before the next connection (client 2.2). Pure: time and chance are given."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from random import Random

from msgspec import Struct, field

from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.durations import SECOND

Range = tuple[float, float]

GOING_AWAY, POLICY_VIOLATION = 1001, 1008
RESTARTING, TRY_LATER = 1012, 1013


class ReconnectPolicy(Struct, frozen=True):
    """Delays in seconds. A range is drawn from evenly, so that a herd of clients does not return together."""

    first: float = 1.0
    most: float = 15.0
    steady_after: float = 60.0
    forgiven_after: float = 15.0
    """For so long up, the delay is halved; after `steady_after` it is the first again."""
    deaths: int = 3
    deaths_within: float = 300.0
    """So often in that time a line that fell dead is dialled again as if it were the first time."""
    on_close: Mapping[int, Range] = field(
        default_factory=lambda: {1000: (0, 5), GOING_AWAY: (0, 5), RESTARTING: (2, 15), TRY_LATER: (15, 60)}
    )
    closes_apart: float = 60.0
    """A close so long after the one before is a first one again, and waits as its code says."""
    after_violation: float = 60.0
    throttled: Range = (30.0, 60.0)
    retry_after: Range = (1.0, 600.0)
    certificate: float = 60.0
    intercepted: float = 60.0
    attempts: int = 20
    """No more than so many in `attempts_within` seconds, however the dice fall."""
    attempts_within: float = 60.0


class Backoff:
    """Delays that double while connections fail, and start over once one has proved itself."""

    def __init__(self, policy: ReconnectPolicy, random: Random) -> None:
        self._policy = policy
        self._random = random
        self._attempts = 0
        self._tried: deque[int] = deque(maxlen=policy.attempts)
        self._died: deque[int] = deque(maxlen=policy.deaths)
        self._up_at: int | None = None
        self._closed_at: int | None = None
        self._violated = False
        self._proven = False

    def trying(self, now: int) -> None:
        """A connection is being tried."""
        self._tried.append(now)

    def up(self, now: int) -> None:
        """A connection stands; that alone proves nothing."""
        self._up_at = now
        self._proven = False

    def proven(self) -> None:
        """A valid data message came by it."""
        self._proven = True

    def reset(self) -> None:
        """All is well: the next delay is the first again."""
        self._attempts = 0

    def after_close(self, code: int | None, now: int) -> float:
        """Seconds to wait after a connection ended with that close code (None: it was cut)."""
        closed_at, self._closed_at = self._closed_at, now
        is_first = closed_at is None or now - closed_at >= self._policy.closes_apart * SECOND
        self._forgive(now)
        if code == POLICY_VIOLATION:
            return self._violation(is_first)
        told = None if code is None else self._policy.on_close.get(code)
        if told is not None and is_first:
            self._attempts += 1
            return self._spaced(self._random.uniform(*told))
        return self._doubling()

    def after_death(self, now: int) -> float:
        """Seconds to wait after a connection was left because nothing came by it any more."""
        self._forgive(now)
        died, policy = self._died, self._policy
        if len(died) < policy.deaths or now - died[0] > policy.deaths_within * SECOND:
            self._attempts = 0
            died.append(now)
        return self._doubling()

    def after_failure(self, failure: Failed) -> float | None:
        """Seconds to wait after a connection did not come about; None if only the person can change anything."""
        if failure.trouble in (Trouble.REFUSED, Trouble.REDIRECTED, Trouble.NOT_ALLOWED):
            return None
        if failure.trouble is Trouble.CERTIFICATE:
            return self._policy.certificate
        if failure.trouble is Trouble.INTERCEPTED:
            return self._policy.intercepted
        if failure.trouble is Trouble.THROTTLED:
            return self._throttled(failure.retry_after)
        return self._doubling()

    def _forgive(self, now: int) -> None:
        if self._proven and self._up_at is not None:
            forgiven = int((now - self._up_at) / SECOND / self._policy.forgiven_after)
            self._attempts = max(0, self._attempts - forgiven)
            if self._is_steady(now):
                self._attempts, self._violated = 0, False
        self._up_at, self._proven = None, False

    def _is_steady(self, now: int) -> bool:
        """Whether the connection that ended had stood for so long that what was before it counts no more."""
        up_at = self._up_at
        return self._proven and up_at is not None and now - up_at >= self._policy.steady_after * SECOND

    def _violation(self, is_first: bool) -> float:
        # One minute apart, as these then are, each would be a first one: only a steady line makes up for it.
        before, self._violated = self._violated, True
        return self._doubling() if is_first and not before else self._spaced(self._policy.after_violation)

    def _throttled(self, retry_after: float | None) -> float:
        if retry_after is None:
            return self._spaced(self._random.uniform(*self._policy.throttled))
        least, most = self._policy.retry_after
        return self._spaced(min(max(retry_after, least), most))

    def _doubling(self) -> float:
        # The exponent is bounded too: a connection that fails for a year must not overflow a float.
        longest = min(self._policy.first * 2.0 ** min(self._attempts, 30), self._policy.most)
        self._attempts += 1
        return self._spaced(self._random.uniform(0, longest))

    def _spaced(self, delay: float) -> float:
        """That delay, or the longer one that keeps to the number of attempts."""
        return max(delay, self._until_room())

    def _until_room(self) -> float:
        """Seconds from the last try until the next would not be one too many."""
        if len(self._tried) < self._policy.attempts:
            return 0.0
        return self._policy.attempts_within - (self._tried[-1] - self._tried[0]) / SECOND
