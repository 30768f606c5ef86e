"""Cells in a grid, and the lines they make. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from roxom_tui.ui.lines import Ground, Ink, Line, Role, Span, Tint, merged


class Cell(NamedTuple):
    """One character, its ink, and what lies behind it."""

    char: str
    ink: Ink = Role.TEXT
    ground: Ground = Tint.NONE


BLANK: Final = Cell(" ")
UNKNOWN: Final = Cell("╱", Role.BORDER)
"""Of this nothing is known: a gap."""


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
        for y, cell in enumerate(cells, top):
            self.put(x, y, cell)

    def put_under(self, x: int, y: int, cell: Cell) -> None:
        """Draw where there is nothing yet."""
        if 0 <= x < self.width and 0 <= y < self.height and self._rows[y][x].char == " ":
            self._rows[y][x] = cell._replace(ground=self._rows[y][x].ground)

    def write(self, x: int, y: int, text: str, ink: Ink, ground: Ground = Tint.NONE) -> None:
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
                row[x] = row[x]._replace(ground=tint)

    def lines(self) -> list[Line]:
        """The rows, in as few spans as possible."""
        return [merged(Span(*cell) for cell in row) for row in self._rows]

    def texts(self) -> list[str]:
        """The rows as text."""
        return ["".join(cell.char for cell in row) for row in self._rows]
