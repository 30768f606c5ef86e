"""Every symbol's market data, kept apart by symbol: a late event for another one cannot paint over the current."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import BookDelta, BookSnapshot, Event, Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.status import NeedsResync, Outcome, Skipped
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.timestamp_guard import Arrival


class Markets:
    """Books, tapes, quotes and tickers, made when first needed. `at` is monotonic ns."""

    def __init__(self, symbols: Iterable[Symbol], depth_mode: DepthMode) -> None:
        self.reading = DepthModeDetector(depth_mode)
        self.integrity = BookCheckCounts()
        self._markets = {symbol: SymbolMarket(symbol) for symbol in symbols}
        self._depths: dict[Symbol, VerifiedBook] = {}
        self._tapes: dict[Symbol, Tape] = {}

    @property
    def depth_words(self) -> str:
        """The depth format in words, as far as that was found out."""
        return f"{self.reading.words}{', in batches' if self.integrity.batching.is_coarse else ''}"

    def market(self, symbol: Symbol) -> SymbolMarket:
        """Quote, ticker and last price of a symbol; an empty one if nothing came for it."""
        return self._markets.get(symbol) or SymbolMarket(symbol)

    def depth(self, symbol: Symbol) -> VerifiedBook | None:
        """The book of a symbol, if anything came for it."""
        return self._depths.get(symbol)

    def tape(self, symbol: Symbol) -> Tape | None:
        """The trades of a symbol, if any came."""
        return self._tapes.get(symbol)

    def apply_snapshot(self, snapshot: BookSnapshot, at: int) -> Outcome:
        return self._make_depth(snapshot.symbol).apply_snapshot(snapshot, at)

    def apply_delta(self, delta: BookDelta, at: int) -> Outcome:
        depth = self._depths.get(delta.symbol) or self._make_depth(delta.symbol)
        return depth.apply_delta(delta, at)

    def apply_quote(self, quote: Quote, at: int) -> Outcome:
        market = self._make_market(quote.symbol)
        if not market.apply_quote(quote, at):
            return Skipped(market.quote_applied.stream, Arrival.OLDER.value)
        depth = self._depths.get(quote.symbol)
        return (depth.hear(quote, at) if depth is not None else None) or market.quote_applied

    def apply_ticker(self, ticker: Ticker, at: int) -> Outcome:
        market = self._make_market(ticker.symbol)
        done = market.apply_ticker(ticker, at)
        return market.ticker_applied if done else Skipped(market.ticker_applied.stream, Arrival.OLDER.value)

    def apply_ticker_delta(self, delta: TickerDelta, at: int) -> Outcome:
        market = self._make_market(delta.symbol)
        done = market.apply_ticker_delta(delta, at)
        return market.ticker_applied if done else Skipped(market.ticker_applied.stream, Arrival.OLDER.value)

    def apply_trade(self, trade: Trade, at: int) -> Outcome:
        market = self._make_market(trade.symbol)
        tape = self._tapes.get(trade.symbol)
        if tape is None:
            tape = self._tapes[trade.symbol] = Tape()
        if not tape.apply(trade, at):
            return Skipped(market.trade_applied.stream, "already known")
        market.apply_trade(trade, at)
        return market.trade_applied

    def says_the_same(self, event: Event) -> bool:
        """Whether applying `event` would change nothing but its time. False for what is no snapshot."""
        if isinstance(event, Quote):
            quote = self.market(event.symbol).quote
            return quote is not None and (quote.bid, quote.ask) == (event.bid, event.ask)
        if isinstance(event, Ticker):
            ticker = self.market(event.symbol).ticker
            return ticker is not None and ticker._replace(exchange_at=event.exchange_at) == event
        if not isinstance(event, BookSnapshot):
            return False
        depth = self._depths.get(event.symbol)
        return depth is not None and depth.is_sound and depth.book.equals(event)

    def disconnected(self, at: int) -> None:
        """Books are void, tapes start anew; old figures stay to be drawn dimmed."""
        for market in self._markets.values():
            market.void(at)
        for depth in self._depths.values():
            depth.forget("waiting for a snapshot after the connection was lost")
        for tape in self._tapes.values():
            tape.clear()

    def void(self, stream: Stream, reason: str) -> None:
        """Stop believing one stream: a book waits for a snapshot, a tape starts anew."""
        if stream.channel is Channel.DEPTH and stream.symbol is not None:
            # Also of a book that never came: why it does not stand is to be seen.
            self._make_depth(stream.symbol).void(reason)
        elif stream.channel is Channel.TRADE and stream.symbol in self._tapes:
            self._tapes[stream.symbol].clear()
            self.market(stream.symbol).leave_trades()

    def drop(self, channel: Channel, symbol: Symbol) -> None:
        """Forget a symbol's book or tape."""
        if channel is Channel.DEPTH:
            self._depths.pop(symbol, None)
        elif channel is Channel.TRADE:
            self._tapes.pop(symbol, None)
            self.market(symbol).leave_trades()

    def doubt(self, stream: Stream, now: int) -> str:
        """The reason why a stream is not proven, though it comes in time; empty when nothing speaks against it."""
        if stream.symbol is not None and stream.channel is Channel.LEVEL1:
            return self.market(stream.symbol).crossing.doubt(now)
        depth = self._depths.get(stream.symbol) if stream.symbol and stream.channel is Channel.DEPTH else None
        return "" if depth is None else depth.doubt(now)

    def doubtful_at(self, stream: Stream) -> int | None:
        """The time (monotonic ns) at which a stream becomes doubtful without a message; None where it does not."""
        if stream.symbol is not None and stream.channel is Channel.LEVEL1:
            return self.market(stream.symbol).crossing.doubtful_at
        depth = self._depths.get(stream.symbol) if stream.symbol and stream.channel is Channel.DEPTH else None
        return None if depth is None else depth.crossing.doubtful_at

    def overdue(self, now: int) -> tuple[NeedsResync, ...]:
        """Books that time alone has made doubtful."""
        return tuple(verdict for depth in self._depths.values() if (verdict := depth.overdue(now)) is not None)

    def _make_market(self, symbol: Symbol) -> SymbolMarket:
        market = self._markets.get(symbol)
        if market is None:
            market = self._markets[symbol] = SymbolMarket(symbol)
        return market

    def _make_depth(self, symbol: Symbol) -> VerifiedBook:
        depth = self._depths.get(symbol)
        if depth is None:
            depth = self._depths[symbol] = VerifiedBook(symbol, self.reading, self.integrity)
        return depth
