"""The oracle of the pressure lines and of the overview: both against the simulated exchange's own book and quotes.

The flow of orders is summed over every window that could have been meant: it ends within the last second, and begins
ten seconds before its end, or when so much of it was watched, give or take a second for the way and for the clocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import ImbalanceScope, Symbol
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.overview_view import OverviewRow, OverviewView
from roxom_tui.state.views.pressure_view import PressureView
from tests.faults.past import MarketPast, Past, Top
from tests.faults.picture import Row
from tests.faults.reading import Reader
from tests.faults.units import is_live, lots, sats
from tests.faults.verdicts import Tally

PRESSURE: Final = "pressure"
OVERVIEW: Final = "overview"
FLOW_WINDOW: Final = 10 * SECOND
SLACK: Final = SECOND
_HALF_TENTH: Final = Decimal("0.05")
_HALF_HUNDREDTH: Final = Decimal("0.005")
_HAIR: Final = Decimal("1e-12")
_BEST: Final = {ImbalanceScope.TOP_5: 5, ImbalanceScope.TOP_10: 10}
_FIGURE: Final = r"(?:[+\- ]?[\d.]+|--)"
_SPREAD: Final = re.compile(rf"spread +(?:(?P<ticks>{_FIGURE}) tk +)?(?P<bp>{_FIGURE}) bp")
_OFFSET: Final = re.compile(rf"wmid +(?P<offset>{_FIGURE}) (?P<unit>tk|bp)")
_SHARE: Final = re.compile(rf"imb +(?P<share>{_FIGURE}) (?P<scope>top 5|top 10|10 bp|whole book)(?P<est> est\.)?")
_FLOW: Final = re.compile(rf"ofi +(?P<flow>{_FIGURE}) 10s(?: (?:0:(?P<watched>\d\d)|(?P<begun><1 s)))?")


class PressureOracle:
    """Judges pressure. Times are exchange ns."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally

    # --- views --------------------------------------------------------------------------------------

    def judge_book(self, view: BookView, since: int, now: int) -> None:
        """What is made of the book: the imbalance, where it claims to be more than an estimate."""
        told, best = view.pressure, _BEST.get(view.pressure.scope)
        if told.share is None or told.is_estimate or best is None:
            return
        true = shares(self._past.markets[view.symbol], best, since)
        self._near(Stream(Channel.DEPTH, view.symbol), "imbalance", told.share, true, _HALF_HUNDREDTH, now)

    def judge_quotes(self, view: BookView, since: int, now: int) -> None:
        """What is made of the quotes."""
        past, told, stream = self._past.markets[view.symbol], view.pressure, Stream(Channel.LEVEL1, view.symbol)
        tops = past.top.since(since)
        tick = past.tick if view.tick is None else sats(view.tick) or 1
        self._tally.checks[PRESSURE] += 1
        if tick % past.tick:
            self._tally.miss(Stream(Channel.DEPTH, view.symbol), "tick", now, view.tick, (past.tick,))
        for what, shown, true in (
            ("spread in ticks", told.spread_ticks, in_ticks(tops, past, tick)),
            ("spread in basis points", told.spread_bp, in_basis_points(tops)),
            ("weighted mid", told.offset, offsets(tops, past, tick if told.is_in_ticks else None)),
        ):
            self._near(stream, what, shown, true, _HALF_TENTH, now)
        self._near(stream, "order flow", told.flow, _flows_of(told, past, since, now), _HALF_TENTH, now)

    def judge_overview(self, view: OverviewView, since: int, now: int, at: int) -> None:
        """The rows of the overview, painted at `at` (monotonic ns), and what they do not share with other lists."""
        for row in view.rows:
            past = self._past.markets.get(row.listed.symbol)
            if past is not None:
                self._overview_row(row, past, since, now, at)

    def _overview_row(self, row: OverviewRow, past: MarketPast, since: int, now: int, at: int) -> None:
        symbol = row.listed.symbol
        if is_live(row.quotes, at):
            true = in_basis_points(past.top.since(since))
            self._near(Stream(Channel.LEVEL1, symbol), "overview spread", row.spread_bp, true, _HAIR, now)
        if is_live(row.ticker, at):
            figures = past.figures_since(since)
            for what, shown, known in (
                ("mark", sats(row.mark), [one.mark for one in figures]),
                ("funding", sats(row.funding_rate), [one.funding_e8 for one in figures]),
                ("open interest", lots(row.open_interest), [one.open_interest for one in figures]),
            ):
                number = None if shown is None else Decimal(shown)
                self._near(Stream(Channel.TICKER, symbol), f"overview {what}", number, map(Decimal, known), _HAIR, now)
        leaning = row.leaning
        if leaning is not None and is_live(leaning.freshness, at) and not leaning.is_estimate:
            stream, true_shares = Stream(Channel.DEPTH, symbol), shares(past, 10, since)
            self._near(stream, "overview imbalance", leaning.share, true_shares, _HALF_HUNDREDTH, now)

    def _near(
        self, stream: Stream, what: str, shown: Decimal | None, true: Iterable[Decimal], by: Decimal, now: int
    ) -> None:
        if shown is None:
            return
        self._tally.checks[OVERVIEW if what.startswith(OVERVIEW) else PRESSURE] += 1
        seen = []
        for one in true:
            if abs(one - shown) <= by:
                return
            seen.append(one)
        nearest = sorted(set(seen), key=lambda one: abs(one - shown))
        self._tally.miss(stream, what, now, shown, nearest)

    # --- frames -------------------------------------------------------------------------------------

    def read(self, symbol: Symbol, rows: Iterable[Row], reader: Reader, since: int, now: int) -> None:
        """Read the lines off a frame. The tick is an estimate: where it is not the exchange's, it is twice that."""
        past = self._past.markets[symbol]
        quotes, tops = Stream(Channel.LEVEL1, symbol), past.top.since(since)
        ticks, learnt_from = [past.tick, 2 * past.tick], (Stream(Channel.DEPTH, symbol),)
        for row in rows:
            if found := _SPREAD.search(row.text):
                if found["ticks"]:
                    true = [one for tick in ticks for one in in_ticks(tops, past, tick)]
                    cell = row.group(found, "ticks")
                    reader.near(quotes, "pressure: spread tk", cell, true, _HALF_TENTH, also=learnt_from)
                reader.near(quotes, "pressure: spread bp", row.group(found, "bp"), in_basis_points(tops), _HALF_TENTH)
            if found := _OFFSET.search(row.text):
                units = ticks if found["unit"] == "tk" else [None]
                true = [one for unit in units for one in offsets(tops, past, unit)]
                cell = row.group(found, "offset")
                reader.near(quotes, "pressure: wmid", cell, true, _HALF_TENTH, also=learnt_from)
            if (found := _SHARE.search(row.text)) and not found["est"]:
                best = _BEST.get(ImbalanceScope(found["scope"]))
                if best is not None:
                    book, cell = Stream(Channel.DEPTH, symbol), row.group(found, "share")
                    reader.near(book, "pressure: imb", cell, shares(past, best, since), _HALF_HUNDREDTH)
            if found := _FLOW.search(row.text):
                watched = 0 if found["begun"] else None if found["watched"] is None else int(found["watched"])
                true = list(flows(past, since, now, watched))
                reader.near(quotes, "pressure: ofi", row.group(found, "flow"), true, _HALF_TENTH)


# --- what was true ------------------------------------------------------------------------------------


def in_ticks(tops: Iterable[Top], past: MarketPast, tick: int) -> list[Decimal]:
    """Spreads in ticks of so many sats."""
    return [
        Decimal(top.ask - top.bid) * past.tick / tick for top in tops if top.bid is not None and top.ask is not None
    ]


def in_basis_points(tops: Iterable[Top]) -> list[Decimal]:
    """Spreads in basis points of the mid."""
    both = [(top.bid, top.ask) for top in tops if top.bid is not None and top.ask is not None]
    return [Decimal(ask - bid) * 20_000 / (ask + bid) for bid, ask in both]


def offsets(tops: Iterable[Top], past: MarketPast, tick: int | None) -> list[Decimal]:
    """Weighted mids from their mids, in ticks of so many sats, or in basis points."""
    found = []
    for bid, bid_lots, ask, ask_lots in tops:
        if bid is not None and ask is not None and bid_lots + ask_lots:
            weighted = Decimal(bid * ask_lots + ask * bid_lots) / (bid_lots + ask_lots)
            mid = Decimal(bid + ask) / 2
            found.append((weighted - mid) * past.tick / tick if tick is not None else (weighted - mid) / mid * 10_000)
    return found


def shares(past: MarketPast, best: int, since: int) -> list[Decimal]:
    """The imbalance of so many best levels a side, at each moment since then."""
    held = {resting[best] for resting in past.resting.since(since)}
    return [Decimal(bids - asks) / (bids + asks) for bids, asks in held if bids + asks]


def _flows_of(told: PressureView, past: MarketPast, since: int, now: int) -> Iterator[Decimal]:
    return flows(past, since, now, told.watched_s)


def flows(past: MarketPast, since: int, now: int, watched_s: int | None) -> Iterator[Decimal]:
    """The order flow imbalance of each window that may be meant: a full one, or one of which so much was watched."""
    course = past.top.course(since - FLOW_WINDOW - 3 * SLACK)
    added = [_added(before, top) for (_, before), (_, top) in pairwise(course)]
    # What is most likely meant comes first: the newest quote, and a window that is as long as it says.
    ends = [place for place in range(len(course) - 1, -1, -1) if course[place][0] > since]
    ends.append(max((place for place, (at, _) in enumerate(course) if at <= since), default=0))
    length = FLOW_WINDOW if watched_s is None else watched_s * SECOND
    # By our clock the window is ten seconds long; by the exchange's the way may have become longer, or shorter, in it.
    early = since - length - SLACK - (0 if watched_s is None else SLACK)
    late = now - length + (now - since)
    begins = [place for place, (at, _) in enumerate(course) if early <= at <= late]
    begins.append(max((place for place, (at, _) in enumerate(course) if at <= early), default=0))
    # Where quotes are far apart the first of the window is the first behind the latest moment at which it can begin.
    begins += [place for place, (at, _) in enumerate(course) if at > late][:1]
    begins.sort(key=lambda place: abs(course[place][0] - now + length))
    sums = _Sums(
        list(accumulate((top.bid_lots + top.ask_lots for _, top in course), initial=0)),
        list(accumulate(added, initial=0)),
    )
    for end in ends:
        for begin in begins:
            if begin <= end:
                yield from sums.of(begin, end)


class _Sums(NamedTuple):
    """Sizes at the touch, and what was added there, summed from the first quote on."""

    touches: Sequence[int]
    flows: Sequence[int]

    def of(self, begin: int, end: int) -> Iterator[Decimal]:
        """From one quote to another: with what the first added to the one before it, and without."""
        touch, count = self.touches[end + 1] - self.touches[begin], end + 1 - begin
        if touch:
            yield Decimal(2 * count * (self.flows[end] - self.flows[begin])) / touch
            if begin:
                yield Decimal(2 * count * (self.flows[end] - self.flows[begin - 1])) / touch


def _added(before: Top, top: Top) -> int:
    return _of_side(before.bid, before.bid_lots, top.bid, top.bid_lots, 1) - _of_side(
        before.ask, before.ask_lots, top.ask, top.ask_lots, -1
    )


def _of_side(was: int | None, was_lots: int, price: int | None, size: int, sign: int) -> int:
    """What was added to a side's best price; an empty side is worse than any."""
    if was is None or price is None:
        return (0 if price is None else size) - (0 if was is None else was_lots)
    better = (price - was) * sign
    return size - was_lots if not better else size if better > 0 else -was_lots
