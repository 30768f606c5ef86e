"""The chart's face of heat: what rested at each price over time, with a legend that tells two sizes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import SCALE, Size
from roxom_tui.model.status import PanelState
from roxom_tui.state.reading.heat import TICKS
from roxom_tui.state.views.chart_views import HeatColumn, HeatView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.axis import draw_times
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.heatmap import Look, heat_column, means
from roxom_tui.ui.charts.ramp import HeatScale, legend, scaled
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, merged
from roxom_tui.ui.panels.chart_look import (
    Aim,
    Part,
    Seen,
    axis_rows,
    in_sight,
    is_live,
    part,
    readout,
    side_for,
    visible,
)
from roxom_tui.ui.panels.chart_marks import Placed, draw_marks, placed
from roxom_tui.ui.panels.chart_picture import MARK, ChartPicture
from roxom_tui.ui.widgets.bars import full_scale

SAMPLE: Final = 48
"""So many columns say well enough which sizes are in sight."""

REACH_ROWS: Final = 2
"""Rows that neither the heat nor its prices have: the readout and the times."""


class HeatChoice(NamedTuple):
    """What a drawing is made with: the scales of prices and of sizes, and where the person looks."""

    prices: PriceScale
    sizes: HeatScale | None
    aim: Aim


class _Drawn(NamedTuple):
    columns: tuple[HeatColumn | None, ...]
    look: Look
    start: int
    length: int
    width: int
    rows: int
    cross: int | None
    marks: tuple[Placed, ...]
    row: int | None


def rows_for(rendering: RenderContext) -> int:
    """The rows of heat."""
    return max(1, rendering.height - REACH_ROWS)


def dots_for(rendering: RenderContext, *, tints: bool) -> int:
    """The prices that have room: two a row where there are colours."""
    return rows_for(rendering) * (2 if tints else 1)


def has_tints(view: ChartPicture, rendering: RenderContext) -> bool:
    """Whether heat is drawn in colours: what is history, or not proven, is drawn in characters."""
    return rendering.tints and rendering.held_back is None and is_live(view.chart.freshness, rendering)


def timeline(view: HeatView, wall: int) -> tuple[HeatColumn | None, ...]:
    """The columns one after another up to now, None for each that is missing."""
    if not view.columns:
        return ()
    by_number = {column.column.number: column for column in view.columns}
    newest = view.columns[-1]
    late = max(0, (wall - newest.start) // (view.seconds * SECOND) - 2)
    last = newest.column.number + min(late, 600)
    first = max(view.columns[0].column.number, last - 599)
    return tuple(by_number.get(number) for number in range(first, last + 1))


def starts_of(view: HeatView, columns: Sequence[HeatColumn | None]) -> list[int]:
    """When each of a timeline's columns began."""
    known = next(((n, column.start) for n, column in enumerate(columns) if column is not None), (0, 0))
    length = view.seconds * SECOND
    return [known[1] + (place - known[0]) * length for place in range(len(columns))]


def extremes(columns: Sequence[HeatColumn | None], step: int, dots: int) -> tuple[int, int] | None:
    """The keys around the best prices that are in sight: so many steps, or more where the price went further."""
    best = [key for column in columns if column for key in (column.column.bid, column.column.ask) if key is not None]
    if not best:
        return None
    middle, reach = (min(best) + max(best)) // 2, step * dots * 2 // 5
    return min(min(best) - step * 4, middle - reach), max(max(best) + step * 4, middle + reach)


def sizes_scale(columns: Sequence[HeatColumn | None], prices: PriceScale) -> HeatScale | None:
    """The scale of the sizes that are in sight."""
    return scaled(size for column in columns if column and column.is_whole for size in means(column, prices) if size)


def sampled(columns: Sequence[HeatColumn | None]) -> tuple[HeatColumn, ...]:
    """The columns of which the scale of sizes is made: of many every second, third and so on by their numbers, so that
    it is worked out anew only now and then."""
    known = [column for column in columns if column is not None]
    every = -(-len(known) // SAMPLE) or 1
    return tuple(column for column in known if not column.column.number % every)


def scale_of_sizes(value: tuple[Sequence[HeatColumn | None], PriceScale]) -> HeatScale | None:
    """The same of one value."""
    return sizes_scale(*value)


def body(view: ChartPicture, choice: HeatChoice, step: int, rendering: RenderContext) -> list[Line]:
    """The rows inside the frame."""
    heat = view.chart.heat
    if heat is None:
        return []
    tints, rows = has_tints(view, rendering), rows_for(rendering)
    side = side_for(choice.prices, step, None, rendering)
    width = max(1, rendering.width - side.room.width - 1)
    columns = timeline(heat, rendering.wall)
    starts = starts_of(heat, columns)
    sight = in_sight(starts, width, choice.aim)
    shown = columns[sight.first : sight.end]
    look = Look(choice.prices, choice.sizes, tints, Role.TEXT, _largest(shown))
    drawn = _Drawn(
        shown,
        look,
        starts[sight.first] if starts else 0,
        heat.seconds * SECOND,
        width,
        rows,
        None if sight.cross is None else sight.cross - sight.first,
        placed(
            [mark for mark in visible(view.marks, rendering) if mark.name != MARK], choice.prices, rows, _middle(shown)
        ),
        None if choice.aim.price is None else choice.prices.dot(choice.aim.price),
    )
    lines = rendering.drawn.row("heat", drawn, lambda one: _canvas(one, rendering))
    axis = axis_rows(choice.prices, step, side, None, rows)
    axis += [(Span(" " * (side.room.width + 1)),)] * (len(lines) - len(axis))
    joined = [
        rendering.drawn.row(("row", y), (line, edge), _beside)
        for y, (line, edge) in enumerate(zip(lines, axis, strict=True))
    ]
    return [_readout(heat, columns, sight, choice, tints, rendering), *joined]


def _beside(value: tuple[Line, Line]) -> Line:
    return (*value[0], *value[1])


def _largest(columns: Sequence[HeatColumn | None]) -> Decimal:
    """The size of the largest trade in sight, rounded up: what is drawn changes with few of them."""
    return full_scale((max((size for one in columns if one for _, size in one.column.trades), default=Decimal(0)),))


def _canvas(drawn: _Drawn, rendering: RenderContext) -> list[Line]:
    canvas = Canvas(drawn.width, drawn.rows + 1)
    left = drawn.width - len(drawn.columns)
    for x, column in enumerate(drawn.columns, left):
        name = ("column", None if column is None else column.start)
        canvas.put_column(x, rendering.drawn.row(name, (column, drawn.look), _cells))
    draw_marks(canvas, drawn.marks)
    draw_times(canvas, drawn.rows, drawn.start, drawn.length, len(drawn.columns), left)
    if drawn.cross is not None and 0 <= drawn.cross < len(drawn.columns):
        _draw_cross(canvas, drawn, left + drawn.cross)
    return canvas.lines()


def _middle(columns: Sequence[HeatColumn | None]) -> Decimal | None:
    """Between the best prices of the newest column that is known."""
    newest = next((one.column for one in reversed(columns) if one is not None), None)
    if newest is None or newest.bid is None or newest.ask is None:
        return None
    return Decimal(newest.bid + newest.ask).scaleb(-SCALE) / 2


def _cells(value: tuple[HeatColumn | None, Look]) -> list[Cell]:
    return heat_column(*value)


def _draw_cross(canvas: Canvas, drawn: _Drawn, x: int) -> None:
    """A stroke at the foot and the head of the column, and a mark in the row of the price."""
    canvas.put(x, drawn.rows, Cell("▲", Role.STRONG))
    canvas.put(x, 0, Cell("▼", Role.STRONG, canvas.at(x, 0).ground))
    if drawn.row is not None and 0 <= drawn.row < drawn.look.scale.dots:
        y = drawn.row // drawn.look.dots_a_cell
        canvas.put(x, y, Cell("┼", Role.STRONG, canvas.at(x, y).ground))


def _readout(
    heat: HeatView,
    columns: Sequence[HeatColumn | None],
    sight: Seen,
    choice: HeatChoice,
    tints: bool,
    rendering: RenderContext,
) -> Line:
    """The legend, and what the crosshair is on."""
    parts = [_legend(choice.sizes, tints)]
    if sight.cross is not None:
        parts += _at_cross(heat, columns[sight.cross], choice, rendering)
    return readout(parts, rendering.width)


def _legend(sizes: HeatScale | None, tints: bool) -> Part:
    """The ramp between its two sizes."""
    if sizes is None:
        return part(0, "", "no size yet", Role.SOFT)
    ramp = merged(Span(*cell) for cell in legend(tints, Role.TEXT))
    ends = [Span(f"{fmt.size(Size(size))}", Role.SOFT) for size in (sizes.least, sizes.white)]
    return Part(0, (ends[0], Span(" "), *ramp, Span(" "), ends[1]))


def _at_cross(heat: HeatView, column: HeatColumn | None, choice: HeatChoice, rendering: RenderContext) -> list[Part]:
    if column is None:
        return [part(1, "", "nothing known", Role.WARNING)]
    parts = [part(2, "", fmt.clock(column.start), Role.SOFT), _state_then(heat, column)]
    if choice.aim.price is not None:
        scale = choice.prices
        low = scale.low_of(scale.dot(choice.aim.price))
        size = column.column.mean_within(low, low + scale.unit) if column.is_whole else None
        text = fmt.UNKNOWN if size is None else format(fmt.rounded(size, 2), ",f")
        price = fmt.price(_price(low), rendering.options.unit)
        parts = [*parts[:1], part(1, "at", price), part(1, "mean", text), *parts[1:]]
    return parts


def _price(key: int) -> Decimal:
    return Decimal(key).scaleb(-SCALE).quantize(Decimal(1).scaleb(-8))


def _state_then(heat: HeatView, column: HeatColumn) -> Part:
    """The state that the book had then, and how much of the column it was known."""
    if not column.is_whole and column.column.known < heat.seconds * TICKS:
        known = column.column.known // TICKS
        return part(3, "", f"known {known} of {heat.seconds} s", Role.WARNING)
    word = "state unknown" if column.state is None else column.state.value
    is_good = column.state in (PanelState.LIVE, PanelState.QUIET)
    return part(3, "", word, Role.SOFT if is_good else Role.WARNING)
