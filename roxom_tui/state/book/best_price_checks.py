"""What the best prices of a book tell of it: that they are those of the quotes, and not crossed (client 3.3, 3.5)."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.state.book.book_against_quotes import BookCheckCounts, QuoteCrossCheck
from roxom_tui.state.book.crossed_prices import LIMIT_NS, CrossedPrices
from roxom_tui.state.book.order_book import OrderBook

CROSSED: Final = Reason(Cause.CROSSED_LONG, seconds=LIMIT_NS // SECOND)
DISAGREES: Final = Reason(Cause.QUOTES_DIFFER)


class BestPriceChecks:
    """Answers the reason why a book is broken, or None. Times are monotonic ns, of arrival."""

    def __init__(self, counts: BookCheckCounts) -> None:
        self.quotes = QuoteCrossCheck(counts)
        self.crossing = CrossedPrices()

    def void(self) -> None:
        """There is no book to judge."""
        self.quotes.restart(None)
        self.crossing = CrossedPrices()

    def judge(self, book: OrderBook, at: int) -> Reason | None:
        """Compare with the quotes, if the best prices moved or a quote waits, and see for how long they are crossed."""
        quotes, crossing = self.quotes, self.crossing
        # `best` without the calls, for this is asked after each delta.
        bids, asks = book.bids, book.asks
        bid = bids.placed[bids.places[-1]] if bids.places else None
        ask = asks.placed[asks.places[-1]] if asks.places else None
        if bid is quotes.bid and ask is quotes.ask and not quotes.waiting and crossing.since is None:
            # It is as it was last compared, and no quote waits for another: there is nothing to do.
            return None
        if quotes.moved(bid, ask, at):
            return DISAGREES
        crossing.look(bid, ask, at)
        return CROSSED if crossing.is_too_long(at) else None

    def hear(self, quote: Quote, at: int) -> Reason | None:
        """A quote came, not older than the one before."""
        return DISAGREES if self.quotes.hear(quote, at) else None

    def overdue(self, now: int) -> Reason | None:
        """What only time reveals."""
        if self.quotes.judge_due(now):
            return DISAGREES
        return CROSSED if self.crossing.is_too_long(now) else None

    def begin(self, book: OrderBook, at: int) -> None:
        """Another book is shown: it is compared with what is told from now on."""
        bid, ask = book.best
        self.quotes.restart(at)
        self.quotes.moved(bid, ask, at)
        self.crossing.look(bid, ask, at)
