"""Which levels changed a moment ago: their sizes are brighter for half a second, so that the eye finds movement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roxom_tui.model.number import Size
from roxom_tui.state.views.market_views import BookRow

GLOW_NS: Final = 500_000_000


class Glow:
    """Remembers the size of each price that was in sight and when it changed. Times are monotonic nanoseconds."""

    def __init__(self) -> None:
        self._sizes: dict[int, Size] = {}
        self._changed_at: dict[int, int] = {}

    def take(self, rows: Iterable[BookRow], now: int) -> frozenset[int]:
        """The keys of prices whose size changed lately. What was not in sight before is new, not changed."""
        sizes = {row.price.key: row.size for row in rows}
        changed = {key: at for key, at in self._changed_at.items() if now - at < GLOW_NS and key in sizes}
        for key, size in sizes.items():
            if key in self._sizes and self._sizes[key] != size:
                changed[key] = now
        self._sizes, self._changed_at = sizes, changed
        return frozenset(changed)

    def forget(self) -> None:
        """Another book: nothing in it has changed yet."""
        self._sizes, self._changed_at = {}, {}
