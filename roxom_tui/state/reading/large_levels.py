"""Levels that are much larger than the others of their side: when they came, how they ended (state 2.2).

The book is looked at once a second. Keys are those of a side of the book, times the exchange's, wall ns. Pure.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import ZERO, add, multiply, ratio, subtract

LARGE: Final = 3
"""A level of at least so many medians of its side is large."""

SCOPE: Final = 30
"""The median is that of so many of the best levels."""

ENOUGH: Final = 10
"""Levels of a side from which on one of them can be called large."""

KEPT: Final = 20

_GONE: Final = Decimal("0.5")
"""A large level has ended once no more than this part of its most is left."""


class Ending(Enum):
    """How a large level ended, or that it has not."""

    STANDS = "stands"
    TRADED = "traded"
    PULLED = "pulled"
    UNKNOWN = "--"


class LargeLevel(Struct, frozen=True):
    """One of them, with the most that stood there. `share` is how much of what left it was traded, as a fraction."""

    side: Side
    price: Price
    size: Size
    first_seen: int
    ended_at: int | None = None
    ending: Ending = Ending.STANDS
    share: Decimal | None = None


def threshold(sizes: Collection[Decimal]) -> Decimal | None:
    """The least size that is large among these; None where there are too few to say."""
    if len(sizes) < ENOUGH:
        return None
    ordered, middle = sorted(sizes), len(sizes) // 2
    twice = multiply(ordered[middle], Decimal(2)) if len(sizes) % 2 else add(ordered[middle - 1], ordered[middle])
    return multiply(twice, _HALF_OF_LARGE)


class LargeLevels:
    """The large levels that stand, and the last of those that ended: `KEPT` together."""

    def __init__(self) -> None:
        self._standing: dict[int, LargeLevel] = {}
        self._traded: dict[int, Decimal] = {}
        self._fell: set[int] = set()
        """Small when last looked at: it has ended if it still is, and by then its trades have come too."""
        self._ended: deque[LargeLevel] = deque(maxlen=KEPT)
        self.rows: tuple[LargeLevel, ...] = ()
        """The newest first."""

    def traded(self, key: int, size: Decimal) -> None:
        """So much was traded at a key."""
        if key in self._standing:
            self._traded[key] = add(self._traded.get(key, ZERO), size)

    def look(self, book: OrderBook, now: int) -> None:
        """Once a second: what is large now, and what of that which was has ended."""
        standing = self._followed(book, now)
        for side in Side:
            self._find(book, side, standing, now)
        if standing != self._standing:
            self._standing = standing
            self._list()

    def lost(self, now: int) -> None:
        """What stood was not followed without a gap: how it ended nobody can tell."""
        for one in self._standing.values():
            self._ended.append(replace(one, ended_at=now, ending=Ending.UNKNOWN))
        self._standing = {}
        self._traded.clear()
        self._fell.clear()
        self._list()

    def _followed(self, book: OrderBook, now: int) -> dict[int, LargeLevel]:
        standing = {}
        for key, one in self._standing.items():
            half = book.half(one.side)
            held = half.size_at(key)
            left = ZERO if held is None else held
            if held is None and half.reach is not None and key < half.reach:
                self._end(replace(one, ended_at=now, ending=Ending.UNKNOWN), key)
            elif left > multiply(one.size, _GONE):
                standing[key] = one if left <= one.size else replace(one, size=Size(left))
                self._fell.discard(key)
            elif key not in self._fell:
                standing[key] = one
                self._fell.add(key)
            else:
                self._end(_ended(one, left, self._traded.get(key, ZERO), now), key)
        return standing

    def _find(self, book: OrderBook, side: Side, standing: dict[int, LargeLevel], now: int) -> None:
        half, levels = book.half(side), book.levels(side, SCOPE)
        least = threshold([level.size for level in levels])
        if least is None:
            return
        for level in levels:
            if level.size >= least:
                key = half.key_of(level.price)
                if key not in standing and len(standing) < KEPT:
                    standing[key] = LargeLevel(side, level.price, level.size, now)

    def _end(self, one: LargeLevel, key: int) -> None:
        self._ended.append(one)
        self._traded.pop(key, None)
        self._fell.discard(key)

    def _list(self) -> None:
        ended = sorted(self._ended, key=_ended_at, reverse=True)
        standing = sorted(self._standing.values(), key=_first_seen, reverse=True)
        self.rows = (*standing, *ended)[:KEPT]


def _ended(one: LargeLevel, left: Decimal, traded: Decimal, now: int) -> LargeLevel:
    share = min(Decimal(1), ratio(traded, subtract(one.size, left)) or ZERO)
    ending = Ending.PULLED if share < _SOME else Ending.TRADED
    return replace(one, ended_at=now, ending=ending, share=share)


_HALF_OF_LARGE: Final = Decimal(LARGE) / 2
_SOME: Final = Decimal("0.005")
"""A share that rounds to nothing."""


def _first_seen(one: LargeLevel) -> int:
    return one.first_seen


def _ended_at(one: LargeLevel) -> int:
    return one.ended_at or 0
