"""The faces of the chart, each by the scales that were drawn before. Pure but for those."""

from __future__ import annotations

from roxom_tui.state.views.chart_views import CandlesView, ChartView, HeatView
from roxom_tui.ui.charts.depth import scale_of
from roxom_tui.ui.charts.scale import fine_step
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import chart_candles, chart_depth, chart_heat
from roxom_tui.ui.panels.chart_columns import timeline
from roxom_tui.ui.panels.chart_drawing import (
    Aim,
    ChartScales,
    columns_for,
    columns_so_far,
    in_sight,
    side_for,
    step_key,
)
from roxom_tui.ui.panels.chart_picture import ChartPicture


def face_lines(view: ChartPicture, aim: Aim, scales: ChartScales, rendering: RenderContext) -> list[Line]:
    """The rows of the face that the view holds; none where there is nothing to draw."""
    chart = view.chart
    if chart.candles is not None:
        return _candles(view, chart.candles, aim, scales, rendering)
    if chart.heat is not None:
        return _heat(view, chart.heat, aim, scales, rendering)
    return _curve(chart, aim, scales, rendering)


def _candles(
    view: ChartPicture, candles: CandlesView, aim: Aim, scales: ChartScales, rendering: RenderContext
) -> list[Line]:
    step = step_key(view.step, (bar.close for bar in candles.bars[-1:] if bar.close is not None))
    dots = 2 * chart_candles.rows_of(rendering.height, candles.overlay).price
    starts = [bar.start for bar in candles.bars]
    sight = in_sight(starts, columns_so_far(rendering), aim)
    found = chart_candles.extremes(candles.bars[sight.first : sight.end])
    if found is None:
        return []
    scale = scales.of_prices(found, fine_step(*found, step, dots), dots)
    side = side_for(scale, step, chart_candles.last_price(candles.bars), rendering)
    scales.columns = columns_for(rendering, side)
    return chart_candles.body(candles, view.marks, aim, scale, step, rendering)


def _curve(chart: ChartView, aim: Aim, scales: ChartScales, rendering: RenderContext) -> list[Line]:
    curve = chart.depth
    found = None if curve is None else scale_of(curve)
    if curve is None or found is None:
        return []
    return chart_depth.body(curve, scales.of_depth(found), aim, rendering)


def _heat(view: ChartPicture, heat: HeatView, aim: Aim, scales: ChartScales, rendering: RenderContext) -> list[Line]:
    time, step = timeline(heat, rendering.wall), step_key(view.step, ())
    dots = chart_heat.dots_for(rendering, tints=chart_heat.has_tints(view, rendering))
    sight, _ = chart_heat.in_sight_of(time, aim, columns_so_far(rendering))
    shown = time.columns[sight.first : sight.end]
    found = chart_heat.extremes(shown, step, dots)
    if found is None:
        return []
    scale = scales.of_prices(found, step, dots)
    if scales.sizes is None or not scales.is_frozen:
        scales.sizes = chart_heat.kept_sizes(scales.sizes, shown, scale, rendering)
    width = columns_for(rendering, side_for(scale, step, None, rendering))
    scales.columns = width - chart_heat.in_sight_of(time, aim, width)[1]
    return chart_heat.body(view, time, chart_heat.HeatChoice(scale, scales.sizes, aim), step, rendering)
