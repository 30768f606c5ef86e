"""Columns that line up: numbers on their point, words at the left; whole columns go when room is short. Pure.

Which columns are shown is decided by the room each of them has needed since the panel has had its size, in either unit:
data and units that change move no column in or out. A number is whole, or its whole column is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.ui.lines import Line, Role, Span, fit, left, width_of
from roxom_tui.ui.widgets.digits import REMEMBERED, ColumnMemory, Room, in_column, room_for, room_of


class Column(Struct, frozen=True):
    """A heading, the least width that keeps it from dancing, and when it is dropped: the highest `drop` goes first.

    One below `ESSENTIAL` goes only when narrow gaps, and words cut to their `least` cells (0: never cut), do not help.
    """

    heading: str
    width: int = 0
    drop: int = 0
    is_number: bool = False
    least: int = 0
    marks: int = 0
    """Cells at its right for marks behind its numbers, whether or not there is one: a mark that comes moves nothing."""


Cell: TypeAlias = Span | tuple[Span, ...]

GAP: Final = 2
_NARROW_GAP: Final = 1
_MARGIN: Final = 1

ESSENTIAL: Final = 10

REPORTED: Final = "*"
"""Behind a figure that is as the exchange last reported it, and not proven or not ours."""


class _Shape(Struct, frozen=True):
    """What a column needs for a text: for its number, and for what stands behind that."""

    number: int
    room: Room | None
    behind: int


class MeasuredRow(Struct, frozen=True):
    """The cells of a row, each with its text and the columns that it takes; the shapes say how it is laid out."""

    cells: tuple[tuple[Span, ...], ...]
    texts: tuple[str, ...]
    widths: tuple[int, ...]
    shapes: tuple[_Shape, ...]


def measured(cells: Sequence[Cell]) -> MeasuredRow:
    """A row for `fitted`."""
    rows: list[tuple[Span, ...]] = []
    texts: list[str] = []
    for cell in cells:
        if isinstance(cell, Span):
            rows.append((cell,))
            texts.append(cell.text)
        else:
            rows.append(cell)
            texts.append("".join([span.text for span in cell]))
    widths = [len(text) if text.isascii() else width_of(cell) for text, cell in zip(texts, rows, strict=True)]
    return MeasuredRow(tuple(rows), tuple(texts), tuple(widths), tuple([_shape(text) for text in texts]))


class _Shown(Struct, frozen=True):
    """A column that fits: its place in the row, its heading, its width, and the room of its numbers.

    `words` are the cells behind its numbers for a word such as `reported`.
    """

    place: int
    heading: str
    width: int
    room: Room | None
    words: int = 0

    def title(self) -> str:
        if self.room is None:
            return left(self.heading, self.width)
        return self.heading.rjust(max(len(self.heading), self.width - self.words)).ljust(self.width)

    def drawn(self, row: MeasuredRow) -> Line:
        """The cell of the row; a number gets spaces around it until all points stand in one place."""
        cell = row.cells[self.place]
        if self.room is None:
            return fit(cell, self.width)
        text = row.texts[self.place]
        number, words = _parted(text)
        placed = in_column(number, self.room).rjust(self.width - self.words)
        placed = placed.replace(number, text, 1).ljust(self.width) if words else placed.ljust(self.width)
        before, _, behind = placed.partition(text) if text else (placed, "", "")
        return (*((Span(before),) if before else ()), *cell, *((Span(behind),) if behind else ()))


class Fitted(Struct, frozen=True):
    """The columns that fit, from the left, and the gap between them."""

    columns: tuple[_Shown, ...]
    gap: int

    @property
    def headings(self) -> tuple[str, ...]:
        """The names of what is shown."""
        return tuple(column.heading for column in self.columns)

    def heading(self) -> Line:
        """The line above the rows."""
        return self._line((Span(column.title(), Role.FAINT),) for column in self.columns)

    def line(self, row: MeasuredRow) -> Line:
        """The line of a row."""
        return self._line(column.drawn(row) for column in self.columns)

    def _line(self, cells: Iterable[Line]) -> Line:
        gap = Span(" " * self.gap)
        spans = [Span(" " * _MARGIN)]
        for at, cell in enumerate(cells):
            if at:
                spans.append(gap)
            spans.extend(cell)
        return tuple(spans)


class _Choice(Struct, frozen=True):
    """Places of the columns that are shown, the most important first, their widths, and the gap between them."""

    kept: tuple[int, ...]
    widths: tuple[int, ...]
    gap: int


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, memory: ColumnMemory | None = None
) -> list[Line]:
    """A heading and a line a row, in as many columns as fit. The first to go has the highest `drop`."""
    measured_rows = [measured(row) for row in rows]
    drawn = fitted(columns, measured_rows, width, memory)
    return [drawn.heading(), *map(drawn.line, measured_rows)]


def fitted(
    columns: Sequence[Column],
    rows: Sequence[MeasuredRow],
    width: int,
    memory: ColumnMemory | None = None,
    also: Sequence[MeasuredRow] = (),
    gap: int = GAP,
) -> Fitted:
    """The columns for this width. `also` are rows that could stand here at the next key: the same in the other unit.
    `gap` stands between columns where those that must not go have room.

    With a memory no column becomes narrower, and no point moves, until its subject changes.
    """
    memory = memory or ColumnMemory()
    shape = (
        tuple(columns),
        tuple([(row.widths, row.shapes) for row in rows]),
        tuple([(row.widths, row.shapes) for row in also]),
        width,
        gap,
    )
    return memory.laid(shape, lambda: _laid(columns, rows, width, memory, also, gap))


def _laid(
    columns: Sequence[Column],
    rows: Sequence[MeasuredRow],
    width: int,
    memory: ColumnMemory,
    also: Sequence[MeasuredRow],
    gap: int,
) -> Fitted:
    rooms = [
        memory.room(column.heading, [_parted(row.texts[i])[0] for row in rows]) if column.is_number else None
        for i, column in enumerate(columns)
    ]
    words = [_words(column, i, rows, memory) for i, column in enumerate(columns)]
    beyond = [count - column.marks for count, column in zip(words, columns, strict=True)]
    shown = [
        max([column.width, len(column.heading), _widest(i, rows, room) + column.marks]) + beyond[i]
        for i, (column, room) in enumerate(zip(columns, rooms, strict=True))
    ]
    # Words behind a number go again: the room that they took is not kept for them.
    needs = [
        memory.needed(column.heading, max(shown[i] - beyond[i], _other_width(column, i, also) + column.marks))
        + beyond[i]
        for i, column in enumerate(columns)
    ]
    choice = _chosen(columns, needs, width, gap)
    room = dict(zip(choice.kept, choice.widths, strict=True))
    kept = sorted(choice.kept)
    return Fitted(
        tuple(_Shown(i, columns[i].heading, min(shown[i], room[i]), rooms[i], words[i]) for i in kept),
        choice.gap,
    )


def _words(column: Column, place: int, rows: Sequence[MeasuredRow], memory: ColumnMemory) -> int:
    """Cells for what stands behind the numbers now; a mark keeps its cell, words do not."""
    if not column.is_number:
        return 0
    widest = max((len(_parted(row.texts[place])[1]) for row in rows), default=0)
    kept = memory.needed(f"{column.heading} {REPORTED}", widest if widest <= len(REPORTED) else 0)
    return max(widest, kept, column.marks)


@lru_cache(REMEMBERED)
def _parted(text: str) -> tuple[str, str]:
    """A number, and what stands behind it: a mark, or words after a space. Of words alone there is no number."""
    if room_of(text) is None:
        return text, ""
    end = min((at for mark in REPORTED + " " if (at := text.find(mark)) >= 0), default=len(text))
    return (text[:end], text[end:]) if room_of(text[:end]) is not None else (text, "")


@lru_cache(REMEMBERED)
def _shape(text: str) -> _Shape:
    number, behind = _parted(text)
    return _Shape(len(number), room_of(number), len(behind))


def _widest(place: int, rows: Sequence[MeasuredRow], room: Room | None) -> int:
    return max((row.widths[place] for row in rows), default=0) if room is None else room.width


def _other_width(column: Column, place: int, rows: Sequence[MeasuredRow]) -> int:
    if not column.is_number:
        return max((row.widths[place] for row in rows), default=0)
    numbers = [_parted(row.texts[place])[0] for row in rows]
    return max(room_for(numbers).width, max(map(len, numbers), default=0))


def _chosen(columns: Sequence[Column], needs: Sequence[int], width: int, gap: int) -> _Choice:
    """As many as fit, by importance, none behind the first that does not."""
    order = sorted(range(len(columns)), key=lambda i: columns[i].drop)
    essential = [i for i in order if columns[i].drop < ESSENTIAL]
    if _total([needs[i] for i in essential], gap) <= width:
        kept = _fitting(order, needs, gap, width)
        return _Choice(tuple(kept), tuple(needs[i] for i in kept), gap)
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
