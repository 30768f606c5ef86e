"""The chart's face of heat: what rested at each price over time, with a legend that tells two sizes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.money import SCALE, Size
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.heat import TICKS
from roxom_tui.state.views.chart_views import HeatColumn, HeatView
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.axis import draw_times
from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.heatmap import HeatStyle, heat_column, means
from roxom_tui.ui.charts.ramp import HeatScale, legend, scaled
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, merged
from roxom_tui.ui.panels.chart_columns import Timeline, block_of
from roxom_tui.ui.panels.chart_drawing import (
    Aim,
    Part,
    Seen,
    axis_rows,
    beside,
    columns_for,
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

Cells: TypeAlias = Mapping[int, Sequence[Cell]]

REACH_ROWS: Final = 2
"""Rows that neither the heat nor its prices have: the readout and the times."""


class HeatChoice(Struct, frozen=True):
    """What a drawing is made with: the scales of prices and of sizes, and where the person looks."""

    prices: PriceScale
    sizes: HeatScale | None
    aim: Aim


class _Columns(Struct, frozen=True):
    """Columns, and how they are drawn."""

    columns: tuple[HeatColumn | None, ...]
    style: HeatStyle


class _Part(Struct, frozen=True):
    """All that a part of the picture is drawn of: its columns, `right` blank ones beside them, and the crosshair."""

    columns: tuple[HeatColumn | None, ...]
    style: HeatStyle
    width: int
    right: int
    rows: int
    marks: tuple[Placed, ...]
    cross: int | None
    row: int | None


class _Times(Struct, frozen=True):
    """All that the times are drawn of; `ahead` are the columns still to come, `cross` is the one with the crosshair."""

    start: int
    length: int
    columns: int
    ahead: int
    width: int
    cross: int | None


def rows_for(rendering: RenderContext) -> int:
    """The rows of heat."""
    return max(1, rendering.height - REACH_ROWS)


def dots_for(rendering: RenderContext, *, tints: bool) -> int:
    """The prices that have room: two a row where there are colours."""
    return rows_for(rendering) * (2 if tints else 1)


def has_tints(view: ChartPicture, rendering: RenderContext) -> bool:
    """Whether heat is drawn in colours: what is history, or not proven, is drawn in characters."""
    return rendering.tints and rendering.held_back is None and is_live(view.chart.freshness, rendering)


def extremes(columns: Sequence[HeatColumn | None], step: int, dots: int) -> tuple[int, int] | None:
    """The keys around the best prices that are in sight: so many steps, or more where the price went further."""
    best = [key for column in columns if column for key in (column.column.bid, column.column.ask) if key is not None]
    if not best:
        return None
    middle, reach = (min(best) + max(best)) // 2, step * dots // 4
    return min(min(best) - step * 4, middle - reach), max(max(best) + step * 4, middle + reach)


def sizes_scale(columns: Sequence[HeatColumn | None], prices: PriceScale) -> HeatScale | None:
    """The scale of the sizes that are in sight."""
    return scaled(size for column in columns if column and column.is_whole for size in means(column, prices))


def sampled(columns: Sequence[HeatColumn | None]) -> tuple[HeatColumn, ...]:
    """The columns of which the scale of sizes is made: of many every second, third and so on by their numbers, so that
    it is worked out anew only now and then."""
    known = [column for column in columns if column is not None]
    every = -(-len(known) // SAMPLE) or 1
    return tuple(column for column in known if not column.column.number % every)


def kept_sizes(
    before: HeatScale | None, shown: Sequence[HeatColumn | None], prices: PriceScale, rendering: RenderContext
) -> HeatScale | None:
    """The scale there was, as long as it is near enough to that of the sizes in sight."""
    found = rendering.drawn.row("sizes", (sampled(shown), prices), lambda value: sizes_scale(*value))
    return before if before is not None and found is not None and before.serves(found) else found


def body(view: ChartPicture, time: Timeline, choice: HeatChoice, step: int, rendering: RenderContext) -> list[Line]:
    """The rows inside the frame."""
    heat = view.chart.heat
    if heat is None:
        return []
    tints, rows = has_tints(view, rendering), rows_for(rendering)
    side = side_for(choice.prices, step, None, rendering)
    sight, ahead = in_sight_of(time, choice.aim, columns_for(rendering, side))
    shown = time.columns[sight.first : sight.end]
    marks = [mark for mark in visible(view.marks, rendering) if mark.name != MARK]
    whole = _Part(
        shown,
        HeatStyle(choice.prices, choice.sizes, tints, Role.TEXT, _largest(heat.columns)),
        columns_for(rendering, side),
        ahead,
        rows,
        placed(marks, choice.prices, rows, _middle(shown)),
        None if sight.cross is None else sight.cross - sight.first,
        None if choice.aim.price is None else choice.prices.dot(choice.aim.price),
    )
    start = time.start + sight.first * time.length
    below = _Times(start, time.length, len(shown), ahead, whole.width, whole.cross)
    lines = [*_beside_block(whole, choice.aim, rendering), rendering.drawn.row("times", below, _times)]
    axis = axis_rows(choice.prices, step, side, None, rows)
    axis += [(Span(" " * (side.room.width + 1)),)] * (len(lines) - len(axis))
    pairs = enumerate(zip(lines, axis, strict=True))
    joined = [rendering.drawn.row(("row", y), (line, edge), beside) for y, (line, edge) in pairs]
    return [_readout(heat, time.columns, sight, choice, tints, rendering), *joined]


def in_sight_of(time: Timeline, aim: Aim, width: int) -> tuple[Seen, int]:
    """What is in sight in so many columns, and how many of these are still to come; none where it was scrolled back."""
    ahead = time.ahead(width) if aim.right is None else 0
    return in_sight(time.starts, width - ahead, aim), ahead


def _largest(columns: Sequence[HeatColumn]) -> Decimal:
    """The size of the largest trade that is kept, rounded up: what is drawn changes with few of them."""
    return full_scale((max((size for one in columns for _, size in one.column.trades), default=Decimal(0)),))


def _beside_block(whole: _Part, aim: Aim, rendering: RenderContext) -> list[Line]:
    """The rows of the picture: the block that fills is drawn apart from all that stands still meanwhile."""
    cells = rendering.drawn.grown("cells", _Columns(whole.columns, whole.style), _cells)
    block = block_of(whole.width) if aim.right is None else 0
    cut = max(0, len(whole.columns) - max(0, block - whole.right))
    still = replace(whole, columns=whole.columns[:cut], width=whole.width - block, right=0)
    fills = replace(
        whole,
        columns=whole.columns[cut:],
        width=block,
        marks=tuple(replace(mark, names=()) for mark in whole.marks),
        cross=None if whole.cross is None else whole.cross - cut,
    )
    parts = (("still", still), ("fills", fills))
    drawn = [rendering.drawn.row(name, part, lambda one: _lines(one, cells)) for name, part in parts]
    pairs = enumerate(zip(*drawn, strict=True))
    return [rendering.drawn.row(("heat", y), pair, beside) for y, pair in pairs]


def _cells(value: _Columns, before: tuple[_Columns, Cells] | None) -> Cells:
    """Cells by the identity of their column, which the value holds; in the same look those of before stay."""
    held = before[1] if before is not None and before[0].style == value.style else {}
    return {id(one): held.get(id(one)) or heat_column(one, value.style) for one in value.columns}


def _lines(part: _Part, cells: Cells) -> list[Line]:
    canvas = Canvas(part.width, part.rows)
    left = part.width - part.right - len(part.columns)
    canvas.put_columns(left, [cells[id(one)] for one in part.columns])
    draw_marks(canvas, part.marks, through=part.style.tints)
    if part.cross is not None and 0 <= part.cross < len(part.columns):
        _draw_cross(canvas, part, left + part.cross)
    return canvas.lines()


def _times(drawn: _Times) -> Line:
    canvas = Canvas(drawn.width, 1)
    left = drawn.width - drawn.ahead - drawn.columns
    draw_times(canvas, 0, drawn.start, drawn.length, drawn.columns, left, drawn.ahead)
    if drawn.cross is not None:
        canvas.put(left + drawn.cross, 0, Cell("▲", Role.STRONG))
    return canvas.lines()[0]


def _middle(columns: Sequence[HeatColumn | None]) -> Decimal | None:
    """Between the best prices of the newest column that is known."""
    newest = next((one.column for one in reversed(columns) if one is not None), None)
    if newest is None or newest.bid is None or newest.ask is None:
        return None
    return Decimal(newest.bid + newest.ask).scaleb(-SCALE) / 2


def _draw_cross(canvas: Canvas, part: _Part, x: int) -> None:
    """A mark at the head of the column, and in the row of the price."""
    canvas.put(x, 0, Cell("▼", Role.STRONG, canvas.at(x, 0).ground))
    if part.row is not None and 0 <= part.row < part.style.scale.dots:
        y = part.row // part.style.dots_a_cell
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
    ramp = merged(Span(cell.char, cell.ink, cell.ground) for cell in legend(tints, Role.TEXT))
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
