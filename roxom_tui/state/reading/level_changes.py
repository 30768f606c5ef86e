"""What was added or taken away at a price in a window, what was traded there given back (state 2.2).

The sizes of the book are kept as they were at whole seconds of the exchange; a change is the size at the end of the
window less that at its start, and what was traded between them. Keys are those of a side of the book. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.book_columns import CHANGE_WINDOWS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.state.book.half_book import HalfBook
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import ZERO, add, subtract
from roxom_tui.state.reading.exchange_seconds import next_whole

REACH: Final = 128
"""Levels of a side that are kept; what lies behind them is not in view."""

COARSE: Final = 5 * SECOND
_FINE_KEPT: Final = 45
_COARSE_KEPT: Final = max(CHANGE_WINDOWS) // COARSE + 5
"""Books kept: one a second for the short windows, one in five for the long one."""


class Sizes(Struct, frozen=True):
    """The sizes of the best levels of a side by key, and the least key of which it is known whether anything rests."""

    keys: list[int]
    sizes: list[Decimal]
    floor: int | None

    def by_key(self) -> dict[int, Decimal]:
        """As a mapping."""
        return dict(zip(self.keys, self.sizes, strict=True))


class _Sample(Struct, frozen=True):
    """The book as it was at every whole second from `first` to `last`."""

    first: int
    last: int
    sides: dict[Side, Sizes]


class LevelChanges(Struct, frozen=True):
    """The changes of a side by key; none is known of keys below `floor`, and above it those not named are zero."""

    by_key: Mapping[int, Decimal]
    floor: int | None

    def at(self, key: int) -> Decimal | None:
        """The change at one key; None where it was not in view at both ends."""
        return None if self.floor is not None and key < self.floor else self.by_key.get(key, ZERO)

    @property
    def flow(self) -> tuple[Decimal, Decimal]:
        """All that was added, and all that was taken away, which is negative."""
        added = taken = ZERO
        for change in self.by_key.values():
            if change > ZERO:
                added = add(added, change)
            else:
                taken = add(taken, change)
        return added, taken


class KeptSizes:
    """The book at whole seconds, at most `_FINE_KEPT` and `_COARSE_KEPT` times twice `REACH` sizes. Exchange times."""

    def __init__(self) -> None:
        self._fine: deque[_Sample] = deque(maxlen=_FINE_KEPT)
        self._coarse: deque[_Sample] = deque(maxlen=_COARSE_KEPT)
        self._next: int | None = None
        """The first whole second that is not told yet."""
        self.since: int | None = None
        """The first whole second of which anything is known."""

    def begin(self, exchange_at: int) -> None:
        """The book was built anew: nothing is known of before."""
        self._fine.clear()
        self._coarse.clear()
        # What amends it in this very second is not told apart.
        self._next = self.since = next_whole(exchange_at + 1)

    def keep(self, book: OrderBook, exchange_at: int) -> None:
        """A message of that time is about to amend the book: so it was at all whole seconds until then."""
        first, last = self._next, exchange_at - exchange_at % SECOND
        if first is None or first > last:
            return
        sample = _Sample(first, last, {side: sizes_of(book.half(side)) for side in Side})
        self._fine.append(sample)
        if last // COARSE > (first - 1) // COARSE:
            self._coarse.append(sample)
        self._next = last + SECOND

    def at(self, moment: int, book: OrderBook) -> dict[Side, Sizes] | None:
        """The sizes at a whole second; since the last that was told the book has not changed. None: not known."""
        if self._next is None:
            return None
        if moment >= self._next:
            return {side: sizes_of(book.half(side)) for side in Side}
        kept = self._coarse if self._fine and moment < self._fine[0].first else self._fine
        return next((one.sides for one in reversed(kept) if one.first <= moment <= one.last), None)


def sizes_of(half: HalfBook) -> Sizes:
    """The best levels of a side as they are now."""
    keys, levels = half.keys[-REACH:], half.levels
    is_all = len(keys) == len(half.keys)
    floor = half.reach if is_all else keys[0] if half.reach is None else max(keys[0], half.reach)
    return Sizes(keys, [levels[key][1] for key in keys], floor)


def changes(start: Sizes, end: Sizes, traded: Mapping[int, Decimal]) -> LevelChanges:
    """From one moment to another, what was `traded` on that side between them given back."""
    floor = max((one for one in (start.floor, end.floor) if one is not None), default=None)
    before, after = start.by_key(), end.by_key()
    found: dict[int, Decimal] = {}
    for key in _known(before.keys() | after.keys() | traded.keys(), floor):
        change = subtract(after.get(key, ZERO), before.get(key, ZERO))
        if key in traded:
            change = add(change, traded[key])
        if change:
            found[key] = change
    return LevelChanges(found, floor)


def _known(keys: Iterable[int], floor: int | None) -> list[int]:
    return [key for key in keys if floor is None or key >= floor]
