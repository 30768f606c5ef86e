"""Own fills of the session: what an order's reports and lists say was executed since the one before, each once.

Nothing on the wire is a fill: orders tell how much of them is executed in all (protocol 4.5). So a fill is a growth of
that figure. It is told with the time and the price of the report that told it; where a list told it, or a report after
an outage, its size is known and its time is not. Of an order that was executed in part before we were there, that part
is none of the session's.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.account.open_items import BEHIND_NS, MAX_ENDED, MAX_OPEN
from roxom_tui.state.account.orders import executed_of, remaining_of
from roxom_tui.state.decimal_math import ZERO, add, multiply, subtract
from roxom_tui.state.views.account_views import Learnt

MAX_FILLS: Final = 500
"""So many are kept, the newest."""

MOST_COUNTED: Final = MAX_OPEN + MAX_ENDED
"""Orders of which it is remembered how much of them was told."""

_BY_A_FILL: Final = frozenset({OrderStatus.PARTIALLY_FILLED, OrderStatus.FILLED})


class OwnFill(Struct, frozen=True):
    """One growth of an order. `size` is None where only the end of the order is known, `price` where it is not one.

    `at` is exchange time in ns, None unless a report told it. `executed` is the order's total by then.
    """

    number: int
    order_id: str
    symbol: Symbol
    side: OrderSide | None
    price: Price | None
    size: Size | None
    remaining: Size | None
    at: int | None
    status: OrderStatus | str
    learnt: Learnt
    executed: Decimal
    received_at: int


class _Counted(Struct, frozen=True):
    """How much of an order was told, its average price by then, and on which connection that was."""

    executed: Decimal
    average: Price | None
    connection: int


class OwnFills:
    """Fills in the order in which they were learnt of. It outlives connections, and lists that are dropped."""

    def __init__(self) -> None:
        self._fills: deque[OwnFill] = deque(maxlen=MAX_FILLS)
        self._counted: OrderedDict[str, _Counted] = OrderedDict()
        self._connection = 0
        self.count = 0
        """All of the session, kept or not."""
        self.newest_first: tuple[OwnFill, ...] = ()

    def disconnected(self) -> None:
        """What is told next may have happened at any time since."""
        self._connection += 1

    def reported(self, report: OrderUpdate, order: OrderUpdate, at: int, *, is_whole: bool) -> None:
        """A report received at `at` (monotonic ns) was merged into `order`.

        `is_whole`: an order that was not known before cannot have been executed before the session.
        """
        before, done = self._count(report, order)
        if done is None:
            return
        if before is None and not is_whole:
            if order.status is OrderStatus.FILLED and done:
                self._add(report, order, at, size=None, price=report.fill_price, learnt=Learnt.REPORT, executed=done)
            return
        told = before or _Counted(ZERO, None, self._connection)
        growth = subtract(done, told.executed)
        if growth > ZERO:
            learnt = Learnt.REPORT if told.connection == self._connection else Learnt.AFTER_OUTAGE
            price = _price_of(report, done, told)
            self._add(report, order, at, size=Size(growth), price=price, learnt=learnt, executed=done)
        elif not growth:
            self._date(report, done, at)

    def listed(self, order: OrderUpdate, at: int, *, is_whole: bool) -> None:
        """An order as it stands after a list was taken at `at` (monotonic ns)."""
        before, done = self._count(order, order)
        if done is None or (before is None and not is_whole):
            return
        told = before or _Counted(ZERO, None, self._connection)
        growth = subtract(done, told.executed)
        if growth > ZERO:
            # An order of a list has the fill price of an older report.
            price = order.average_price if not told.executed else None
            self._add(order, order, at, size=Size(growth), price=price, learnt=Learnt.LIST, executed=done)

    def _count(self, report: OrderUpdate, order: OrderUpdate) -> tuple[_Counted | None, Decimal | None]:
        """What was told of the order before, and what is executed now: known from now on."""
        before, done = self._counted.get(order.order_id), _executed(order)
        if done is not None:
            most = done if before is None else max(done, before.executed)
            self._counted[order.order_id] = _Counted(most, report.average_price, self._connection)
            self._counted.move_to_end(order.order_id)
            if len(self._counted) > MOST_COUNTED:
                self._counted.popitem(last=False)
        return before, done

    def _date(self, report: OrderUpdate, done: Decimal, at: int) -> None:
        """The report of a fill that a list told a moment before it: now its time is known too."""
        for n, fill in enumerate(reversed(self._fills), 1):
            if at - fill.received_at > BEHIND_NS:
                return
            is_it = fill.order_id == report.order_id and fill.learnt is Learnt.LIST and fill.executed == done
            if is_it and report.status in _BY_A_FILL:
                price = report.fill_price or fill.price
                self._fills[-n] = replace(fill, at=report.exchange_at, price=price, learnt=Learnt.REPORT)
                self.newest_first = tuple(reversed(self._fills))
                return

    def _add(
        self,
        report: OrderUpdate,
        order: OrderUpdate,
        at: int,
        *,
        size: Size | None,
        price: Price | None,
        learnt: Learnt,
        executed: Decimal,
    ) -> None:
        self.count += 1
        when = report.exchange_at if learnt is Learnt.REPORT else None
        what = (self.count, order.order_id, order.symbol, order.side, price, size, remaining_of(order))
        self._fills.append(OwnFill(*what, when, order.status, learnt, executed, at))
        self.newest_first = tuple(reversed(self._fills))


def _executed(order: OrderUpdate) -> Decimal | None:
    """The contracts executed in all, as told or as what is not left any more."""
    if (done := executed_of(order)) is not None:
        return done
    left = remaining_of(order)
    return None if left is None or order.size is None else subtract(order.size, left)


def _price_of(report: OrderUpdate, done: Decimal, before: _Counted) -> Price | None:
    """The price of a growth: that of the newest fill, if the averages do not say that there were others with it."""
    if report.fill_price is None:
        return report.average_price if not before.executed else None
    after, growth = report.average_price, subtract(done, before.executed)
    if after is None or (before.executed and before.average is None):
        return report.fill_price
    if type(after) is not type(report.fill_price):
        return report.fill_price
    paid = subtract(multiply(after, done), multiply(before.average or ZERO, before.executed))
    rounding = multiply(add(done, before.executed), Decimal(1).scaleb(-after.decimals))
    return report.fill_price if abs(subtract(paid, multiply(report.fill_price, growth))) <= rounding else None
