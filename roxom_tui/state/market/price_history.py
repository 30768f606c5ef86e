"""The course of a price, for the sparkline."""

from __future__ import annotations

from collections import deque

from roxom_tui.model.money import Price
from roxom_tui.state.views.market_views import HISTORY_INTERVAL_NS, HISTORY_LENGTH


class PriceHistory:
    """A price sampled at even intervals, for the sparkline: the last `HISTORY_LENGTH` samples, the newest of
    them running. Times are monotonic ns.

    A price counts for the interval in which it was told and no further: while nobody speaks, nothing is known. Nor is
    it where what is told is not believed: it may be of another time.
    """

    def __init__(self) -> None:
        self._past: deque[Price | None] = deque(maxlen=HISTORY_LENGTH - 1)
        self._slot: int | None = None
        self._current: Price | None = None
        self._is_fresh = False
        self.is_believed = True

    def note(self, price: Price | None, at: int) -> None:
        """The price from now on; None when it is not known any more."""
        if at // HISTORY_INTERVAL_NS != self._slot:
            self.advance(at)
        self._current = price
        self._is_fresh = True

    def advance(self, now: int) -> bool:
        """Close the intervals that have passed: the first with the price it was told; True if any did."""
        slot = now // HISTORY_INTERVAL_NS
        passed = 0 if self._slot is None else slot - self._slot
        self._slot = slot
        if passed <= 0:
            return False
        self._past.append(self._current if self._is_fresh and self.is_believed else None)
        self._past.extend([None] * min(passed - 1, HISTORY_LENGTH))
        self._is_fresh = False
        return True

    @property
    def slot(self) -> int:
        """The number of the interval that runs."""
        return self._slot or 0

    @property
    def samples(self) -> tuple[Price | None, ...]:
        """Oldest first."""
        return (*self._past, self._current)
