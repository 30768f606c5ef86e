"""Builds the view of the list of symbols, one row each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.state.reading.trading_hours import is_closed
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import HISTORY_INTERVAL_NS, SymbolRow, SymbolsView
from roxom_tui.state.views.trade_statistics import TradeStatisticsBuilder
from roxom_tui.state.views.view_builder import ViewBuilder, worst_of

_ROW_CHANNELS: Final = (Channel.LEVEL1, Channel.TICKER, Channel.TRADE)
_WANDERING_NS: Final = SECOND // 2
"""A moment told to a minute would otherwise be another with each picture."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "GOLD-BTC": "Gold · 1 PAXG",
    "US500-BTC": "S&P 500 · SPY",
    "US100-BTC": "Nasdaq 100 · 40 QQQ",
    "OIL-BTC": "Oil · 10 WTI",
}
"""What the known contracts stand for (protocol 6.1)."""


class SymbolsViewBuilder(ViewBuilder[SymbolsView]):
    """Builds `SymbolsView`s; a row whose symbol did not change is the same object as before."""

    def __init__(self, store: Store, statistics: TradeStatisticsBuilder) -> None:
        super().__init__(store)
        self._statistics = statistics
        self._rows: dict[Symbol, tuple[object, SymbolRow]] = {}
        self._streams: dict[Symbol, tuple[Stream, ...]] = {}

    def view(self, now: int, wall: int, selected: Symbol) -> SymbolsView:
        """All configured symbols, those that positions brought, and the selected one. `wall` as of the ticker."""
        listed = dict.fromkeys((*self._store.symbols, *self._store.extra_symbols(), selected))
        self._rows = {symbol: self._row(symbol, now, wall - now) for symbol in listed}
        if len(self._streams) > len(listed):
            self._forget_all_but(listed)
        rows = tuple(row for _, row in self._rows.values())
        return self._renewed((selected, *map(id, rows)), lambda: SymbolsView(rows, selected))

    def _forget_all_but(self, listed: Collection[Symbol]) -> None:
        """A contract is not held any more: nothing that was made of it is kept."""
        self._streams = {symbol: self._streams[symbol] for symbol in listed}
        self._settled.keep(listed)
        self._statistics.keep(listed)

    def _row(self, symbol: Symbol, now: int, clock_offset: int) -> tuple[object, SymbolRow]:
        store, kept = self._store, self._rows.get(symbol)
        streams = self._streams.get(symbol)
        if streams is None:
            streams = self._streams[symbol] = tuple(Stream(channel, symbol) for channel in _ROW_CHANNELS)
        fresh = worst_of(store.freshness(streams[0], now), store.freshness(streams[1], now))
        freshness = self._settled(symbol, fresh, now)
        statistics = self._statistics.of(symbol, now)
        closed = is_closed(store.calendars.get(symbol), now + clock_offset) is True
        key = (*map(store.revision, streams), now // HISTORY_INTERVAL_NS, freshness, statistics, closed)
        if kept is not None and kept[0] == key:
            return kept
        market = store.markets.market(symbol)
        market.last_price.history.advance(now)
        market.last_price.history.is_believed = fresh.state.is_live
        bid, ask = (market.quote.bid, market.quote.ask) if market.quote is not None else (None, None)
        row = SymbolRow(
            symbol=symbol,
            description=DESCRIPTIONS.get(symbol, ""),
            freshness=freshness,
            last=market.last_price.price,
            direction=market.last_price.direction,
            bid=bid[0] if bid else None,
            ask=ask[0] if ask else None,
            change=market.last_price.change,
            price_history=market.last_price.history.samples,
            history_slot=market.last_price.history.slot,
            change_since=_since(
                market.last_price.first_at, clock_offset, None if kept is None else kept[1].change_since
            ),
            statistics=statistics,
            is_underlying_closed=closed,
        )
        return key, row


def _since(first_at: int | None, clock_offset: int, told: int | None) -> int | None:
    """A moment (monotonic ns) as wall ns: as it was told before, unless much more is known of the clocks by now."""
    if first_at is None:
        return None
    since = first_at + clock_offset
    return told if told is not None and abs(since - told) < _WANDERING_NS else since
