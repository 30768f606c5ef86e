"""What was traded in a symbol since its trades were first followed here (state 4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.model.durations import MINUTE
from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes

PACE_FROM_NS: Final = MINUTE
"""Watched for less, a number of trades a minute would be chance."""


class SessionTotals:
    """Volume and number of trades, and for how long they were watched; times are monotonic ns.

    `has_gaps`: trades were not followed for a while in between, so both are the least there was.
    """

    __slots__ = ("_began", "_has_ended", "_watched", "count", "has_gaps", "volume")

    def __init__(self) -> None:
        self.volume = NO_SIZE
        self.count = 0
        self.has_gaps = False
        self._watched = 0
        """Until the newest gap."""
        self._began: int | None = None
        """When the trades were joined; None while they are not followed."""
        self._has_ended = False

    def begin(self, at: int) -> None:
        """Trades are followed from now on, if they were not."""
        if self._began is None:
            self._began = at
            self.has_gaps = self._has_ended

    def end(self, at: int) -> None:
        """Trades are not followed any more."""
        if self._began is not None:
            self._watched += max(0, at - self._began)
            self._began = None
            self._has_ended = True

    def note(self, size: Size, at: int) -> None:
        """Count a trade. The first may come before the answer that its stream is joined."""
        if self._began is None and not self._has_ended:
            self._began = at
        self.volume = add_sizes(self.volume, size)
        self.count += 1

    def a_minute(self, now: int) -> Decimal | None:
        """Trades a minute while they were followed; None before that was a minute."""
        watched = self._watched + (0 if self._began is None else now - self._began)
        return None if watched < PACE_FROM_NS else Decimal(self.count) * MINUTE / watched
