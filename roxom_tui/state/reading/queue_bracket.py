"""How much stands before an own order at its price, between two bounds (state 2.2).

The feed tells sizes of levels and trades, not orders. A trade takes from the front. What else leaves a level may have
stood before the order, all of it (the least that can be left) or none (the most); others come behind it. The estimate
between splits it by share, behind to before as the cubes of what stands there: the power model of queue positions.
A trade and the change of size it causes come in either order; both carry the exchange's time. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import ZERO, add, multiply, quantize, ratio, subtract

POWER: Final = 3
IN_STEP: Final = 250_000_000
"""So much later (ns) than a change of size a trade that caused it may be dated."""

MOST_ORDERS: Final = 256
"""So many own orders in a book are followed."""

_PLACES: Final = Decimal(1).scaleb(-18)


class QueuePlace(Struct, frozen=True):
    """What stands before the order: at least `low`, at most `high`, `likely` by share.

    `low` is None where the order was there before the book was watched.
    """

    low: Decimal | None
    likely: Decimal | None
    high: Decimal


class _Step(Struct, frozen=True):
    """The last decrease of the level: what was likely before it, what of it was traded, and when (exchange ns)."""

    likely: Decimal
    behind: Decimal
    left: Decimal
    at: int


class QueueBracket:
    """One resting order's place. `others` is the level's size less all that is ours; times are the exchange's."""

    __slots__ = ("_cap", "_cap_at", "_credit", "_high", "_likely", "_low", "_others", "_seen_at", "_step")

    def __init__(self, others: Decimal, at: int, *, is_placed: bool) -> None:
        """`is_placed`: it has just joined the end of the queue; else all of the others may be behind it."""
        self._others = others
        self._high = self._cap = others
        self._low = self._likely = others if is_placed else None
        self._cap_at = self._seen_at = at
        self._credit = ZERO
        """Traded, and not yet seen to have left the level."""
        self._step: _Step | None = None

    @property
    def place(self) -> QueuePlace:
        """What is known of it now."""
        high = min(self._high, self._cap)
        if self._low is None or self._likely is None:
            return QueuePlace(None, None, high)
        low = min(self._low, high)
        return QueuePlace(low, min(max(self._likely, low), high), high)

    def traded(self, size: Decimal, at: int) -> None:
        """So much was traded at the price."""
        self._high = _less(self._high, size)
        if at > self._cap_at + IN_STEP:
            self._cap = _less(self._cap, size)
        if at > self._seen_at:
            # Its change of size is still to come.
            self._credit = add(self._credit, size)
            self._low = None if self._low is None else _less(self._low, size)
            self._likely = None if self._likely is None else _less(self._likely, size)
        else:
            self._explain(size)

    def resized(self, others: Decimal, at: int) -> None:
        """The level has another size."""
        gone = subtract(self._others, others)
        self._others, self._seen_at, self._step = others, max(self._seen_at, at), None
        if others < self._cap:
            self._cap, self._cap_at = others, at
        credit, self._credit = self._credit, ZERO
        left = subtract(gone, credit)
        if left <= ZERO or self._low is None or self._likely is None:
            return
        self._low = _less(self._low, left)
        # What was there before it left, the traded part of it taken away already.
        behind = max(ZERO, subtract(add(others, left), self._likely))
        self._step = _Step(self._likely, behind, left, at)
        self._likely = _less_by_share(self._likely, behind, left)

    def executed(self) -> None:
        """Some of it was executed: it stands first."""
        self._high = self._cap = ZERO
        self._low = self._likely = ZERO

    def lost(self, others: Decimal, at: int) -> None:
        """Something was missed: of the bounds only the upper one still holds."""
        self._others, self._seen_at = others, max(self._seen_at, at)
        if others < self._cap:
            self._cap, self._cap_at = others, at
        self._low = self._likely = self._step = None
        self._credit = ZERO

    def _explain(self, size: Decimal) -> None:
        """A trade tells that the last decrease, or a part of it, was executed and not taken away."""
        step = self._step
        if step is None:
            return
        traded = min(size, step.left)
        left, likely = subtract(step.left, traded), _less(step.likely, traded)
        self._step = replace(step, likely=likely, left=left)
        self._likely = _less_by_share(likely, step.behind, left)


def _less(one: Decimal, other: Decimal) -> Decimal:
    return max(ZERO, subtract(one, other))


def _less_by_share(before: Decimal, behind: Decimal, gone: Decimal) -> Decimal:
    """What is likely left before the order when so much left the level, that which stood before it and behind."""
    if not gone:
        return before
    front, back = before**POWER, behind**POWER
    share = ratio(front, front + back)
    from_before = ZERO if share is None else quantize(_narrow(multiply(_narrow(share), gone)), _PLACES)
    # No more can have left from behind than stood there.
    from_before = max(from_before, subtract(gone, behind))
    return _less(before, from_before)


def _narrow(value: Decimal) -> Decimal:
    """An estimate needs no more digits than sizes have."""
    return value.quantize(_PLACES)


class OwnOrder(Struct, frozen=True):
    """An order as the account knows it: its key on its side of the book, what is left of it, what was executed."""

    order_id: str
    key: int
    left: Decimal
    executed: Decimal


class _Followed:
    """An order and its bracket; None until the book shows it, or where nobody can tell."""

    __slots__ = ("bracket", "is_new", "order", "since")

    def __init__(self, order: OwnOrder, since: int | None, *, is_new: bool) -> None:
        self.order = order
        self.since = since
        """When it was placed (exchange ns): a book of before does not show it. None where nobody told."""
        self.is_new = is_new
        """Whether it joined the end of its queue then, and the book was followed all the while."""
        self.bracket: QueueBracket | None = None

    def shown(self, size: Decimal, at: int) -> None:
        """The book, as of that time, has so much at its price, the order among it."""
        rest = subtract(size, self.order.left)
        if self.bracket is not None:
            self.bracket.resized(max(ZERO, rest), at)
        elif rest >= ZERO:
            self.bracket = QueueBracket(rest, at, is_placed=self.is_new)

    def may_be_in(self, at: int) -> bool:
        """Whether a book as of that time may show it."""
        return self.since is None or at >= self.since


class OwnQueues:
    """The brackets of own orders in one book, at most `MOST_ORDERS` of them. Keys are those of a side."""

    def __init__(self) -> None:
        self._orders: dict[str, _Followed] = {}
        self.by_key: dict[int, list[_Followed]] = {}
        """Those that are followed; empty where there are none."""
        self.revision = 0

    def follow(self, order: OwnOrder, since: int | None, *, is_new: bool) -> _Followed | None:
        """An order rests, with so much left, placed at a time (exchange ns) if that was told. `is_new`: at the end of
        its queue, which was followed. What is not known yet, or was changed, is followed from now on; returns it where
        its bracket has to be begun."""
        held = self._orders.get(order.order_id)
        self.revision += 1
        if held is not None and held.order.key == order.key:
            grown, gone = subtract(order.executed, held.order.executed), subtract(held.order.left, order.left)
            held.order = order
            if grown > ZERO and held.bracket is not None:
                held.bracket.executed()
            if grown == gone and held.bracket is not None:
                return None
            if grown == gone:
                # A list may have named it before the event came that tells when it was placed.
                held.since, held.is_new = (since, True) if is_new else (held.since, held.is_new)
                return held
            # More or less was ordered: nobody knows whether it kept its place.
            since, is_new = None, False
        self.drop(order.order_id)
        if len(self._orders) >= MOST_ORDERS:
            return None
        followed = self._orders[order.order_id] = _Followed(order, since, is_new=is_new)
        self.by_key.setdefault(order.key, []).append(followed)
        return followed

    def drop(self, order_id: str) -> None:
        """An order does not rest any more."""
        gone = self._orders.pop(order_id, None)
        if gone is not None:
            self.revision += 1
            others = [one for one in self.by_key[gone.order.key] if one is not gone]
            if others:
                self.by_key[gone.order.key] = others
            else:
                del self.by_key[gone.order.key]

    def keep_only(self, order_ids: frozenset[str]) -> None:
        """A list named all that rest."""
        for order_id in [one for one in self._orders if one not in order_ids]:
            self.drop(order_id)

    def traded(self, key: int, size: Decimal, at: int) -> None:
        """So much was traded at a key."""
        for one in self.by_key.get(key, ()):
            self.revision += 1
            if one.bracket is not None:
                one.bracket.traded(size, at)

    def resized(self, key: int, size: Decimal, at: int) -> None:
        """The level of a key has another size, as of that time."""
        for one in self.by_key.get(key, ()):
            self.revision += 1
            if one.bracket is not None or one.may_be_in(at):
                one.shown(size, at)

    def lost(self, size_at: Callable[[int], Decimal], at: int) -> None:
        """Something was missed of book or trades; the book as of that time has those sizes now."""
        for key, orders in self.by_key.items():
            for one in orders:
                one.is_new = False
                rest = subtract(size_at(key), one.order.left)
                if one.bracket is not None:
                    one.bracket.lost(max(ZERO, rest), at)
                elif rest >= ZERO and one.may_be_in(at):
                    one.bracket = QueueBracket(rest, at, is_placed=False)
        self.revision += 1

    def forget(self) -> None:
        """The connection went: what rests will be told anew."""
        self._orders.clear()
        self.by_key.clear()
        self.revision += 1

    def places(self) -> dict[int, QueuePlace]:
        """Of each key the place of the order that stands first there."""
        found = {}
        for key, orders in self.by_key.items():
            places = [one.bracket.place for one in orders if one.bracket is not None]
            if places:
                found[key] = min(places, key=_first)
        return found


def _first(place: QueuePlace) -> Decimal:
    return place.high
