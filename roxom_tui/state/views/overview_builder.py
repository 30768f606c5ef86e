"""The builder of the view of all symbols: only while somebody looks at it, of what is followed anyway."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import ImbalanceScope, Symbol
from roxom_tui.model.money import Btc, Size
from roxom_tui.model.status import Freshness, worst
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add, add_sizes, to_step
from roxom_tui.state.market.symbol_market import SymbolMarket, empty_ticker
from roxom_tui.state.reading.pressure import Imbalance, imbalance
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import PositionRow, PositionsView
from roxom_tui.state.views.derived_figures import basis_bp, is_funding_suspect, next_funding_at, spread_of
from roxom_tui.state.views.market_views import SymbolRow, SymbolsView
from roxom_tui.state.views.overview_view import Holding, Leaning, OverviewRow, OverviewView, SessionFigures
from roxom_tui.state.views.view_builder import ViewBuilder

_TENTH: Final = Decimal("0.1")
_HUNDREDTH: Final = Decimal("0.01")


class OverviewBuilder(ViewBuilder[OverviewView]):
    """Builds `OverviewView`s; a row of which nothing changed is the same object as before."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._rows: dict[Symbol, tuple[object, OverviewRow]] = {}
        self._weighed: dict[Symbol, tuple[object, Imbalance | None]] = {}

    def view(self, now: int, wall: int, symbols: SymbolsView, positions: PositionsView) -> OverviewView:
        """All symbols of the list at `now` (monotonic ns); `wall` is the exchange's time of day."""
        holdings = holdings_of(positions.rows)
        self._keep({row.symbol for row in symbols.rows})
        rows = tuple(self._row(row, holdings.get(row.symbol), now) for row in symbols.rows)
        funding_at = next_funding_at(wall)
        key = (symbols.selected, funding_at, positions.freshness, *map(id, rows))
        return self._renewed(key, lambda: OverviewView(rows, symbols.selected, funding_at, positions.freshness))

    def _keep(self, symbols: Collection[Symbol]) -> None:
        """Forget all others."""
        if self._rows.keys() - symbols:
            self._rows = {symbol: kept for symbol, kept in self._rows.items() if symbol in symbols}
            self._weighed = {symbol: kept for symbol, kept in self._weighed.items() if symbol in symbols}
            self._settled.keep({(channel, symbol) for channel in Channel for symbol in symbols})

    def _row(self, listed: SymbolRow, holding: Holding | None, now: int) -> OverviewRow:
        symbol = listed.symbol
        market = self._store.markets.market(symbol)
        ticker, quotes = self._fresh(Channel.TICKER, symbol, now), self._fresh(Channel.LEVEL1, symbol, now)
        leaning, session = self._leaning(market, now), self._session(market, now)
        revisions = [self._store.revision(Stream(one, symbol)) for one in (Channel.TICKER, Channel.LEVEL1)]
        key = (id(listed), *revisions, ticker, quotes, leaning, session, holding)
        kept = self._rows.get(symbol)
        if kept is None or kept[0] != key or kept[1].listed is not listed:
            row = _composed(listed, market, (ticker, quotes), (leaning, session), holding)
            kept = self._rows[symbol] = key, row
        return kept[1]

    def _fresh(self, channel: Channel, symbol: Symbol, now: int) -> Freshness:
        return self._settled((channel, symbol), self._store.freshness(Stream(channel, symbol), now), now)

    def _leaning(self, market: SymbolMarket, now: int) -> Leaning | None:
        """The imbalance where depth is followed; none of a book that is not live."""
        stream = Stream(Channel.DEPTH, market.symbol)
        if self._store.clocks.find(stream) is None:
            return None
        freshness = self._fresh(Channel.DEPTH, market.symbol, now)
        if market.depth is None or not freshness.state.is_live:
            return Leaning(freshness, None, is_estimate=False)
        book = market.depth.book
        key = (self._store.revision(stream), id(book), book.within_snapshot)
        kept = self._weighed.get(market.symbol)
        if kept is None or kept[0] != key:
            kept = self._weighed[market.symbol] = key, imbalance(book, ImbalanceScope.TOP_10)
        weighed = kept[1]
        if weighed is None:
            return Leaning(freshness, None, is_estimate=False)
        return Leaning(freshness, to_step(weighed.share, _HUNDREDTH), weighed.is_estimate)

    def _session(self, market: SymbolMarket, now: int) -> SessionFigures | None:
        """What was traded, where trades are followed."""
        if self._store.clocks.find(Stream(Channel.TRADE, market.symbol)) is None:
            return None
        totals, freshness = market.session, self._fresh(Channel.TRADE, market.symbol, now)
        pace = totals.a_minute(now)
        a_minute = None if pace is None else to_step(pace, _TENTH)
        # While a silence leaves in doubt whether trades are missing, it is the least there was; the next one tells.
        is_least = totals.has_gaps or market.past.is_unsure
        return SessionFigures(freshness, totals.volume, is_least, a_minute)


def _composed(
    listed: SymbolRow,
    market: SymbolMarket,
    fresh: tuple[Freshness, Freshness],
    followed: tuple[Leaning | None, SessionFigures | None],
    holding: Holding | None,
) -> OverviewRow:
    told, spread = market.ticker or empty_ticker(market.symbol, 0), spread_of(market.quote)
    return OverviewRow(
        listed,
        *fresh,
        mark=told.mark_price,
        basis_bp=basis_bp(told.mark_price, told.index_price),
        funding_rate=told.funding_rate,
        funding_suspect=is_funding_suspect(told.funding_rate),
        open_interest=told.open_interest,
        spread_bp=spread.basis_points,
        leaning=followed[0],
        session=followed[1],
        holding=holding,
    )


def holdings_of(rows: Sequence[PositionRow]) -> dict[Symbol, Holding]:
    """What is held of each symbol in which there is a position."""
    of_symbol: dict[Symbol, list[PositionRow]] = {}
    for row in rows:
        of_symbol.setdefault(row.symbol, []).append(row)
    return {symbol: _holding(held) for symbol, held in of_symbol.items()}


def _holding(rows: Sequence[PositionRow]) -> Holding:
    sides = {row.side for row in rows}
    side = rows[0].side if len(sides) == 1 else None
    distances = [row.liquidation_distance for row in rows if row.liquidation_distance is not None]
    return Holding(
        count=len(rows),
        side=side,
        size=None if side is None else _size(rows),
        pnl=_pnl(rows),
        distance=min(distances) if len(distances) == len(rows) else None,
        state=worst(*(row.state for row in rows)),
    )


def _size(rows: Sequence[PositionRow]) -> Size | None:
    total = NO_SIZE
    for row in rows:
        if row.size is None:
            return None
        total = add_sizes(total, row.size)
    return total


def _pnl(rows: Sequence[PositionRow]) -> Btc | None:
    """The profit of all; None also where the exchange reports another for one of them."""
    total = ZERO
    for row in rows:
        if row.pnl is None or row.pnl_disputed is not None:
            return None
        total = add(total, row.pnl)
    return Btc(total)
