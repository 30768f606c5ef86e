"""The chart's face of the depth: a curve of all that rests at either side of the middle. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import add, multiply
from roxom_tui.state.views.chart_views import DepthCurve
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.depth import BASIS, DepthScale, draw_curve, draw_distances, draw_sizes, reach_of, within
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, Tint
from roxom_tui.ui.panels.chart_drawing import Aim, Part, part, readout
from roxom_tui.ui.widgets.digits import in_column

AT_BASIS_POINTS: Final = (Decimal(5), Decimal(10), Decimal(25), Decimal(50), Decimal(100), Decimal(250))
"""Distances for which the sizes are told where no crosshair is: the widest that fits into the reach."""


class _Drawn(Struct, frozen=True):
    curve: DepthCurve
    scale: DepthScale
    width: int
    height: int
    away: int


def columns_for(width: int) -> int:
    """The columns of either side."""
    return max(1, (width - 1) // 2)


def body(curve: DepthCurve, scale: DepthScale, aim: Aim, rendering: RenderContext) -> list[Line]:
    """The rows inside the frame."""
    columns, height = columns_for(rendering.width), rendering.height - 1
    away = max(-columns, min(columns, aim.away))
    lines = rendering.drawn.row("depth", _Drawn(curve, scale, rendering.width, height, away), _canvas)
    return [_readout(curve, scale, away, rendering), *lines]


def _canvas(drawn: _Drawn) -> list[Line]:
    columns, rows = columns_for(drawn.width), max(1, drawn.height - 1)
    canvas = Canvas(drawn.width, drawn.height)
    draw_curve(canvas, drawn.curve, drawn.scale, rows, columns)
    for y in range(rows):
        canvas.put_under(columns, y, Cell("│", Role.BORDER))
    draw_sizes(canvas, rows, columns + 1, drawn.scale)
    draw_distances(canvas, rows, columns, drawn.scale)
    if drawn.away:
        canvas.lay(columns + drawn.away, Tint.CURSOR)
    return canvas.lines()


def _readout(curve: DepthCurve, scale: DepthScale, away: int, rendering: RenderContext) -> Line:
    """What rests up to the crosshair, else on both sides up to a round distance."""
    if curve.mid is None:
        return ()
    if not away:
        reach = max((one for one in AT_BASIS_POINTS if one <= scale.reach), default=scale.reach)
        both = (*_total(curve, "bid", reach, 0, rendering), *_total(curve, "ask", reach, 1, rendering))
        return readout([*both, part(2, "mid", fmt.price(curve.mid, rendering.options.unit))], rendering.width)
    reach = reach_of(abs(away) - 1, columns_for(rendering.width), scale)
    name, sign = ("bid", -1) if away < 0 else ("ask", 1)
    price = add(curve.mid, multiply(curve.mid, sign * reach / BASIS))
    best = (curve.bids if away < 0 else curve.asks)[0].price
    told = part(2, "price", fmt.price(fmt.rounded(price, best.decimals), rendering.options.unit))
    return readout([*_total(curve, name, reach, 0, rendering), told], rendering.width)


def _total(curve: DepthCurve, name: str, reach: Decimal, drop: int, rendering: RenderContext) -> list[Part]:
    """All of a side within a distance; unknown beyond its last level."""
    mid = curve.mid or Decimal(0)
    total = within(curve.bids if name == "bid" else curve.asks, mid, reach)
    text = fmt.size(None if total is None else Size(total))
    room = rendering.columns.room("total", (text,)).at_least(8)
    ink = Role.BID if name == "bid" else Role.ASK
    label = f"{name} within {fmt.rounded(reach, 1).normalize():f} bp"
    return [Part(drop, (Span(f"{label} ", Role.FAINT), Span(in_column(text, room), ink)))]
