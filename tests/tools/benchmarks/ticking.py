"""The least a Textual app that lives can be: one line that says the time, anew each second."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.app import App, ComposeResult
from textual.widgets import Static


class Ticking(App[None]):
    """A clock."""

    def compose(self) -> ComposeResult:
        yield Static("clock", id="clock")

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        self.query_one("#clock", Static).update(f"{datetime.now(UTC):%H:%M:%S}")


if __name__ == "__main__":
    Ticking().run()
