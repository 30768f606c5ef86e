"""One symbol besides its book: newest quote, merged ticker, last price (protocol 4.1, 4.4)."""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Any, Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import Applied
from roxom_tui.state.book.crossed_prices import CrossedPrices
from roxom_tui.state.decimal_math import ratio
from roxom_tui.state.timestamp_guard import TimestampGuard

TRAIL_LENGTH: Final = 48
TRAIL_INTERVAL_NS: Final = 5 * SECOND

_CHANGEABLE: Final = frozenset(Ticker._fields) - {"symbol", "exchange_at"}


class PriceHistory:
    """A price sampled at even intervals, for the sparkline: the last `TRAIL_LENGTH` samples, the newest of
    them running. Times are monotonic ns.

    A price counts for the interval in which it was told and no further: while nobody speaks, nothing is known. Nor is
    it where what is told is not believed: it may be of another time.
    """

    __slots__ = ("_current", "_is_fresh", "_past", "_slot", "is_believed")

    def __init__(self) -> None:
        self._past: deque[Price | None] = deque(maxlen=TRAIL_LENGTH - 1)
        self._slot: int | None = None
        self._current: Price | None = None
        self._is_fresh = False
        self.is_believed = True

    def note(self, price: Price | None, at: int) -> None:
        """The price from now on; None when it is not known any more."""
        self.advance(at)
        self._current = price
        self._is_fresh = True

    def advance(self, now: int) -> bool:
        """Close the intervals that have passed: the first with the price it was told; True if any did."""
        slot = now // TRAIL_INTERVAL_NS
        passed = 0 if self._slot is None else slot - self._slot
        self._slot = slot
        if passed <= 0:
            return False
        self._past.append(self._current if self._is_fresh and self.is_believed else None)
        self._past.extend([None] * min(passed - 1, TRAIL_LENGTH))
        self._is_fresh = False
        return True

    @property
    def samples(self) -> tuple[Price | None, ...]:
        """Oldest first."""
        return (*self._past, self._current)


def empty_ticker(symbol: Symbol, exchange_at: int) -> Ticker:
    """A ticker of which nothing is known."""
    return Ticker(symbol, None, None, None, None, None, None, None, None, None, None, exchange_at)


class SymbolMarket:
    """One symbol. `last_at` is exchange time (wall ns); `direction` is that of the last change of price.

    What was newest is of this connection: a clock that was set back across a reconnect must not make us refuse
    everything. `at` is monotonic ns.
    """

    __slots__ = (
        "_first",
        "_has_trades",
        "_lasts",
        "_quotes",
        "_tickers",
        "crossing",
        "direction",
        "last",
        "last_at",
        "price_history",
        "quote",
        "quote_applied",
        "symbol",
        "ticker",
        "ticker_applied",
        "trade_applied",
    )

    def __init__(self, symbol: Symbol) -> None:
        self.symbol = symbol
        self.quote: Quote | None = None
        self.crossing = CrossedPrices()
        self.ticker: Ticker | None = None
        self.last: Price | None = None
        self.last_at: int | None = None
        self.direction = 0
        self.price_history = PriceHistory()
        self.quote_applied = Applied(Stream(Channel.LEVEL1, symbol))
        self.ticker_applied = Applied(Stream(Channel.TICKER, symbol))
        self.trade_applied = Applied(Stream(Channel.TRADE, symbol))
        self._first: Price | None = None
        self._has_trades = False
        """Whether trades are followed, and one was told: then no ticker need tell the last price."""
        self._quotes, self._tickers, self._lasts = TimestampGuard(), TimestampGuard(), TimestampGuard()

    def apply_quote(self, quote: Quote, at: int) -> bool:
        """Replace the quote; False if the one held is newer."""
        if not self._quotes.admits(quote.exchange_at):
            return False
        self.quote = quote
        self.crossing.look(quote.bid, quote.ask, at)
        return True

    def apply_ticker(self, ticker: Ticker, at: int) -> bool:
        """Replace the ticker; False if the one held is newer."""
        if not self._tickers.admits(ticker.exchange_at):
            return False
        self.ticker = ticker
        self._note_told(ticker.last_price, ticker.exchange_at, at)
        return True

    def apply_ticker_delta(self, delta: TickerDelta, at: int) -> bool:
        """Amend the fields that are named; False if the ticker held is newer. Nothing of an old connection stays."""
        held = self.ticker if self._tickers.newest is not None else None
        if not self._tickers.admits(delta.exchange_at):
            return False
        held = held or empty_ticker(delta.symbol, delta.exchange_at)
        known: dict[str, Any] = {name: value for name, value in delta.changes.items() if name in _CHANGEABLE}
        self.ticker = held._replace(**known, exchange_at=delta.exchange_at)
        if "last_price" in known or self._lasts.newest is None:
            self._note_told(self.ticker.last_price, delta.exchange_at, at)
        return True

    def apply_trade(self, trade: Trade, at: int) -> None:
        """A trade is also a last price, if it is the newest."""
        self._has_trades = True
        self._note_last(trade.price, trade.exchange_at, at)

    def void(self, at: int) -> None:
        """The connection went: what it told stays to be drawn dimmed until the next one speaks."""
        self.price_history.note(None, at)
        self.crossing = CrossedPrices()
        self._quotes, self._tickers, self._lasts = TimestampGuard(), TimestampGuard(), TimestampGuard()
        self.leave_trades()

    def leave_trades(self) -> None:
        """Trades are not followed any more, or some may have been missed: tickers alone tell the last price."""
        self._has_trades = False

    @property
    def mark(self) -> Price | None:
        return self.ticker.mark_price if self.ticker is not None else None

    @property
    def change(self) -> Decimal | None:
        """The last price against the first we saw, as a fraction."""
        if self.last is None or self._first is None:
            return None
        return ratio(self.last - self._first, self._first)

    def _note_told(self, price: Price | None, exchange_at: int, at: int) -> None:
        """Take a ticker's last price; that it knows none leaves only what trades tell."""
        if price is not None:
            self._note_last(price, exchange_at, at)
        elif not self._has_trades:
            self.last, self.last_at, self.direction = None, None, 0
            self.price_history.note(None, at)

    def _note_last(self, price: Price, exchange_at: int, at: int) -> None:
        if not self._lasts.admits(exchange_at):
            return
        if self.last is not None and price.key != self.last.key:
            self.direction = 1 if price.key > self.last.key else -1
        self.last = price
        self.last_at = exchange_at
        if self._first is None:
            self._first = price
        self.price_history.note(price, at)
