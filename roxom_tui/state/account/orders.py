"""Orders merged by id from events and GETs; the open ones are listed (protocol 4.5, client 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from roxom_tui.model.events import OrdersSeed, OrderStatus, OrderUpdate
from roxom_tui.model.market import Level, OrderSide, Side, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.account.merged_reports import is_older, merged
from roxom_tui.state.account.open_items import OpenItems
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add_sizes, subtract

NO_SYMBOL: Final = Symbol("")
"""Of an order that was left out of a list its symbol is not read."""

NOT_IN_THE_BOOK: Final = frozenset({OrderStatus.PENDING_SUBMIT, OrderStatus.WAITING_TRIGGER})

_IN_THE_BOOK_ONCE_TRIGGERED: Final = frozenset({OrderStatus.SUBMITTED, OrderStatus.PARTIALLY_FILLED})

_BEGINNING: Final[Mapping[str, int]] = {
    OrderStatus.PENDING_SUBMIT: 0,
    OrderStatus.WAITING_TRIGGER: 1,
    OrderStatus.SUBMITTED: 2,
}
_BEGUN: Final = 3

RestingSizes = dict[Side, dict[int, Size]]
"""Our resting contracts by side and `Price.key`."""

WorkingLevels = Mapping[Side, Mapping[int, Level]]
"""The same of working limit orders alone: what a book that is true must show."""

_NONE_WORKING: Final[WorkingLevels] = MappingProxyType({Side.BID: {}, Side.ASK: {}})


class Resting(Struct, frozen=True):
    """Our orders in a symbol's book."""

    sizes: RestingSizes
    has_unplaced: bool = False
    """Of something it was not told where it stands, or how much is left."""
    working: WorkingLevels = _NONE_WORKING


class Orders(OpenItems[OrderUpdate]):
    """Open orders, and ended ones for a while. A final state is never left again."""

    def __init__(self) -> None:
        super().__init__(OrderUpdate)

    def apply(self, update: OrderUpdate, at: int) -> str:
        """Merge a report received at `at` (monotonic ns). Says why it changed nothing, or nothing if it did."""
        held = self.known(update.order_id)
        if held is not None and held.is_final and not update.is_final:
            return "the order has ended"
        if held is not None and (_is_outdated(update, held) or _is_a_step_back(update, held)):
            return "older than what is held"
        new = update if held is None else merged(self._outlasting(held, update), update)
        if self._moments.knows(update.order_id, update.exchange_at, update) or new == held:
            if update.order_id not in self._open:
                # It has ended or was not listed any more: nothing would ever forget its moment.
                self._moments.forget(update.order_id)
            return "already known"
        self._store(new.order_id, new, at)
        self.told.note(new.order_id, update, at)
        return ""

    def seed(self, seed: OrdersSeed, at: int, asked_at: int) -> None:
        """Take a list of all open orders: others have ended, but for those reported since the request was sent."""
        listed = {order.order_id: order for order in seed.orders}
        self._drop_missing(listed, tuple(self._open), asked_at)
        self._left_out.clear()
        for order_id in seed.left_out - self._open.keys():
            self._leave_out(order_id, NO_SYMBOL)
        for order_id, order in listed.items():
            if order_id not in self._ended:
                self._take(order_id, order, at, asked_at)

    def resting(self, symbol: Symbol, read: Callable[[Price | None], Price | None]) -> Resting:
        """Our sizes in a symbol's book. `read` tells prices in sats from prices in BTC."""
        sizes: RestingSizes = {Side.BID: {}, Side.ASK: {}}
        working: dict[Side, dict[int, Level]] = {Side.BID: {}, Side.ASK: {}}
        has_unplaced = bool(self._left_out)
        for order in self._open.values():
            if order.symbol != symbol or not is_in_the_book(order):
                continue
            left, price = remaining_of(order), read(order.limit_price)
            if order.side is None or left is None or price is None:
                has_unplaced = True
            elif left:
                side = Side.BID if order.side is OrderSide.BUY else Side.ASK
                sizes[side][price.key] = add_sizes(sizes[side].get(price.key, NO_SIZE), left)
                if _is_working(order):
                    held = working[side].get(price.key)
                    working[side][price.key] = Level(price, left if held is None else add_sizes(held.size, left))
        return Resting(sizes, has_unplaced, working)

    def _outlasting(self, held: OrderUpdate, answer: OrderUpdate) -> OrderUpdate:
        """All of it, but not what was left before more was executed, nor the other way round."""
        if answer.remaining is None and answer.executed not in (None, held.executed):
            return replace(held, remaining=None)
        if answer.executed is None and answer.remaining not in (None, held.remaining):
            return replace(held, executed=None)
        return held

    def _goes_back(self, held: OrderUpdate, answer: OrderUpdate, *, is_fresh: bool) -> bool:
        return _is_outdated(answer, held) or (is_fresh and _is_a_step_back(answer, held))


def is_in_the_book(order: OrderUpdate) -> bool:
    """Whether others see it. One with a trigger that is being cancelled may never have been let go."""
    if order.status in NOT_IN_THE_BOOK:
        return False
    return not _has_a_trigger(order) or order.status in _IN_THE_BOOK_ONCE_TRIGGERED


def _is_working(order: OrderUpdate) -> bool:
    """Whether it surely rests at its limit: one that ever had a trigger may still wait for it, one that is being
    cancelled or amended may be gone."""
    is_limit = "market" not in (order.order_type or "").lower()
    return is_limit and order.status in _IN_THE_BOOK_ONCE_TRIGGERED and not _has_a_trigger(order)


def _has_a_trigger(order: OrderUpdate) -> bool:
    """By its trigger price, which only lists tell, or by the word of its type (protocol 4.5)."""
    return order.trigger_price is not None or "stop" in (order.order_type or "").lower()


def remaining_of(order: OrderUpdate) -> Size | None:
    """The contracts not executed yet, as reported or as the difference; None where they cannot be so many."""
    if _is_impossible(order):
        return None
    if order.remaining is not None or order.size is None or order.executed is None:
        return order.remaining
    return Size(subtract(order.size, order.executed))


def executed_of(order: OrderUpdate) -> Size | None:
    """The contracts executed, as reported; None where they cannot be so many."""
    return None if _is_impossible(order) else order.executed


def _is_impossible(order: OrderUpdate) -> bool:
    """Whether more is executed, or left, than was ordered: then nobody knows which figure is wrong."""
    return order.size is not None and add_sizes(order.executed or NO_SIZE, order.remaining or NO_SIZE) > order.size


def grown(before: OrderUpdate | None, after: OrderUpdate) -> Decimal | None:
    """The contracts executed between two reports, negative if sold; None where it is not known how many."""
    if after.executed is None and before is not None and before.executed is not None:
        return None
    executed = after.executed or ZERO
    if before is not None and before.executed is not None:
        executed = subtract(executed, before.executed)
    if not executed:
        return ZERO if after.executed is not None or not after.is_final else None
    return None if after.side is None else executed if after.side is OrderSide.BUY else -executed


def _is_outdated(update: OrderUpdate, held: OrderUpdate) -> bool:
    """By time; where times do not tell, by the executed size, which only grows."""
    if is_older(update.exchange_at, held.exchange_at):
        return True
    later = is_older(held.exchange_at, update.exchange_at)
    return not later and update.executed is not None and held.executed is not None and update.executed < held.executed


def _is_a_step_back(update: OrderUpdate, held: OrderUpdate) -> bool:
    """By status, which only goes forward as an order begins; where times do not tell."""
    if is_older(held.exchange_at, update.exchange_at):
        return False
    return _BEGINNING.get(update.status, _BEGUN) < _BEGINNING.get(held.status, _BEGUN)
