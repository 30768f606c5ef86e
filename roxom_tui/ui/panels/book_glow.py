"""The sizes of the book that changed a moment ago, which are brighter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Size
from roxom_tui.state.views.market_views import BookRow

GLOW_NS: Final = SECOND // 2


class Glow:
    """Remembers the size of each price that was in sight and when it changed. Times are monotonic nanoseconds."""

    def __init__(self) -> None:
        self._subject: object = None
        self._sizes: dict[int, Size] = {}
        self._changed_at: dict[int, int] = {}

    def take(self, subject: object, rows: Iterable[BookRow], now: int) -> frozenset[int]:
        """The keys of prices whose size changed lately. What was not in sight before is new, not changed.

        In a book of another subject (symbol, grouping) nothing has changed yet.
        """
        if subject != self._subject:
            self._subject, self._sizes, self._changed_at = subject, {}, {}
        sizes = {row.price.key: row.size for row in rows}
        changed = {key: at for key, at in self._changed_at.items() if now - at < GLOW_NS and key in sizes}
        for key, size in sizes.items():
            if key in self._sizes and self._sizes[key] != size:
                changed[key] = now
        self._sizes, self._changed_at = sizes, changed
        return frozenset(changed)
