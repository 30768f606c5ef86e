"""A box full of lines to read, moved through by the keys of a panel; and the headed blocks they are laid out in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar, TypeAlias

from textual.app import ComposeResult
from textual.binding import BindingType

from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, fit
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, MOVES, Drawn, ModalBox, keys_for
from roxom_tui.ui.theme import Paint


class Reading(ModalBox[None]):
    """The box around more lines than rows: a window over them that moves. A subclass makes them for a width."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys_for(MOVES), *DEFAULT_KEYMAP.bindings(("theme", "quit"))]

    hint = "↑ ↓ PgUp PgDn move · Esc back"

    def __init__(self, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.text = Drawn(self._window, id="text")
        self._offset = 0
        self._count = 0

    def lines(self, width: int) -> list[Line]:
        """The lines to read."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The window over the lines."""
        yield self.text

    def remark(self) -> str:
        """The words for the lines in the window; empty when all are."""
        return RowWindow(self._count, self.text.size.height).words(self._offset)

    def redraw(self) -> None:
        """Text first: title or hint tell where in it the window is."""
        self.text.redraw()
        for line in self.query("#title, #hint").results(Drawn):
            line.redraw()

    def action_move(self, rows: int) -> None:
        """Shift the window."""
        self._offset += rows
        self.redraw()

    def action_page(self, pages: int) -> None:
        """Shift by a windowful, one row of it kept for the eye."""
        self.action_move(pages * max(1, self.text.size.height - 1))

    def _window(self, width: int, height: int) -> Sequence[Line]:
        lines = self.lines(width)
        self._count = len(lines)
        self._offset = RowWindow(self._count, height).first(self._offset)
        return lines[self._offset : self._offset + height]


Block: TypeAlias = list[Line]

GAP = 4
"""Columns between two blocks beside each other."""


def headed(title: str, lines: Sequence[Line], width: int) -> Block:
    """Lines under their title and a rule."""
    rule = Span("─" * max(0, width - len(title) - 1), Role.BORDER)
    return [fit((Span(title, Role.SOFT), Span(" "), rule), width), *lines]


def stacked(blocks: Sequence[Block]) -> Block:
    """Blocks below each other, an empty line between."""
    lines: Block = []
    for block in blocks:
        if block:
            lines.extend([EMPTY, *block] if lines else block)
    return lines


def beside(first: Block, second: Block, first_width: int) -> Block:
    """Two blocks next to each other."""
    pairs = zip_longest(first, second, fillvalue=EMPTY)
    return [(*fit(a, first_width + GAP), *b) if b else a for a, b in pairs]


def balanced(first: Sequence[Block], second: Sequence[Block], rest: Sequence[Block], width: int) -> Block:
    """Blocks in two columns; the rest stands below the second, as many as make both most alike, and then the first."""
    splits = [(stacked([*first, *rest[i:]]), stacked([*second, *rest[:i]])) for i in range(len(rest) + 1)]
    return beside(*min(splits, key=lambda split: max(map(len, split))), width)


def wrapped(text: str, width: int, role: Role, lead: Line = EMPTY, indent: int = 0) -> Block:
    """Words over as many lines as they need; `lead` begins the first, blanks of `indent` cells the others."""
    parts = textwrap.wrap(text, max(8, width - indent)) or [""]
    first: Line = (*lead, Span(parts[0], role))
    return [first, *((Span(" " * indent), Span(part, role)) for part in parts[1:])]
