"""Deltas kept within bounds: those that wait for a snapshot, and those applied last (protocol 4.3, client 3.3).

What comes may be older than what was applied last: a snapshot can be made by another machine than the deltas, or be
kept ready for a while. Taken as it is, it would undo them. So would a delta that was overtaken by newer ones, or is
told a second time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import PricedSize, Side
from roxom_tui.model.values import replace
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.timestamp_guard import OVERTAKEN_NS

MAX_HELD: Final = 256
"""Deltas kept while a snapshot is awaited."""

MOST_LEVELS: Final = 100_000
"""In all of them together."""

PATIENCE_NS: Final = 5 * SECOND
"""How long deltas are held before a snapshot is asked for again."""

MOST_RECENT: Final = 512
"""Deltas kept of those that were applied."""

_LIGHT: Final = 128
"""So many levels in each of `MOST_RECENT` deltas are too few to be counted."""

REACH_NS: Final = 5 * SECOND
"""So much older than the newest delta a snapshot may be, in exchange time."""

TOO_OLD: Final = "a snapshot too old to be compared"


class PendingDeltas:
    """Deltas that wait for the snapshot they amend. Times called `at` and `now` are monotonic ns."""

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


class OvertakingDeltas:
    """The changes by newer deltas of levels that an overtaken one names."""

    def __init__(self, touched: Mapping[Side, Mapping[int, bool]]) -> None:
        """`touched` are price keys that newer deltas told of, and whether one of them set the level to zero."""
        self._touched = touched

    def left_of(self, delta: BookDelta) -> BookDelta:
        """By the absolute reading: the levels of which nothing newer was told."""
        bids, asks = self._touched[Side.BID], self._touched[Side.ASK]
        return replace(
            delta,
            bids=tuple(level for level in delta.bids if level[0].key not in bids),
            asks=tuple(level for level in delta.asks if level[0].key not in asks),
        )

    def adds_up(self, delta: BookDelta, book: OrderBook) -> bool:
        """By the signed reading: whether the order makes no difference. A level that ended meanwhile tells nothing."""
        sides: tuple[tuple[Side, tuple[PricedSize, ...]], ...] = ((Side.BID, delta.bids), (Side.ASK, delta.asks))
        return not any(
            not size or touched[price.key] or not book.has(side, price)
            for side, levels in sides
            for price, size in levels
            if price.key in (touched := self._touched[side])
        )


class DeltaHistory:
    """The last of them, as far as their number and their levels allow."""

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

    def touches(self, side: Side, key: int, moment: int) -> bool:
        """Whether one of them that is newer than a moment told of a price key; yes where that is not known any more."""
        newer = [delta for delta in self._deltas if delta.exchange_at > moment]
        if len(newer) == MOST_RECENT or (self._is_cut and len(newer) == len(self._deltas)):
            return True
        told = (delta.bids if side is Side.BID else delta.asks for delta in newer)
        return any(price.key == key for levels in told for price, _ in levels)

    def is_told_twice(self, delta: BookDelta) -> bool:
        """Whether a delta of the newest moment is the same message again.

        Only where the exchange's times are finer than milliseconds: two changes may be alike in a millisecond.
        """
        return delta.exchange_at % MILLISECOND != 0 and self.holds(delta)

    def overtaking(self, delta: BookDelta) -> OvertakingDeltas | None:
        """The changes by newer deltas of the levels of an older one; None where that is not known."""
        moment = delta.exchange_at
        newer = [one for one in self._deltas if one.exchange_at > moment]
        has_more = len(newer) == MOST_RECENT or (self._is_cut and len(newer) == len(self._deltas))
        if not newer or has_more or max(one.exchange_at for one in newer) - moment > OVERTAKEN_NS:
            return None
        return OvertakingDeltas(
            {
                Side.BID: _changes(delta.bids, (one.bids for one in newer)),
                Side.ASK: _changes(delta.asks, (one.asks for one in newer)),
            }
        )

    def since(self, snapshot: BookSnapshot) -> list[BookDelta] | None:
        """The applied deltas that are newer than a snapshot, in order; None where that cannot be told."""
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
        # In the order of their times: one that was overtaken must not undo what is newer a second time.
        newer.reverse()
        newer.sort(key=_moment)
        return None if is_far or has_more else newer


def _moment(delta: BookDelta) -> int:
    return delta.exchange_at


def _changes(levels: Iterable[PricedSize], newer: Iterable[Iterable[PricedSize]]) -> dict[int, bool]:
    """The price keys of some levels that newer deltas told of, and whether one of them set the level to zero."""
    keys, found = {level[0].key for level in levels}, dict[int, bool]()
    for price, size in (level for told in newer for level in told):
        if price.key in keys:
            found[price.key] = found.get(price.key, False) or not size
    return found
