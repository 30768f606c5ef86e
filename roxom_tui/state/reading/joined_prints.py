"""Prints of one taker as one row: which print goes on with the one before it, and the rows that come of it (state 3.2).

An order that takes several levels is told as several prints. Nobody says that they are of one order: what is joined is
of one side, within a time, with none of the other side between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from operator import attrgetter
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.views.market_views import TapeGap, TapeRow


class Join(IntEnum):
    """Which prints of one side are one row."""

    OFF = 0
    SAME_INSTANT = 1
    WITHIN_50_MS = 2
    WITHIN_200_MS = 3


WITHIN: Final = {Join.SAME_INSTANT: 0, Join.WITHIN_50_MS: SECOND // 20, Join.WITHIN_200_MS: SECOND // 5}
"""The time (ns) from the first print of a row to its last: from the one before, a busy market would never end a row."""

_WAYS: Final = tuple((number, 1 << way, within) for number, (way, within) in enumerate(WITHIN.items()))


class PrintRuns:
    """Tells of each print, in the order they came, in which ways it goes on with the row of the one before."""

    def __init__(self) -> None:
        self._side: AggressorSide | None = None
        self._began = [0] * len(_WAYS)

    def take(self, side: AggressorSide | None, at: int) -> int:
        """Bits of `Join` (1 << way) for a print at that exchange time. One whose side nobody knows stands alone."""
        began = self._began
        if side is None or side is not self._side:
            self._side = side
            began[:] = [at] * len(_WAYS)
            return 0
        joined = 0
        for number, bit, within in _WAYS:
            if 0 <= at - began[number] <= within:
                joined |= bit
            else:
                began[number] = at
        return joined

    def end(self) -> None:
        """What comes next goes on with nothing."""
        self._side = None


class JoinedRow(Struct, frozen=True):
    """Several prints of one side, from the `oldest` to the `newest` row; `estimated` if any of their sides was."""

    newest: TapeRow
    oldest: TapeRow
    size: Size
    count: int
    low: Price
    high: Price
    estimated: bool


Entry: TypeAlias = "TapeRow | JoinedRow | TapeGap"


class JoinedRows:
    """Makes one row of prints of one taker. A row that did not change is the same object as before."""

    def __init__(self) -> None:
        self._made: dict[int, JoinedRow] = {}
        """By the identity of its oldest print, which it keeps."""

    def of(self, entries: Iterable[TapeRow | TapeGap], way: Join) -> Iterator[Entry]:
        """The entries of a tape, newest first, with gaps where they were.

        The row at the end is left out where the tape does not hold all of it: it would say too little.
        """
        before, self._made = self._made, {}
        bit, run = 1 << way if way else 0, list[TapeRow]()
        for entry in entries:
            if isinstance(entry, TapeGap):
                run.clear()
                yield entry
            elif entry.joined & bit:
                run.append(entry)
            elif run:
                yield self._row([*run, entry], before.get(id(entry)))
                run.clear()
            else:
                yield entry

    def _row(self, run: list[TapeRow], before: JoinedRow | None) -> JoinedRow:
        row = before if before is not None and before.newest is run[0] else _joined(run)
        self._made[id(row.oldest)] = row
        return row


def _joined(run: list[TapeRow]) -> JoinedRow:
    size = NO_SIZE
    for row in run:
        size = add_sizes(size, row.size)
    prices = sorted((row.price for row in run), key=attrgetter("key"))
    estimated = any(row.estimated for row in run)
    return JoinedRow(run[0], run[-1], size, len(run), prices[0], prices[-1], estimated)


def first_print(entry: TapeRow | JoinedRow) -> TapeRow:
    """The print by which a row is known: the first, because more may join it."""
    return entry.oldest if isinstance(entry, JoinedRow) else entry
