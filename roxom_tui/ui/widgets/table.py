"""Columns that line up: numbers on their point, words at the left; whole columns go when room is short. Pure.

Which columns are shown is decided by the room each of them has needed since the panel has had its size, in either unit:
data and units that change move no column in or out. A number is whole, or its whole column is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from roxom_tui.ui.lines import Line, Role, Span, fit, left, width_of
from roxom_tui.ui.widgets.digits import ColumnMemory, in_column, room_for


class Column(NamedTuple):
    """A heading, the least width that keeps it from dancing, and when it is dropped: the highest `drop` goes first.

    One below `ESSENTIAL` goes only when narrow gaps, and words cut to their `least` cells (0: never cut), do not help.
    """

    heading: str
    width: int = 0
    drop: int = 0
    is_number: bool = False
    least: int = 0


Cell: TypeAlias = Span | tuple[Span, ...]

GAP: Final = 2
_NARROW_GAP: Final = 1
_MARGIN: Final = 1

ESSENTIAL: Final = 10


class Fitted(NamedTuple):
    """The columns that fit, from the left: each with its heading, its cells and its width."""

    columns: tuple[Column, ...]
    cells: tuple[Sequence[tuple[Span, ...]], ...]
    widths: tuple[int, ...]
    gap: int

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of what is shown."""
        return tuple(column.heading for column in self.columns)

    def lines(self, count: int) -> list[Line]:
        """The heading, and the lines of so many rows."""
        heading: list[Span] = [Span(" " * _MARGIN)]
        lines: list[list[Span]] = [[Span(" " * _MARGIN)] for _ in range(count)]
        for at, (column, cells, room) in enumerate(zip(self.columns, self.cells, self.widths, strict=True)):
            if at:
                for line in (heading, *lines):
                    line.append(Span(" " * self.gap))
            name = column.heading.rjust(room) if column.is_number else left(column.heading, room)
            heading.append(Span(name, Role.FAINT))
            for line, cell in zip(lines, cells, strict=True):
                blank = Span(" " * (room - width_of(cell)))
                line.extend((blank, *cell) if column.is_number else fit(cell, room))
        return [tuple(heading), *map(tuple, lines)]


class _Choice(NamedTuple):
    """Places of the columns that are shown, the most important first, their widths, and the gap between them."""

    kept: tuple[int, ...]
    widths: tuple[int, ...]
    gap: int


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, memory: ColumnMemory | None = None
) -> list[Line]:
    """A heading and a line a row, in as many columns as fit. The first to go has the highest `drop`."""
    return fitted(columns, rows, width, memory).lines(len(rows))


def fitted(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    width: int,
    memory: ColumnMemory | None = None,
    also: Sequence[Sequence[Cell]] = (),
) -> Fitted:
    """The columns for this width. `also` are rows that could stand here at the next key: the same in the other unit.

    With a memory no column becomes narrower, and no point moves, until its subject changes.
    """
    memory = memory or ColumnMemory()
    aligned = [_aligned(column, [row[i] for row in rows], memory) for i, column in enumerate(columns)]
    shown = [
        max([column.width, len(column.heading), *map(width_of, cells)])
        for column, cells in zip(columns, aligned, strict=True)
    ]
    others = [_other_width(column, [_text(row[i]) for row in also]) for i, column in enumerate(columns)]
    needs = [
        memory.needed(column.heading, max(here, other))
        for column, here, other in zip(columns, shown, others, strict=True)
    ]
    choice = _chosen(columns, needs, width)
    room = dict(zip(choice.kept, choice.widths, strict=True))
    kept = sorted(choice.kept)
    return Fitted(
        tuple(columns[i] for i in kept),
        tuple(aligned[i] for i in kept),
        tuple(min(shown[i], room[i]) for i in kept),
        choice.gap,
    )


def _chosen(columns: Sequence[Column], needs: Sequence[int], width: int) -> _Choice:
    """As many as fit, by importance, none behind the first that does not."""
    order = sorted(range(len(columns)), key=lambda i: columns[i].drop)
    essential = [i for i in order if columns[i].drop < ESSENTIAL]
    if _total([needs[i] for i in essential], GAP) <= width:
        kept = _fitting(order, needs, GAP, width)
        return _Choice(tuple(kept), tuple(needs[i] for i in kept), GAP)
    least = [min(need, column.least or need) for need, column in zip(needs, columns, strict=True)]
    # What is too wide even for itself must not take the others with it.
    kept = _fitting([i for i in essential if least[i] + _MARGIN <= width], least, _NARROW_GAP, width)
    spare = width - _total([least[i] for i in kept], _NARROW_GAP)
    widths = []
    for i in kept:
        more = min(spare, needs[i] - least[i])
        spare -= more
        widths.append(least[i] + more)
    return _Choice(tuple(kept), tuple(widths), _NARROW_GAP)


def _fitting(order: Sequence[int], widths: Sequence[int], gap: int, width: int) -> list[int]:
    kept: list[int] = []
    for i in order:
        if _total([widths[k] for k in (*kept, i)], gap) > width:
            break
        kept.append(i)
    return kept


def _total(widths: Sequence[int], gap: int) -> int:
    return _MARGIN + sum(widths) + gap * max(0, len(widths) - 1)


def _other_width(column: Column, texts: Sequence[str]) -> int:
    widest = max((width_of((Span(text),)) for text in texts), default=0)
    return max(widest, room_for(texts).width) if column.is_number else widest


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Span) else "".join(span.text for span in cell)


def _aligned(column: Column, cells: Sequence[Cell], memory: ColumnMemory) -> list[tuple[Span, ...]]:
    """Numbers get spaces around them until all points stand in one place."""
    spans = [(cell,) if isinstance(cell, Span) else cell for cell in cells]
    if not column.is_number:
        return spans
    texts = ["".join(span.text for span in cell) for cell in spans]
    room = memory.room(column.heading, texts)
    return [_placed(cell, text, in_column(text, room)) for cell, text in zip(spans, texts, strict=True)]


def _placed(cell: tuple[Span, ...], text: str, placed: str) -> tuple[Span, ...]:
    before, _, behind = placed.partition(text) if text else (placed, "", "")
    return (*((Span(before),) if before else ()), *cell, *((Span(behind),) if behind else ()))
