"""The last price of a symbol, told by trades and tickers, and its course; the newest counts (protocol 4.3)."""

from __future__ import annotations

from collections import deque
from decimal import Decimal

from roxom_tui.model.channels import Channel
from roxom_tui.model.money import Price
from roxom_tui.state.decimal_math import ratio
from roxom_tui.state.timestamp_guard import TimestampGuard
from roxom_tui.state.views.market_views import HISTORY_INTERVAL_NS, HISTORY_LENGTH


class PriceHistory:
    """A price sampled at even intervals, for the sparkline: the last `HISTORY_LENGTH` samples, the newest of
    them running. Times are monotonic ns.

    A price counts for the interval in which it was told and no further: while nobody speaks, nothing is known. Nor is
    it where what is told is not believed: it may be of another time.
    """

    def __init__(self) -> None:
        self._past: deque[Price | None] = deque(maxlen=HISTORY_LENGTH - 1)
        self._slot: int | None = None
        self._current: Price | None = None
        self._is_fresh = False
        self.is_believed = True

    def note(self, price: Price | None, at: int) -> None:
        """The price from now on; None when it is not known any more."""
        if at // HISTORY_INTERVAL_NS != self._slot:
            self.advance(at)
        self._current = price
        self._is_fresh = True

    def advance(self, now: int) -> bool:
        """Close the intervals that have passed: the first with the price it was told; True if any did."""
        slot = now // HISTORY_INTERVAL_NS
        passed = 0 if self._slot is None else slot - self._slot
        self._slot = slot
        if passed <= 0:
            return False
        self._past.append(self._current if self._is_fresh and self.is_believed else None)
        self._past.extend([None] * min(passed - 1, HISTORY_LENGTH))
        self._is_fresh = False
        return True

    @property
    def slot(self) -> int:
        """The number of the interval that runs."""
        return self._slot or 0

    @property
    def samples(self) -> tuple[Price | None, ...]:
        """Oldest first."""
        return (*self._past, self._current)


class LastPrice:
    """`direction` is that of the last change of price, `by` what told the last one. `at` is monotonic ns."""

    def __init__(self) -> None:
        self.price: Price | None = None
        self.by: Channel | None = None
        self.direction = 0
        self.history = PriceHistory()
        self._first: Price | None = None
        self.first_at: int | None = None
        """When the first price was told, from which the change is counted."""
        self.has_trades = False
        """Whether trades are followed, and one was told: then no ticker need tell the last price."""
        self._times = TimestampGuard()

    @property
    def is_untold(self) -> bool:
        """Whether nothing told one since the connection was made."""
        return self._times.newest is None

    @property
    def change(self) -> Decimal | None:
        """Against the first we saw, as a fraction."""
        if self.price is None or self._first is None:
            return None
        return ratio(self.price - self._first, self._first)

    def note(self, price: Price, exchange_at: int, at: int, by: Channel) -> None:
        """Take a price that was told, unless the one held is newer."""
        if not self._times.admits(exchange_at):
            return
        if self.price is not None and price.key != self.price.key:
            self.direction = 1 if price.key > self.price.key else -1
        self.price, self.by = price, by
        if self._first is None:
            self._first, self.first_at = price, at
        self.history.note(price, at)

    def unknown(self, at: int) -> None:
        """A ticker knows none, which leaves only what trades tell."""
        if not self.has_trades:
            self.price, self.by, self.direction = None, None, 0
            self.history.note(None, at)

    def disconnected(self, at: int) -> None:
        """The old one stays, whatever its time."""
        self.history.note(None, at)
        self._times = TimestampGuard()
        self.has_trades = False
