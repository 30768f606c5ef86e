"""Which side of a book presses: weighted mid, imbalance of what rests, and the flow of orders at the touch (state 2.3).

Sums are exact; a quotient has 28 digits.
"""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from functools import reduce
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.market import ImbalanceScope, Level, PricedSize, Side
from roxom_tui.model.money import Size
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add, add_sizes, multiply, ratio, subtract

FLOW_WINDOW_NS: Final = 10 * SECOND
SLOT_NS: Final = 100 * MILLISECOND
"""What falls into one of these is kept as one sum, so that a flood of quotes costs no more room than a few."""

SLOTS: Final = FLOW_WINDOW_NS // SLOT_NS

DRIFT_NS: Final = SECOND
"""By so much more or less late than the oldest quote of the window another may come: by the exchange's time the window
is then that much longer or shorter than by ours, and no more."""

UNHEARD_NS: Final = 4 * SECOND
"""A market that rests is asked before, and answers: of a longer silence nobody knows which quotes it swallowed."""

_LEVELS: Final = {ImbalanceScope.TOP_5: 5, ImbalanceScope.TOP_10: 10}
_PER_MILLE: Final = 1000
"""Ten basis points are one part of so many."""

THIRDS: Final = 3


def weighted_mid_offset(quote: Quote | None) -> Decimal | None:
    """How far from the mid the mid lies that is weighted by the size of the other side; None without both sides.

    It leans to the side on which less rests.
    """
    if quote is None or quote.bid is None or quote.ask is None:
        return None
    (bid, bid_size), (ask, ask_size) = quote.bid, quote.ask
    leaning = multiply(subtract(ask, bid), subtract(bid_size, ask_size))
    return ratio(leaning, multiply(Decimal(2), add(bid_size, ask_size)))


class Imbalance(Struct, frozen=True):
    """What rests on both sides within a scope.

    `share` is (bids - asks) / (bids + asks), `bids` and `asks` the sums of the near, the middle and the far third of
    their levels. `is_estimate`: some of it lies beyond the newest snapshot, where levels may be missing.
    """

    share: Decimal
    bids: tuple[Size, ...]
    asks: tuple[Size, ...]
    is_estimate: bool


def imbalance(book: OrderBook, scope: ImbalanceScope) -> Imbalance | None:
    """The imbalance within a scope; None where nothing rests there, or where there is no mid to measure from."""
    near = _near(book) if scope is ImbalanceScope.NEAR else None
    if scope is ImbalanceScope.NEAR and near is None:
        return None
    bids, asks = (_within(book, side, scope, near) for side in Side)
    bid_thirds, ask_thirds = _thirds(bids), _thirds(asks)
    bid_total, ask_total = reduce(add_sizes, bid_thirds), reduce(add_sizes, ask_thirds)
    share = ratio(subtract(bid_total, ask_total), add(bid_total, ask_total))
    if share is None:
        return None
    ends = [level[0].key for side in (bids, asks) for level in (side[:1] + side[-1:])]
    if near is not None:
        ends += (-(-near.low // (2 * _PER_MILLE)), near.high // (2 * _PER_MILLE))
    low, high = book.within_snapshot
    is_estimate = not all(low <= key <= high for key in ends)
    if scope is ImbalanceScope.WHOLE:
        is_estimate = is_estimate or bool(book.left_out)
    return Imbalance(share, bid_thirds, ask_thirds, is_estimate)


class _Near(NamedTuple):
    """Prices within ten basis points of the mid, as keys times 2000: so both bounds are whole numbers."""

    low: int
    high: int


def _near(book: OrderBook) -> _Near | None:
    bid, ask = book.best
    if bid is None or ask is None:
        return None
    twice_mid = bid[0].key + ask[0].key
    return _Near(twice_mid * (_PER_MILLE - 1), twice_mid * (_PER_MILLE + 1))


def _within(book: OrderBook, side: Side, scope: ImbalanceScope, near: _Near | None) -> list[Level]:
    """The levels of a side that are in scope, best first."""
    if near is None:
        return book.levels(side, _LEVELS.get(scope))
    low, high = near
    return list(takewhile(lambda level: low <= 2 * _PER_MILLE * level[0].key <= high, book.walk(side)))


def _thirds(levels: list[Level]) -> tuple[Size, ...]:
    sizes = [level[1] for level in levels]
    cuts = [len(sizes) * part // THIRDS for part in range(THIRDS + 1)]
    return tuple(reduce(add_sizes, sizes[begin:end], NO_SIZE) for begin, end in pairwise(cuts))


class Flow(Struct, frozen=True):
    """Order flow imbalance over the window, in mean touch sizes, and how much of the window was watched (ns)."""

    value: Decimal
    watched_ns: int


class _Sums(Struct, frozen=True):
    """Of the quotes of a slot or of several: the flow, the sizes of both best prices, and how many they were."""

    flow: Decimal = ZERO
    touch: Decimal = ZERO
    quotes: int = 0

    def plus(self, others: _Sums) -> _Sums:
        """These and others."""
        return _Sums(add(self.flow, others.flow), add(self.touch, others.touch), self.quotes + others.quotes)

    def minus(self, others: _Sums) -> _Sums:
        """These without others, which are among them."""
        return _Sums(subtract(self.flow, others.flow), subtract(self.touch, others.touch), self.quotes - others.quotes)


class _Slot(Struct, frozen=True):
    """The quotes of a slot, and how late the first of them came (ns, but for what lies between the two clocks)."""

    number: int
    sums: _Sums
    delay: int


class OrderFlow:
    """Order flow imbalance of Cont, Kukanov and Stoikov from the quotes of one symbol.

    What was added at or above the best bid and taken from the best ask counts up, the reverse down; divided by the
    mean size of one side of the touch. Constant work a quote, at most `SLOTS` sums are kept. Times are monotonic ns.
    Quotes that queued up on the way and come at once would be many seconds of the exchange in a moment of ours, so
    where delay changes within the window all begins anew; so it does where they were silent for so long that some may
    be missing.
    """

    __slots__ = (
        *("_closed", "_count", "_delay", "_flow", "_heard_at", "_is_left"),
        *("_past", "_quote", "_since", "_slot", "_touch"),
    )

    def __init__(self) -> None:
        self._heard_at: int | None = None
        """When the newest quote came, whatever it said."""
        self._past: deque[_Slot] = deque()
        """The slots of the window in which a quote came, but for the running one."""
        self._is_left = False
        self.restart()

    def leave(self) -> None:
        """The quotes are left: those that still come are followed by a gap, and not counted."""
        self.restart()
        self._is_left = True

    def join(self) -> None:
        """The quotes are joined. If they were left before, what is counted begins now."""
        if self._is_left:
            self._is_left = False
            self.restart()

    def restart(self) -> None:
        """Quotes may have been missed: what was counted before says nothing about now."""
        self._past.clear()
        self._closed = _Sums()
        """Of all that is in `_past`."""
        self._slot, self._flow, self._touch, self._count = 0, ZERO, ZERO, 0
        self._delay = 0
        """Of the first quote in the running slot."""
        self._quote: Quote | None = None
        self._since: int | None = None

    def note(self, quote: Quote, at: int) -> None:
        """Take a quote that follows the one before without a gap; one that says the same as that is none."""
        if self._is_left:
            return
        heard_at, self._heard_at = self._heard_at, at
        if heard_at is not None and at - heard_at > UNHEARD_NS:
            self.restart()
        before, bid, ask = self._quote, quote.bid, quote.ask
        bid_stands = before is not None and before.bid == bid
        ask_stands = before is not None and before.ask == ask
        if bid_stands and ask_stands:
            return
        slot, delay = at // SLOT_NS, at - quote.exchange_at
        if slot != self._slot:
            self._turn(slot)
        if (self._past or self._count) and self._has_drifted(delay):
            self.restart()
            self._slot, before = slot, None
        if before is None:
            self._since = at
        else:
            if not bid_stands:
                self._flow = add(self._flow, _added(before.bid, bid, 1))
            if not ask_stands:
                self._flow = subtract(self._flow, _added(before.ask, ask, -1))
        if not self._count:
            self._delay = delay
        self._quote = quote
        # As `_touch` has it, without the call where neither side is empty.
        both = _touch(quote) if bid is None or ask is None else add(bid[1], ask[1])
        self._touch = add(self._touch, both)
        self._count += 1

    def read(self, now: int) -> Flow | None:
        """The imbalance of the last `SLOTS` slots, the running one included; None before a quote, or of no size."""
        if self._quote is None or self._since is None:
            return None
        self._turn(now // SLOT_NS)
        count = self._closed.quotes + self._count
        touch = add(self._closed.touch, self._touch) if count else _touch(self._quote)
        # Where no quote came in all this time the one before stood.
        flow = multiply(add(self._closed.flow, self._flow), Decimal(2 * max(1, count)))
        value = ratio(flow, touch)
        return None if value is None else Flow(value, min(FLOW_WINDOW_NS, now - self._since))

    def _has_drifted(self, delay: int) -> bool:
        """Whether a quote of such delay does not belong to the window, in which there are others."""
        oldest = self._past[0].delay if self._past else self._delay
        return not -DRIFT_NS <= delay - oldest <= DRIFT_NS

    def _turn(self, slot: int) -> None:
        """Another slot runs, or the same: what was in the one before is closed, and what is too old is let go."""
        past = self._past
        if slot != self._slot:
            if self._count:
                sums = _Sums(self._flow, self._touch, self._count)
                past.append(_Slot(self._slot, sums, self._delay))
                self._closed = self._closed.plus(sums)
            self._slot, self._flow, self._touch, self._count = slot, ZERO, ZERO, 0
        while past and past[0].number <= slot - SLOTS:
            self._closed = self._closed.minus(past.popleft().sums)


def _touch(quote: Quote) -> Decimal:
    """The sizes of both sides together; of a side that is empty nothing."""
    bid, ask = quote.bid, quote.ask
    if bid is not None and ask is not None:
        return add(bid[1], ask[1])
    one = ask if bid is None else bid
    return ZERO if one is None else one[1]


def _added(before: PricedSize | None, now: PricedSize | None, sign: int) -> Decimal:
    """What was added to a side's best (less than zero: taken): all of a better price, all of one that went.

    `sign` is 1 where higher is better.
    """
    if before is None:
        return ZERO if now is None else now[1]
    if now is None:
        return before[1].copy_negate()
    better = (now[0].key - before[0].key) * sign
    if not better:
        return subtract(now[1], before[1])
    return now[1] if better > 0 else before[1].copy_negate()
