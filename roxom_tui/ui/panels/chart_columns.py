"""The columns of the heatmap one after another, and where they stand: in blocks that move together. Pure."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.state.reading.heat import COLUMNS_KEPT
from roxom_tui.state.views.chart_views import HeatColumn, HeatView

BLOCKS: Final = 8
"""Blocks in the width. The picture stands still while the last of them fills, and then moves by a whole one: to read it
is easier, and a column that comes is written alone. To move ten thousand cells each second took 170 KB a second."""

_LATE: Final = 2
"""Columns by which the newest may be behind: it ends before it is told."""


class Timeline(Struct, frozen=True):
    """The columns from the `first` by number up to now, None for each that is missing; `start` is when the first began
    (wall ns), `length` how long each is."""

    first: int
    columns: tuple[HeatColumn | None, ...]
    start: int
    length: int

    @property
    def starts(self) -> list[int]:
        """When each began."""
        return [self.start + place * self.length for place in range(len(self.columns))]

    def ahead(self, width: int) -> int:
        """Columns at the right edge of a picture so wide that are still to come."""
        return -(self.first + len(self.columns)) % block_of(width)


def block_of(width: int) -> int:
    """Columns that move together."""
    return max(1, width // BLOCKS)


def timeline(view: HeatView, wall: int) -> Timeline:
    """The columns of a view as they stand at `wall`."""
    length = view.seconds * SECOND
    if not view.columns:
        return Timeline(0, (), 0, length)
    by_number = {column.column.number: column for column in view.columns}
    newest = view.columns[-1]
    late = max(0, (wall - newest.start) // length - _LATE)
    last = newest.column.number + min(late, COLUMNS_KEPT)
    first = max(view.columns[0].column.number, last - COLUMNS_KEPT + 1)
    columns = tuple(by_number.get(number) for number in range(first, last + 1))
    return Timeline(first, columns, newest.start + (first - newest.column.number) * length, length)
