"""What is known of one symbol besides its book: newest quote, merged ticker, last price (protocol 4.1, 4.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from roxom_tui.model.events import Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.number import Price
from roxom_tui.model.outcome import Applied
from roxom_tui.state.exact import ratio
from roxom_tui.state.trail import Trail

_CHANGEABLE: Final = frozenset(Ticker._fields) - {"symbol", "exchange_at"}


def empty_ticker(symbol: Symbol, exchange_at: int) -> Ticker:
    """A ticker of which nothing is known."""
    return Ticker(symbol, None, None, None, None, None, None, None, None, None, None, exchange_at)


def _is_late(exchange_at: int, newest: int | None) -> bool:
    return newest is not None and exchange_at < newest


class Market:
    """One symbol. `last_at` is exchange time (wall ns); `direction` is that of the last change of price.

    The private times are the newest of this connection, None before its first message: a clock that was set back
    across a reconnect must not make us refuse everything.
    """

    __slots__ = (
        "_first",
        "_last_at",
        "_quote_at",
        "_ticker_at",
        "direction",
        "last",
        "last_at",
        "quote",
        "quote_applied",
        "symbol",
        "ticker",
        "ticker_applied",
        "trade_applied",
        "trail",
    )

    def __init__(self, symbol: Symbol) -> None:
        self.symbol = symbol
        self.quote: Quote | None = None
        self.ticker: Ticker | None = None
        self.last: Price | None = None
        self.last_at: int | None = None
        self.direction = 0
        self.trail = Trail()
        self.quote_applied = Applied(Stream(Channel.LEVEL1, symbol))
        self.ticker_applied = Applied(Stream(Channel.TICKER, symbol))
        self.trade_applied = Applied(Stream(Channel.TRADE, symbol))
        self._first: Price | None = None
        self._quote_at: int | None = None
        self._ticker_at: int | None = None
        self._last_at: int | None = None

    def apply_quote(self, quote: Quote) -> bool:
        """Replace the quote; False if the one held is newer."""
        if _is_late(quote.exchange_at, self._quote_at):
            return False
        self.quote = quote
        self._quote_at = quote.exchange_at
        return True

    def apply_ticker(self, ticker: Ticker, at: int) -> bool:
        """Replace the ticker; False if the one held is newer."""
        if _is_late(ticker.exchange_at, self._ticker_at):
            return False
        self.ticker = ticker
        self._ticker_at = ticker.exchange_at
        self._note_last(ticker.last_price, ticker.exchange_at, at)
        return True

    def apply_ticker_delta(self, delta: TickerDelta, at: int) -> bool:
        """Amend the fields that are named; False if the ticker held is newer. Nothing of an old connection stays."""
        if _is_late(delta.exchange_at, self._ticker_at):
            return False
        held = self.ticker if self._ticker_at is not None else None
        held = held or empty_ticker(delta.symbol, delta.exchange_at)
        known: dict[str, Any] = {name: value for name, value in delta.changes.items() if name in _CHANGEABLE}
        self.ticker = held._replace(**known, exchange_at=delta.exchange_at)
        self._ticker_at = delta.exchange_at
        self._note_last(self.ticker.last_price if "last_price" in known else None, delta.exchange_at, at)
        return True

    def apply_trade(self, trade: Trade, at: int) -> None:
        """A trade is also a last price, if it is the newest."""
        self._note_last(trade.price, trade.exchange_at, at)

    def void(self, at: int) -> None:
        """The connection went: what it told stays to be drawn dimmed until the next one speaks."""
        self.trail.note(None, at)
        self._quote_at = self._ticker_at = self._last_at = None

    @property
    def mark(self) -> Price | None:
        return self.ticker.mark_price if self.ticker is not None else None

    @property
    def change(self) -> Decimal | None:
        """The last price against the first we saw, as a fraction."""
        if self.last is None or self._first is None:
            return None
        return ratio(self.last - self._first, self._first)

    def _note_last(self, price: Price | None, exchange_at: int, at: int) -> None:
        if price is None:
            if self._last_at is None:
                self.last = self.last_at = None
            return
        if _is_late(exchange_at, self._last_at):
            return
        if self.last is not None and price.key != self.last.key:
            self.direction = 1 if price.key > self.last.key else -1
        self.last = price
        self.last_at = self._last_at = exchange_at
        if self._first is None:
            self._first = price
        self.trail.note(price, at)
