"""The builder of the chart's view: the face that is in sight, and nothing of the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.charting import ChartFace, ChartRequest, Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Level, Side, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add, add_sizes
from roxom_tui.state.reading.bars import BARS_KEPT, Bar, merged
from roxom_tui.state.reading.candles import Candles, Gap
from roxom_tui.state.reading.chart_history import ChartHistory
from roxom_tui.state.reading.heat import TICKS, Column
from roxom_tui.state.reading.overlays import Laid, laid_over, vwap
from roxom_tui.state.reading.past_states import Change, PastStates, worst_within
from roxom_tui.state.store import Store
from roxom_tui.state.views.chart_views import (
    CandlesView,
    ChartBar,
    ChartView,
    DepthCurve,
    DepthPoint,
    HeatColumn,
    HeatView,
)
from roxom_tui.state.views.view_builder import ViewBuilder

CURVE_LEVELS: Final = 500
"""A side of the curve of the depth."""

_WANDERING_NS: Final = SECOND // 2
"""By so much what is known of the clocks may change before moments that were told are others."""

_HATCHED: Final = frozenset((PanelState.DOWN, PanelState.REJECTED, PanelState.STALE, PanelState.RESYNC))


class ChartViewBuilder(ViewBuilder[ChartView]):
    """Builds `ChartView`s. Whatever is in sight, the states of the streams are noted for who looks back."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._offset: int | None = None
        self._silent_since: int | None = None
        """Since when nothing comes, where that is unusual: what happened meanwhile may be under way."""
        self._bars: tuple[object, tuple[ChartBar, ...]] = (None, ())
        self._columns: tuple[object, tuple[HeatColumn, ...]] = (None, ())

    def view(self, now: int, wall: int, request: ViewRequest) -> ChartView:
        """The wished face for a symbol; `wall`, the exchange's, turns moments into times of day."""
        store, symbol, chart = self._store, request.symbol, request.chart
        trades, depth = Stream(Channel.TRADE, symbol), Stream(Channel.DEPTH, symbol)
        trades_now, depth_now = store.freshness(trades, now), store.freshness(depth, now)
        market = store.markets.market(symbol)
        history = market.history
        history.trade_states.note(trades_now.state, now)
        history.depth_states.note(depth_now.state, now)
        history.count_until(market.depth, now)
        self._follow_clocks(wall - now)
        is_of_trades = chart is None or chart.face is ChartFace.CANDLES
        fresh = self._settled(symbol, trades_now if is_of_trades else depth_now, now)
        self._silent_since = store.clocks.silent_since(trades, now)
        key = (symbol, chart, fresh, self._offset, *self._changes_with(chart, history, depth, trades, wall))
        return self._renewed(key, lambda: self._compose(symbol, fresh, chart, history, wall))

    def _follow_clocks(self, offset: int) -> None:
        if self._offset is None or abs(offset - self._offset) > _WANDERING_NS:
            self._offset = offset

    def _changes_with(
        self, chart: ChartRequest | None, history: ChartHistory, depth: Stream, trades: Stream, wall: int
    ) -> tuple[object, ...]:
        """What the face changes with."""
        if chart is None:
            return ()
        if chart.face is ChartFace.CANDLES:
            changes = self._store.revision(trades), history.candles.revision
            return *changes, wall // (chart.seconds * SECOND), self._silent_since
        if chart.face is ChartFace.DEPTH:
            return (self._store.revision(depth),)
        return history.heat.revision, history.depth_states.newest

    def _compose(
        self, symbol: Symbol, fresh: Freshness, chart: ChartRequest | None, history: ChartHistory, wall: int
    ) -> ChartView:
        if chart is None:
            return ChartView(symbol, fresh)
        if chart.face is ChartFace.CANDLES:
            return ChartView(symbol, fresh, chart, candles=self._candles(symbol, chart, history, wall))
        if chart.face is ChartFace.DEPTH:
            return ChartView(symbol, fresh, chart, depth=self._curve(symbol))
        return ChartView(symbol, fresh, chart, heat=self._heat(symbol, chart, history))

    def _past(self, states: PastStates) -> tuple[Change, ...]:
        return states.shifted(self._offset or 0)

    # Bars

    def _candles(self, symbol: Symbol, chart: ChartRequest, history: ChartHistory, wall: int) -> CandlesView:
        candles, length = history.candles, chart.seconds * SECOND
        newest = candles.newest(chart.seconds)
        last = wall // length * length
        if newest is not None and last < newest.start <= last + length:
            # By its clock the exchange is a moment ahead.
            last = newest.start
        # Trades that are told late go into a bar before the one of now.
        late = newest if newest is not None and newest.start < last else None
        key = (symbol, chart.seconds, candles.revision, last, late, self._silent_since)
        if key != self._bars[0]:
            gaps = candles.gaps_with(self._silent_since)
            self._bars = (key, charted(candles, chart.seconds, last - length, gaps))
        is_silent = self._silent_since is not None
        bars = (*self._bars[1], *running(candles, self._bars[1], chart.seconds, last, is_silent=is_silent))
        laid = _laid(chart.overlay, bars, candles)
        return CandlesView(chart.seconds, bars, candles.began_at, chart.overlay, laid, self._past(history.trade_states))

    # Depth

    def _curve(self, symbol: Symbol) -> DepthCurve:
        depth = self._store.markets.depth(symbol)
        if depth is None or self._store.judge.is_hidden(Stream(Channel.DEPTH, symbol)):
            return DepthCurve(None, (), ())
        bids, asks = (_totals(depth.book.levels(side, CURVE_LEVELS)) for side in (Side.BID, Side.ASK))
        mid = add(bids[0].price, asks[0].price) / 2 if bids and asks else None
        return DepthCurve(mid, bids, asks)

    # Heat

    def _heat(self, symbol: Symbol, chart: ChartRequest, history: ChartHistory) -> HeatView:
        heat, past = history.heat, self._past(history.depth_states)
        key = (symbol, chart.seconds, heat.revision, self._offset, history.depth_states.newest)
        if key != self._columns[0]:
            before = {id(column.column): column for column in self._columns[1]}
            finished = heat.columns(chart.seconds)
            whole = chart.seconds * TICKS
            columns = [
                before.get(id(column)) or self._dated(column, chart, past, is_whole=not place or column.known == whole)
                for place, column in enumerate(finished)
            ]
            newest = heat.running(chart.seconds)
            columns += [self._dated(newest, chart, past, is_whole=True)] if newest is not None else []
            self._columns = (key, tuple(columns))
        return HeatView(chart.seconds, self._columns[1], past)

    def _dated(self, column: Column, chart: ChartRequest, past: Sequence[Change], *, is_whole: bool) -> HeatColumn:
        length = chart.seconds * SECOND
        start = column.number * length + (self._offset or 0)
        state = worst_within(past, start, start + length)
        return HeatColumn(column, start, state, is_whole and state not in _HATCHED)


def charted(candles: Candles, seconds: int, last: int, gaps: Sequence[Gap]) -> tuple[ChartBar, ...]:
    """The bars from the oldest that is kept to the one that starts at `last`, one for each time."""
    length, bars = seconds * SECOND, {bar.start: bar for bar in candles.bars(seconds)}
    newest = candles.newest(seconds)
    if newest is not None and newest.start <= last:
        held = bars.get(newest.start)
        bars[newest.start] = newest if held is None else merged(held, newest)
    if not bars:
        return ()
    first = max(min(bars), last - (BARS_KEPT - 2) * length)
    close = next((bars[start].close for start in sorted(bars, reverse=True) if start < first), None)
    gaps = [gap for gap in gaps if gap.meets(first, last + length)]
    drawn: list[ChartBar] = []
    for start in range(first, last + length, length):
        bar = bars.get(start)
        is_whole = not any(gap.meets(start, start + length) for gap in gaps)
        is_whole = is_whole and (candles.began_at is None or candles.began_at <= start)
        close = _close(bar, gaps, start + length) if bar is not None else close if is_whole else None
        drawn.append(ChartBar(start, bar, close, is_whole))
    return tuple(drawn)


def running(
    candles: Candles, before: Sequence[ChartBar], seconds: int, last: int, *, is_silent: bool
) -> tuple[ChartBar, ...]:
    """The bar that starts at `last`, which runs; nothing where nothing was ever traded.

    It holds what was told so far. Of one without a trade a silence leaves nothing known.
    """
    held = next((bar for bar in reversed(candles.bars(seconds)[-2:]) if bar.start == last), None)
    newest = candles.newest(seconds)
    bar: Bar | None = held
    if newest is not None and newest.start == last:
        bar = newest if held is None else merged(held, newest)
    if bar is None and not before:
        return ()
    length = seconds * SECOND
    is_whole = not any(gap.meets(last, last + length) for gap in candles.gaps) and not (bar is None and is_silent)
    is_whole = is_whole and (candles.began_at is None or candles.began_at <= last)
    held_close = before[-1].close if before and is_whole else None
    close = held_close if bar is None else _close(bar, candles.gaps, last + length)
    return (ChartBar(last, bar, close, is_whole),)


def _close(bar: Bar, gaps: Sequence[Gap], end: int) -> Price | None:
    """The last price at the end of a bar; None where trades may be missing behind its last one."""
    is_known = not any(gap.meets(bar.last_at + 1, end) for gap in gaps)
    return bar.close if is_known else None


def _laid(overlay: Overlay, bars: Sequence[ChartBar], candles: Candles) -> Laid:
    if overlay is not Overlay.VWAP:
        return laid_over(overlay, [bar.close for bar in bars])
    traded = [(ZERO, ZERO) if bar.bar is None else (bar.bar.volume, bar.bar.value) for bar in bars]
    return vwap(traded, candles.traded)


def _totals(levels: Sequence[Level]) -> tuple[DepthPoint, ...]:
    total, points = NO_SIZE, list[DepthPoint]()
    for price, size in levels:
        total = add_sizes(total, size)
        points.append(DepthPoint(price, total))
    return tuple(points)
