"""Deltas that wait for the snapshot they amend, within bounds (protocol 4.3)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot

MAX_HELD: Final = 256
"""Deltas kept while a snapshot is awaited."""

MOST_LEVELS: Final = 100_000
"""In all of them together."""

PATIENCE_NS: Final = 5 * SECOND
"""How long deltas are held before a snapshot is asked for again."""


class WaitingDeltas:
    """Times called `at` and `now` are monotonic ns."""

    __slots__ = ("_deltas", "_levels", "_lost_at", "_since")

    def __init__(self) -> None:
        self._deltas: deque[BookDelta] = deque()
        self._levels = 0
        self._since: int | None = None
        self._lost_at: int | None = None
        """Exchange time of the newest that found no room."""

    def hold(self, delta: BookDelta, at: int) -> bool:
        """Keep one more; whether it is the first that cost another its room."""
        if self._since is None:
            self._since = at
        had_lost = self._lost_at is not None
        self._deltas.append(delta)
        self._levels += len(delta.bids) + len(delta.asks)
        while len(self._deltas) > MAX_HELD or (self._levels > MOST_LEVELS and len(self._deltas) > 1):
            oldest = self._deltas.popleft()
            self._levels -= len(oldest.bids) + len(oldest.asks)
            self._lost_at = max(self._lost_at or 0, oldest.exchange_at)
        return self._lost_at is not None and not had_lost

    def is_overdue(self, now: int) -> bool:
        """Whether it is time to ask for a snapshot; once in a while."""
        if self._since is None or now - self._since <= PATIENCE_NS:
            return False
        self._since = now
        return True

    def has_lost(self, snapshot: BookSnapshot) -> bool:
        """Whether something is missing of what follows on a snapshot."""
        return self._lost_at is not None and self._lost_at >= snapshot.exchange_at

    def following(self, snapshot: BookSnapshot) -> Iterator[BookDelta]:
        """Those that are not older than a snapshot, in their order."""
        return (delta for delta in self._deltas if delta.exchange_at >= snapshot.exchange_at)
