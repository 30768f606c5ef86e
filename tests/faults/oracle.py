"""The oracle: whatever a board would draw as live is compared with all that was true in the last second.

Written against the views and the simulated exchange alone. What is live is what the screen takes for live: freshness as
`seen` at the moment of painting, states of rows, `within_snapshot`, `outdated`. Unknown values are never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import Phase
from roxom_tui.simulator.ledger import value
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.market_views import BookView, SymbolRow, TickerView, TradeStatistics
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.widgets.ticker_figures import A_WHILE
from tests.faults.account_oracle import AccountOracle
from tests.faults.book_oracle import BookOracle
from tests.faults.columns_oracle import ColumnsOracle
from tests.faults.course_oracle import CourseOracle
from tests.faults.flow_oracle import FlowOracle
from tests.faults.past import Day, Past, Top, change_of
from tests.faults.pressure_oracle import PressureOracle
from tests.faults.tape_oracle import TapeOracle
from tests.faults.timeline import Timeline
from tests.faults.units import SATS, is_live, lots, sats
from tests.faults.verdicts import Tally

WINDOW: Final = SECOND
FUNDING_EVERY: Final = 8 * 3600 * SECOND
_CONTROL: Final = Stream(Channel.ACCOUNT)
"""To blame for what is told of the connection itself: no fault has an excuse for it."""

_HAIR: Final = Decimal("1e-12")


_TURNS: Final = 4
"""Looks until figures over a time are judged again."""

_FLOWS_TURN: Final = 2


class Oracle:
    """Judges boards. `window` (ns) is how long ago a value may have been true; `lines` counts open connections."""

    def __init__(self, past: Past, tally: Tally, lines: Timeline[int], window: int = WINDOW) -> None:
        self._past = past
        self._tally = tally
        self._lines = lines
        self.window = window
        self._books = BookOracle(past, tally)
        self._columns = ColumnsOracle(past, tally, window)
        self._courses = CourseOracle(past, tally)
        self._tapes = TapeOracle(past, tally)
        self._flows = FlowOracle(past, tally)
        self._pressure = PressureOracle(past, tally)
        self._account = AccountOracle(past, tally)
        self._looks = -1

    def judge(self, board: ScreenSnapshot, now: int, true_now: int) -> None:
        """Compare what would be painted at `now` (monotonic ns) with the exchange's last second up to `true_now`.

        Figures over a time are judged at every fourth look, those that look back in turn with those of the moment.
        """
        self._looks += 1
        since = true_now - self.window
        self._true_now = true_now
        self._connection(board.connection, since)
        self._book(board, since, now)
        if is_live(board.book.quote_freshness, now):
            self._quote(board.book, since)
            self._spread(board.ticker, since)
        if is_live(board.ticker.freshness, now):
            self._ticker(board.ticker, since)
        self._traded(board.ticker.symbol, board.ticker.statistics, since, now)
        if is_live(board.tape.freshness, now):
            self._tapes.judge(board.tape, board.connection.connection_number, since, true_now)
        else:
            self._tapes.gap()
        for row in board.symbols.rows:
            if is_live(row.freshness, now):
                self._symbol(row, since, now)
                self._traded(row.symbol, row.statistics, since, now)
            else:
                self._courses.saw(row.symbol, row.last, row.direction)
        self._account.judge(board, now, true_now, since)
        if self._looks % _TURNS == 0:
            self._past_of(board, since, now)
        if self._looks % _TURNS == _FLOWS_TURN or self._looks == 0:
            self._flow_of(board, since, now)

    def _book(self, board: ScreenSnapshot, since: int, now: int) -> None:
        if not is_live(board.book.freshness, now):
            self._books.not_live()
            return
        self._books.judge(board.book, since, self._true_now)
        if is_live(board.orders.freshness, now):
            self._books.judge_ours(board.book, since, self._true_now)

    def _past_of(self, board: ScreenSnapshot, since: int, now: int) -> None:
        columns = board.book.columns
        if is_live(board.book.freshness, now) and columns is not None and is_live(columns.freshness, now):
            self._columns.judge(board.book, self._true_now)
        if board.overview is not None:
            self._pressure.judge_overview(board.overview, since, self._true_now, now)

    def _flow_of(self, board: ScreenSnapshot, since: int, now: int) -> None:
        if is_live(board.book.freshness, now):
            self._pressure.judge_book(board.book, since, self._true_now)
        if is_live(board.book.quote_freshness, now):
            self._pressure.judge_quotes(board.book, since, self._true_now)
        if is_live(board.tape.freshness, now):
            self._flows.judge(board.tape, since, self._true_now)

    # The connection, as the header tells of it

    def _connection(self, view: ConnectionView, since: int) -> None:
        self._check("header", _CONTROL, "environment", view.environment, (Environment.SANDBOX,))
        self._check("header", _CONTROL, "profile", view.profile, ("bench",))
        if view.phase is Phase.CONNECTED:
            self._check("header", _CONTROL, "connected", True, [bool(count) for count in self._lines.since(since)])

    # The market

    def _quote(self, view: BookView, since: int) -> None:
        stream, tops = Stream(Channel.LEVEL1, view.symbol), self._past.markets[view.symbol].top.since(since)
        tick = self._past.markets[view.symbol].tick
        true = [priced(top, tick) for top in tops]
        shown = Top(sats(view.bid), lots(view.bid_size) or 0, sats(view.ask), lots(view.ask_size) or 0)
        for name, figure, candidates in zip(Top._fields, shown, zip(*true, strict=True), strict=True):
            self._check("quote", stream, name, figure, candidates)
        if view.spread is not None:
            self._check("quote", stream, "spread", sats(view.spread), [spread(top) for top in true])
        if view.mid is not None:
            self._check("quote", stream, "mid", view.mid * 2 * SATS, [mid_twice(top) for top in true])
        self._near("quote", stream, "spread bp", view.spread_bp, spreads_bp(true))

    def _spread(self, view: TickerView, since: int) -> None:
        """The strip's own, which is the quote's."""
        past, stream = self._past.markets[view.symbol], Stream(Channel.LEVEL1, view.symbol)
        true = [priced(top, past.tick) for top in past.top.since(since)]
        if view.spread is not None:
            self._check("ticker", stream, "spread", sats(view.spread), [spread(top) for top in true])
        self._near("ticker", stream, "spread bp", view.spread_bp, spreads_bp(true))

    def _ticker(self, view: TickerView, since: int) -> None:
        past, stream = self._past.markets[view.symbol], Stream(Channel.TICKER, view.symbol)
        figures = past.figures_since(since)
        self._last(view.symbol, "ticker", view.last, since)
        self._courses.judge_arrow(view.symbol, view.last, view.last_direction, since, self._true_now)
        known = (
            ("mark", sats(view.mark), [one.mark for one in figures]),
            ("index", sats(view.index), [one.underlying for one in figures]),
            ("funding", sats(view.funding_rate), [one.funding_e8 for one in figures]),
            ("open interest", lots(view.open_interest), [one.open_interest for one in figures]),
            ("its value", sats(view.open_interest_value), [value(one.mark, one.open_interest) for one in figures]),
        )
        for name, shown, true in known:
            if shown is not None:
                self._check("ticker", stream, name, shown, true)
        if view.mark is not None and view.index:
            expected = (view.mark - view.index) / view.index * 10_000
            self._check("ticker", stream, "basis", view.basis_bp, (expected,))
        funding = {(at // FUNDING_EVERY + 1) * FUNDING_EVERY for at in (since, self._true_now)}
        self._check("ticker", stream, "next funding", view.next_funding_at, funding)

    def _traded(self, symbol: Symbol, view: TradeStatistics | None, since: int, now: int) -> None:
        """What came with the newest trade is live while its trades are, for a while: no newer one told otherwise."""
        if view is None or view.trade is None or view.outdated or not is_live(view.freshness, now):
            return
        if self._true_now - view.trade.exchange_at >= A_WHILE:
            return
        stream, days = Stream(Channel.TRADE, symbol), self._past.markets[symbol].days.since(since)
        shown = (
            view.trade.exchange_at,
            *(sats(one) for one in (view.high_24h, view.low_24h, view.turnover_24h)),
            *(lots(one) for one in (view.volume_24h, view.volume, view.total_volume)),
        )
        true = [_in_order(day) for day in days if day is not None]
        self._check("statistics", stream, "what came with a trade", shown, true)
        self._near("statistics", stream, "24 h change", view.change_24h, [change_of(one) for one in days if one])

    def _last(self, symbol: Symbol, panel: str, last: Price | None, since: int) -> None:
        if last is not None:
            past = self._past.markets[symbol]
            self._check(panel, Stream(Channel.TICKER, symbol), "last", sats(last), past.last.since(since))

    def _symbol(self, row: SymbolRow, since: int, now: int) -> None:
        past, quote = self._past.markets[row.symbol], Stream(Channel.LEVEL1, row.symbol)
        tops = [priced(top, past.tick) for top in past.top.since(since)]
        self._last(row.symbol, "symbols", row.last, since)
        self._check("symbols", quote, "bid", sats(row.bid), [top.bid for top in tops])
        self._check("symbols", quote, "ask", sats(row.ask), [top.ask for top in tops])
        self._courses.judge_arrow(row.symbol, row.last, row.direction, since, self._true_now)
        self._courses.judge_change(row, self._true_now)
        self._courses.judge_trail(row, self.window, now, self._true_now)

    # What a comparison is

    def _check(self, panel: str, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        self._tally.checks[panel] += 1
        true = tuple(true)
        if shown not in true:
            self._tally.miss(stream, what, self._true_now, shown, true)

    def _near(self, panel: str, stream: Stream, what: str, shown: Decimal | None, true: Iterable[Decimal]) -> None:
        if shown is not None:
            self._tally.checks[panel] += 1
            true = tuple(true)
            if not any(abs(shown - one) <= _HAIR for one in true):
                self._tally.miss(stream, what, self._true_now, shown, true)


def _in_order(day: Day) -> tuple[int | None, ...]:
    """Time, prices and turnover in sats, volumes in lots, as the oracle reads them off the screen."""
    told = day.figures
    return day.at, told.high, told.low, told.turnover, told.lots, told.since_start, told.ever


def priced(top: Top, tick: int) -> Top:
    """The same with prices in sats."""
    bid, ask = top.bid, top.ask
    return top._replace(bid=None if bid is None else bid * tick, ask=None if ask is None else ask * tick)


def spread(top: Top) -> int | None:
    """Between best bid and best ask."""
    return None if top.bid is None or top.ask is None else top.ask - top.bid


def mid_twice(top: Top) -> int | None:
    """Twice the price between them, which is a whole number."""
    return None if top.bid is None or top.ask is None else top.ask + top.bid


def spreads_bp(tops: Iterable[Top]) -> list[Decimal]:
    """The spreads in basis points of the mid."""
    both = [(top.bid, top.ask) for top in tops if top.bid is not None and top.ask is not None]
    return [Decimal(ask - bid) * 20_000 / (ask + bid) for bid, ask in both]
