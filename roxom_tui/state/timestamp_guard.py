"""Whether what arrives is newer than what came before it, by the exchange's times: and whether they can be relied on.

A stream is told in order, so a time that goes back means a message that was overtaken. But where one message after the
other is much older than what is held, it is not they that are wrong: a clock was set back, or a single time was wrong.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from roxom_tui.model.durations import SECOND

OVERTAKEN_NS: Final = SECOND
"""By how much a message may be older and still be one that was overtaken."""

IN_A_ROW: Final = 2
"""So many that are much older, and it is the newest time that is wrong."""


class Arrival(Enum):
    """The relation of a time to the newest before it."""

    NEWER = "newer"
    OLDER = "older than what is held"
    SET_BACK = "the clock was set back"


_NEWER: Final = Arrival.NEWER


class TimestampGuard:
    """The newest exchange time of one stream, wall ns."""

    def __init__(self, newest: int | None = None) -> None:
        self.newest = newest
        self.doubted = 0
        """So many in a row were much older than the newest."""

    def judge(self, exchange_at: int) -> Arrival:
        """Judge the time of an arrival; unless it is older, it is the newest now."""
        newest = self.newest
        if newest is None or exchange_at >= newest:
            self.newest = exchange_at
            self.doubted = 0
            return _NEWER
        if newest - exchange_at <= OVERTAKEN_NS:
            return Arrival.OLDER
        self.doubted += 1
        if self.doubted < IN_A_ROW:
            return Arrival.OLDER
        self.newest = exchange_at
        self.doubted = 0
        return Arrival.SET_BACK

    def admits(self, exchange_at: int) -> bool:
        """Whether what arrives is to be believed rather than what is held."""
        newest = self.newest
        if newest is not None and exchange_at >= newest:
            # Nearly always so, and each message asks.
            self.newest, self.doubted = exchange_at, 0
            return True
        return self.judge(exchange_at) is not Arrival.OLDER
