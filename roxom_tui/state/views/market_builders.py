"""Builders of the views of the symbol in view: its book and the ticker strip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from roxom_tui.model.channels import ORDERS, Channel, Stream
from roxom_tui.model.market import Level, Side, Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import Freshness
from roxom_tui.model.values import replace
from roxom_tui.state.account.orders import Resting, RestingSizes
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.book.price_buckets import StepFinder, bucket_key, group_levels, key_of_step
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.market.symbol_market import empty_ticker
from roxom_tui.state.reading.tick_size import ENOUGH_LEVELS, TickSize
from roxom_tui.state.store import Store
from roxom_tui.state.views.book_column_views import RowReading
from roxom_tui.state.views.book_columns_builder import BookColumnsBuilder, least_large
from roxom_tui.state.views.derived_figures import Spread, basis_bp, is_funding_suspect, next_funding_at, spread_of
from roxom_tui.state.views.differing_best import DifferingBests
from roxom_tui.state.views.market_views import (
    BookRow,
    BookView,
    DifferingBest,
    MissingOrder,
    TickerView,
    TradeStatistics,
    WholeBook,
)
from roxom_tui.state.views.missing_orders import MissingOrders
from roxom_tui.state.views.pressure_builder import PressureBuilder, Sources
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.state.views.trade_statistics import TradeStatisticsBuilder
from roxom_tui.state.views.view_builder import ViewBuilder, no_worse, worst_of
from roxom_tui.state.views.whole_books import WholeBooks

_NOTHING_OF_OURS: RestingSizes = {Side.BID: {}, Side.ASK: {}}

Rows = tuple[BookRow, ...]


def _next_check(depth: VerifiedBook, differs: DifferingBest | None) -> int | None:
    """When a book will be compared with a snapshot that never was, or that it is time to."""
    return depth.checked_next if depth.verification.last is None or differs is not None else None


class BookViewBuilder(ViewBuilder[BookView]):
    """Builds `BookView`s; rows that did not change are the same objects as before."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._rows_key: object = None
        self._rows: dict[Side, Rows] = {Side.BID: (), Side.ASK: ()}
        self._steps: dict[Symbol, StepFinder] = {}
        self._ticks: dict[Symbol, tuple[VerifiedBook, int, TickSize]] = {}
        """Each beside the book that it is learnt from, and how often that was replaced."""
        self._pressure = PressureBuilder()
        self._resting: tuple[object, Resting] = (None, Resting(_NOTHING_OF_OURS))
        self._missing = MissingOrders()
        self._differing = DifferingBests()
        self._columns = BookColumnsBuilder(store)
        self._wholes = WholeBooks()
        self._whole: WholeBook | None = None

    def view(self, now: int, view_request: ViewRequest) -> BookView:
        """The book of the wished symbol, grouped as wished."""
        store, symbol = self._store, view_request.symbol
        depth_stream, quote_stream = Stream(Channel.DEPTH, symbol), Stream(Channel.LEVEL1, symbol)
        book_now = store.freshness(depth_stream, now)
        freshness = self._settled("book", book_now, now)
        quote_now = store.freshness(quote_stream, now)
        quote_freshness = self._settled("quote", quote_now, now)
        orders_now = store.freshness(ORDERS, now)
        marked = no_worse(orders_now, book_now)
        depth = store.markets.depth(symbol)
        differs = self._look_at_best(symbol, worst_of(book_now, quote_now), now)
        next_check = None if depth is None else _next_check(depth, differs)
        audit = (depth.verification.last, depth.can_be_verified, next_check) if depth is not None else None
        # An answer from elsewhere changes the book, or how far it reaches, without an event of the stream.
        shown = (id(depth.book), depth.book.within_snapshot) if depth is not None else None
        ours = marked and self._resting_key(symbol)
        rows_key = (store.revision(depth_stream), shown, view_request, ours, self._columns.key(view_request, now))
        if rows_key != self._rows_key:
            self._rows_key = rows_key
            self._columns.look(view_request, now, shows_ours=marked)
            self._draw(view_request, marked)
        missing = self._look_for_ours(symbol, worst_of(orders_now, book_now), now)
        columns = self._columns.view(view_request, book_now, now)
        pressure = self._pressure_at(now, view_request, freshness, quote_freshness)
        told = (freshness, quote_freshness, missing, differs, columns, pressure)
        key = (rows_key, store.revision(quote_stream), audit, *told)

        def composed() -> BookView:
            view = self._compose(view_request, freshness, quote_freshness, missing, pressure)
            return replace(view, columns=columns, differs=differs, checked_next=next_check)

        return self._renewed(key, composed)

    def _compose(
        self,
        view_request: ViewRequest,
        freshness: Freshness,
        quote_freshness: Freshness,
        missing: MissingOrder | None,
        pressure: PressureView,
    ) -> BookView:
        market = self._store.markets.market(view_request.symbol)
        quote, depth = market.quote, market.depth
        bid, ask = (quote.bid, quote.ask) if quote is not None else (None, None)
        spread = spread_of(quote)
        steps = self._steps.get(view_request.symbol)
        return BookView(
            symbol=view_request.symbol,
            freshness=freshness,
            bids=self._rows[Side.BID],
            asks=self._rows[Side.ASK],
            bid=bid[0] if bid else None,
            bid_size=bid[1] if bid else None,
            ask=ask[0] if ask else None,
            ask_size=ask[1] if ask else None,
            spread=spread.width,
            spread_bp=spread.basis_points,
            mid=spread.mid,
            quote_freshness=quote_freshness,
            group=view_request.group,
            step=steps.step if steps is not None else None,
            levels_held=len(depth.book) if depth is not None else 0,
            levels_asked=view_request.levels,
            is_audited=depth is not None,
            audit=depth.verification.last if depth is not None else None,
            can_be_verified=depth is None or depth.can_be_verified,
            changed=market.book_change,
            left_out=depth.book.left_out if depth is not None else 0,
            mine_at_least=ORDERS not in self._store.account.seeded or self._ours(view_request.symbol).has_unplaced,
            missing=missing,
            large=market.past.large.rows,
            tick=self._tick(view_request.symbol),
            pressure=pressure,
            whole=self._whole,
        )

    def _pressure_at(self, now: int, view_request: ViewRequest, book: Freshness, quotes: Freshness) -> PressureView:
        """The pressure line. Of what is not live there is none, and what was counted of quotes begins anew."""
        market = self._store.markets.market(view_request.symbol)
        quote, depth = market.quote, market.depth
        if not quotes.state.is_live:
            market.flow.restart()
            quote = None
        sources = Sources(
            depth.book if depth is not None and book.state.is_live else None,
            self._rows_key,
            quote,
            market.flow,
            self._tick(view_request.symbol),
        )
        return self._pressure.view(sources, view_request.scope, now)

    def _tick(self, symbol: Symbol) -> Decimal | None:
        """The tick of a symbol, as it was last learnt from its book."""
        learnt = self._ticks.get(symbol)
        return None if learnt is None else learnt[2].tick

    def _learn_tick(self, symbol: Symbol, depth: VerifiedBook, drawn: Mapping[Side, list[Level]]) -> None:
        """Learn it from the levels that are drawn, and anew where the book was replaced: it may have had prices that
        never were."""
        learnt = self._ticks.get(symbol)
        if learnt is None or learnt[:2] != (depth, depth.replaced):
            learnt = self._ticks[symbol] = depth, depth.replaced, TickSize()
        tick_size = learnt[2]
        if tick_size.tick is None:
            # A low screen draws too few to learn from.
            drawn = {side: depth.book.levels(side, max(ENOUGH_LEVELS, len(drawn[side]))) for side in Side}
        tick_size.note((*reversed(drawn[Side.BID]), *drawn[Side.ASK]))

    def _look_for_ours(self, symbol: Symbol, fresh: Freshness, now: int) -> MissingOrder | None:
        """The own order that the book does not show. Nothing where not both, whose worse `fresh` is, are live."""
        depth = self._store.markets.depth(symbol)
        if depth is None or not fresh.state.is_live or self._store.judge.is_hidden(Stream(Channel.DEPTH, symbol)):
            self._missing.forget()
            return None
        settled = self._settled("missing", fresh, now)
        return self._missing.look(symbol, self._ours(symbol).working, depth.book, now, settled.valid_until)

    def _look_at_best(self, symbol: Symbol, fresh: Freshness, now: int) -> DifferingBest | None:
        """That the best prices of book and quote differ; nothing where not both, whose worse `fresh` is, are live, or
        where depth comes in batches, so that it is behind by nature."""
        depth = self._store.markets.depth(symbol)
        if depth is None or depth.is_told_in_batches or not fresh.state.is_live:
            self._differing.forget()
            return None
        settled = self._settled("differs", fresh, now)
        quote = self._store.markets.market(symbol).quote
        return self._differing.look(symbol, quote, depth.book.best, now, settled.valid_until)

    def _draw(self, view_request: ViewRequest, marked: bool) -> None:
        depth = self._store.markets.depth(view_request.symbol)
        if depth is None or self._store.judge.is_hidden(Stream(Channel.DEPTH, view_request.symbol)):
            self._rows, self._whole = {Side.BID: (), Side.ASK: ()}, None
            return
        ours = self._ours(view_request.symbol).sizes if marked else _NOTHING_OF_OURS
        self._whole = self._wholes.of(depth.book, ours if marked else None) if view_request.whole else None
        steps = self._steps.setdefault(view_request.symbol, StepFinder())
        drawn = {side: depth.book.levels(side, view_request.levels) for side in Side}
        self._learn_tick(view_request.symbol, depth, drawn)
        for side, levels in drawn.items():
            steps.note(levels)
            mine = ours[side]
            if view_request.group is not None:
                levels = group_levels(depth.book.walk(side), view_request.group, side, view_request.levels)
                mine = _grouped(mine, view_request.group, side)
            told = self._columns.rows(side, levels, depth.book, view_request.columns)
            least = least_large(depth.book, side, levels, is_grouped=view_request.group is not None)
            self._rows[side] = read_rows(draw_rows(levels, depth.book, mine, self._rows[side]), told, least)

    def _resting_key(self, symbol: Symbol) -> object:
        return symbol, self._store.revision(ORDERS), self._store.units.market_price(symbol) is None

    def _ours(self, symbol: Symbol) -> Resting:
        """Our orders in the symbol's book."""
        key, units = self._resting_key(symbol), self._store.units
        if self._resting[0] != key:
            ours = self._store.account.orders.resting(symbol, lambda price: units.read(price, symbol).price)
            self._resting = (key, ours)
        return self._resting[1]


def draw_rows(levels: list[Level], book: OrderBook, mine: dict[int, Size], before: Rows) -> Rows:
    """Rows with running totals, best first; a row equal to the one that stood in its place is that one."""
    total, (lowest, highest) = NO_SIZE, book.within_snapshot
    rows: list[BookRow] = []
    for place, (price, size) in enumerate(levels):
        total = add_sizes(total, size)
        own, within_snapshot = mine.get(price.key), lowest <= price.key <= highest
        row = before[place] if place < len(before) else None
        same = row is not None and row.price is price and row.size is size and row.total == total
        if row is None or not same or row.mine != own or row.within_snapshot is not within_snapshot:
            row = BookRow(price, size, total, own, within_snapshot)
        rows.append(row)
    return tuple(rows)


def read_rows(rows: Rows, told: Sequence[RowReading | None], least: Decimal | None) -> Rows:
    """The rows with what derived columns tell of them; a row that tells it already is the same."""
    read: list[BookRow] = []
    for row, reading in zip(rows, told, strict=True):
        is_large = least is not None and row.size >= least
        if row.is_large is not is_large or row.reading != reading:
            row = BookRow(row.price, row.size, row.total, row.mine, row.within_snapshot, is_large, reading)
        read.append(row)
    return tuple(read)


def _grouped(mine: dict[int, Size], step: Decimal, side: Side) -> dict[int, Size]:
    width, grouped = key_of_step(step), dict[int, Size]()
    for key, size in mine.items():
        bucket = bucket_key(key, width, side)
        grouped[bucket] = add_sizes(grouped[bucket], size) if bucket in grouped else size
    return grouped


class TickerViewBuilder(ViewBuilder[TickerView]):
    """Builds `TickerView`s. The spread is the quote's: left out while the quote is worse than the ticker."""

    def __init__(self, store: Store, statistics: TradeStatisticsBuilder) -> None:
        super().__init__(store)
        self._statistics = statistics

    def view(self, now: int, wall: int, symbol: Symbol) -> TickerView:
        """The strip of a symbol; `wall`, the exchange's time of day, is for the next funding time."""
        store = self._store
        streams = [Stream(channel, symbol) for channel in (Channel.TICKER, Channel.LEVEL1, Channel.TRADE)]
        ticker_now, quote_now = (store.freshness(stream, now) for stream in streams[:2])
        spread_shown = no_worse(quote_now, ticker_now)
        fresh = worst_of(ticker_now, quote_now) if spread_shown else ticker_now
        freshness, funding_at = self._settled("ticker", fresh, now), next_funding_at(wall)
        statistics = self._statistics.of(symbol, now)
        told = (spread_shown, funding_at, statistics)
        key = (symbol, *map(store.revision, streams), freshness, told)
        return self._renewed(key, lambda: self._compose(symbol, freshness, *told))

    def _compose(
        self,
        symbol: Symbol,
        freshness: Freshness,
        spread_shown: bool,
        funding_at: int,
        statistics: TradeStatistics | None,
    ) -> TickerView:
        market = self._store.markets.market(symbol)
        ticker = market.ticker or empty_ticker(symbol, 0)
        spread = spread_of(market.quote) if spread_shown else Spread()
        return TickerView(
            symbol=symbol,
            freshness=freshness,
            last=market.last_price.price,
            last_direction=market.last_price.direction,
            mark=ticker.mark_price,
            index=ticker.index_price,
            basis_bp=basis_bp(ticker.mark_price, ticker.index_price),
            spread=spread.width,
            spread_bp=spread.basis_points,
            funding_rate=ticker.funding_rate,
            funding_suspect=is_funding_suspect(ticker.funding_rate),
            next_funding_at=funding_at,
            open_interest=ticker.open_interest,
            open_interest_value=ticker.open_interest_value,
            last_by=market.last_price.by,
            statistics=statistics,
        )
