"""Marked prices in a chart: a line with a name where they are in sight, else a name at the edge with the distance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.values import replace
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.chart_picture import Mark

_LINE: Final = "┄"
_THROUGH: Final = 4
_MARKS: Final = frozenset((Role.BID, Role.ASK, Role.STRONG))
"""The inks of best prices and trades, which stand before a line."""


class Placed(Struct, frozen=True):
    """What of the marks stands in a row: names with their inks, the ink of the line, and whether there is one."""

    row: int
    names: tuple[tuple[str, Role], ...]
    ink: Role
    has_line: bool


def placed(marks: Sequence[Mark], scale: PriceScale, rows: int, last: Decimal | None) -> tuple[Placed, ...]:
    """The marks by row; it changes only when one of them would be drawn elsewhere."""
    dots = scale.dots // max(1, rows)
    by_row: dict[int, list[tuple[str, Mark, bool]]] = {}
    for mark in _nearest_first(marks, scale):
        dot = scale.dot(mark.price.key)
        inside = 0 <= dot < scale.dots
        row = dot // dots if inside else 0 if dot < 0 else rows - 1
        by_row.setdefault(row, []).append((mark.name if inside else _outside(mark, dot, last), mark, inside))
    return tuple(
        Placed(
            row,
            tuple((name, _ink(mark)) for name, mark, _ in found),
            Role.OWN if any(mark.is_own and inside for _, mark, inside in found) else Role.SOFT,
            any(inside for _, _, inside in found),
        )
        for row, found in sorted(by_row.items())
    )


def draw_marks(canvas: Canvas, marks: Sequence[Placed], *, through: bool = False) -> None:
    """Under what is drawn already; names that would stand in one row are joined.

    `through` heat, which leaves nothing blank, a line is drawn in one of a few cells: both are seen.
    """
    for mark in marks:
        if mark.has_line:
            line = Cell(_LINE, mark.ink)
            for x in range(canvas.width):
                canvas.put_under(x, mark.row, line)
            for x in range(0, canvas.width if through else 0, _THROUGH):
                below = canvas.at(x, mark.row)
                if below.ink not in _MARKS:
                    canvas.put(x, mark.row, replace(line, ground=below.ground))
        _name(canvas, mark.row, mark.names)


def _nearest_first(marks: Sequence[Mark], scale: PriceScale) -> list[Mark]:
    """Those in sight in their order, and of those beyond an edge the nearest first."""

    def beyond(mark: Mark) -> int:
        return max(0, mark.price.key - scale.top + 1, scale.bottom - mark.price.key)

    return sorted(marks, key=beyond)


def _outside(mark: Mark, dot: int, last: Decimal | None) -> str:
    """Which way, and how far from the last price."""
    arrow = "▲" if dot < 0 else "▼"
    if last is None or not last:
        return f"{arrow} {mark.name}"
    return f"{arrow} {mark.name} {fmt.percent((mark.price - last) / last, 1)} %"


def _ink(mark: Mark) -> Role:
    return Role.OWN if mark.is_own else Role.SOFT


def _name(canvas: Canvas, row: int, names: Sequence[tuple[str, Role]]) -> None:
    """As many names as have room, each whole, and how many have none."""
    kept, count = list(names), len(names)
    while kept and _width(kept, count) + 2 > canvas.width:
        kept.pop()
    if not kept:
        return
    left_out = ((f"+{count - len(kept)}", Role.SOFT),) if len(kept) < count else ()
    x = 0
    for place, (name, ink) in enumerate((*kept, *left_out)):
        text = f" · {name}" if place else f" {name}"
        canvas.letter(x, row, text, ink)
        x += len(text)
    canvas.letter(x, row, " ", Role.SOFT)


def _width(names: Sequence[tuple[str, Role]], count: int) -> int:
    """Of names joined, and of the number of those that are left out."""
    texts = [name for name, _ in names]
    if len(names) < count:
        texts.append(f"+{count - len(names)}")
    return len(" · ".join(texts))
