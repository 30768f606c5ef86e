"""The heatmap: columns of resting size by price, the best prices as lines, trades as dots. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.money import SCALE, Size
from roxom_tui.state.reading.heat import Column
from roxom_tui.state.views.chart_views import HeatColumn
from roxom_tui.ui.charts.canvas import BLANK, UNKNOWN, Cell
from roxom_tui.ui.charts.ramp import HeatScale, character, halves
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Ground, Role, Tint

_DOTS: Final = "·•●"
_LINES: Final = ("▔", "▁")
"""The best price in the upper half of a cell, and in the lower."""


class HeatStyle(Struct, frozen=True):
    """How heat is drawn: two dots a cell in colours, or one a cell in characters; and the size of the largest trade."""

    scale: PriceScale
    heat: HeatScale | None
    tints: bool
    ink: Role
    largest: Decimal

    @property
    def dots_a_cell(self) -> int:
        return 2 if self.tints else 1


def means(column: HeatColumn, scale: PriceScale) -> list[int]:
    """What rested at each dot that is known and had anything, as means at 10**-18: to order by."""
    told = column.column
    if not told.known:
        return []
    ratio, (first, last) = 10 ** (SCALE - told.places), _known_dots(told, scale)
    return [total * ratio // told.known for total in _sums(told, scale)[first : last + 1] if total]


def steps(column: HeatColumn, scale: PriceScale, heat: HeatScale | None) -> list[int]:
    """The step of the ramp at each dot from the top down: that of the mean, without working that out."""
    told, found = column.column, [0] * scale.dots
    if heat is None or not told.known:
        return found
    bounds = heat.sums_from(told.places, told.known)
    first, last = _known_dots(told, scale)
    for dot, total in enumerate(_sums(told, scale)):
        if total and first <= dot <= last:
            found[dot] = bisect_right(bounds, total) or 1
    return found


def _sums(told: Column, scale: PriceScale) -> list[int]:
    """Sizes times ticks at each dot, from the top down."""
    sums, highest, unit = [0] * scale.dots, scale.top - 1, scale.unit
    begin, end = bisect_left(told.keys, scale.bottom), bisect_left(told.keys, scale.top)
    for key, total in zip(told.keys[begin:end], told.sums[begin:end], strict=True):
        sums[(highest - key) // unit] += total
    return sums


def _known_dots(told: Column, scale: PriceScale) -> tuple[int, int]:
    """The first and the last dot of which all that rested is known."""
    return scale.dot(min(told.reach[1], scale.top - 1)), scale.dot(max(told.reach[0], scale.bottom))


def heat_column(column: HeatColumn | None, style: HeatStyle) -> list[Cell]:
    """A column from the top down; hatched where it is not whole, or is missing."""
    rows = style.scale.dots // style.dots_a_cell
    if column is None or not column.is_whole:
        return [UNKNOWN] * rows
    cells = _heat(steps(column, style.scale, style.heat), style)
    _draw_best(cells, column, style)
    _draw_trades(cells, column.column.trades, style)
    return cells


def _heat(found: Sequence[int], style: HeatStyle) -> list[Cell]:
    if style.tints:
        return list(map(halves, found[::2], found[1::2]))
    return [character(step, style.ink) for step in found]


def _draw_best(cells: list[Cell], column: HeatColumn, style: HeatStyle) -> None:
    """Bid and ask as lines; the ground is the heat of that price."""
    if not style.tints:
        return
    for key, ink in ((column.column.bid, Role.BID), (column.column.ask, Role.ASK)):
        dot = -1 if key is None else style.scale.dot(key)
        if 0 <= dot < style.scale.dots:
            cells[dot // 2] = Cell(_LINES[dot % 2], ink, _behind(cells[dot // 2], dot % 2))


def _draw_trades(cells: list[Cell], trades: Sequence[tuple[int, Size]], style: HeatStyle) -> None:
    """The larger a trade, the larger its dot, by the root of its size."""
    for key, size in trades:
        dot = style.scale.dot(key)
        if 0 <= dot < style.scale.dots and style.largest > 0:
            row = dot // style.dots_a_cell
            share = (size / style.largest).sqrt()
            char = _DOTS[min(len(_DOTS) - 1, int(share * len(_DOTS)))]
            cells[row] = Cell(char, Role.STRONG if style.tints else style.ink, _behind(cells[row], dot % 2))


def _behind(cell: Cell, half: int) -> Ground:
    """The ground for a mark in a cell: its own heat."""
    if cell.char == "▀" and not half:
        return cell.ink if not isinstance(cell.ink, Role) else cell.ground
    if cell.char == "▄" and half:
        return cell.ink if not isinstance(cell.ink, Role) else Tint.NONE
    return cell.ground


def blank(rows: int) -> list[Cell]:
    """A column of a time before anything was followed."""
    return [BLANK] * rows
