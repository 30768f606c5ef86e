"""The exchange's time of now, as its own messages tell it (state 2.2).

A trade and the change of the book it causes come by two channels, in either order. Both carry the time of the exchange,
so windows are cut by that, at whole seconds.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND

SETTLING: Final = 500 * MILLISECOND
"""In ns: a second is over once what happened in it had so long to come."""

STRAY: Final = 2 * SECOND
"""Times that lie so far (ns) from what was told until now are of another clock, or of a line that stood still."""


class ExchangeSeconds:
    """How far the exchange's clock is ahead of ours. `at` and `now` are monotonic ns, the others wall ns."""

    __slots__ = ("_ahead",)

    def __init__(self) -> None:
        self._ahead: int | None = None

    def note(self, exchange_at: int, at: int) -> bool:
        """A message of that time came; whether it goes with those before. If not, all begins with it."""
        ahead, before = exchange_at - at, self._ahead
        if before is None or ahead > before or before - ahead > STRAY:
            self._ahead = ahead
        return before is None or -STRAY <= ahead - before <= STRAY

    def forget(self) -> None:
        """The connection went: the next may be to another machine."""
        self._ahead = None

    def of(self, now: int) -> int | None:
        """What the exchange's clock shows, as of the fastest message; None before the first."""
        return None if self._ahead is None else now + self._ahead


def settled(exchange_now: int, step: int = SECOND) -> int:
    """The last whole second, or step of so many, of which everything has come."""
    end = exchange_now - SETTLING
    return end - end % step


def next_whole(moment: int) -> int:
    """The first whole second at a moment or after it."""
    return moment + -moment % SECOND
