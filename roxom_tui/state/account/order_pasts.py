"""The states that each order went through since it was first seen, with their times (protocol 4.5). Bounded."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from msgspec import Struct

from roxom_tui.model.events import OrderUpdate
from roxom_tui.state.account.open_items import MAX_ENDED, MAX_OPEN
from roxom_tui.state.account.orders import executed_of
from roxom_tui.state.views.account_views import Learnt, OrderStep

STEPS_KEPT: Final = 32
"""Of one order: the first, and the newest of the others."""

ENDED_KEPT: Final = 2 * MAX_ENDED
"""Of orders that ended, and of those that went without a word: of more the lists know nothing either."""

ORDERS_KEPT: Final = MAX_OPEN + ENDED_KEPT


class OrderPast(Struct, frozen=True):
    """The steps that are kept, the oldest first, and how many behind the first are not."""

    steps: tuple[OrderStep, ...] = ()
    left_out: int = 0


_NO_PAST: Final = OrderPast()


class OrderPasts:
    """What is seen of orders; it outlives connections, and lists that are dropped."""

    def __init__(self) -> None:
        self._pasts: OrderedDict[str, OrderPast] = OrderedDict()
        self._ended: OrderedDict[str, None] = OrderedDict()
        """Those of orders that ended, the newest at the end."""
        self._connection = 0
        self._heard_on: dict[str, int] = {}
        """The connection on which a past was last added to."""

    def disconnected(self) -> None:
        """What is told next may have happened at any time since."""
        self._connection += 1

    def of(self, order_id: str) -> OrderPast:
        """The past of an order."""
        return self._pasts.get(order_id, _NO_PAST)

    def reported(self, report: OrderUpdate, order: OrderUpdate, at: int) -> None:
        """A report that came at `at` (monotonic ns) was merged into `order`."""
        is_known = order.order_id in self._pasts
        is_later = is_known and self._heard_on.get(order.order_id) != self._connection
        learnt = Learnt.AFTER_OUTAGE if is_later else Learnt.REPORT
        self._note(order, OrderStep(order.status, executed_of(order), report.exchange_at, at, learnt))

    def listed(self, order: OrderUpdate, at: int) -> None:
        """The order as it stands after a list, which does not say when it came so far."""
        self._note(order, OrderStep(order.status, executed_of(order), None, at, Learnt.LIST))

    def vanished(self, order: OrderUpdate, at: int) -> None:
        """A list does not name it any more, and nothing told why."""
        self._note(order, OrderStep("", executed_of(order), None, at, Learnt.LIST), has_ended=True)

    def _note(self, order: OrderUpdate, step: OrderStep, *, has_ended: bool = False) -> None:
        key = order.order_id
        past = self._pasts.get(key, _NO_PAST)
        self._heard_on[key] = self._connection
        last = past.steps[-1] if past.steps else None
        if last is not None and (last.status, last.executed) == (step.status, step.executed):
            return
        steps, left_out = (*past.steps, step), past.left_out
        if len(steps) > STEPS_KEPT:
            steps, left_out = (steps[0], *steps[2:]), left_out + 1
        self._pasts[key] = OrderPast(steps, left_out)
        self._pasts.move_to_end(key)
        self._ended.pop(key, None)
        if has_ended or order.is_final:
            self._ended[key] = None
        if len(self._ended) > ENDED_KEPT:
            self._forget(next(iter(self._ended)))
        if len(self._pasts) > ORDERS_KEPT:
            self._forget(next(iter(self._pasts)))

    def _forget(self, key: str) -> None:
        self._pasts.pop(key, None)
        self._ended.pop(key, None)
        self._heard_on.pop(key, None)
