"""Panels drawn on paper, without an app."""

from __future__ import annotations

from typing import Any

from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.base import Panel
from tests.support.sample_screens import NOW, WALL


def rendering(width: int = 52, height: int = 24, **more: Any) -> RenderContext:
    options = more.pop("options", DisplayOptions())
    return RenderContext(width, height, options, more.pop("now", NOW), more.pop("wall", WALL), **more)


def drawn(panel: Panel[Any], picture: ScreenSnapshot, on: RenderContext) -> list[Line]:
    return panel.draw(panel.pick(picture), on)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def roles(lines: list[Line]) -> set[Role]:
    return {span.role for line in lines for span in line if span.text.strip(" ─│╭╮╰╯")}


def inks(line: Line) -> dict[str, Role]:
    """The role of each figure or word of a row."""
    return {span.text.strip(): span.role for span in line}
