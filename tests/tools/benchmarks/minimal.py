"""The least a Textual app can be: one widget."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """Says one word."""

    def compose(self) -> ComposeResult:
        yield Static("minimal")


if __name__ == "__main__":
    Minimal().run()
