"""A pretended account that trades for hours, told by three streams that do not wait for each other, and by GETs."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from random import Random
from typing import Final

from roxom_tui.model.channels import BALANCE, ORDERS, POSITIONS, Stream
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
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.streams_against_each_other import MissedUpdate
from tests.support.spellings import GOLD, OIL, SPX, WALL, s

MOST_SKEW: Final = s(0.9)
LISTS_EVERY: Final = s(30)
FEE: Final = Btc(Decimal("0.00000010"))

Event = OrderUpdate | PositionUpdate | BalanceUpdate
Lost = Callable[[Event, int], bool]


def nothing_lost(event: Event, at: int) -> bool:
    return False


@dataclass
class Trading:
    """`run(hours)`; `doubts` are what was doubted and when (ns). What is `lost` never arrives."""

    seed: int
    lost: Lost = nothing_lost
    every: float = 2.0
    account: AccountLists = field(default_factory=lambda: AccountLists((GOLD, OIL)))
    doubts: list[tuple[int, MissedUpdate]] = field(default_factory=list)
    executions: int = 0

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._agenda: list[tuple[int, int, Callable[[int], None]]] = []
        self._ticket = count()
        self._told_at = {ORDERS: 0, POSITIONS: 0, BALANCE: 0}
        self._orders: dict[str, OrderUpdate] = {}
        self._positions: dict[Symbol, PositionUpdate] = {}
        self._balance = Btc(Decimal(1))

    def run(self, hours: float) -> None:
        """Let time pass from the connection on."""
        end = s(hours * 3600)
        self._at(0, self._ask_all)
        self._at(s(1), self._judge)
        self._at(s(3), self._live)
        while self._agenda and self._agenda[0][0] <= end:
            at, _, act = heapq.heappop(self._agenda)
            act(at)

    def _at(self, at: int, act: Callable[[int], None]) -> None:
        heapq.heappush(self._agenda, (at, next(self._ticket), act))

    # The client

    def _judge(self, at: int) -> None:
        for doubt in self.account.reconciler.judge(at):
            self.doubts.append((at, doubt))
            self._ask(doubt.stream, at)
        self._at(at + s(1), self._judge)

    def _ask_all(self, at: int) -> None:
        for stream in (ORDERS, BALANCE, POSITIONS):
            self._ask(stream, at)
        self._at(at + LISTS_EVERY, self._ask_all)

    def _ask(self, stream: Stream, at: int) -> None:
        """The answer is made some time after the question, and comes some time after that; events may overtake it."""
        made = at + s(self._random.uniform(0.01, 0.2))
        self._at(made, lambda now: self._answer(stream, at, now))

    def _answer(self, stream: Stream, asked_at: int, at: int) -> None:
        arrives = at + s(self._random.uniform(0.01, 0.3))
        seeds: list[Seed] = []
        if stream == ORDERS:
            seeds.append(OrdersSeed(tuple(replace(one, exchange_at=None, fees=None) for one in self._orders.values())))
        elif stream == BALANCE:
            seeds.append(BalancesSeed((Balance("BTC", self._balance, None, None),)))
        else:
            for symbol in {GOLD, OIL} | self.account.positions.symbols:
                held = self._positions.get(symbol)
                seeds.append(PositionsSeed(symbol, () if held is None else (held,)))
        self._at(arrives, lambda now: self._take(seeds, now, asked_at))

    def _take(self, seeds: list[Seed], at: int, asked_at: int) -> None:
        for seed in seeds:
            self.account.seed(seed, at, asked_at)

    # The exchange

    def _live(self, at: int) -> None:
        random = self._random
        what = random.random()
        open_orders = list(self._orders.values())
        if what < 0.35 or not open_orders:
            self._place(at)
        elif what < 0.7:
            self._fill(random.choice(open_orders), at)
        elif what < 0.85:
            self._end(random.choice(open_orders), OrderStatus.CANCELLED, at)
        elif what < 0.97:
            self._place(at, at_once=True)
        else:
            self._settle_funding(at)
        self._at(at + s(random.expovariate(1 / self.every)) + 1, self._live)

    def _place(self, at: int, *, at_once: bool = False) -> None:
        random = self._random
        order = OrderUpdate(
            f"order-{next(self._ticket)}",
            random.choice((GOLD, GOLD, OIL, SPX)),
            OrderStatus.SUBMITTED,
            WALL + at,
            random.choice(tuple(OrderSide)),
            size=Size(Decimal(random.randint(2, 9))),
            executed=Size(Decimal(0)),
        )
        self._orders[order.order_id] = order
        self._tell(ORDERS, order, at)
        if at_once:
            while order.order_id in self._orders:
                self._fill(self._orders[order.order_id], at)

    def _fill(self, order: OrderUpdate, at: int) -> None:
        """Executed once or several times in one moment; the streams tell each of them, or only what came of it."""
        random = self._random
        for last in (False,) * random.choice((0, 0, 1, 3)) + (True,):
            left = order.size - order.executed  # type: ignore[operator]
            if not left:
                break
            size = Size(min(left, Decimal(random.randint(1, 3))))
            done = size == left
            order = replace(
                order,
                executed=Size(order.executed + size),  # type: ignore[operator]
                status=OrderStatus.FILLED if done else OrderStatus.PARTIALLY_FILLED,
                exchange_at=WALL + at,
                fees=Btc((order.fees or Decimal(0)) + FEE),
            )
            self.executions += 1
            self._hold(order, size, at, aloud=last or done or random.random() < 0.5)
            self._pay(FEE, "ordersettle", at)
            if last or done or random.random() < 0.5:
                self._tell(ORDERS, order, at)
        self._orders[order.order_id] = order
        if order.is_final:
            del self._orders[order.order_id]

    def _hold(self, order: OrderUpdate, size: Decimal, at: int, *, aloud: bool) -> None:
        """One position in a contract; one that changes its side is closed, and another opened."""
        held = self._positions.pop(order.symbol, None)
        before = Decimal(0) if held is None else held.size * (1 if held.side is PositionSide.LONG else -1)  # type: ignore[operator]
        after = before + (size if order.side is OrderSide.BUY else -size)
        side = PositionSide.LONG if after > 0 else PositionSide.SHORT
        if held is not None and (not after or held.side is not side):
            closed = replace(held, size=Size(Decimal(0)), updated_at=WALL + at, closed_at=WALL + at)
            self._tell(POSITIONS, closed, at)
            held = None
        if after:
            key = f"position-{next(self._ticket)}" if held is None else held.position_id
            new = PositionUpdate(key, order.symbol, side, Size(abs(after)), Price("1"), updated_at=WALL + at)
            self._positions[order.symbol] = new
            if aloud or held is None:
                self._tell(POSITIONS, new, at)

    def _end(self, order: OrderUpdate, status: OrderStatus, at: int) -> None:
        del self._orders[order.order_id]
        self._tell(ORDERS, replace(order, status=status, exchange_at=WALL + at), at)

    def _settle_funding(self, at: int) -> None:
        for held in self._positions.values():
            self._pay(Btc(Decimal("0.00000003")), "funding", at)
            self._tell(POSITIONS, replace(held, updated_at=WALL + at), at)

    def _pay(self, amount: Btc, cause: str, at: int) -> None:
        before, self._balance = self._balance, Btc(self._balance - amount)
        self._tell(BALANCE, BalanceUpdate("BTC", before, self._balance, Btc(-amount), cause, WALL + at), at)

    def _tell(self, stream: Stream, event: Event, at: int) -> None:
        """In order within a stream, which may be late; now and then twice."""
        if self.lost(event, at):
            return
        for _ in range(1 + (self._random.random() < 0.05)):
            arrives = max(self._told_at[stream], at + self._random.randint(0, MOST_SKEW))
            self._told_at[stream] = arrives
            self._at(arrives, lambda now: self._hear(event, now))

    def _hear(self, event: Event, at: int) -> None:
        if isinstance(event, OrderUpdate):
            self.account.apply_order(event, at)
        elif isinstance(event, PositionUpdate):
            self.account.apply_position(event, at)
        else:
            self.account.apply_balance(event, at)
