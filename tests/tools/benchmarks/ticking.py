"""The least a Textual app that lives can be: one line that says the time, anew each second, and a help to open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

LINES = 36
"""As many as the dashboard's help shows."""


class Help(ModalScreen[None]):
    """A page of words; the last line says how to leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "back")]

    def compose(self) -> ComposeResult:
        yield Static("\n".join([*(["what each sign of the screen means, in some words"] * LINES), "Esc back"]))


class Ticking(App[None]):
    """A clock."""

    BINDINGS: ClassVar[list[BindingType]] = [("question_mark", "help", "help")]

    def compose(self) -> ComposeResult:
        yield Static("clock", id="clock")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def action_help(self) -> None:
        self.push_screen(Help())

    def _tick(self) -> None:
        self.query_one("#clock", Static).update(f"time of day {datetime.now(UTC):%H:%M:%S}")


if __name__ == "__main__":
    Ticking().run()
