"""The move of a price over a length of time (alerts 1.1): at most `SLOTS` prices are kept, whatever comes."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Final

SLOTS: Final = 60
"""The window is told to a sixtieth of itself."""


class MoveWindow:
    """Prices with their times (ns, never going back). The window is between its length and a sixtieth more."""

    def __init__(self, length: int) -> None:
        self.length = length
        self._slot = max(1, length // SLOTS)
        self._prices: deque[tuple[int, Decimal]] = deque()
        """Of each slot of time in which one was told: when it is over, and its last price."""
        self.since: int | None = None
        """From when on nothing was missed."""

    def begin_anew(self) -> None:
        """Something may have been missed: what was before says nothing."""
        self._prices.clear()
        self.since = None

    def note(self, price: Decimal, at: int) -> None:
        """The price from now on."""
        if self.since is None:
            self.since = at
        over_at = (at // self._slot + 1) * self._slot
        if self._prices and self._prices[-1][0] == over_at:
            self._prices[-1] = (over_at, price)
            return
        self._prices.append((over_at, price))
        self._drop(at)

    def filled(self, at: int) -> int:
        """How much of the window is there, in ns, at most its length."""
        return 0 if self.since is None else min(self.length, at - self.since)

    def move(self, price: Decimal, at: int) -> Decimal | None:
        """The move to this price, as a fraction of the price a window ago; None while the window is not full."""
        self._drop(at)
        if not self._prices or self._prices[0][0] > at - self.length:
            return None
        before = self._prices[0][1]
        return (price - before) / before if before else None

    def _drop(self, at: int) -> None:
        """Let go of what is older than the newest that is old enough."""
        begins = at - self.length
        while len(self._prices) > 1 and self._prices[1][0] <= begins:
            self._prices.popleft()
