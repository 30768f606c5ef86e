"""The help screen: what the keys do where the person is, and everywhere else."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from roxom_tui.ui.actions import Context
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.lines import Line
from roxom_tui.ui.screens.help_lines import TWO_COLUMNS, help_lines
from roxom_tui.ui.screens.reading import Reading
from roxom_tui.ui.screens.sheet import DEFAULT_PAINT, keys_for
from roxom_tui.ui.theme import Paint

_WIDTH = TWO_COLUMNS + 12


class HelpScreen(Reading):
    """Shows the keys as they are bound now."""

    BINDINGS: ClassVar[list[BindingType]] = keys_for({"help": "leave"})

    heading = "Help"

    def __init__(self, keymap: Keymap, context: Context = Context.GLOBAL, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.keymap = keymap
        self.context = context

    def wanted(self) -> tuple[int, int]:
        """Two columns, and as many rows as they take, with a free one on both sides."""
        return _WIDTH, len(self.lines(_WIDTH)) + 4

    def lines(self, width: int) -> list[Line]:
        """The help for this width."""
        return help_lines(self.keymap, self.context, width)
