"""The columns of the book that a person can choose, and the windows of those that look back."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND


class BookColumn(StrEnum):
    """A column right of the size, in the order in which they stand; the last of them give way first."""

    TOTAL = "total"
    COST = "cost"
    TRADED = "traded"
    CHANGE = "change"
    QUEUE = "queue"

    __hash__ = str.__hash__
    """An enum's own is made in Python."""


TRADED_WINDOWS: Final = (5 * MINUTE, 30 * MINUTE, 0)
"""So far back (ns); 0 is since trades were first followed without a gap."""

CHANGE_WINDOWS: Final = (30 * SECOND, 5 * MINUTE, 10 * SECOND)


class ColumnsRequest(Struct, frozen=True):
    """The columns that are drawn and their windows (ns): nothing else is worked out."""

    columns: tuple[BookColumn, ...] = (BookColumn.TOTAL,)
    traded_window: int = TRADED_WINDOWS[0]
    change_window: int = CHANGE_WINDOWS[0]

    @property
    def is_derived(self) -> bool:
        """Whether any of them needs more than the rows themselves."""
        return self.columns != _ONLY_TOTAL


_ONLY_TOTAL: Final = (BookColumn.TOTAL,)
TOTAL_ONLY: Final = ColumnsRequest()
