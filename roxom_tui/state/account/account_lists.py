"""The account's three lists and when each may be believed (client 4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from roxom_tui.model.channels import ACCOUNT, BALANCE, ORDERS, POSITIONS, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import (
    AccountNotice,
    BalancesSeed,
    BalanceUpdate,
    OrdersSeed,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
    Seed,
)
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Applied, NeedsResync, Outcome, Skipped
from roxom_tui.state.account.balances import LOST_EVENT, Balances
from roxom_tui.state.account.order_pasts import OrderPasts
from roxom_tui.state.account.orders import Orders, grown
from roxom_tui.state.account.own_fills import OwnFills
from roxom_tui.state.account.positions import Positions
from roxom_tui.state.account.streams_against_each_other import AccountReconciler

CHECKED_WITHIN_NS: Final = 100 * SECOND
"""A list that no GET has confirmed for so long is not proven any more: asked for each half minute, that is three times
in vain and the time of an answer."""

_UNCHECKED: Final = Reason(Cause.UNCHECKED)


class AccountLists:
    """Orders, positions and balances. `seeded` are the streams whose whole list GETs have given."""

    def __init__(self, symbols: Iterable[Symbol]) -> None:
        self._symbols = frozenset(symbols)
        self._held_before: frozenset[Symbol] = frozenset()
        self._asked_at: dict[Stream | Symbol, int] = {}
        self._behind: set[Stream | Symbol] = set()
        self._news_at: dict[Stream, int] = {}
        """When the newest question was sent whose answer told what no event had."""
        self.orders = Orders()
        self.positions = Positions()
        self.balances = Balances()
        self.reconciler = AccountReconciler()
        self.fills = OwnFills()
        self.pasts = OrderPasts()
        self._has_listed_orders = False
        """Whether an order that is not known cannot be older than the session."""
        self.seeded: set[Stream] = set()
        self.due: dict[Stream, int] = {}
        """When each list is asked for next, as far as that is planned (monotonic ns)."""
        self.unlisted: Reason | None = None
        """Why no GET tells the lists any more, or ever did, by this connection."""
        self._outlived: set[Stream] = set()
        self._cut_at = 0
        self.lists: Mapping[Stream, Orders | Positions | Balances] = {
            ORDERS: self.orders,
            POSITIONS: self.positions,
            BALANCE: self.balances,
        }

    def apply_order(self, update: OrderUpdate, at: int) -> Outcome:
        """Take an order event."""
        self.begin(ORDERS)
        before, is_new = self.orders.known(update.order_id), not self.orders.is_left_out(update.order_id)
        outcome = _outcome(ORDERS, self.orders.apply(update, at))
        after = self.orders.known(update.order_id)
        if isinstance(outcome, Applied):
            self.balances.orders_moved(at)
        if after is not None and isinstance(outcome, Applied):
            self.pasts.reported(update, after, at)
            self.fills.reported(update, after, at, is_whole=is_new and self._has_listed_orders)
        if after is not None and update.executed:
            # Of an order that no list has told of, it may have been executed before we were there.
            is_known = before is not None or (is_new and ORDERS in self.seeded)
            size = grown(before, after) if is_known else None
            paid = bool(size) and bool(after.fees) and after.fees != (before.fees if before else None)
            self.reconciler.filled(paid=paid, at=at)
            self.reconciler.executed(after.symbol, size, at)
        return outcome

    def apply_position(self, update: PositionUpdate, at: int) -> Outcome:
        """Take a position event."""
        self.begin(POSITIONS)
        outcome = _outcome(POSITIONS, self.positions.apply(update, at))
        for_trade = update.status in (None, "normal")
        self.reconciler.held(update.symbol, self.positions.net(update.symbol), at, for_trade=for_trade)
        return outcome

    def apply_balance(self, update: BalanceUpdate, at: int) -> Outcome:
        """Take a change of balance; one that does not follow the last asks for the GET."""
        self.begin(BALANCE)
        self.reconciler.moved(update.cause, at)
        follows = self.balances.follows(update)
        outcome = _outcome(BALANCE, self.balances.apply(update, at))
        return outcome if follows else NeedsResync(BALANCE, LOST_EVENT)

    def apply_notice(self, notice: AccountNotice, at: int) -> Outcome:
        """A message of the `account` channel, of which nothing is kept (protocol 4.8)."""
        return Applied(ACCOUNT)

    def seed(self, seed: Seed, at: int, asked_at: int) -> Stream:
        """Take a GET's answer; says which stream's list it is."""
        if isinstance(seed, OrdersSeed):
            stream, changed = ORDERS, self._seed_orders(seed, at, asked_at)
        elif isinstance(seed, BalancesSeed):
            stream, changed = BALANCE, self._seed_balances(seed, asked_at)
        else:
            stream, changed = POSITIONS, self._seed_positions(seed, at, asked_at)
        asked_about = seed.symbol if isinstance(seed, PositionsSeed) else stream
        if self.lists[stream].is_behind:
            # It proves nothing: either it is behind the stream, or the stream is just about to tell what it knows.
            self._behind.add(asked_about)
            return stream
        self._behind.discard(asked_about)
        was_whole_at = self.checked_at(stream)
        self._asked_at[asked_about] = asked_at
        if changed:
            self._news_at[stream] = asked_at
        whole_at = self.checked_at(stream)
        if whole_at is not None and whole_at != was_whole_at:
            self.seeded.add(stream)
            self.reconciler.listed(stream, whole_at, news_at=self._news_at.get(stream))
        return stream

    def _seed_balances(self, seed: BalancesSeed, asked_at: int) -> bool:
        """Take the balances; whether a total is another."""
        before = [row.total for row in self.balances.rows]
        self.balances.seed(seed, asked_at)
        return before != [row.total for row in self.balances.rows]

    def _seed_orders(self, seed: OrdersSeed, at: int, asked_at: int) -> bool:
        """Take the list of orders; whether it told of an execution or an end that was not known."""
        before = {order.order_id: order for order in self.orders.open}
        had_room = not self.orders.left_out
        self.orders.seed(seed, at, asked_at)
        after = {order.order_id: order for order in self.orders.open}
        for order in after.values():
            self.pasts.listed(order, at)
            self.fills.listed(order, at, is_whole=had_room and self._has_listed_orders)
            is_known = had_room or order.order_id in before
            size = grown(before.get(order.order_id), order) if is_known else None
            self.reconciler.executed(order.symbol, size, at, asked_at)
        for order_id in before.keys() - after.keys():
            self.pasts.vanished(before[order_id], at)
            self.reconciler.executed(before[order_id].symbol, None, at)
        self._has_listed_orders = not self.orders.left_out
        return _executed(before) != _executed(after)

    def _seed_positions(self, seed: PositionsSeed, at: int, asked_at: int) -> bool:
        """Take the list of positions in a symbol; whether it told of a size that was not known."""
        before = {(position.position_id, position.size) for position in self.positions.open}
        self.positions.seed(seed, at, asked_at)
        self.reconciler.held(seed.symbol, self.positions.net(seed.symbol), at, asked_at)
        return before != {(position.position_id, position.size) for position in self.positions.open}

    def checked_at(self, stream: Stream) -> int | None:
        """The time (monotonic ns) of the question whose answer was the newest whole list; None before the first.

        Positions are whole when each configured symbol, and each in which something was held, had its answer.
        """
        if stream != POSITIONS:
            return self._asked_at.get(stream)
        others = self.positions.symbols & (self._held_before | self._asked_at.keys())
        times = [self._asked_at.get(symbol) for symbol in self._symbols | others]
        return min((at for at in times if at is not None), default=None) if None not in times else None

    def is_behind(self, stream: Stream) -> bool:
        """Whether the newest list knew less than the stream had told just before it was asked for.

        Of a contract that is neither configured nor held any more nobody asks again.
        """
        if stream != POSITIONS:
            return stream in self._behind
        return not self._behind.isdisjoint(self._symbols | self.positions.symbols)

    def unchecked(self, stream: Stream, now: int) -> Reason | None:
        """The reason why a list is not proven though its stream is well (client 4.5); None if it is proven."""
        checked_at = self.checked_at(stream) if stream in self.seeded else None
        return _UNCHECKED if checked_at is not None and now - checked_at > CHECKED_WITHIN_NS else None

    def disconnected(self, at: int) -> None:
        """The connection went at `at` (monotonic ns): what is held may miss something, and stays to be drawn dimmed."""
        self._cut_at = at
        self.fills.disconnected()
        self.pasts.disconnected()
        self.seeded.clear()
        self.reconciler.restart()
        self._outlived.update(self.lists)
        self._asked_at.clear()
        self._behind.clear()
        self._news_at.clear()
        self._held_before = self.positions.symbols
        self.balances.restart_chain()

    def expect_seed(self, stream: Stream) -> None:
        """A GET is on its way that will say what of the old list still stands."""
        self._outlived.discard(stream)

    def give_up_seed(self, stream: Stream) -> None:
        """No GET will say what of the old list still stands: only what came by this connection is left."""
        if stream not in self.seeded:
            self.lists[stream].forget_older(self._cut_at)
            self._has_listed_orders = self._has_listed_orders and stream is not ORDERS

    def begin(self, stream: Stream) -> None:
        """The stream speaks on a new connection and no GET will confirm the old list: drop that."""
        if stream in self._outlived:
            self._outlived.discard(stream)
            self.lists[stream].clear()
            self._has_listed_orders = self._has_listed_orders and stream is not ORDERS


def _executed(orders: Mapping[str, OrderUpdate]) -> dict[str, Size | None]:
    return {order_id: order.executed for order_id, order in orders.items()}


def _outcome(stream: Stream, why_not: str) -> Outcome:
    return Skipped(stream, why_not) if why_not else Applied(stream)
