"""Marked prices in a chart: a line with a name where they are in sight, else a name at the edge with the distance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.chart_picture import Mark

_LINE: Final = "┄"


class Placed(NamedTuple):
    """What of the marks stands in a row: names, their ink, and whether a line leads to the price."""

    row: int
    names: tuple[str, ...]
    ink: Role
    has_line: bool


def placed(marks: Sequence[Mark], scale: PriceScale, rows: int, last: Decimal | None) -> tuple[Placed, ...]:
    """The marks by row; it changes only when one of them would be drawn elsewhere."""
    dots = scale.dots // max(1, rows)
    by_row: dict[int, list[tuple[str, Mark, bool]]] = {}
    for mark in marks:
        dot = scale.dot(mark.price.key)
        inside = 0 <= dot < scale.dots
        row = dot // dots if inside else 0 if dot < 0 else rows - 1
        by_row.setdefault(row, []).append((mark.name if inside else _outside(mark, dot, last), mark, inside))
    return tuple(
        Placed(
            row,
            tuple(name for name, _, _ in found),
            Role.OWN if any(mark.is_own for _, mark, _ in found) else Role.SOFT,
            any(inside for _, _, inside in found),
        )
        for row, found in sorted(by_row.items())
    )


def draw_marks(canvas: Canvas, marks: Sequence[Placed]) -> None:
    """Under what is drawn already; names that would stand in one row are joined."""
    for mark in marks:
        if mark.has_line:
            line = Cell(_LINE, mark.ink)
            for x in range(canvas.width):
                canvas.put_under(x, mark.row, line)
        _name(canvas, mark.row, list(mark.names), mark.ink)


def _outside(mark: Mark, dot: int, last: Decimal | None) -> str:
    """Which way, and how far from the last price."""
    arrow = "▲" if dot < 0 else "▼"
    if last is None or not last:
        return f"{arrow} {mark.name}"
    return f"{arrow} {mark.name} {fmt.percent((mark.price - last) / last, 1)} %"


def _name(canvas: Canvas, row: int, names: list[str], ink: Role) -> None:
    """As many names as have room, each whole."""
    while names and len(text := " · ".join(names)) + 2 > canvas.width:
        names.pop()
    if names:
        canvas.letter(0, row, f" {text} ", ink)
