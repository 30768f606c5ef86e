"""Own orders that should rest in the book and do not: what the account knows and the book contradicts (client 3.8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Level, OrderSide, Side, Symbol
from roxom_tui.state.account.orders import WorkingLevels
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.views.market_views import MissingOrder

PATIENCE_NS: Final = 4 * SECOND
"""Reports of orders and the changes of books race, each in its own channel: only what differs for longer is told."""

_Contradiction = tuple[Side, Level]
"""A side, and the price with what we have there."""


class MissingOrders:
    """Remembers since when each contradiction stands, for the symbol that is looked at. Times are monotonic ns."""

    def __init__(self) -> None:
        self._symbol: Symbol | None = None
        self._since: dict[_Contradiction, int] = {}

    def forget(self) -> None:
        """Nothing can be said now, so nothing has stood until now."""
        self._since.clear()

    def look(
        self, symbol: Symbol, working: WorkingLevels, book: OrderBook, now: int, valid_until: int
    ) -> MissingOrder | None:
        """The contradiction that has stood longest, of those that did so for long enough.

        One of another size is another, for an order that is executed meanwhile is told of by either side in turn.
        """
        if symbol != self._symbol:
            self._symbol = symbol
            self.forget()
        found = set(_contradictions(working, book))
        standing = {one: since for one, since in self._since.items() if one in found}
        self._since = standing | dict.fromkeys(found - standing.keys(), now)
        told = [one for one, since in self._since.items() if now - since >= PATIENCE_NS]
        return _view(told, book, valid_until) if told else None


def _contradictions(working: WorkingLevels, book: OrderBook) -> Iterator[_Contradiction]:
    for side, levels in working.items():
        for level in levels.values():
            if _lacks(book, side, level):
                yield side, level


def _lacks(book: OrderBook, side: Side, ours: Level) -> bool:
    held = book.size_at(side, ours.price)
    return book.must_know(side, ours.price) and (held is None or held < ours.size)


def _view(told: list[_Contradiction], book: OrderBook, valid_until: int) -> MissingOrder:
    side, (price, size) = told[0]
    order_side = OrderSide.BUY if side is Side.BID else OrderSide.SELL
    return MissingOrder(order_side, price, size, book.size_at(side, price), len(told) - 1, valid_until)
