"""The columns of the book that the person chose, and their windows. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.book_columns import CHANGE_WINDOWS, TRADED_WINDOWS, BookColumn, ColumnsWish
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.values import value

_SINGLES: Final = tuple((column,) for column in BookColumn)
_ALL: Final = tuple(BookColumn)


@value
class ColumnChoice:
    """One set after the other: what was configured, all that have room, each column alone."""

    configured: tuple[BookColumn, ...] = (BookColumn.TOTAL,)
    at: int = 0
    traded: int = 0
    change: int = 0
    """Places among the sets and among the windows."""

    @property
    def sets(self) -> tuple[tuple[BookColumn, ...], ...]:
        """All sets, the configured one first."""
        first = _SINGLES.index(self.configured) if self.configured in _SINGLES else 0
        rest = (_ALL, *_SINGLES[first:], *_SINGLES[:first])
        return tuple(dict.fromkeys((self.configured, *rest)))

    @property
    def wish(self) -> ColumnsWish:
        """What is asked of the feed."""
        return ColumnsWish(self.sets[self.at], TRADED_WINDOWS[self.traded], CHANGE_WINDOWS[self.change])

    def next_columns(self) -> ColumnChoice:
        """The next set."""
        return ColumnChoice(self.configured, (self.at + 1) % len(self.sets), self.traded, self.change)

    def next_windows(self) -> ColumnChoice:
        """The next window of each column that has one and is chosen."""
        columns = self.sets[self.at]
        traded = (self.traded + (BookColumn.TRADED in columns)) % len(TRADED_WINDOWS)
        change = (self.change + (BookColumn.CHANGE in columns)) % len(CHANGE_WINDOWS)
        return ColumnChoice(self.configured, self.at, traded, change)

    @property
    def words(self) -> str:
        """The set as a notice."""
        wish = self.wish
        names = [column.value for column in wish.columns]
        windows = {BookColumn.TRADED: wish.traded_window, BookColumn.CHANGE: wish.change_window}
        told = [
            f"{name} {window_words(windows[column])}" if (column := BookColumn(name)) in windows else name
            for name in names
        ]
        return f"book columns: {', '.join(told) or 'none'}"


def window_words(width: int) -> str:
    """A window's length: `5m`, `30s`; `start` for since trades are followed."""
    if not width:
        return "start"
    return f"{width // MINUTE}m" if width >= MINUTE else f"{width // SECOND}s"
