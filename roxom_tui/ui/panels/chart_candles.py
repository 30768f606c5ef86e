"""The chart's face of bars: strokes, volume below, a figure laid over, prices and times at the edges. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from roxom_tui.model.charting import Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.past_states import worst_within
from roxom_tui.state.views.chart_views import CandlesView, ChartBar
from roxom_tui.ui import format as fmt
from roxom_tui.ui.charts.axis import draw_times
from roxom_tui.ui.charts.candles import candle, ink_of, volume
from roxom_tui.ui.charts.canvas import BLANK, Canvas, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Line, Role, Span, Tint
from roxom_tui.ui.panels.chart_drawing import (
    Aim,
    Part,
    Seen,
    Side,
    axis_rows,
    beside,
    columns_for,
    in_sight,
    part,
    readout,
    side_for,
    visible,
)
from roxom_tui.ui.panels.chart_marks import Placed, draw_marks, placed
from roxom_tui.ui.panels.chart_picture import Mark
from roxom_tui.ui.widgets import bars as blocks
from roxom_tui.ui.widgets.digits import in_column

APART: Final = 2
"""Columns from one bar to the next, as long as all have room so."""

_VOLUME_FROM: Final = 10
_MORE_VOLUME_FROM: Final = 24
"""Rows of the panel from which volume has two rows, and three."""
_STRENGTH_ROWS: Final = 3
_STRENGTH_FROM: Final = 12


class Rows(NamedTuple):
    """Rows of each part, from the top down, between a readout and the times."""

    price: int
    volume: int
    strength: int


def rows_of(height: int, overlay: Overlay) -> Rows:
    """The parts that have room in a panel so high inside."""
    volumes = 0 if height < _VOLUME_FROM else 2 if height < _MORE_VOLUME_FROM else 3
    strength = _STRENGTH_ROWS if overlay is Overlay.RSI and height >= _STRENGTH_FROM else 0
    return Rows(max(1, height - 2 - volumes - strength), volumes, strength)


class _BarStyle(Struct, frozen=True):
    """How bars are drawn: prices by a scale, volume against the most there is."""

    scale: PriceScale
    most: Decimal
    rows: Rows
    tints: bool


class _Bars(Struct, frozen=True):
    """Bars, and how they are drawn."""

    bars: tuple[ChartBar, ...]
    style: _BarStyle


Columns: TypeAlias = Mapping[int, tuple[ChartBar, Sequence[Cell]]]
"""By their start bars, and their cells."""


class _Past(Struct, frozen=True):
    """All that the canvas of bars is drawn of. `laid` is told for each of them."""

    bars: tuple[ChartBar, ...]
    laid: tuple[Decimal | None, ...]
    overlay: Overlay
    style: _BarStyle
    columns: int
    apart: int
    marks: tuple[Placed, ...]
    cross: int | None
    length: int


def extremes(bars: Sequence[ChartBar]) -> tuple[int, int] | None:
    """The keys of the lowest and the highest price; None where nothing was traded."""
    traded = [bar.bar for bar in bars if bar.bar is not None]
    if not traded:
        closes = [bar.close.key for bar in bars if bar.close is not None]
        return (min(closes), max(closes)) if closes else None
    return min(bar.low.key for bar in traded), max(bar.high.key for bar in traded)


def last_price(bars: Sequence[ChartBar]) -> Price | None:
    """The newest price there is; None in a gap."""
    return bars[-1].close if bars else None


def body(
    view: CandlesView, marks: Sequence[Mark], aim: Aim, scale: PriceScale, step: int, rendering: RenderContext
) -> list[Line]:
    """The rows inside the frame."""
    last = last_price(view.bars)
    side = side_for(scale, step, last, rendering)
    columns = columns_for(rendering, side)
    sight = in_sight([bar.start for bar in view.bars], columns, aim)
    whole = _in_sight_of(view, sight, scale, columns, rendering)
    price_rows = whole.style.rows.price
    whole = replace(whole, marks=placed(visible(marks, rendering), scale, price_rows, last))
    is_newest = sight.end == len(view.bars)
    lines = [*_beside_newest(whole, rendering), _times(whole)]
    axis = axis_rows(scale, step, side, last if is_newest else None, price_rows)
    axis += _beside_volume(whole.style, side.room.width, len(lines) - len(axis))
    pairs = enumerate(zip(lines, axis, strict=True))
    joined_rows = [rendering.drawn.row(("row", y), (line, edge), beside) for y, (line, edge) in pairs]
    return [_readout(view, sight, side, rendering), *joined_rows]


def _beside_volume(style: _BarStyle, width: int, rows: int) -> list[Line]:
    """What a full bar of volume stands for, where that has room."""
    text = f" {fmt.size(Size(style.most))}"
    first: Line = (Span(text.ljust(width + 1), Role.FAINT),)
    blank: Line = (Span(" " * (width + 1)),)
    return [first if style.rows.volume and not row and len(text) <= width + 1 else blank for row in range(rows)]


def apart_in(bars: int, columns: int) -> int:
    """From one bar to the next, where so many stand in so many columns."""
    return APART if bars * APART <= columns else 1


def _in_sight_of(view: CandlesView, sight: Seen, scale: PriceScale, columns: int, rendering: RenderContext) -> _Past:
    bars = view.bars[sight.first : sight.end]
    most = blocks.full_scale(bar.bar.volume for bar in bars if bar.bar is not None)
    return _Past(
        bars,
        view.laid.values[sight.first : sight.end],
        view.overlay,
        _BarStyle(scale, most, rows_of(rendering.height, view.overlay), rendering.tints),
        columns,
        apart_in(len(bars), columns),
        (),
        None if sight.cross is None else sight.cross - sight.first,
        view.seconds * SECOND,
    )


def _beside_newest(whole: _Past, rendering: RenderContext) -> list[Line]:
    """The bars in sight: the last of them, which may still grow, is drawn apart from the others."""
    before = replace(whole, bars=whole.bars[:-1], laid=whole.laid[:-1], columns=whole.columns - 1)
    newest = replace(whole, bars=whole.bars[-1:], laid=whole.laid[-1:], columns=1, apart=1, cross=_of_newest(whole))
    columns = rendering.drawn.grown("columns", _Bars(whole.bars, whole.style), _columns)
    parts = (("past", before), ("newest", newest))
    past, edge = (rendering.drawn.row(name, part, lambda one: _lines(one, columns)) for name, part in parts)
    pairs = enumerate(zip(past, edge, strict=True))
    return [rendering.drawn.row(("bars", y), pair, beside) for y, pair in pairs]


def _of_newest(whole: _Past) -> int | None:
    return 0 if whole.cross is not None and whole.cross == len(whole.bars) - 1 else None


def _columns(value: _Bars, before: tuple[_Bars, Columns] | None) -> Columns:
    """Bars that are as they were, in the look they had, are not drawn again."""
    held = before[1] if before is not None and before[0].style == value.style else {}
    return {
        bar.start: kept if (kept := held.get(bar.start)) and kept[0] == bar else _column(bar, value.style)
        for bar in value.bars
    }


def _column(bar: ChartBar, style: _BarStyle) -> tuple[ChartBar, Sequence[Cell]]:
    return bar, (*candle(bar, style.scale, tints=style.tints), *volume(bar, style.most, style.rows.volume))


def _lines(drawn: _Past, columns: Columns) -> list[Line]:
    canvas = Canvas(drawn.columns, sum(drawn.style.rows))
    left = drawn.columns - drawn.apart * len(drawn.bars)
    beside_each = drawn.apart - 1
    drawn_columns: list[Sequence[Cell]] = []
    for bar in drawn.bars:
        cells = columns[bar.start][1]
        drawn_columns += [cells, *[cells if bar.bar is None else [BLANK] * len(cells)] * beside_each]
    canvas.put_columns(left, drawn_columns)
    _draw_laid(canvas, drawn, left)
    draw_marks(canvas, drawn.marks)
    if drawn.cross is not None and 0 <= drawn.cross < len(drawn.bars):
        canvas.lay(left + drawn.apart * drawn.cross, Tint.CURSOR)
    return canvas.lines()


def _times(whole: _Past) -> Line:
    """The times below the bars."""
    canvas = Canvas(whole.columns, 1)
    if whole.bars:
        columns = whole.apart * (len(whole.bars) - 1) + 1
        left = whole.columns - columns
        draw_times(canvas, 0, whole.bars[0].start, whole.length // whole.apart, columns, left)
    return canvas.lines()[0]


def _draw_laid(canvas: Canvas, drawn: _Past, left: int) -> None:
    """Over the bars where it is a price, below the volume where it is a strength from 0 to 100."""
    rows_of_prices, rows_of_volume, rows = drawn.style.rows
    top = rows_of_prices + rows_of_volume
    for place, value in enumerate(drawn.laid):
        x = left + drawn.apart * place
        if value is None:
            continue
        if drawn.overlay is Overlay.RSI:
            dot = min(2 * rows - 1, int((100 - value) * 2 * rows / 100))
            if rows:
                canvas.put(x, top + dot // 2, Cell("▀▄"[dot % 2], Role.SOFT))
        else:
            dot = drawn.style.scale.dot(int(value.scaleb(18)))
            canvas.put_under(x, dot // 2 if dot >= 0 else -1, Cell("·", Role.STRONG))
    if rows:
        canvas.letter(0, top, drawn.overlay.value, Role.FAINT)


def _readout(view: CandlesView, sight: Seen, side: Side, rendering: RenderContext) -> Line:
    """The bar with the crosshair, else the newest, in fixed columns."""
    if not view.bars:
        return ()
    place = sight.cross if sight.cross is not None else len(view.bars) - 1
    bar = view.bars[place]
    parts = [part(0, "", fmt.clock(bar.start), Role.SOFT), *_figures(bar, side, rendering)]
    if sight.cross is not None:
        parts.append(_state_then(view, bar))
    if not bar.is_whole:
        parts.append(part(4, "", "gap" if bar.is_gap else "not whole", Role.WARNING))
    parts += _laid_words(view, place, side)
    return readout(parts, rendering.width)


def _figures(bar: ChartBar, side: Side, rendering: RenderContext) -> list[Part]:
    traded = bar.bar
    if traded is None:
        close = fmt.UNKNOWN if bar.close is None else side.text(bar.close)
        return [part(1, "C", close), part(9, "", "no trade" if bar.is_whole else "", Role.SOFT)]
    size = fmt.size(traded.volume)
    room = rendering.columns.room("volume", (size,)).at_least(6)
    prices = (("O", traded.open, 7), ("H", traded.high, 5), ("L", traded.low, 6), ("C", traded.close, 1))
    ink = ink_of(bar)
    return [
        *(part(drop, label, side.text(price), ink if label == "C" else Role.TEXT) for label, price, drop in prices),
        part(3, "V", in_column(size, room)),
        part(9, "", f"{traded.trades:>4,} trade{'' if traded.trades == 1 else 's'}", Role.SOFT),
    ]


def _state_then(view: CandlesView, bar: ChartBar) -> Part:
    """The state that the trades had then, as far as anybody looked."""
    state = worst_within(view.past, bar.start, bar.start + view.seconds * SECOND)
    word = "state unknown" if state is None else state.value
    is_good = state in (PanelState.LIVE, PanelState.QUIET)
    return part(2, "", word, Role.SOFT if is_good else Role.WARNING)


def _laid_words(view: CandlesView, place: int, side: Side) -> list[Part]:
    if view.overlay is Overlay.NONE:
        return []
    value = view.laid.values[place] if place < len(view.laid.values) else None
    if value is None:
        return [part(8, view.overlay.value, f"warming {view.laid.have}/{view.laid.need}", Role.SOFT)]
    if view.overlay is Overlay.RSI:
        return [part(8, view.overlay.value, format(fmt.rounded(value, 1), "f"))]
    close = view.bars[place].close
    places = max(side.places, 0 if close is None else close.decimals)
    return [part(8, view.overlay.value, side.text(fmt.rounded(value, places)))]
