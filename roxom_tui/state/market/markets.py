"""The symbols' markets (protocol 4.1 to 4.4): a late event for another cannot paint over the current."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import BookSnapshot, Event, Quote, Ticker
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.status import NeedsResync
from roxom_tui.model.values import replace
from roxom_tui.model.verification import DepthFormat
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.market.trade_tape import TAPES_KEPT
from roxom_tui.state.reading.chart_history import HEATS_KEPT, ChartHistory


class Markets:
    """Each made when first told of."""

    def __init__(self, symbols: Iterable[Symbol], depth_mode: DepthMode, tiers: tuple[Size, ...] = ()) -> None:
        self._tiers = tiers
        self.reading = DepthModeDetector(depth_mode)
        self.book_checks = BookCheckCounts()
        self._markets = {symbol: self._empty(symbol) for symbol in symbols}
        self._released: dict[Symbol, None] = {}
        """Symbols whose trades are not followed any more, the last of them last."""

    @property
    def depth_format(self) -> DepthFormat:
        """The depth format, as far as that was found out."""
        return replace(self.reading.format, in_batches=self.book_checks.batching.is_coarse)

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

    def disconnected(self, at: int, heard_at: int, heard: Mapping[Symbol, int | None] | None = None) -> None:
        """The connection went, at that time; the last frame of it came at `heard_at` (monotonic ns).

        And of a symbol in `heard` then: where it fell silent before the others, trades may be missing since.
        """
        for symbol, market in self._markets.items():
            market.disconnected(at, min(heard_at, (heard or {}).get(symbol) or heard_at))

    def miss_quotes(self, symbol: Symbol | None) -> None:
        """A message was not read that was a quote of a symbol, or may have been one of any (None)."""
        for market in self._markets.values():
            if symbol is None or market.symbol == symbol:
                market.flow.restart()

    def miss_changes(self, symbol: Symbol | None, at: int, *, is_trade: bool) -> None:
        """The same of a message that came at `at` and was one of a symbol's book, or may have been a trade."""
        for market in self._markets.values():
            if symbol is None or market.symbol == symbol:
                market.past.missed(at)
                market.history.unread(at if is_trade else None)
                if is_trade and market.tape is not None:
                    market.tape.unread()

    def join_trades(self, symbol: Symbol, at: int, *, was_left: bool) -> None:
        """The trades of a symbol are joined, for the first time or again."""
        self._released.pop(symbol, None)
        self.market(symbol).join_trades(at, was_left=was_left)

    def release(self, symbol: Symbol, channel: Channel, at: int) -> None:
        """A stream is not followed any more; of so many symbols the trades are kept all the same."""
        self.market(symbol).release(channel, at)
        if channel is Channel.TRADE:
            self._released.pop(symbol, None)
            self._released[symbol] = None
            for before in tuple(self._released)[:-HEATS_KEPT]:
                self.market(before).history.cool()
            if len(self._released) > TAPES_KEPT:
                oldest = next(iter(self._released))
                del self._released[oldest]
                self.market(oldest).tape, self.market(oldest).history = None, ChartHistory()

    def doubtful_at(self, stream: Stream) -> int | None:
        """The time (monotonic ns) at which a stream becomes doubtful without a message; None where it does not."""
        if stream.symbol is None:
            return None
        market, depth = self.market(stream.symbol), self.depth(stream.symbol)
        if stream.channel is Channel.TRADE:
            return market.told_trades.doubtful_at
        if stream.channel is Channel.LEVEL1:
            return market.crossing.doubtful_at
        return depth.best_prices.crossing.doubtful_at if stream.channel is Channel.DEPTH and depth is not None else None

    def overdue(self, now: int) -> tuple[NeedsResync, ...]:
        """Books that time alone has made doubtful."""
        depths = (market.depth for market in self._markets.values() if market.depth is not None)
        return tuple(verdict for depth in depths if (verdict := depth.overdue(now)) is not None)

    def _empty(self, symbol: Symbol) -> SymbolMarket:
        return SymbolMarket(symbol, self.reading, self.book_checks, self._tiers)
