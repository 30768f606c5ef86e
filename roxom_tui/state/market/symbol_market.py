"""All that is known of one symbol (protocol 4.1 to 4.4)."""

from __future__ import annotations

from typing import Any, Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, Outcome, Skipped
from roxom_tui.model.values import replace
from roxom_tui.state.book.absolute_or_signed import DepthModeDetector
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.crossed_prices import CrossedPrices
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.market.last_against_prints import LastAgainstPrints
from roxom_tui.state.market.last_price import LastPrice
from roxom_tui.state.market.newest_trade import NewestTrade
from roxom_tui.state.market.trade_tape import Tape
from roxom_tui.state.reading.book_past import BookPast
from roxom_tui.state.reading.chart_history import ChartHistory
from roxom_tui.state.reading.pressure import OrderFlow
from roxom_tui.state.reading.session_totals import SessionTotals
from roxom_tui.state.timestamp_guard import Arrival, TimestampGuard
from roxom_tui.state.views.market_views import BookChange

_TRADE, _TICKER = Channel.TRADE, Channel.TICKER
"""Globals, because the members of an enumeration are slow to look up."""

_CHANGEABLE: Final = frozenset(Ticker.__struct_fields__) - {"symbol", "exchange_at"}


def empty_ticker(symbol: Symbol, exchange_at: int) -> Ticker:
    """A ticker of which nothing is known."""
    return Ticker(symbol, None, None, None, None, None, None, None, None, None, None, exchange_at)


class SymbolMarket:
    """One symbol: its book and tape, made when first told of, newest quote, merged ticker, last price.

    What was newest is of this connection: a clock that was set back across a reconnect must not make us refuse
    everything. `at` is monotonic ns.
    """

    def __init__(
        self, symbol: Symbol, reading: DepthModeDetector, counts: BookCheckCounts, tiers: tuple[Size, ...] = ()
    ) -> None:
        self.symbol = symbol
        self._tiers = tiers
        self._reading = reading
        self._counts = counts
        self.depth: VerifiedBook | None = None
        self._book_changed: tuple[int, int] | None = None
        self.past = BookPast()
        """What is kept of the past of the book."""
        self.tape: Tape | None = None
        self.history = ChartHistory()
        self.quote: Quote | None = None
        self.crossing = CrossedPrices()
        self.flow = OrderFlow()
        self.ticker: Ticker | None = None
        self.newest_trade = NewestTrade()
        self.told_trades = LastAgainstPrints()
        self.session = SessionTotals()
        self.last_price = LastPrice()
        self._quotes, self._tickers = TimestampGuard(), TimestampGuard()
        self._quote_applied, self._ticker_applied, self._trade_applied = (
            Applied(Stream(channel, symbol)) for channel in (Channel.LEVEL1, Channel.TICKER, Channel.TRADE)
        )

    def apply_snapshot(self, snapshot: BookSnapshot, at: int) -> Outcome:
        """Replace the book, or audit it."""
        depth = self._made_depth()
        self.history.replaces_book(self.depth, at)
        audit = depth.verification.last if depth.is_sound else None
        was_sound, outcome = depth.is_sound, depth.apply_snapshot(snapshot, at)
        newest = depth.verification.last
        if not was_sound or (newest is not audit and newest is not None and newest.differences != 0):
            self._book_changed = (at, snapshot.exchange_at)
            self.past.rebuilt(depth.book, snapshot.exchange_at)
        return outcome

    def apply_delta(self, delta: BookDelta, at: int) -> Outcome:
        """Amend the book."""
        depth, past, heat = self.depth or self._made_depth(), self.past, self.history.heat
        exchange_at = delta.exchange_at
        if not past.begins <= exchange_at < past.ends and depth.is_sound:
            past.turn(depth.book, exchange_at, at)
        if at >= heat.due:
            heat.count_until(depth, at)
        outcome = depth.apply_delta(delta, at)
        if type(outcome) is Applied and (delta.bids or delta.asks):
            heat.told.append(delta)
            self._book_changed = (at, exchange_at)
            if past.queues.by_key:
                past.amended(depth.book, delta)
        return outcome

    def apply_quote(self, quote: Quote, at: int) -> Outcome:
        """Replace the quote, unless the one held is newer, and hold it against the book."""
        if not self._quotes.admits(quote.exchange_at):
            # What it told lies between two quotes that were counted as neighbours.
            self.flow.restart()
            return Skipped(self._quote_applied.stream, Arrival.OLDER.value)
        self.quote = quote
        self.crossing.look(quote.bid, quote.ask, at)
        self.flow.note(quote, at)
        return (self.depth.hear(quote, at) if self.depth is not None else None) or self._quote_applied

    def apply_ticker(self, ticker: Ticker, at: int) -> Outcome:
        """Replace the ticker, unless the one held is newer."""
        if not self._tickers.admits(ticker.exchange_at):
            return Skipped(self._ticker_applied.stream, Arrival.OLDER.value)
        self._hold(ticker, at, has_last=True)
        return self._ticker_applied

    def apply_ticker_delta(self, delta: TickerDelta, at: int) -> Outcome:
        """Amend the fields that are named, unless the ticker held is newer. Nothing of an old connection stays."""
        held = self.ticker if self._tickers.newest is not None else None
        if not self._tickers.admits(delta.exchange_at):
            return Skipped(self._ticker_applied.stream, Arrival.OLDER.value)
        held = held or empty_ticker(delta.symbol, delta.exchange_at)
        known: dict[str, Any] = {name: value for name, value in delta.changes.items() if name in _CHANGEABLE}
        has_last = "last_price" in known or self.last_price.is_untold
        self._hold(replace(held, **known, exchange_at=delta.exchange_at), at, has_last=has_last)
        return self._ticker_applied

    def apply_trade(self, trade: Trade, at: int) -> Outcome:
        """Put a trade on the tape, unless it is there; it is also a last price, if it is the newest. One that happened
        before the newest gap ended is history: it belongs to its bar, and moves nothing of now."""
        if self.tape is None:
            self.tape = Tape(self._tiers)
        if not self.tape.apply(trade, at):
            return Skipped(self._trade_applied.stream, "already known")
        self.session.note(trade.size, at)
        if self.tape.is_of_before:
            self.history.note_trade(trade, at, None)
            return self._trade_applied
        self.last_price.has_trades = True
        if self.tape.missed is not None:
            self.past.missed(at, trade.exchange_at)
            self.session.has_gaps = True
        self.past.trade(trade, at)
        self.history.note_trade(trade, at, self.tape.missed)
        self.newest_trade.note(trade)
        self.told_trades.printed(trade, at)
        self.last_price.note(trade.price, trade.exchange_at, at, _TRADE)
        return self._trade_applied

    def says_the_same(self, event: Quote | Ticker | BookSnapshot) -> bool:
        """Whether applying it would change nothing but its time."""
        if isinstance(event, Quote):
            return self.quote is not None and (self.quote.bid, self.quote.ask) == (event.bid, event.ask)
        if isinstance(event, Ticker):
            return self.ticker is not None and replace(self.ticker, exchange_at=event.exchange_at) == event
        return self.depth is not None and self.depth.is_sound and self.depth.book.equals(event)

    def disconnected(self, at: int, heard_at: int) -> None:
        """The book is void; old figures and trades stay to be drawn dimmed. Something last came at `heard_at`."""
        self.last_price.disconnected(at)
        self.crossing, self.flow = CrossedPrices(), OrderFlow()
        self._quotes, self._tickers = TimestampGuard(), TimestampGuard()
        self.newest_trade.disconnected()
        self.told_trades.restart()
        self.past.disconnected()
        self.history.disconnected(self.depth, at, heard_at)
        self.session.end(heard_at)
        if self.depth is not None:
            self.depth.forget(Reason(Cause.NO_SNAPSHOT))
        if self.tape is not None:
            self.tape.disconnected(heard_at)

    def void(self, reason: Reason) -> None:
        """Stop believing the book, also one that never came, so that it is seen why: it waits for a snapshot."""
        self._made_depth().void(reason)

    def leave_trades(self, at: int) -> None:
        """Trades are left, perhaps to be joined again at once."""
        self.past.trades_left()
        self.history.candles.leave(at)
        self.told_trades.restart()
        self.session.end(at)
        if self.tape is not None:
            self.tape.leave(at)

    def join_trades(self, at: int, *, was_left: bool) -> None:
        """Trades are joined, for the first time or again."""
        self.past.trades_joined(at)
        self.session.begin(at)
        self.told_trades.restart()
        if was_left:
            # Some may have been missed: tickers alone tell the last price.
            self.last_price.has_trades = False
            self.newest_trade.forget()
        self.history.candles.join(at)
        if self.tape is not None:
            self.tape.join(at)

    def doubt_trades(self) -> bool:
        """Nothing comes for suspiciously long, so trades may be missing; whether that is new."""
        if self.tape is None:
            self.tape = Tape(self._tiers)
        if self.tape.is_doubted:
            return False
        self.past.is_unsure = True
        self.tape.doubt()
        return True

    def release(self, channel: Channel, at: int) -> None:
        """A stream is not followed any more: forget the book; of the trades those that are here stay, as history."""
        if channel is Channel.DEPTH:
            self.history.count_until(None, at)
            self.depth = None
            self.past.book_left()
        elif channel is Channel.TRADE:
            self.past.trades_left()
            self.last_price.has_trades = False
            self.newest_trade.forget()
            self.history.candles.release(at)
            self.told_trades.restart()
            self.session.end(at)
            if self.tape is not None:
                self.tape.release(at)

    def doubt(self, channel: Channel, now: int) -> Reason | None:
        """The reason why a stream is not proven, though it comes in time; None when nothing speaks against it."""
        if channel is Channel.LEVEL1:
            return self.crossing.doubt(now)
        if channel is Channel.TRADE:
            return self.told_trades.doubt(now)
        return self.depth.doubt(now) if channel is Channel.DEPTH and self.depth is not None else None

    @property
    def book_change(self) -> BookChange | None:
        """The newest change of the book, of which nothing is known before its snapshot."""
        return None if self._book_changed is None else BookChange(*self._book_changed)

    @property
    def mark(self) -> Price | None:
        return self.ticker.mark_price if self.ticker is not None else None

    def _made_depth(self) -> VerifiedBook:
        if self.depth is None:
            self.depth = VerifiedBook(self.symbol, self._reading, self._counts)
        return self.depth

    def _hold(self, ticker: Ticker, at: int, *, has_last: bool) -> None:
        """The newest ticker, and whether it tells a last price."""
        self.ticker, last = ticker, ticker.last_price
        self.history.moves.note(ticker.mark_price, ticker.exchange_at)
        self.told_trades.told(last, ticker.exchange_at, at)
        if has_last and last is None:
            self.last_price.unknown(at)
        elif has_last and last is not None:
            self.last_price.note(last, ticker.exchange_at, at, _TICKER)
