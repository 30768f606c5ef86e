"""A panel with a size and a focus that a test gives, without an app; what it drew last is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.geometry import Size

from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.base import Panel
from tests.support.sample_screens import NOW, WALL


class OnPaper:
    """What a panel has of the screen."""

    paper = Size(60, 10)
    is_focused = False
    drawn: Sequence[Line] = ()

    @property
    def size(self) -> Size:
        return self.paper

    @property
    def has_focus(self) -> bool:
        return self.is_focused

    def show_lines(self, lines: Sequence[Line]) -> int:
        self.drawn = lines
        return len(lines)


def on_paper(kind: type[Panel[Any]], view: object, width: int, height: int, *, focused: bool = False) -> Any:
    """A panel of this kind that shows a view."""
    panel: Any = type(f"{kind.__name__}OnPaper", (OnPaper, kind), {})()
    panel.paper, panel.is_focused = Size(width, height), focused
    panel.options, panel.now, panel.wall = DisplayOptions(), NOW, WALL
    show(panel, view)
    return panel


def show(panel: Any, view: object) -> None:
    """Another picture."""
    panel.view = view
    panel.redraw()


def resize(panel: Any, width: int, height: int) -> None:
    """Another size."""
    panel.paper = Size(width, height)
    panel.redraw()


def text(panel: Any) -> list[str]:
    """The rows as they were drawn last."""
    return ["".join(span.text for span in line) for line in panel.drawn]
