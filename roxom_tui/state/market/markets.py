"""Every symbol's market data, kept apart by symbol: a late event for another one cannot paint over the current."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.model.channels import Stream
from roxom_tui.model.events import BookSnapshot, Event, Quote, Ticker
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.status import NeedsResync
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.market.symbol_market import SymbolMarket


class Markets:
    """The symbols' markets, each made when first told of."""

    def __init__(self, symbols: Iterable[Symbol], depth_mode: DepthMode) -> None:
        self.reading = DepthModeDetector(depth_mode)
        self.integrity = BookCheckCounts()
        self._markets = {symbol: self._empty(symbol) for symbol in symbols}

    @property
    def depth_words(self) -> str:
        """How depth is told, as far as that was found out."""
        return f"{self.reading.words}{', in batches' if self.integrity.batching.is_coarse else ''}"

    def market(self, symbol: Symbol) -> SymbolMarket:
        """The market of a symbol; an empty one, which is not kept, if nothing came for it."""
        return self._markets.get(symbol) or self._empty(symbol)

    def made(self, symbol: Symbol) -> SymbolMarket:
        """The market of a symbol, kept from now on."""
        market = self._markets.get(symbol)
        if market is None:
            market = self._markets[symbol] = self._empty(symbol)
        return market

    def depth(self, symbol: Symbol) -> VerifiedBook | None:
        """The book of a symbol, if anything came for it."""
        market = self._markets.get(symbol)
        return None if market is None else market.depth

    def says_the_same(self, event: Event) -> bool:
        """Whether applying `event` would change nothing but its time. False for what is no snapshot."""
        return isinstance(event, Quote | Ticker | BookSnapshot) and self.market(event.symbol).says_the_same(event)

    def disconnected(self, at: int) -> None:
        """The connection went, at that time (monotonic ns)."""
        for market in self._markets.values():
            market.disconnected(at)

    def doubtful_at(self, stream: Stream) -> int | None:
        """The time (monotonic ns) at which a stream becomes doubtful without a message; None where it does not."""
        crossing = self.market(stream.symbol).crossing_of(stream.channel) if stream.symbol is not None else None
        return None if crossing is None else crossing.doubtful_at

    def overdue(self, now: int) -> tuple[NeedsResync, ...]:
        """Books that time alone has made doubtful."""
        depths = (market.depth for market in self._markets.values() if market.depth is not None)
        return tuple(verdict for depth in depths if (verdict := depth.overdue(now)) is not None)

    def _empty(self, symbol: Symbol) -> SymbolMarket:
        return SymbolMarket(symbol, self.reading, self.integrity)
