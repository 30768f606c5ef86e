"""The deltas applied last, because what comes next may be older than they are (reliability 3).

A snapshot can be made by another machine than the deltas, or be kept ready for a while. Taken as it is, it would undo
them. So would a delta that was overtaken by newer ones, or is told a second time.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.state.recency import OVERTAKEN_NS

MOST_RECENT: Final = 512
MOST_LEVELS: Final = 100_000
"""In all of them together."""

_LIGHT: Final = 128
"""So many levels in each of `MOST_RECENT` deltas are too few to be counted."""

REACH_NS: Final = 5_000_000_000
"""So much older than the newest delta a snapshot may be, in exchange time."""

TOO_OLD: Final = "a snapshot too old to be compared"


class RecentDeltas:
    """The last of them, as far as their number and their levels allow."""

    __slots__ = ("_deltas", "_is_cut")

    def __init__(self) -> None:
        self._deltas: deque[BookDelta] = deque(maxlen=MOST_RECENT)
        self._is_cut = False

    def note(self, delta: BookDelta) -> None:
        """A delta was applied."""
        self._deltas.append(delta)
        if len(delta.bids) + len(delta.asks) > _LIGHT:
            self._make_room()

    def _make_room(self) -> None:
        levels = sum(len(delta.bids) + len(delta.asks) for delta in self._deltas)
        while levels > MOST_LEVELS and len(self._deltas) > 1:
            oldest = self._deltas.popleft()
            levels -= len(oldest.bids) + len(oldest.asks)
            self._is_cut = True

    def holds(self, delta: BookDelta) -> bool:
        """Whether that very delta was applied already."""
        return delta in self._deltas

    def not_overtaken(self, delta: BookDelta) -> BookDelta | None:
        """What is left of a delta by the absolute reading: levels of which nothing newer was told; None if unknown."""
        deltas, moment = self._deltas, delta.exchange_at
        newer = [one for one in deltas if one.exchange_at > moment]
        if not newer or len(newer) == MOST_RECENT or newer[-1].exchange_at - moment > OVERTAKEN_NS:
            return None
        bids = {level.price.key for one in newer for level in one.bids}
        asks = {level.price.key for one in newer for level in one.asks}
        return delta._replace(
            bids=tuple(level for level in delta.bids if level.price.key not in bids),
            asks=tuple(level for level in delta.asks if level.price.key not in asks),
        )

    def since(self, snapshot: BookSnapshot) -> list[BookDelta] | None:
        """What was applied already and is newer than a snapshot, in its order; None where that cannot be told."""
        newer: list[BookDelta] = []
        moment, following = snapshot.exchange_at, None
        for delta in reversed(self._deltas):
            if following is not None and delta.exchange_at - following > OVERTAKEN_NS:
                # A clock was set back since then: times from before say nothing of times from after it.
                break
            if moment - delta.exchange_at > OVERTAKEN_NS:
                break
            following = delta.exchange_at
            if following > moment:
                newer.append(delta)
        is_far = any(delta.exchange_at - moment > REACH_NS for delta in newer)
        has_more = len(newer) == MOST_RECENT or (self._is_cut and len(newer) == len(self._deltas))
        return None if is_far or has_more else newer[::-1]
