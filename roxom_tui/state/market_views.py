"""The pictures of the ticker strip and of the list of symbols."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness
from roxom_tui.state.contracts import description_of
from roxom_tui.state.figures import Spread, basis_bp, is_funding_suspect, next_funding_at, spread_of
from roxom_tui.state.market.symbol_market import empty_ticker
from roxom_tui.state.settle import no_worse, settled, worst_of
from roxom_tui.state.store import Store
from roxom_tui.state.trail import TRAIL_INTERVAL_NS
from roxom_tui.state.views.market_views import SymbolRow, SymbolsView, TickerView

_ROW_CHANNELS: Final = (Channel.LEVEL1, Channel.TICKER, Channel.TRADE)


class TickerPainter:
    """Builds `TickerView`s. The spread is the quote's: left out while the quote is worse than the ticker."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: TickerView | None = None
        self._key: object = None

    def view(self, now: int, wall: int, symbol: Symbol) -> TickerView:
        """The strip of a symbol; `wall`, the exchange's time of day, is for the next funding time."""
        store, old = self._store, self._view
        streams = [Stream(channel, symbol) for channel in (Channel.TICKER, Channel.LEVEL1, Channel.TRADE)]
        ticker_now = store.freshness(streams[0], now)
        quote_now = store.freshness(streams[1], now)
        spread_shown = no_worse(quote_now, ticker_now)
        fresh = worst_of(ticker_now, quote_now) if spread_shown else ticker_now
        freshness = settled(old.freshness if old is not None else None, fresh, now)
        funding_at = next_funding_at(wall)
        key = (symbol, *map(store.revision, streams), spread_shown, funding_at)
        if old is not None and key == self._key and old.freshness is freshness:
            return old
        self._key = key
        self._view = self._compose(symbol, freshness, spread_shown, funding_at)
        return self._view

    def _compose(self, symbol: Symbol, freshness: Freshness, spread_shown: bool, funding_at: int) -> TickerView:
        market = self._store.markets.market(symbol)
        ticker = market.ticker or empty_ticker(symbol, 0)
        spread = spread_of(market.quote) if spread_shown else Spread()
        return TickerView(
            symbol=symbol,
            freshness=freshness,
            last=market.last,
            last_direction=market.direction,
            last_at=market.last_at,
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
        )


class SymbolsPainter:
    """Builds `SymbolsView`s; a row whose symbol did not change is the same object as before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[Symbol, tuple[object, SymbolRow]] = {}
        self._streams: dict[Symbol, tuple[Stream, ...]] = {}
        self._view: SymbolsView | None = None
        self._since: int | None = None

    def view(self, now: int, wall: int, selected: Symbol) -> SymbolsView:
        """All configured symbols, those that positions brought, and the selected one."""
        if self._since is None:
            self._since = wall
        configured = self._store.symbols
        listed = dict.fromkeys((*configured, *self._store.extra_symbols(), selected))
        self._rows = {symbol: self._row(symbol, now, symbol not in configured) for symbol in listed}
        rows = tuple(row for _, row in self._rows.values())
        old = self._view
        if old is None or old.selected != selected or not _identical(rows, old.rows):
            self._view = old = SymbolsView(rows, selected, self._since)
        return old

    def _row(self, symbol: Symbol, now: int, extra: bool) -> tuple[object, SymbolRow]:
        store, kept = self._store, self._rows.get(symbol)
        streams = self._streams.get(symbol)
        if streams is None:
            streams = self._streams[symbol] = tuple(Stream(channel, symbol) for channel in _ROW_CHANNELS)
        fresh = worst_of(store.freshness(streams[0], now), store.freshness(streams[1], now))
        freshness = settled(kept[1].freshness if kept is not None else None, fresh, now)
        key = (*map(store.revision, streams), now // TRAIL_INTERVAL_NS, extra)
        if kept is not None and kept[0] == key and kept[1].freshness is freshness:
            return kept
        market = store.markets.market(symbol)
        market.trail.advance(now)
        market.trail.is_believed = fresh.state.is_live
        bid, ask = (market.quote.bid, market.quote.ask) if market.quote is not None else (None, None)
        row = SymbolRow(
            symbol=symbol,
            description=description_of(symbol),
            freshness=freshness,
            last=market.last,
            direction=market.direction,
            bid=bid.price if bid else None,
            ask=ask.price if ask else None,
            change=market.change,
            trail=market.trail.samples,
            extra=extra,
        )
        return key, row


def _identical(one: tuple[SymbolRow, ...], other: tuple[SymbolRow, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))
