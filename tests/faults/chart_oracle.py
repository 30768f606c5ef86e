"""The chart's part of the oracle: a finished bar holds the trades of its time and no other, and heat is what rested.

Only what claims to be whole, under a state that is live, is judged. Times are exchange ns but for `now`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side, Symbol
from roxom_tui.state.reading.bars import Bar
from roxom_tui.state.reading.heat import TICK_NS, TICKS, Column
from roxom_tui.state.reading.past_states import worst_within
from roxom_tui.state.store import Store
from roxom_tui.state.views.chart_views import ChartBar, ChartView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.past import Execution, MarketPast, Past
from tests.faults.timeline import REMEMBERED
from tests.faults.units import is_live, lots, sats
from tests.faults.verdicts import Tally

_KEYS_IN_A_SAT = 10**10

NO_EXCUSE: Final = Stream(Channel.ACCOUNT)
"""To blame for what the chart claims against its own words: no fault has an excuse for it."""


class ChartOracle:
    """Judges one look after the other. `window` (ns) is how late what happened may be told."""

    def __init__(self, past: Past, tally: Tally, window: int) -> None:
        self._past = past
        self._tally = tally
        self._window = window
        self._judged: dict[tuple[Symbol, int], Bar | None] = {}
        self._columns: dict[Symbol, int] = {}
        """The number of the newest column that was judged."""

    def judge(self, board: ScreenSnapshot, store: Store, now: int, true_now: int) -> None:
        """Bars as they are drawn, and the heat of the same symbol as it is kept."""
        view = board.chart
        if view.candles is not None and is_live(view.freshness, now):
            silent_since = view.freshness.silent_since
            self._bars(view, true_now, true_now if silent_since is None else true_now - now + silent_since)
        if is_live(board.book.freshness, now):
            self._heat(view.symbol, store, now, true_now)

    def _bars(self, view: ChartView, true_now: int, heard_at: int) -> None:
        """`heard_at`: since then nothing comes, as the chart itself tells."""
        assert view.candles is not None
        past, length = self._past.markets[view.symbol], view.candles.seconds * SECOND
        for bar in view.candles.bars[:-1]:
            key = (view.symbol, bar.start)
            if bar.start + length > true_now - self._window or not bar.is_whole:
                continue
            if key not in self._judged or self._judged[key] is not bar.bar:
                self._judged[key] = bar.bar
                true = _between(past, bar.start, bar.start + length)
                self._bar(view.symbol, bar, bar.start + length, true, is_told=bar.start + length <= heard_at)
        if view.candles.bars:
            self._newest(view.symbol, view.candles.bars[-1], past, true_now)

    def _bar(self, symbol: Symbol, bar: ChartBar, end: int, true: list[Execution], *, is_told: bool) -> None:
        """Of what was not told the chart may not say that it is whole, and no fault excuses that."""
        self._tally.checks["chart"] += 1
        if _told(bar.bar) not in _truths(true):
            stream = Stream(Channel.TRADE, symbol)
            # What is excused at any moment of it is excused of all of it.
            excuses = (one for one in self._tally.excuses if stream in one.streams)
            begins = (one.begins for one in excuses if one.begins < end and one.ends >= bar.start)
            at, told, truths = max(bar.start, next(begins, bar.start)), _told(bar.bar), _truths(true)
            self._tally.miss(stream if is_told else NO_EXCUSE, "chart: a bar", at, told, (truths,))

    def _newest(self, symbol: Symbol, bar: ChartBar, past: MarketPast, true_now: int) -> None:
        """All that it has happened, and its close is the last price."""
        if bar.close is not None:
            self._tally.checks["chart"] += 1
            true = past.last.since(true_now - self._window)
            if sats(bar.close) not in true:
                self._lie(symbol, "the last price", true_now, sats(bar.close), true)
        if bar.bar is not None:
            prices = {one.price for one in _between(past, bar.start, true_now + SECOND)}
            self._tally.checks["chart"] += 1
            if not {sats(bar.bar.high), sats(bar.bar.low)} <= prices:
                self._lie(symbol, "high and low", true_now, (sats(bar.bar.high), sats(bar.bar.low)), prices)

    def _heat(self, symbol: Symbol, store: Store, now: int, true_now: int) -> None:
        history = store.markets.market(symbol).history
        columns = history.heat.columns(1)
        if not columns or columns[-1].number == self._columns.get(symbol):
            return
        column = columns[-1]
        self._columns[symbol] = column.number
        begin = column.number * SECOND
        state = worst_within(history.depth_states.shifted(0), begin, begin + SECOND)
        # Of a standstill's last column the truth may be forgotten by now.
        is_remembered = begin + true_now - now - self._window > true_now - REMEMBERED
        if is_remembered and column.known == TICKS and state is not None and state.is_live:
            ahead = true_now - now
            self._column(symbol, column, begin + ahead - self._window, begin + SECOND + ahead + TICK_NS)

    def _column(self, symbol: Symbol, column: Column, begin: int, end: int) -> None:
        """The mean at each price is within what rested there in that time."""
        past = self._past.markets[symbol]
        for key, total in zip(column.keys, column.sums, strict=True):
            mean = Decimal(total).scaleb(2 - column.places) / column.known
            ticks = key // _KEYS_IN_A_SAT // past.tick
            held = [line.between(begin, end) if (line := past.levels[side].get(ticks)) else [0] for side in Side]
            least, most = sum(map(min, held)), sum(map(max, held)) + self._claimed(past, ticks)
            self._tally.checks["chart"] += 1
            if not least <= mean <= most:
                self._tally.miss(Stream(Channel.DEPTH, symbol), f"heat at {ticks}", end, mean, (least, most))

    def _claimed(self, past: MarketPast, ticks: int) -> int:
        return sum(past.claimed[side].get(ticks, 0) for side in Side)

    def _lie(self, symbol: Symbol, what: str, at: int, shown: object, true: object) -> None:
        self._tally.miss(Stream(Channel.TRADE, symbol), f"chart: {what}", at, shown, (true,))


def _between(past: MarketPast, begin: int, end: int) -> list[Execution]:
    found: list[Execution] = []
    for one in reversed(past.newest_trades):
        if one.at < begin:
            break
        if one.at < end:
            found.append(one)
    return found[::-1]


def _told(bar: Bar | None) -> tuple[object, ...]:
    if bar is None:
        return ()
    prices = (sats(bar.open), sats(bar.high), sats(bar.low), sats(bar.close))
    return (*prices, lots(bar.volume), bar.trades)


def _truths(true: list[Execution]) -> list[tuple[object, ...]]:
    """What a bar of these trades may say: of trades of one moment any may be the first or the last."""
    if not true:
        return [()]
    firsts = {one.price for one in true if one.at == true[0].at}
    lasts = {one.price for one in true if one.at == true[-1].at}
    prices, size = [one.price for one in true], sum(one.lots for one in true)
    return [(first, max(prices), min(prices), last, size, len(true)) for first in firsts for last in lasts]
