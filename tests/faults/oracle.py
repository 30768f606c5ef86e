"""The oracle: whatever a board would draw as live is compared with all that was true in the last second.

Written against the views and the simulated exchange alone. What is live is what the screen takes for live: freshness as
`seen` at the moment of painting, states of rows, `vouched`, `outdated`. Unknown values are never wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.market import Channel, Side, Stream, Symbol
from roxom_tui.model.number import Price
from roxom_tui.simulator.ledger import value
from roxom_tui.simulator.orders import Order
from roxom_tui.state.views import Board, BookRow, BookView, SymbolRow, TapeRow, TapeView, TickerView
from tests.faults.account_oracle import AccountOracle
from tests.faults.past import Execution, MarketPast, Past, Top
from tests.faults.units import SATS, is_live, lots, sats
from tests.faults.verdicts import Tally
from tests.faults.virtual_time import SECOND

WINDOW: Final = SECOND
FUNDING_EVERY: Final = 8 * 3600 * SECOND


class Oracle:
    """Judges boards. `window` (ns) is how long ago a value may have been true."""

    def __init__(self, past: Past, tally: Tally, window: int = WINDOW) -> None:
        self._past = past
        self._tally = tally
        self.window = window
        self._account = AccountOracle(past, tally)
        self._tape: tuple[TapeRow, ...] = ()
        self._told: Counter[Execution] = Counter()

    def judge(self, board: Board, now: int, true_now: int) -> None:
        """Compare what would be painted at `now` (monotonic ns) with the exchange's last second up to `true_now`."""
        since = true_now - self.window
        self._true_now = true_now
        if is_live(board.book.freshness, now):
            self._book(board.book, since)
            if is_live(board.orders.freshness, now):
                self._own_sizes(board.book, since)
        if is_live(board.book.quote_freshness, now):
            self._quote(board.book, since)
        if is_live(board.ticker.freshness, now):
            self._ticker(board.ticker, since)
        if is_live(board.tape.freshness, now):
            self._trades(board.tape)
        for row in board.symbols.rows:
            if is_live(row.freshness, now):
                self._symbol(row, since)
        self._account.judge(board, now, true_now, since)

    # The market

    def _book(self, view: BookView, since: int) -> None:
        past = self._past.markets[view.symbol]
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks)):
            if view.group is None:
                self._levels(view, past, side, rows, since)

    def _levels(self, view: BookView, past: MarketPast, side: Side, rows: tuple[BookRow, ...], since: int) -> None:
        stream, shown, total = Stream(Channel.DEPTH, view.symbol), set(), Decimal(0)
        for row in rows:
            price = sats(row.price) or 0
            ticks = -1 if price % past.tick else price // past.tick
            if ticks >= 0:
                shown.add(ticks)
            total += row.size
            if not row.vouched:
                continue
            self._tally.checks["book"] += 2
            true = past.lots_at(side, ticks, since)
            if lots(row.size) not in true:
                self._miss(stream, f"{side.value} size at {row.price}", row.size, true)
            if row.total != total:
                self._miss(stream, f"{side.value} total at {row.price}", row.total, (total,))
        self._no_hole(past, side, shown, stream, since)

    def _no_hole(self, past: MarketPast, side: Side, shown: set[int], stream: Stream, since: int) -> None:
        """A level that stood through the whole window, among those shown, must be one of them."""
        if not shown:
            return
        half = past.market.book.half(side)
        deepest = min(shown) if side is Side.BID else max(shown)
        self._tally.checks["book"] += 1
        for ticks, _ in half.levels():
            if not half.at_least_as_good(ticks, deepest):
                break
            if ticks not in shown and min(past.lots_at(side, ticks, since)) > 0:
                self._miss(stream, f"{side.value} without a level", "nothing", (f"{ticks} ticks",))

    def _own_sizes(self, view: BookView, since: int) -> None:
        if view.group is not None:
            return
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks)):
            for row in rows:
                if row.mine:
                    self._tally.checks["book"] += 1
                    if not self._is_ours(view.symbol, side, row, since):
                        self._miss(Stream(Channel.ORDERS), f"our {side.value} at {row.price}", row.mine, ())

    def _is_ours(self, symbol: Symbol, side: Side, row: BookRow, since: int) -> bool:
        """Whether some mix of what our orders at that price had left since then makes the size shown."""
        price, sums = sats(row.price), {0}
        for line in self._past.orders.values():
            left = {_resting(order, symbol, side, price) for order in line.since(since)}
            if left != {0}:
                sums = {one + more for one in sums for more in left}
        return lots(row.mine) in sums

    def _quote(self, view: BookView, since: int) -> None:
        stream, tops = Stream(Channel.LEVEL1, view.symbol), self._past.markets[view.symbol].top.since(since)
        tick = self._past.markets[view.symbol].tick
        true = [_priced(top, tick) for top in tops]
        shown = Top(sats(view.bid), lots(view.bid_size) or 0, sats(view.ask), lots(view.ask_size) or 0)
        for name, figure, candidates in zip(Top._fields, shown, zip(*true, strict=True), strict=True):
            self._check("quote", stream, name, figure, candidates)
        if view.spread is not None:
            self._check("quote", stream, "spread", sats(view.spread), [_spread(top) for top in true])
        if view.mid is not None:
            self._check("quote", stream, "mid", view.mid * 2 * SATS, [_mid_twice(top) for top in true])

    def _ticker(self, view: TickerView, since: int) -> None:
        past, stream = self._past.markets[view.symbol], Stream(Channel.TICKER, view.symbol)
        figures = past.figures_since(since)
        self._last(view.symbol, "ticker", view.last, since)
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

    def _last(self, symbol: Symbol, panel: str, last: Price | None, since: int) -> None:
        if last is not None:
            past = self._past.markets[symbol]
            self._check(panel, Stream(Channel.TICKER, symbol), "last", sats(last), past.last.since(since))

    def _symbol(self, row: SymbolRow, since: int) -> None:
        past, quote = self._past.markets[row.symbol], Stream(Channel.LEVEL1, row.symbol)
        tops = [_priced(top, past.tick) for top in past.top.since(since)]
        self._last(row.symbol, "symbols", row.last, since)
        self._check("symbols", quote, "bid", sats(row.bid), [top.bid for top in tops])
        self._check("symbols", quote, "ask", sats(row.ask), [top.ask for top in tops])

    def _trades(self, view: TapeView) -> None:
        """Each row is a trade that happened, and none is told more often than it happened."""
        rows, trades, stream = view.rows, self._past.markets[view.symbol].trades, Stream(Channel.TRADE, view.symbol)
        if not (self._tape and any(row is self._tape[0] for row in rows)):
            self._told.clear()
            self._tape = ()
        for row in rows:
            if self._tape and row is self._tape[0]:
                break
            side = row.aggressor.value if row.aggressor and not row.estimated else ""
            told = Execution(row.exchange_at, sats(row.price) or 0, lots(row.size) or 0, side)
            self._told[told] += 1
            self._tally.checks["tape"] += 3
            if self._told[told] > trades[told]:
                self._miss(stream, "a trade", told, ())
        self._tape = rows

    def _check(self, panel: str, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        self._tally.checks[panel] += 1
        true = tuple(true)
        if shown not in true:
            self._miss(stream, what, shown, true)

    def _miss(self, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        self._tally.miss(stream, what, self._true_now, shown, true)


def _priced(top: Top, tick: int) -> Top:
    bid, ask = top.bid, top.ask
    return top._replace(bid=None if bid is None else bid * tick, ask=None if ask is None else ask * tick)


def _spread(top: Top) -> int | None:
    return None if top.bid is None or top.ask is None else top.ask - top.bid


def _mid_twice(top: Top) -> int | None:
    return None if top.bid is None or top.ask is None else top.ask + top.bid


def _resting(order: Order | None, symbol: Symbol, side: Side, price: int | None) -> int:
    if order is None or not order.rests or order.symbol != symbol or order.price != price:
        return 0
    return order.remaining if (order.side.value == "buy") is (side is Side.BID) else 0
