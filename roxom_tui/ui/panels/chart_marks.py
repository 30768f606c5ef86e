"""Marked prices in a chart: a line with a name where they are in sight, else a name at the edge with the distance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.chart_picture import Mark

_LINE: Final = "┄"


def draw_marks(canvas: Canvas, marks: Sequence[Mark], scale: PriceScale, rows: int, last: Decimal | None) -> None:
    """Under what is drawn already; names that would stand in one row are joined."""
    dots = scale.dots // max(1, rows)
    by_row: dict[int, list[str]] = {}
    for mark in marks:
        dot = scale.dot(mark.price.key)
        row = 0 if dot < 0 else rows - 1 if dot >= scale.dots else dot // dots
        by_row.setdefault(row, []).append(mark.name if 0 <= dot < scale.dots else _outside(mark, dot, last))
        if 0 <= dot < scale.dots:
            for x in range(canvas.width):
                canvas.put_under(x, row, Cell(_LINE, Role.OWN if mark.is_own else Role.SOFT))
    for row, names in by_row.items():
        _name(
            canvas,
            row,
            names,
            Role.OWN if any(mark.is_own and mark.name in " ".join(names) for mark in marks) else Role.SOFT,
        )


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
        canvas.write(0, row, f" {text} ", ink)
