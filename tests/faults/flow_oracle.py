"""The oracle of what trades add up to: windows, CVD, pace and counts, against all trades of the simulated exchange.

What a window holds lies between what happened surely in it and what may have happened in it. How far the two are apart
is the time in which a picture may still be on its way, and the second to which a window is told.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.reading.trade_flow import USUAL
from roxom_tui.state.views.market_views import TapeRow, TapeView
from roxom_tui.state.views.tape_figures import FILLED_IN, FlowWindow, TapeFigures, TapeFlow, TradeRate
from tests.faults.past import TRADES_KEPT, Past
from tests.faults.verdicts import Tally

SLACK: Final = SECOND
"""So far the moment of a trade may be from where it is placed, and a time of day from where it was."""

_HALF_A_TENTH: Final = Decimal("0.05")


class Bounds(NamedTuple):
    """The least and the most that is true."""

    least: Decimal
    most: Decimal

    def holds(self, shown: Decimal, by: Decimal = Decimal(0)) -> bool:
        return self.least - by <= shown <= self.most + by


class Sums(NamedTuple):
    """What was traded in a time, in contracts and in prints."""

    bought: Decimal
    sold: Decimal
    buys: int
    sells: int


class TrueFlow:
    """What trades of the exchange add up to. Times are exchange ns; `since` is the oldest moment that may be shown."""

    def __init__(self, past: Past, symbol: Symbol, since: int, now: int) -> None:
        self._trades = past.markets[symbol].newest_trades
        self._since, self._now = since, now

    def reaches(self, moment: int) -> bool:
        """Whether all trades since then are remembered."""
        return len(self._trades) < TRADES_KEPT or self._trades[0].at < moment

    def window(self, span: int, filled: int) -> tuple[Bounds, Bounds, Bounds] | None:
        """Bounds of what was bought, sold, and printed in all, in a window that is so full (ns); None if forgotten."""
        surely = self._between(self._now - filled + SECOND + SLACK, self._since - SLACK)
        first = self._since - (span if filled >= span else filled + FILLED_IN) - SLACK
        if not self.reaches(first):
            return None
        perhaps = self._between(first, self._now)
        return (
            Bounds(surely.bought, perhaps.bought),
            Bounds(surely.sold, perhaps.sold),
            Bounds(Decimal(surely.buys + surely.sells), Decimal(perhaps.buys + perhaps.sells)),
        )

    def sums_since(self, first: int, last: int) -> set[Decimal] | None:
        """All that was bought less sold since some moment between these two, until some moment that may be shown."""
        if not self.reaches(first):
            return None
        trades = [one for one in self._trades if one.at > first - SLACK]
        signed = [Decimal(one.lots if one.side == "buy" else -one.lots) / LOTS_PER_CONTRACT for one in trades]
        totals = [Decimal(0)]
        for lots in signed:
            totals.append(totals[-1] + lots)
        begins = [n for n, one in enumerate(trades) if one.at <= last + SLACK] or [-1]
        ends = [n for n, one in enumerate(trades) if one.at > self._since - SLACK] or [len(trades)]
        return {totals[end] - totals[begin] for begin in range(begins[-1] + 2) for end in range(ends[0], len(totals))}

    def _between(self, first: int, last: int) -> Sums:
        bought = sold = buys = sells = 0
        for one in reversed(self._trades):
            if one.at <= first:
                break
            if one.at <= last and one.side == "buy":
                bought, buys = bought + one.lots, buys + 1
            elif one.at <= last:
                sold, sells = sold + one.lots, sells + 1
        return Sums(Decimal(bought) / LOTS_PER_CONTRACT, Decimal(sold) / LOTS_PER_CONTRACT, buys, sells)


class FlowOracle:
    """Judges the figures of a tape that is live."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally

    def judge(self, view: TapeView, since: int, now: int) -> None:
        self._stream, self._now = Stream(Channel.TRADE, view.symbol), now
        self._counted(view)
        if view.figures.flow is not None:
            flow, true = view.figures.flow, TrueFlow(self._past, view.symbol, since, now)
            for window in (flow.short, flow.long):
                self._window(window, true)
            self._cvd(flow, true)
            self._rate(flow.rate, true)

    def _window(self, window: FlowWindow, true: TrueFlow) -> None:
        found, flow, name = true.window(window.span, window.filled), window.flow, f"flow of {window.span // MINUTE} min"
        if found is None:
            return
        bought, sold, prints = found
        self._holds(f"{name}: prints", Decimal(sum(flow.counts)), prints)
        if not flow.guesses and not flow.counts[-1]:
            self._holds(f"{name}: bought", flow.bought, bought)
            self._holds(f"{name}: sold", flow.sold, sold)

    def _cvd(self, flow: TapeFlow, true: TrueFlow) -> None:
        sums = true.sums_since(flow.since, flow.since)
        if sums is not None and not flow.long.flow.guesses and not flow.long.flow.counts[-1]:
            self._tally.checks["flow"] += 1
            if flow.cvd not in sums:
                self._tally.miss(self._stream, "CVD", self._now, flow.cvd, sorted(sums))

    def _rate(self, rate: TradeRate, true: TrueFlow) -> None:
        minute, usual = true.window(MINUTE, MINUTE), true.window(USUAL, rate.filled)
        if rate.prints is None or minute is None:
            return
        self._holds("pace", Decimal(rate.prints), minute[2])
        if rate.times_usual is not None and usual is not None and usual[2].least:
            # How long it filled is told in steps.
            least = minute[2].least * rate.filled / (usual[2].most * MINUTE)
            most = minute[2].most * (rate.filled + FILLED_IN) / (usual[2].least * MINUTE)
            self._holds("times usual", rate.times_usual, Bounds(least, most), _HALF_A_TENTH)

    def _counted(self, view: TapeView) -> None:
        """All prints are counted in every way to join them; where all are kept, those that reach a tier as well."""
        figures = view.figures
        for way in Join:
            self._tally.checks["flow"] += 1
            if figures.counted and figures.counted[way][0].prints != view.count:
                self._tally.miss(self._stream, f"count {way}", self._now, figures.counted[way][0].prints, (view.count,))
        kept = [row for row in (*view.rows, *view.past) if isinstance(row, TapeRow)]
        if figures.counted and len(kept) == view.count:
            self._reaching(figures, kept)

    def _reaching(self, figures: TapeFigures, kept: list[TapeRow]) -> None:
        for rank, tier in enumerate(figures.tiers, 1):
            large = [row.size for row in kept if row.size >= tier]
            shown, true = figures.counted[Join.OFF][rank], (len(large), sum(large, Decimal(0)))
            self._tally.checks["flow"] += 1
            if shown != true:
                self._tally.miss(self._stream, f"prints from {tier}", self._now, shown, (true,))

    def _holds(self, what: str, shown: Decimal, bounds: Bounds, by: Decimal = Decimal(0)) -> None:
        self._tally.checks["flow"] += 1
        if not bounds.holds(shown, by):
            self._tally.miss(self._stream, what, self._now, shown, bounds)
