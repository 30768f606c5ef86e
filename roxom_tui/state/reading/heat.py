"""Resting size by price and time, in columns of several lengths; a finished column never changes (state 5.2).

A cell is the sum of size times time; divided by the time in which the book was known it is the mean of what rested
there. Time is counted in ticks of 50 ms: what stands at the end of one counts for all of it. Times called `at` are
monotonic ns. Bounded: `COLUMNS_KEPT` columns of each length with `LEVELS_KEPT` levels a side, some 6 bytes a level:
some 6 MiB a symbol after ten hours; of a book of fifty levels a side 2 MiB.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.charting import COLUMN_SECONDS
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.events import BookDelta, Trade
from roxom_tui.model.market import PricedSize, Side
from roxom_tui.model.money import SCALE, Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import add_sizes, shift
from roxom_tui.state.reading.packed import Keys, packed

if TYPE_CHECKING:
    from roxom_tui.state.book.order_book import OrderBook
    from roxom_tui.state.book.verified_book import VerifiedBook

COLUMNS_KEPT: Final = 600
LEVELS_KEPT: Final = 200
TRADES_KEPT: Final = 16
"""Prices of a column: those at which most was traded."""

TICK_NS: Final = 50 * MILLISECOND
TICKS: Final = SECOND // TICK_NS
"""In a second, which is the shortest column."""

TOLD_AT_ONCE: Final = 5
"""Levels in a delta, about: where all of a tick name more than there are, it takes less to look at every level."""

UNSEEN_TICKS: Final = 3 * TICKS
"""A book that nobody looked at for longer was not known meanwhile: this computer slept."""

_PLACES: Final = (2, 4, 8, SCALE)
_EVERYWHERE: Final = (0, 1 << 200)
"""Keys between which every price is."""


class Column(Struct, frozen=True):
    """What rested and was traded in the `number`th column of its length, by the monotonic clock.

    `sums` are sizes times ticks in units of 10**-`places`, by price `keys`, ascending. `known` are the ticks in which
    the book was sound. `reach` are the keys between which all that rested is here. `bid` and `ask` are the best at its
    end, None where there was none or the book was not known then.
    """

    number: int
    keys: Sequence[int]
    sums: Sequence[int]
    places: int
    known: int
    reach: tuple[int, int]
    bid: int | None
    ask: int | None
    trades: tuple[tuple[int, Size], ...]

    def mean_within(self, low: int, high: int) -> Decimal | None:
        """The mean of what rested at keys from `low` to below `high`; None where that is not known."""
        if not self.known or low < self.reach[0] or high - 1 > self.reach[1]:
            return None
        total = sum(self.sums[bisect_left(self.keys, low) : bisect_left(self.keys, high)])
        return shift(Decimal(total), -self.places) / self.known


class Heat:
    """The columns of one symbol's book: constant work a message; work by levels each tick and each second."""

    def __init__(self) -> None:
        self.due = 0
        """From then on `count_until` is called before anything is applied."""
        self.told: list[BookDelta] = []
        """What was applied since."""
        self.is_replaced = True
        """Whether the book was replaced since."""
        self.revision = 0
        """The number of seconds that were finished."""
        self._rings = [deque[Column](maxlen=COLUMNS_KEPT) for _ in COLUMN_SECONDS]
        self._parts: list[list[Column]] = [[] for _ in COLUMN_SECONDS]
        """Of each length what is finished of its newest column, in columns of the length below."""
        self._cells: dict[int, _Cell] = {}
        self._book: OrderBook | None = None
        self._tick = 0
        self._known_from: int | None = None
        self._known = 0
        self._region = self._reach = _EVERYWHERE
        self._trades: dict[int, Size] = {}
        self._is_still = False
        """Whether nothing was told of the book since the second began, which was known from its start."""
        self._standing: Column | None = None
        """The newest column, of a second in which the book stood still, as long as it does."""

    def columns(self, seconds: int) -> tuple[Column, ...]:
        """The finished columns of a length, oldest first; between them there may be gaps."""
        return tuple(self._rings[COLUMN_SECONDS.index(seconds)])

    def running(self, seconds: int) -> Column | None:
        """What is finished of the newest column; nothing of the shortest, which is told once it is whole."""
        parts: list[Column] = []
        number = -1
        for length, finished in zip(COLUMN_SECONDS, ([], *self._parts[1:]), strict=True):
            below = COLUMN_SECONDS[max(0, COLUMN_SECONDS.index(length) - 1)]
            for part in finished if length <= seconds else ():
                number = max(number, part.number * below // seconds)
                parts.append(replace(part, number=part.number * below))
        parts = sorted((part for part in parts if part.number // seconds == number), key=lambda part: part.number)
        return _folded(parts, number) if parts else None

    def note_trade(self, trade: Trade) -> None:
        """A trade in this second."""
        key, size, trades = trade.price.key, trade.size, self._trades
        trades[key] = add_sizes(trades[key], size) if key in trades else size

    def count_until(self, depth: VerifiedBook | None, at: int) -> None:
        """Count what stood until the tick of `at`; the book is as it was left in the tick before."""
        tick = max(self._tick, at // TICK_NS)
        if self._known_from is None or depth is None or not depth.is_sound or tick - self._tick > UNSEEN_TICKS:
            self._stop()
            self._skip(tick)
        if depth is not None and depth.is_sound:
            if self._known_from is None or self.is_replaced or depth.book is not self._book:
                self._look(depth.book)
            else:
                self._amend(depth.book)
        self.told.clear()
        while self._tick // TICKS < tick // TICKS:
            self._finish()
        self._tick, self.due = tick, (tick + 1) * TICK_NS

    # What stands

    def _skip(self, tick: int) -> None:
        """Nothing is known meanwhile: at most one column has anything."""
        if self._tick // TICKS < tick // TICKS:
            self._finish()
        self._tick = tick

    def _stop(self) -> None:
        """The book is not known any more."""
        for cell in self._cells.values():
            _set(cell, 0, self._tick)
            cell[3] = None
        self._count_known()
        self._known_from = self._book = self._standing = None
        self._is_still = False

    def _count_known(self) -> None:
        if self._known_from is not None:
            self._known += self._tick - self._known_from
            self._known_from = self._tick

    def _amend(self, book: OrderBook) -> None:
        """Levels that were told of."""
        bids, asks, (low, high) = book.half(Side.BID).levels, book.half(Side.ASK).levels, self._region
        self._is_still = self._is_still and not self.told
        touched: Iterable[int]
        if len(self.told) * TOLD_AT_ONCE > len(bids) + len(asks):
            touched = self._touched(bids, asks)
        else:
            touched = {level[0].key for delta in self.told for levels in (delta.bids, delta.asks) for level in levels}
        for key in touched:
            if low <= key <= high:
                self._note(key, bids.get(key) or asks.get(-key))

    def _touched(self, bids: Mapping[int, PricedSize], asks: Mapping[int, PricedSize]) -> Iterable[int]:
        """The keys of levels that have another size than was counted, and of those that went."""
        cells, none = self._cells, _NO_CELL
        touched = [key for key, level in bids.items() if cells.get(key, none)[3] is not level[1]]
        touched += [-key for key, level in asks.items() if cells.get(-key, none)[3] is not level[1]]
        touched += [key for key, cell in cells.items() if cell[0] and key not in bids and -key not in asks]
        return touched

    def _look(self, book: OrderBook) -> None:
        """All levels."""
        if self._known_from is None:
            self._known_from = self._tick
        levels = {level.price.key: level for side in Side for level in book.levels(side, LEVELS_KEPT)}
        for key in self._cells.keys() | levels.keys():
            self._note(key, levels.get(key))
        region = _region(book)
        self._is_still = self._is_still and region == self._region
        self._book, self.is_replaced, self._region = book, False, region
        self._reach = _narrower(self._reach, region)

    def _note(self, key: int, level: PricedSize | None) -> None:
        cell, size = self._cells.get(key), None if level is None else level[1]
        if cell is None:
            if size is not None:
                self._cells[key] = [_units(size), self._tick, 0, size]
                self._is_still = False
        elif cell[3] is not size:
            units = 0 if size is None else _units(size)
            if units != cell[0]:
                _set(cell, units, self._tick)
                self._is_still = False
            cell[3] = size

    # Columns

    def _finish(self) -> None:
        """The second ends in which the last tick was."""
        number = self._tick // TICKS
        self._tick = (number + 1) * TICKS
        self._count_known()
        if self._is_still and self._standing is not None:
            self._append(0, replace(self._standing, number=number, trades=_greatest(self._trades)))
            self._go_on()
            return
        for cell in self._cells.values():
            _set(cell, cell[0], self._tick)
        if self._known:
            best = (None, None) if self._book is None else self._book.best
            bid, ask = (None if level is None else level[0].key for level in best)
            sums = {key: cell[2] for key, cell in self._cells.items() if cell[2]}
            column = _column(number, sums, self._known, self._reach)
            column = replace(column, bid=bid, ask=ask, trades=_greatest(self._trades))
            self._standing = column if self._is_still else None
            self._append(0, column)
        self._begin()

    def _go_on(self) -> None:
        """The next second begins as this one did, for in it the book stood still."""
        for cell in self._cells.values():
            cell[1] = self._tick
        self._known, self._trades = 0, {}
        self.revision += 1

    def _begin(self) -> None:
        """The next second begins with what stands."""
        self._cells = {key: [size, at, 0, told] for key, (size, at, _, told) in self._cells.items() if size}
        self._known, self._reach, self._trades = 0, _EVERYWHERE, {}
        self.revision += 1
        if self._book is not None:
            self._look(self._book)
        self._is_still = self._book is not None

    def _append(self, place: int, column: Column) -> None:
        """One more finished column; it is a part of one of the next length."""
        self._rings[place].append(column)
        if place + 1 < len(COLUMN_SECONDS):
            ratio = COLUMN_SECONDS[place + 1] // COLUMN_SECONDS[place]
            parts = self._parts[place + 1]
            if parts and parts[0].number // ratio != column.number // ratio:
                self._close(place + 1, parts[0].number // ratio)
            parts.append(column)
            if (column.number + 1) % ratio == 0:
                self._close(place + 1, column.number // ratio)

    def _close(self, place: int, number: int) -> None:
        parts = self._parts[place][:]
        self._parts[place].clear()
        self._append(place, _folded(parts, number))


_Cell: TypeAlias = list[Any]
"""Size at 10**-18, the tick up to which it is counted, the sum of this second, and the size as it was told."""

_NO_CELL: Final[_Cell] = [0, 0, 0, None]


def _units(size: Size) -> int:
    """A size in units of 10**-18."""
    return int(shift(size, SCALE))


def _set(cell: _Cell, size: int, tick: int) -> None:
    """Count what stood, and let another size stand."""
    cell[2] += cell[0] * (tick - cell[1])
    cell[0], cell[1] = size, tick


def _region(book: OrderBook) -> tuple[int, int]:
    """The keys between which every level is known and counted."""
    bids, asks = book.half(Side.BID), book.half(Side.ASK)
    lows = (bids.keys[-LEVELS_KEPT:][0] if len(bids.keys) > LEVELS_KEPT else 0, bids.reach or 0)
    highs = (-asks.keys[-LEVELS_KEPT] if len(asks.keys) > LEVELS_KEPT else _EVERYWHERE[1], -(asks.reach or -(1 << 200)))
    return max(lows), min(highs)


def _narrower(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), min(one[1], other[1])


def _greatest(trades: Mapping[int, Size]) -> tuple[tuple[int, Size], ...]:
    return tuple(sorted(sorted(trades.items(), key=lambda told: told[1])[-TRADES_KEPT:]))


def _column(number: int, sums: Mapping[int, int], known: int, reach: tuple[int, int]) -> Column:
    """A column of sums at 10**-18, in as few decimals as they have."""
    places = next(p for p in _PLACES if p == SCALE or not any(total % 10 ** (SCALE - p) for total in sums.values()))
    keys = sorted(sums)
    scaled = (sums[key] // 10 ** (SCALE - places) for key in keys)
    return Column(number, Keys(keys), packed(scaled), places, known, reach, None, None, ())


def _folded(parts: Sequence[Column], number: int) -> Column:
    """Several columns as one."""
    sums: dict[int, int] = {}
    trades: dict[int, Size] = {}
    reach = _EVERYWHERE
    for part in parts:
        scale = 10 ** (SCALE - part.places)
        for key, total in zip(part.keys, part.sums, strict=True):
            sums[key] = sums.get(key, 0) + total * scale
        for key, size in part.trades:
            trades[key] = add_sizes(trades[key], size) if key in trades else size
        reach = _narrower(reach, part.reach)
    column = _column(number, sums, sum(part.known for part in parts), reach)
    return replace(column, bid=parts[-1].bid, ask=parts[-1].ask, trades=_greatest(trades))
