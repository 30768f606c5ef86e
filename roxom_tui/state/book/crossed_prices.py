"""A best bid at or above the best ask: no market is so for longer than it takes to tell of it (client 3.5)."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.market import PricedSize
from roxom_tui.model.reasons import Cause, Reason

DOUBT_NS: Final = 150 * MILLISECOND
"""Crossed or locked for longer, prices are not proven: one message of several may cross them for less."""

LIMIT_NS: Final = SECOND
"""Crossed or locked for longer, a book is broken."""

_CROSSED: Final = Reason(Cause.CROSSED)
_LOCKED: Final = Reason(Cause.LOCKED)


class CrossedPrices:
    """Since when one pair of best levels has been crossed or locked. Times are monotonic ns."""

    def __init__(self) -> None:
        self.since: int | None = None
        self._is_locked = False

    def look(self, bid: PricedSize | None, ask: PricedSize | None, at: int) -> None:
        """These are the best levels from now on."""
        if bid is None or ask is None or bid[0].key < ask[0].key:
            self.since = None
            return
        self._is_locked = bid[0].key == ask[0].key
        if self.since is None:
            self.since = at

    @property
    def doubtful_at(self) -> int | None:
        """The time at which the prices become doubtful without a message; None where they do not."""
        return None if self.since is None else self.since + DOUBT_NS

    def doubt(self, now: int) -> Reason | None:
        """The reason why the prices are not proven; None when nothing speaks against them."""
        if self.since is None or now - self.since < DOUBT_NS:
            return None
        return _LOCKED if self._is_locked else _CROSSED

    def is_too_long(self, now: int) -> bool:
        """Whether it has lasted longer than a sound book may."""
        return self.since is not None and now - self.since > LIMIT_NS
