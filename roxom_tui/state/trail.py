"""A price sampled at even intervals, for the sparkline."""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.number import Price

TRAIL_LENGTH: Final = 48
TRAIL_INTERVAL_NS: Final = 5_000_000_000


class Trail:
    """The last `TRAIL_LENGTH` samples; the newest is the running one. Times are monotonic ns."""

    __slots__ = ("_current", "_past", "_slot")

    def __init__(self) -> None:
        self._past: deque[Price | None] = deque(maxlen=TRAIL_LENGTH - 1)
        self._slot: int | None = None
        self._current: Price | None = None

    def note(self, price: Price | None, at: int) -> None:
        """The price from now on; None when it is not known any more."""
        self.advance(at)
        self._current = price

    def advance(self, now: int) -> bool:
        """Close the intervals that have passed, each with the price that stood; True if any did."""
        slot = now // TRAIL_INTERVAL_NS
        passed = 0 if self._slot is None else slot - self._slot
        self._slot = slot
        self._past.extend([self._current] * min(passed, TRAIL_LENGTH))
        return passed > 0

    @property
    def samples(self) -> tuple[Price | None, ...]:
        """Oldest first."""
        return (*self._past, self._current)
