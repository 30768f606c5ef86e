"""All that is kept of one book's past: what changed, was traded, stood large, and where own orders stand (state 2.2).

Messages are told to it in a few words by the market; what is asked of it is worked out for the picture that wants it.
`at` and `now` are monotonic ns, times called `exchange_at` the exchange's, wall ns; so is `told_until`, the newest time
that any message of the symbol has told.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, Trade
from roxom_tui.model.market import Side
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import ZERO
from roxom_tui.state.reading.exchange_seconds import ExchangeSeconds, next_whole, settled
from roxom_tui.state.reading.large_levels import LargeLevels
from roxom_tui.state.reading.level_changes import COARSE, KeptSizes, LevelChanges, changes
from roxom_tui.state.reading.queue_bracket import OwnOrder, OwnQueues
from roxom_tui.state.reading.traded_at_price import TradedAtPrice, TradedWindow

LONG: Final = 60 * SECOND
"""Windows longer than this end at whole fives of seconds."""


class ChangeWindow(Struct, frozen=True):
    """The changes of both sides, None where they are not known; how much of the window there is (ns)."""

    sides: Mapping[Side, LevelChanges] | None
    filled: int
    is_guessed: bool


_UNKNOWN: Final = ChangeWindow(None, 0, is_guessed=False)


class BookPast:
    """The past of one book. `begins` and `ends` are the second of the exchange in which deltas now come."""

    def __init__(self) -> None:
        self.begins = self.ends = 0
        self.traded = TradedAtPrice()
        self.large = LargeLevels()
        self.queues = OwnQueues()
        self._past = KeptSizes()
        self._book: OrderBook | None = None
        self._seconds = ExchangeSeconds()
        self.is_unsure = False
        """Trades may be missing, until the next one: what was traded at a price is not known."""
        self._joined = self._joins = False
        """Trades are followed; and they begin to count with the next message."""
        self._changes: tuple[object, ChangeWindow] = (None, _UNKNOWN)

    # What happens

    def rebuilt(self, book: OrderBook, exchange_at: int) -> None:
        """The book was replaced by one that says something else."""
        exchange_at = max(exchange_at, book.exchange_at or 0)
        self._book = book
        self._past.begin(exchange_at)
        self._turn_to(exchange_at)
        self.large.lost(exchange_at)
        self.queues.lost(lambda key: _size_at(book, key), exchange_at)

    def turn(self, book: OrderBook, exchange_at: int, at: int) -> None:
        """A delta of another second than the one before is about to be applied."""
        if book is not self._book:
            # Mended by a list from elsewhere, or read in another way.
            self.rebuilt(book, exchange_at)
        if not self._hear(exchange_at, at):
            return
        if exchange_at < self.begins:
            # It tells of a time of which the book was kept as it was without it.
            self._past.begin(self.begins + 1)
            return
        self._past.keep(book, exchange_at)
        self._turn_to(exchange_at)
        self.large.look(book, self.begins)

    def amended(self, book: OrderBook, delta: BookDelta) -> None:
        """A delta was applied; for own orders alone."""
        queues, at = self.queues, delta.exchange_at
        keys = (*(price.key for price, _ in delta.bids), *(price.ask_key for price, _ in delta.asks))
        for key in keys:
            if key in queues.by_key:
                queues.resized(key, _size_at(book, key), at)

    def trade(self, trade: Trade, at: int) -> None:
        """A trade that is new."""
        self._hear(trade.exchange_at, at)
        self.is_unsure = False
        if self.traded.since is None:
            # The first message after a gap tells when.
            self.traded.begin(trade.exchange_at)
        key = self.traded.note(trade.price, trade.size, trade.aggressor, trade.exchange_at)
        if key is not None:
            self.large.traded(key, trade.size)
            if key in self.queues.by_key:
                self.queues.traded(key, trade.size, trade.exchange_at)

    def missed(self, at: int, before: int = -1) -> None:
        """A message of the book or of the trades is missing or could not be read: what was counted may lack it.

        It came, or another told of it, at `at`, and happened by then; or by `before` (exchange ns), as other prints of
        that moment may have. The newest delta says less: while the book waits for a snapshot none is looked at.
        """
        exchange_now = self._seconds.of(at)
        # Of the second in which it was missed a part was counted.
        begins = max(self.ends, before + 1, 0 if exchange_now is None else next_whole(exchange_now + 1))
        if self._book is not None:
            self.rebuilt(self._book, begins)
        if self.traded.since is not None:
            self.traded.begin(begins or None)

    def trades_left(self) -> None:
        """Trades are not followed any more, or may be missing."""
        self._joined = self._joins = self.is_unsure = False
        self.traded.begin(None)

    def trades_joined(self, at: int) -> None:
        """Trades are followed from now on, or were already."""
        if not self._joined:
            since = self._seconds.of(at)
            self._joined, self._joins = True, since is None
            # What was told until now is not counted, though it may be of this very moment.
            self.traded.begin(None if since is None else since + 1)

    def book_left(self) -> None:
        """The book is not followed any more."""
        self._past = KeptSizes()
        self.large, self.queues = LargeLevels(), OwnQueues()
        self.begins = self.ends = 0

    def disconnected(self) -> None:
        """The connection went, and the account's stream with it."""
        self.trades_left()
        self.queues.forget()
        self._seconds.forget()

    def own_order(self, order: OwnOrder, since: int | None, book: OrderBook, *, is_new: bool) -> None:
        """An own order rests, placed at a time (exchange ns) if that was told. `is_new`: it joined the end of its
        queue then, and its level has not changed since."""
        begun = self.queues.follow(order, since, is_new=is_new)
        told_until = book.exchange_at
        # A book that does not show it yet counts as others what is there.
        if begun is not None and told_until is not None and begun.may_be_in(told_until):
            begun.shown(_size_at(book, order.key), told_until)

    # What is asked

    def second(self, now: int, told_until: int | None = None) -> int | None:
        """The last whole second that is over by the clock; with `told_until` that of which everything has come."""
        known_until = self._known_until(now, told_until)
        return None if known_until is None else settled(known_until)

    def window(self, width: int, now: int) -> TradedWindow | None:
        """What was traded in a window; None where trades are not followed, or may be missing."""
        exchange_now = self._seconds.of(now)
        return None if exchange_now is None or self.is_unsure else self.traded.window(width, exchange_now)

    def traded_for(self, width: int, now: int) -> int | None:
        """How long such a window of trades counts already, in ns; None once it is full."""
        exchange_now = self._seconds.of(now)
        return 0 if exchange_now is None else self.traded.filled(width, exchange_now)

    def changes(self, width: int, now: int, told_until: int | None, book: OrderBook) -> ChangeWindow:
        """What changed in a window, until the last whole second of which everything has come."""
        known_until = self._known_until(now, told_until)
        if known_until is None or self.is_unsure or book is not self._book:
            return _UNKNOWN
        end = settled(known_until, COARSE if width > LONG else SECOND)
        key = width, end, self._past.since, self.traded.begun
        if key != self._changes[0]:
            self._changes = key, self._work_out(end - width, end, book)
        return self._changes[1]

    def _known_until(self, now: int, told_until: int | None) -> int | None:
        """The exchange's time of now, or that of the newest message: of what is under way since nothing is known."""
        exchange_now = self._seconds.of(now)
        return exchange_now if exchange_now is None or told_until is None else min(exchange_now, told_until)

    def _work_out(self, start: int, end: int, book: OrderBook) -> ChangeWindow:
        begins = (self._past.since, self.traded.since)
        if None in begins:
            return _UNKNOWN
        filled = max(0, min(end - start, *(end - begin for begin in begins if begin is not None)))
        traded = self.traded.between(start, end)
        before, after = self._past.at(start, book), self._past.at(end, book)
        is_guessed = self.traded.has_guessed_since(start)
        if traded is None or before is None or after is None or filled < end - start:
            return ChangeWindow(None, filled, is_guessed)
        by_side = {
            Side.BID: {key: size for key, size in traded.items() if key > 0},
            Side.ASK: {key: size for key, size in traded.items() if key < 0},
        }
        sides = {side: changes(before[side], after[side], by_side[side]) for side in Side}
        return ChangeWindow(sides, filled, is_guessed)

    def _hear(self, exchange_at: int, at: int) -> bool:
        """Take the time of a message; False, and all begins anew, if it does not go with those before."""
        goes_on = self._seconds.note(exchange_at, at)
        if not goes_on:
            self._past.begin(exchange_at)
            self._turn_to(exchange_at)
            self.traded.begin(None if self.traded.since is None else exchange_at)
        elif self._joins:
            self._joins = False
            self.traded.begin(exchange_at)
        return goes_on

    def _turn_to(self, exchange_at: int) -> None:
        self.begins = exchange_at - exchange_at % SECOND
        self.ends = self.begins + SECOND


def _size_at(book: OrderBook, key: int) -> Decimal:
    """What rests at a key of the one side or the other."""
    level = book.half(Side.BID if key > 0 else Side.ASK).size_at(key)
    return ZERO if level is None else level
