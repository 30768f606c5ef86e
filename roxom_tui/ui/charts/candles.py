"""Bars of trades as columns of strokes, half a cell fine. Pure.

Heavy strokes are the body, from open to close, light ones the rest from low to high. A bar that is not whole is hollow;
a quiet time is a dash at the last price, and of a gap nothing is drawn but that it is one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.state.views.chart_views import ChartBar
from roxom_tui.ui.charts.canvas import BLANK, UNKNOWN, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role

_STROKES: Final = {
    ("body", "body"): "┃",
    ("body", "wick"): "╿",
    ("wick", "body"): "╽",
    ("wick", "wick"): "│",
    ("body", ""): "╹",
    ("", "body"): "╻",
    ("wick", ""): "╵",
    ("", "wick"): "╷",
}
"""By what is in the upper half of a cell and in the lower."""

_HOLLOW: Final = "║"
_FALLING: Final = "┇"
"""The body of a fall where colours do not tell it."""
_QUIET: Final = Cell("─", Role.FAINT)
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def ink_of(bar: ChartBar) -> Role:
    """Rising, falling or neither; softer where not all trades of it were told."""
    traded = bar.bar
    if traded is None or traded.close.key == traded.open.key:
        return Role.TEXT if bar.is_whole else Role.SOFT
    if traded.close.key > traded.open.key:
        return Role.BID if bar.is_whole else Role.BID_SOFT
    return Role.ASK if bar.is_whole else Role.ASK_SOFT


def candle(bar: ChartBar, scale: PriceScale, *, tints: bool = True) -> list[Cell]:
    """The column of a bar from the top down, in half as many cells as the scale has dots.

    Without tints a fall is told by its stroke.
    """
    rows = scale.dots // 2
    if bar.is_gap:
        return [UNKNOWN] * rows
    if bar.bar is None:
        return _quiet(bar, scale)
    traded, ink = bar.bar, ink_of(bar)
    top, bottom = scale.dot(traded.high.key), scale.dot(traded.low.key)
    ends = (scale.dot(traded.open.key), scale.dot(traded.close.key))

    def part(dot: int) -> str:
        if not top <= dot <= bottom:
            return ""
        return "body" if min(ends) <= dot <= max(ends) else "wick"

    cells = [BLANK] * rows
    falls = not tints and traded.close.key < traded.open.key
    body = _HOLLOW if not bar.is_whole else _FALLING if falls else "┃"
    for row in range(max(0, top // 2), min(rows, bottom // 2 + 1)):
        char = _STROKES[part(2 * row), part(2 * row + 1)]
        cells[row] = Cell(body if char == "┃" else char, ink)
    return cells


def _quiet(bar: ChartBar, scale: PriceScale) -> list[Cell]:
    row = -1 if bar.close is None else scale.dot(bar.close.key) // 2
    return [_QUIET if place == row else BLANK for place in range(scale.dots // 2)]


def volume(bar: ChartBar, most: Decimal, rows: int) -> list[Cell]:
    """What was traded, in eighths of a cell, from the top down; anything above nothing is seen."""
    if bar.is_gap:
        return [UNKNOWN] * rows
    if bar.bar is None or most <= 0:
        return [BLANK] * rows
    height = max(1, min(rows * 8, int(bar.bar.volume * rows * 8 / most)))
    ink = {Role.BID: Role.TREND_UP, Role.BID_SOFT: Role.TREND_UP}.get(ink_of(bar), Role.TREND_DOWN)
    ink = Role.TREND_FLAT if ink_of(bar) in (Role.TEXT, Role.SOFT) else ink
    return [Cell(_EIGHTHS[max(0, min(8, height - row * 8))], ink) for row in reversed(range(rows))]
