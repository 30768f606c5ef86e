"""A box with one line to type on, and what is to be said of it while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input

from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, Drawn, ModalBox, keys_for
from roxom_tui.ui.theme import Paint

Result = TypeVar("Result")
PROMPT: str = "› "


class LineEditor(ModalBox[Result]):
    """A subclass says what the line means: `answer` what Enter answers, None while it is wrong; `remarks` the rest."""

    BINDINGS: ClassVar[list[BindingType]] = keys_for({"back": "leave"}, letters=False)

    def __init__(self, text: str = "", paint: Paint = DEFAULT_PAINT) -> None:
        super().__init__(paint)
        self.text = text

    def answer(self, text: str) -> Result | None:
        """What the line means, if it can be read."""
        raise NotImplementedError

    def remarks(self, text: str, width: int) -> Sequence[Line]:
        """What is to be said of it, in lines of this width."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The line, a rule, and what is said."""
        with Horizontal(id="filter"):
            yield Drawn(lambda width, height: [(Span(PROMPT.strip(), Role.ACCENT),)], id="prompt")
            field = Input(self.text, compact=True, select_on_focus=False)
            field.cursor_blink = False
            yield field
        yield Drawn(lambda width, height: [(Span("─" * width, Role.BORDER),)], id="rule")
        yield Drawn(lambda width, height: self.remarks(self.text, width)[:height], id="text")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is to be said of what is typed now."""
        self.text = event.value
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers, once the line can be read."""
        found = self.answer(event.value)
        if found is not None:
            self.dismiss(found)
