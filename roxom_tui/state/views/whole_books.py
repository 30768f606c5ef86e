"""All levels of the book in view, for who walks them; kept while they stay the same."""

from __future__ import annotations

from collections.abc import Mapping

from roxom_tui.model.market import Level, Side
from roxom_tui.model.money import Size
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.views.market_views import WholeBook


class WholeBooks:
    """Makes `WholeBook`s. One that would say the same is the same object as before, and so is each side."""

    def __init__(self) -> None:
        self._before = WholeBook()

    def of(self, book: OrderBook, mine: Mapping[Side, Mapping[int, Size]] | None) -> WholeBook:
        """The levels of a book with our sizes, None where they cannot be told."""
        before = self._before
        bids, asks = (
            _kept(tuple(book.levels(side)), had) for side, had in ((Side.BID, before.bids), (Side.ASK, before.asks))
        )
        within = book.within_snapshot
        is_same = (
            bids is before.bids and asks is before.asks and within == before.within_snapshot and mine is before.mine
        )
        if not is_same:
            self._before = WholeBook(bids, asks, mine, within)
        return self._before


def _kept(levels: tuple[Level, ...], before: tuple[Level, ...]) -> tuple[Level, ...]:
    return before if len(levels) == len(before) and all(map(_is_same, levels, before)) else levels


def _is_same(one: Level, other: Level) -> bool:
    return one is other or (one[0] is other[0] and one[1] is other[1])
