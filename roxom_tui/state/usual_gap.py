"""How far apart messages usually come, so that an unusual silence is known for one (client 2.6). Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND

TOLD_FROM_NS: Final = 1500 * MILLISECOND
"""No silence is called unusual before it has lasted so long."""

TOLD_UNTIL_NS: Final = 4750 * MILLISECOND
"""Where gaps are so long that only a longer silence were unusual, none is: it is asked about before."""

TIMES: Final = 4
"""A silence is unusual from so many times the longest gap on."""

SPAN_NS: Final = 30 * SECOND
"""The longest gap of the last one to two spans counts."""

ENOUGH: Final = 20
"""So many messages, over so long at least, before anything is called usual."""
ENOUGH_NS: Final = 3 * SECOND

_LEAST_NS: Final = 250_000_000


class UsualGap:
    """Told of each message. Times are monotonic ns.

    One long gap counts for no more than twice the longest before it: a single interruption is not usual yet, but a lull
    is after a few messages.
    """

    __slots__ = ("_before", "_count", "_longest", "_since", "_turned_at", "last_at")

    def __init__(self) -> None:
        self.last_at: int | None = None
        self._longest = self._before = 0
        self._count = 0
        self._since = self._turned_at = 0

    def note(self, at: int) -> None:
        """A message came."""
        last, self.last_at = self.last_at, at
        if last is None:
            if not self._count:
                self._since = self._turned_at = at
            return
        self._count += 1
        gap = at - last
        if gap > self._longest:
            self._longest = min(gap, 2 * max(self._longest, self._before, _LEAST_NS))
        if at - self._turned_at > SPAN_NS:
            self._before, self._longest, self._turned_at = self._longest, 0, at

    def interrupt(self) -> None:
        """The connection went: the time until the next message is no gap."""
        self.last_at = None

    @property
    def unusual_after(self) -> int | None:
        """How long a silence is unusual (ns); None where no silence is, or too little came to tell."""
        if self.last_at is None or self._count < ENOUGH or self.last_at - self._since < ENOUGH_NS:
            return None
        after = max(TOLD_FROM_NS, TIMES * max(self._longest, self._before))
        return after if after <= TOLD_UNTIL_NS else None

    @property
    def unusual_at(self) -> int | None:
        """When the silence becomes unusual if nothing more comes."""
        after = self.unusual_after
        return None if after is None or self.last_at is None else self.last_at + after

    def silent_since(self, now: int) -> int | None:
        """Since when nothing has come, if that is unusual by now."""
        at = self.unusual_at
        return self.last_at if at is not None and now >= at else None
