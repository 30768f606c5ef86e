"""What tests ask of an order book."""

from __future__ import annotations

from roxom_tui.model.money import Price
from roxom_tui.model.status import Skipped
from roxom_tui.state.book.order_book import OrderBook
from tests.support.spellings import DEPTH

KEPT = Skipped(DEPTH, "kept until a snapshot comes", is_kept=True)
"""What becomes of a delta before there is a snapshot."""


def is_crossed_or_locked(book: OrderBook) -> bool:
    """Whether the best bid stands at or above the best ask."""
    bid, ask = book.best
    return bid is not None and ask is not None and bid[0] >= ask[0]


def vouches_for(book: OrderBook, price: Price) -> bool:
    """Whether a price lies within the last snapshot."""
    return book.within_snapshot[0] <= price.key <= book.within_snapshot[1]
