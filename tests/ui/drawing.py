"""Panels drawn on paper, without an app."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.lines import Ink, Line
from roxom_tui.ui.panels.base import Panel
from tests.support.sample_screens import NOW, WALL


def rendering(width: int = 52, height: int = 24, **more: Any) -> RenderContext:
    options = more.pop("options", DisplayOptions())
    return RenderContext(width, height, options, more.pop("now", NOW), more.pop("wall", WALL), **more)


def drawn(panel: Panel[Any], picture: ScreenSnapshot, on: RenderContext) -> list[Line]:
    return panel.draw(panel.pick(picture), on)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def texts(lines: list[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def roles(lines: list[Line]) -> set[Ink]:
    return {span.role for line in lines for span in line if span.text.strip(" ─│╭╮╰╯")}


def inks(line: Line) -> dict[str, Ink]:
    """The role of each figure or word of a row."""
    return {span.text.strip(): span.role for span in line}


def points(column: Sequence[str]) -> set[int]:
    """Where the points stand, or would."""
    found = set()
    for text in column:
        last = max((i for i, sign in enumerate(text) if sign.isdigit()), default=None)
        if last is not None:
            found.add(text.index(".") if "." in text else last + 1)
    return found


PRICES = ("0.0431", "0.04312", "0.04313000", "0.043", "1")


SIZES = ("7", "0.125", "12345.5", "0.12345678", "0.50")


BLANK_BARS = str.maketrans(dict.fromkeys("▏▎▍▌▋▊▉", " "))


def column_of(lines: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """The lines with everything but these numbers blanked, each number found in its own line."""
    found = []
    for line, text in zip(lines, numbers, strict=True):
        padded = f" {line.translate(BLANK_BARS)} "
        at = padded.index(f" {text} ") + 1
        found.append(" " * at + text)
    return found


NUMBERS = st.decimals(0, 10**9, places=8, allow_nan=False).flatmap(
    lambda value: st.integers(0, 12).map(lambda places: round(value, min(places, 8)) if places else value // 1)
)


TEXTS = NUMBERS.map(fmt.grouped) | st.sampled_from(["--", "unit?", "••••", "0.0431", "0.04312", "7", "0.125", "-3.5"])
