"""Tells the past of each book which own orders rest in it, and since when (state 2.2)."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Side, Symbol
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.orders import is_in_the_book, remaining_of
from roxom_tui.state.account.price_units import PriceUnits
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.decimal_math import ZERO
from roxom_tui.state.market.markets import Markets
from roxom_tui.state.reading.queue_bracket import OwnOrder

AT_ONCE: Final = SECOND
"""An order that was made so long (ns) before it was told as working may have waited elsewhere, or was told before."""


class OwnOrdersInBooks:
    """Reads the account's orders for books that are followed. An event costs the same however many there are."""

    def __init__(self, account: AccountLists, markets: Markets, units: PriceUnits) -> None:
        self._account = account
        self._markets = markets
        self._units = units

    def heard(self, update: OrderUpdate) -> None:
        """An event changed an order."""
        order, depth = self._account.orders.known(update.order_id), self._markets.depth(update.symbol)
        if order is not None and depth is not None and depth.is_sound:
            self._follow(order, _placed_at(update, depth), depth)

    def listed(self, symbol: Symbol | None) -> None:
        """A list came, or a book: what rests there and was not told of by an event may be there since long."""
        depth = None if symbol is None else self._markets.depth(symbol)
        if symbol is None or depth is None or not depth.is_sound:
            return
        orders = [order for order in self._account.orders.open if order.symbol == symbol]
        self._markets.market(symbol).past.queues.keep_only(frozenset(order.order_id for order in orders))
        for order in orders:
            self._follow(order, None, depth)

    def _follow(self, order: OrderUpdate, placed_at: int | None, depth: VerifiedBook) -> None:
        past, left = self._markets.market(order.symbol).past, remaining_of(order)
        price = self._units.read(order.limit_price, order.symbol).price
        if not is_in_the_book(order) or order.is_final or order.side is None or not left or price is None:
            past.queues.drop(order.order_id)
            return
        side = Side.BID if order.side is OrderSide.BUY else Side.ASK
        key = depth.book.half(side).key_of(price)
        is_new = placed_at is not None and not depth.recent.touches(side, price.key, placed_at)
        own = OwnOrder(order.order_id, key, left, order.executed or ZERO)
        past.own_order(own, order.created_at if placed_at is None else placed_at, depth.book, is_new=is_new)


def _placed_at(update: OrderUpdate, depth: VerifiedBook) -> int | None:
    """When the order joined its queue, if it just did while the book was followed."""
    at, snapshot_at = update.exchange_at, depth.book.snapshot_at
    if at is None or snapshot_at is None or at < snapshot_at or update.executed or update.trigger_price is not None:
        return None
    is_new = update.status == OrderStatus.SUBMITTED
    return at if is_new and (update.created_at is None or at - update.created_at <= AT_ONCE) else None
