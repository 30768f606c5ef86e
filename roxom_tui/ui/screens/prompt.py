"""One line to type on, in a box: a note, or a time."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, Drawn, ModalBox
from roxom_tui.ui.theme import Paint

_WIDTH = 48
_LONGEST = 120


class Prompt(ModalBox[str | None]):
    """Answers what was typed, or None."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "take", show=False)]

    hint = "Enter take · Esc back"

    def __init__(self, heading: str, example: str, paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.title_words = heading
        self.example = example

    @property
    def heading(self) -> str:  # type: ignore[override]
        """Each has its own."""
        return self.title_words

    def wanted(self) -> tuple[int, int]:
        """Title, line, hint."""
        return _WIDTH, 4

    def remark(self) -> str:
        """What may be typed."""
        return self.example

    def body(self) -> ComposeResult:
        """The line."""
        with Horizontal(id="filter"):
            yield Drawn(lambda width, height: [(Span("›", Role.ACCENT),)], id="prompt")
            field = Input(compact=True, max_length=_LONGEST)
            field.cursor_blink = False
            yield field

    def on_input_submitted(self) -> None:
        """Enter takes it."""
        self.action_take()

    def action_take(self) -> None:
        """Answer what stands there."""
        self.dismiss(self.query_one(Input).value)
