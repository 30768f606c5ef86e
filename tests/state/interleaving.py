"""A pretended exchange's account whose events and lists reach us late, twice and in any order, or not at all."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Final, NamedTuple

from hypothesis import strategies as st

from roxom_tui.model.events import (
    Balance,
    BalancesSeed,
    BalanceUpdate,
    OrdersSeed,
    OrderStatus,
    OrderUpdate,
    PositionsSeed,
    PositionUpdate,
    Seed,
)
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.values import replace
from tests.support.spellings import GOLD, OIL, WALL

Event = OrderUpdate | PositionUpdate | BalanceUpdate
EVERY: Final = 10
"""Time between two moves of the exchange; events and answers may be under way for longer."""


class Move(NamedTuple):
    """One thing the exchange does, and how its events fare: their delays, those of second copies, and who is lost."""

    what: int
    which: int
    amount: int
    delays: tuple[int, int, int]
    again: tuple[int | None, int | None, int | None]
    is_short: bool


class Question(NamedTuple):
    """A GET: what is asked for, when, when the answer is made and when it arrives, each after the other."""

    what: int
    at: int
    made: int
    arrives: int


_delays = st.integers(0, 6 * EVERY)
_copies = st.one_of(st.none(), st.integers(0, 9 * EVERY))
MOVES: Final = st.lists(
    st.builds(
        Move,
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(1, 3),
        st.tuples(_delays, _delays, _delays),
        st.tuples(_copies, _copies, _copies),
        st.booleans(),
    ),
    min_size=8,
    max_size=20,
)
QUESTIONS: Final = st.lists(
    st.builds(Question, st.integers(0, 3), st.integers(0, 14 * EVERY), _delays, _delays), min_size=4, max_size=10
)


@dataclass
class Truth:
    """What the exchange knows."""

    orders: dict[str, OrderUpdate] = field(default_factory=dict)
    positions: dict[Symbol, PositionUpdate] = field(default_factory=dict)
    balance: Btc = field(default_factory=lambda: Btc(Decimal(1)))
    in_orders: Btc = field(default_factory=lambda: Btc(Decimal(0)))

    def copy(self) -> Truth:
        return Truth(dict(self.orders), dict(self.positions), self.balance, self.in_orders)

    def answer(self, what: int) -> Seed:
        """What a GET tells now: orders, balance, or the positions in one of two symbols."""
        if what == 0:
            return OrdersSeed(tuple(replace(one, exchange_at=None, fees=None) for one in self.orders.values()))
        if what == 1:
            available = Btc(self.balance - self.in_orders)
            return BalancesSeed((Balance("BTC", self.balance, available, self.in_orders),))
        symbol = (GOLD, OIL)[what - 2]
        return PositionsSeed(symbol, tuple(one for one in self.positions.values() if one.symbol == symbol))


class Market:
    """Makes moves one after the other; each has its own time, as an exchange's has."""

    def __init__(self) -> None:
        self.truth = Truth()
        self._names = count()

    def move(self, move: Move, at: int) -> tuple[Event, ...]:
        """Do it and say what is told of it."""
        standing = list(self.truth.orders.values())
        if move.what <= 1 or not standing:
            return (self._place(move, at),)
        order = standing[move.which % len(standing)]
        if move.what <= 3:
            return self._fill(order, Decimal(move.amount), at)
        if move.what == 4:
            return (self._keep(replace(order, status=OrderStatus.PENDING_CANCEL), at),)
        ended = OrderStatus.PARTIALLY_FILLED_CANCELLED if order.executed else OrderStatus.CANCELLED
        return (self._keep(replace(order, status=ended), at),)

    def _place(self, move: Move, at: int) -> OrderUpdate:
        return self._keep(
            OrderUpdate(
                f"order-{next(self._names)}",
                (GOLD, OIL)[move.which % 2],
                OrderStatus.SUBMITTED,
                side=tuple(OrderSide)[move.which // 2],
                limit_price=Price("0.0431"),
                size=Size(Decimal(1 + move.amount)),
                executed=Size(Decimal(0)),
            ),
            at,
        )

    def _keep(self, order: OrderUpdate, at: int) -> OrderUpdate:
        order = replace(order, exchange_at=WALL + at)
        self.truth.orders[order.order_id] = order
        if order.is_final:
            del self.truth.orders[order.order_id]
        self.truth.in_orders = Btc(Decimal(len(self.truth.orders)) / 1000)
        return order

    def _fill(self, order: OrderUpdate, size: Decimal, at: int) -> tuple[Event, ...]:
        assert order.size is not None
        assert order.executed is not None
        size = min(size, order.size - order.executed)
        executed = Size(order.executed + size)
        status = OrderStatus.FILLED if executed == order.size else OrderStatus.PARTIALLY_FILLED
        told = self._keep(replace(order, executed=executed, status=status, fees=Btc(executed / 1000)), at)
        return told, self._pay(size, at), self._hold(order, size, at)

    def _pay(self, size: Decimal, at: int) -> BalanceUpdate:
        before = self.truth.balance
        self.truth.balance = Btc(before - size / 1000)
        return BalanceUpdate("BTC", before, self.truth.balance, Btc(-size / 1000), "ordersettle", WALL + at)

    def _hold(self, order: OrderUpdate, size: Decimal, at: int) -> PositionUpdate:
        """One position in a symbol, closed when nothing is left of it; the next has another id."""
        held = self.truth.positions.pop(order.symbol, None)
        change = size if order.side is OrderSide.BUY else -size
        if held is None:
            side = PositionSide.LONG if change > 0 else PositionSide.SHORT
            key = f"position-{next(self._names)}"
            held = PositionUpdate(key, order.symbol, side, Size(Decimal(0)), Price("0.0431"))
        assert held.size is not None
        left = held.size + (change if held.side is PositionSide.LONG else -change)
        if left <= 0:
            return replace(held, size=Size(Decimal(0)), updated_at=WALL + at, closed_at=WALL + at)
        told = self.truth.positions[order.symbol] = replace(held, size=Size(left), updated_at=WALL + at)
        return told


Arrival = tuple[int, int, Callable[[int], None]]


class Journey:
    """Everything under way, told in the order in which it arrives."""

    def __init__(self, hear: Callable[[Event, int], None], take: Callable[[Seed, int, int], None]) -> None:
        self._hear, self._take = hear, take
        self._agenda: list[Arrival] = []
        self._ticket = count()
        self._market = Market()
        self.truth = self._market.truth
        self._known: list[tuple[int, Truth]] = [(0, self.truth.copy())]

    def play(self, moves: list[Move], questions: list[Question], *, losing: bool = False) -> int:
        """Let all arrive; where `losing`, first copies with an odd delay never do. When the last arrived."""
        for number, move in enumerate(moves):
            at = EVERY * (number + 1)
            for event, delay, again in zip(self._market.move(move, at), move.delays, move.again, strict=False):
                self._send(_shortened(event) if move.is_short else event, at, delay, again, losing=losing)
            self._known.append((at, self.truth.copy()))
        for question in questions:
            made = question.at + question.made
            seed = next(truth for at, truth in reversed(self._known) if at <= made).answer(question.what)
            self._answer(seed, made + question.arrives, question.at)
        return max(self._arrive(), default=0)

    def ask_all(self, at: int) -> None:
        """Every list, asked for when nothing is under way any more."""
        for what in range(4):
            self._take(self.truth.answer(what), at, at)

    def _send(self, event: Event, at: int, delay: int, again: int | None, *, losing: bool) -> None:
        if losing and delay % 2:
            return
        for late in (delay,) if again is None else (delay, again):
            self._at(at + late, lambda now: self._hear(event, now))

    def _answer(self, seed: Seed, at: int, asked_at: int) -> None:
        self._at(at, lambda now: self._take(seed, now, asked_at))

    def _at(self, at: int, act: Callable[[int], None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._ticket), act))

    def _arrive(self) -> Iterator[int]:
        while self._agenda:
            at, _, act = heapq.heappop(self._agenda)
            act(at)
            yield at


def _shortened(event: Event) -> Event:
    """The older form of an order event, which leaves out what does not change (protocol 4.5)."""
    if not isinstance(event, OrderUpdate):
        return event
    return replace(event, side=None, limit_price=None, size=None, fees=None)
