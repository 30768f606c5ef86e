"""Columns that line up: numbers on their point, words at the left; whole columns go when room is short. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from roxom_tui.ui.lines import Line, Role, Span, left, width_of
from roxom_tui.ui.widgets.digits import ColumnMemory, in_column


class Column(NamedTuple):
    """A heading, the least width that keeps it from dancing, and how early it is dropped (0: never)."""

    heading: str
    width: int = 0
    drop: int = 0
    is_number: bool = False


Cell: TypeAlias = Span | tuple[Span, ...]

GAP = 2


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, memory: ColumnMemory | None = None
) -> list[Line]:
    """A heading and a line a row, in as many columns as fit. The first to go has the highest `drop`.

    With a memory no column becomes narrower, and no point moves, until its subject changes.
    """
    memory = memory or ColumnMemory()
    aligned = [_aligned(column, [row[i] for row in rows], memory) for i, column in enumerate(columns)]
    widths = [
        max([column.width, len(column.heading), *map(width_of, cells)])
        for column, cells in zip(columns, aligned, strict=True)
    ]
    kept = _kept(columns, widths, width)
    heading: list[Span] = [Span(" ")]
    lines: list[list[Span]] = [[Span(" ")] for _ in rows]
    for i in kept:
        column, room = columns[i], widths[i]
        name = column.heading.rjust(room) if column.is_number else left(column.heading, room)
        heading.append(Span(name, Role.FAINT))
        for line, cell in zip(lines, aligned[i], strict=True):
            blank = Span(" " * (room - width_of(cell)))
            line.extend((blank, *cell) if column.is_number else (*cell, blank))
        if i != kept[-1]:
            for line in (heading, *lines):
                line.append(Span(" " * GAP))
    return [tuple(heading), *map(tuple, lines)]


def _kept(columns: Sequence[Column], widths: Sequence[int], width: int) -> list[int]:
    kept = list(range(len(columns)))
    while sum(widths[i] + GAP for i in kept) + 1 - GAP > width:
        droppable = [i for i in kept if columns[i].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda i: columns[i].drop))
    return kept


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
