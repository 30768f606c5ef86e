"""The columns of the book that the person chose, and their windows. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.model.book_columns import CHANGE_WINDOWS, TRADED_WINDOWS, BookColumn, ColumnsRequest
from roxom_tui.model.durations import MINUTE, SECOND

_SINGLES: Final = tuple((column,) for column in BookColumn)
_ALL: Final = tuple(BookColumn)

WIDE: Final = 70
"""Cells of a book from which on all columns that have room stand there by themselves."""


class ColumnChoice(Struct, frozen=True):
    """One set after the other: the one it begins with, all that have room, each column alone."""

    configured: tuple[BookColumn, ...] = ()
    """Nothing configured: the total, and all that have room in a wide book."""
    chosen: tuple[BookColumn, ...] | None = None
    """What the person turned to; None as long as nobody did."""
    traded: int = 0
    change: int = 0
    """Places among the windows."""

    def sets(self, cells: int) -> tuple[tuple[BookColumn, ...], ...]:
        """All sets in a book of so many cells, the one it begins with first."""
        begin = self.configured or (_ALL if cells >= WIDE else (BookColumn.TOTAL,))
        first = _SINGLES.index(begin) if begin in _SINGLES else 0
        return tuple(dict.fromkeys((begin, _ALL, *_SINGLES[first:], *_SINGLES[:first])))

    def columns(self, cells: int) -> tuple[BookColumn, ...]:
        """The set that is shown."""
        return self.sets(cells)[0] if self.chosen is None else self.chosen

    def request(self, cells: int) -> ColumnsRequest:
        """What is asked of the feed."""
        return ColumnsRequest(self.columns(cells), TRADED_WINDOWS[self.traded], CHANGE_WINDOWS[self.change])

    def next_columns(self, cells: int) -> ColumnChoice:
        """The next set."""
        sets, shown = self.sets(cells), self.columns(cells)
        after = (sets.index(shown) + 1) % len(sets) if shown in sets else 0
        return ColumnChoice(self.configured, sets[after], self.traded, self.change)

    def next_windows(self, cells: int) -> ColumnChoice:
        """The next window of each column that has one and is shown."""
        columns = self.columns(cells)
        traded = (self.traded + (BookColumn.TRADED in columns)) % len(TRADED_WINDOWS)
        change = (self.change + (BookColumn.CHANGE in columns)) % len(CHANGE_WINDOWS)
        return ColumnChoice(self.configured, self.chosen, traded, change)

    def words(self, cells: int) -> str:
        """The set as a notice."""
        request = self.request(cells)
        names = [column.value for column in request.columns]
        windows = {BookColumn.TRADED: request.traded_window, BookColumn.CHANGE: request.change_window}
        told = [
            f"{name} {window_words(windows[column])}" if (column := BookColumn(name)) in windows else name
            for name in names
        ]
        return f"book columns: {', '.join(told)}"


def window_words(width: int) -> str:
    """A window's length: `5m`, `30s`; `start` for since trades are followed."""
    if not width:
        return "start"
    return f"{width // MINUTE}m" if width >= MINUTE else f"{width // SECOND}s"
