"""Charts made by hand: bars, a curve of the depth, and heat."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.charting import ChartFace, ChartRequest, Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.reading.bars import Bar
from roxom_tui.state.reading.heat import TICKS, Column
from roxom_tui.state.reading.overlays import laid_over
from roxom_tui.state.views.chart_views import (
    CandlesView,
    ChartBar,
    ChartView,
    DepthCurve,
    DepthPoint,
    HeatColumn,
    HeatView,
)


def price(millionths: int) -> Price:
    return Price(Decimal(millionths).scaleb(-6).quantize(Decimal("0.00000001")))


def bar(
    start: int, prices: tuple[int, int, int, int], size: str = "1", *, whole: bool = True, seconds: int = 5
) -> ChartBar:
    """Open, high, low and close in millionths of a BTC."""
    first, high, low, last = map(price, prices)
    volume = Size(Decimal(size))
    traded = Bar(start, first, high, low, last, volume, first * volume, 3, start, start + seconds * SECOND - 1)
    return ChartBar(start, traded, last, whole)


def quiet(start: int, close: int) -> ChartBar:
    """Nothing was traded."""
    return ChartBar(start, None, price(close), True)


def gap(start: int) -> ChartBar:
    """Nothing is known."""
    return ChartBar(start, None, None, False)


def bars(end: int, count: int = 40, seconds: int = 5) -> tuple[ChartBar, ...]:
    """A course that wanders around 0.043125: the first is not whole, one is quiet, two are a gap. `end` is wall ns."""
    length = seconds * SECOND
    last, close = end // length * length, 43118
    made: list[ChartBar] = []
    for n in range(count):
        start, after = last - (count - 1 - n) * length, 43118 + (n * n * 7 + n * 3) % 17 - (n % 5)
        if n in (12, 13):
            made.append(gap(start))
        elif n == 20:
            made.append(quiet(start, close))
        else:
            low, high = min(close, after) - n % 3, max(close, after) + n % 4
            made.append(bar(start, (close, high, low, after), str(1 + n * 37 % 11), whole=n > 0, seconds=seconds))
            close = after
    return tuple(made)


def candles_view(symbol: Symbol, fresh: Freshness, wall: int, overlay: Overlay = Overlay.NONE) -> ChartView:
    """The last of `bars`, and what is laid over them."""
    made = bars(wall)
    laid = laid_over(overlay, [one.close for one in made])
    view = CandlesView(5, made, made[0].start, overlay, laid)
    return ChartView(symbol, fresh, ChartRequest(ChartFace.CANDLES, 5, overlay), candles=view)


def curve_view(symbol: Symbol, fresh: Freshness) -> ChartView:
    """Forty levels a side, the bids twice as deep."""
    bids = tuple(DepthPoint(price(43123 - n), Size(Decimal(2 * (n + 1)))) for n in range(40))
    asks = tuple(DepthPoint(price(43127 + n), Size(Decimal(n + 1))) for n in range(40))
    curve = DepthCurve(Decimal("0.043125"), bids, asks)
    return ChartView(symbol, fresh, ChartRequest(ChartFace.DEPTH, 0), depth=curve)


def column(number: int, sizes: dict[int, int], *, seconds: int = 5, known: int | None = None) -> Column:
    """Mean sizes by price in millionths."""
    ticks = seconds * TICKS if known is None else known
    keys = sorted(sizes)
    return Column(
        number,
        tuple(price(key).key for key in keys),
        tuple(sizes[key] * ticks for key in keys),
        0,
        ticks,
        (0, 1 << 200),
        price(43123).key,
        price(43127).key,
        ((price(43127).key, Size(Decimal(1))),),
    )


def heat_view(symbol: Symbol, fresh: Freshness, wall: int, count: int = 30, seconds: int = 5) -> ChartView:
    """Sizes that grow away from the spread; the fifth column is missing, the ninth not whole."""
    length = seconds * SECOND
    last = wall // length
    columns = []
    for n in range(count):
        sizes = {43123 - k: 1 + k for k in range(20)} | {43127 + k: 2 + 3 * k for k in range(20)}
        made = column(last - count + 1 + n, sizes, seconds=seconds, known=None if n != 8 else TICKS)
        if n != 4:
            columns.append(HeatColumn(made, made.number * length, PanelState.LIVE, is_whole=n != 8))
    return ChartView(symbol, fresh, ChartRequest(ChartFace.HEATMAP, seconds), heat=HeatView(seconds, tuple(columns)))
