"""Cells in a grid, and the lines they make. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Ground, Ink, Line, Role, Span, Tint


class Cell(Struct, frozen=True):
    """One character, its ink, and what lies behind it."""

    char: str
    ink: Ink = Role.TEXT
    ground: Ground = Tint.NONE


BLANK: Final = Cell(" ")
UNKNOWN: Final = Cell("╱", Role.BORDER)
"""Of this nothing is known: a gap."""


def joined(cells: Iterable[Cell]) -> Line:
    """Cells in as few spans as possible: a blank takes any ink."""
    spans: list[Span] = []
    text = ""
    ink: Ink = Role.TEXT
    ground: Ground = Tint.NONE
    for cell in cells:
        char, its, behind = cell.char, cell.ink, cell.ground
        if behind is ground and (its is ink or char == " "):
            text += char
        elif behind is ground and not text.strip(" "):
            text, ink = text + char, its
        else:
            if text:
                spans.append(Span(text, ink, ground))
            text, ink, ground = char, its, behind
    return (*spans, Span(text, ink, ground)) if text else tuple(spans)


class Canvas:
    """A grid of cells; what falls outside is not drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(0, width), max(0, height)
        self._rows = [[BLANK] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, cell: Cell) -> None:
        """Draw over what is there."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._rows[y][x] = cell

    def put_column(self, x: int, cells: Iterable[Cell], top: int = 0) -> None:
        """Cells from `top` down, over what is there."""
        if 0 <= x < self.width:
            for row, cell in zip(self._rows[top:], cells, strict=False):
                row[x] = cell

    def put_columns(self, x: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Columns as high as the canvas, beside each other from `x` on, over what is there."""
        first = max(0, -x)
        columns = columns[first : max(0, self.width - x)]
        for row, cells in zip(self._rows, zip(*columns, strict=True), strict=False):
            row[x + first : x + first + len(cells)] = cells

    def put_under(self, x: int, y: int, cell: Cell) -> None:
        """Draw where there is nothing yet."""
        if 0 <= x < self.width and 0 <= y < self.height and self._rows[y][x].char == " ":
            self._rows[y][x] = replace(cell, ground=self._rows[y][x].ground)

    def letter(self, x: int, y: int, text: str, ink: Ink, ground: Ground = Tint.NONE) -> None:
        """Words, whole or not at all."""
        if x >= 0 and x + len(text) <= self.width:
            for place, char in enumerate(text, x):
                self.put(place, y, Cell(char, ink, ground))

    def at(self, x: int, y: int) -> Cell:
        """What is there."""
        return self._rows[y][x]

    def lay(self, x: int, tint: Tint) -> None:
        """A tint behind a whole column."""
        if 0 <= x < self.width:
            for row in self._rows:
                row[x] = replace(row[x], ground=tint)

    def lines(self) -> list[Line]:
        """The rows, in as few spans as possible."""
        return list(map(joined, self._rows))

    def texts(self) -> list[str]:
        """The rows as text."""
        return ["".join(cell.char for cell in row) for row in self._rows]
