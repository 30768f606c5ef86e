"""The frame of a panel, and words in an empty one. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, fit, left, width_of

FOCUS_MARK: Final = "▸"
"""In front of the title of the panel that has the keys, for whoever does not see it by the colour of the frame."""


def in_the_middle(words: str, rendering: RenderContext) -> list[Line]:
    """The reason why a panel is empty, whole, in the middle of it."""
    wrapped = textwrap.wrap(words, max(1, rendering.width - 2))[: rendering.height]
    above: list[Line] = [EMPTY] * ((rendering.height - len(wrapped)) // 2)
    return [*above, *((Span(text.center(rendering.width), Role.SOFT),) for text in wrapped)]


def at_the_top(words: str, rendering: RenderContext) -> list[Line]:
    """The reason why a list is empty, whole, where its rows would be."""
    wrapped = textwrap.wrap(words, max(1, rendering.width - 2))[: rendering.height]
    return [(Span(f" {text}", Role.SOFT),) for text in wrapped]


def title_line(title: str, words: Line, width: int, edge: Role, beside: Line = ()) -> Line:
    """The top of a frame: the name and what stands beside it, the state at the right; the name gives way last."""
    name = left(title, min(len(title), max(0, width - 6)))
    words = _fitting(words, room_beside(name, width) - width_of(beside))
    rule = "─" * (width - len(name) - width_of(beside) - width_of(words) - (7 if words else 5))
    end: Line = (Span(" ", edge), *words, Span(" ─╮", edge)) if words else (Span("─╮", edge),)
    focused = edge is Role.FOCUS
    corner = Span(f"╭{FOCUS_MARK}" if focused else "╭ ", edge)
    start = (corner, Span(name, Role.TEXT if focused else Role.SOFT))
    return fit((*start, *beside, Span(" " + rule, edge), *end), width)


def room_beside(title: str, width: int) -> int:
    """Columns of a frame's top that the name leaves to the state."""
    return width - len(title) - 8


def _fitting(words: Line, room: int) -> Line:
    """The words with remarks dropped from the right until they fit; the state itself is the last to go."""
    while len(words) > 1 and width_of(words) > room:
        words = words[:-2]
    return words if width_of(words) <= room else ()


def between_sides(rows: Sequence[Line], inner: RenderContext, whole: int, edge: Role) -> list[Line]:
    """The rows and blank ones below them, each as wide as the drawing may be, with the sides of the frame."""
    filled = [*rows, *([EMPTY] * (inner.height - len(rows)))]
    kept = inner.drawn.row
    return [kept(("sides", id(row)), _Framed(row, inner.width, whole, edge), _between) for row in filled]


class _Framed(Struct, frozen=True):
    """A row, its width, that of the room between the sides, and their role."""

    row: Line
    width: int
    whole: int
    edge: Role


def _between(framed: _Framed) -> Line:
    side, behind = Span("│", framed.edge), Span(" " * (framed.whole - framed.width))
    return (side, *fit(framed.row, framed.width), behind, side)
