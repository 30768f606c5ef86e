"""The account's books: orders, positions, fees, funding, a chain of balances, in integer sats and lots (protocol 6.5).

Rounding happens where an amount is booked and nowhere else, so the chain adds up to the last sat.
"""

from __future__ import annotations

from random import Random
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.events import FINAL_STATUSES, OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.values import replace
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT, divide

LEVERAGE: Final = 10
MAKER_PPM: Final = 200
TAKER_PPM: Final = 600
_E8: Final = 100_000_000


class Entry(Struct, frozen=True):
    """One link of the balance chain, in sats."""

    before: int
    after: int
    amount: int
    cause: str
    at: int


class Holding(Struct, frozen=True):
    """A position. Prices in sats, sizes in lots, money in sats, times in ns."""

    id: str
    symbol: Symbol
    side: PositionSide
    lots: int
    entry_lots: int
    entry_price: int
    opened_at: int
    updated_at: int
    exit_lots: int = 0
    exit_price: int | None = None
    entry_fees: int = 0
    exit_fees: int = 0
    realized: int = 0
    closed_at: int | None = None

    @property
    def sign(self) -> int:
        """+1 for a long, -1 for a short."""
        return 1 if self.side is PositionSide.LONG else -1

    @property
    def margin(self) -> int:
        """Initial margin: what the position binds of the balance."""
        return margin_for(self.entry_price, self.lots)

    @property
    def maintenance(self) -> int:
        """Maintenance margin, half of the initial one."""
        return divide(self.margin, 2)

    @property
    def liquidation_price(self) -> int:
        """Entry x (1 -+ (IM - MM)) with IM 10 % and MM 5 %."""
        return divide(self.entry_price * (100 - 5 * self.sign), 100)

    def unrealized(self, mark: int) -> int:
        """Profit at a mark price."""
        return self.sign * value(mark - self.entry_price, self.lots)


class Booked(Struct, frozen=True):
    """The result of a fill: the positions it touched (a closed one first), its fee, and its link in the chain."""

    holdings: tuple[Holding, ...]
    fee: int
    entry: Entry | None


def value(price: int, lots: int) -> int:
    """Price x size in sats, rounded."""
    return divide(price * lots, LOTS_PER_CONTRACT)


def margin_for(price: int, lots: int) -> int:
    """The margin an order or a position binds, rounded up so that it is never short."""
    return -(-price * lots // (LOTS_PER_CONTRACT * LEVERAGE))


class Ledger:
    """Books fills, funding and transfers."""

    def __init__(self, balance: int) -> None:
        self.balance = balance
        self.holdings: dict[Symbol, Holding] = {}

    @property
    def in_margin(self) -> int:
        """The sum of the margins of open positions."""
        return sum(holding.margin for holding in self.holdings.values())

    def open(self, holding: Holding) -> None:
        """Start with a position that was there before the story begins."""
        self.holdings[holding.symbol] = holding

    def credit(self, amount: int, cause: str, at: int) -> Entry | None:
        """Add a link to the chain; nothing moves for zero."""
        if not amount:
            return None
        entry = Entry(self.balance, self.balance + amount, amount, cause, at)
        self.balance = entry.after
        return entry

    def fund(self, symbol: Symbol, mark: int, rate_e8: int, at: int) -> Entry | None:
        """Settle funding: at a positive rate longs pay (protocol 6.3)."""
        holding = self.holdings[symbol]
        paid = holding.sign * divide(mark * holding.lots * rate_e8, LOTS_PER_CONTRACT * _E8)
        return self.credit(-paid, "funding", at)

    def fill(self, symbol: Symbol, side: OrderSide, price: int, lots: int, *, ppm: int, new_id: str, at: int) -> Booked:
        """Book an execution: close what is held the other way first, then open or add."""
        holding = self.holdings.get(symbol)
        touched: list[Holding] = []
        fee = profit = 0
        closing = min(lots, holding.lots) if holding is not None and holding.side is not side.opens else 0
        if holding is not None and closing:
            part = _fee(price, closing, ppm)
            reduced, profit = _reduce(holding, price, closing, part, at)
            fee += part
            touched.append(reduced)
        if lots > closing:
            part = _fee(price, lots - closing, ppm)
            if holding is None or closing:
                holding = Holding(new_id, symbol, side.opens, 0, 0, 0, at, at)
            touched.append(_add(holding, price, lots - closing, part, at))
            fee += part
        self._keep(touched)
        return Booked(tuple(touched), fee, self.credit(profit - fee, "ordersettle", at))

    def _keep(self, touched: list[Holding]) -> None:
        for holding in touched:
            if holding.lots:
                self.holdings[holding.symbol] = holding
            else:
                del self.holdings[holding.symbol]


def _fee(price: int, lots: int, ppm: int) -> int:
    return divide(price * lots * ppm, LOTS_PER_CONTRACT * 1_000_000)


def _reduce(holding: Holding, price: int, lots: int, fee: int, at: int) -> tuple[Holding, int]:
    profit = holding.sign * value(price - holding.entry_price, lots)
    before = 0 if holding.exit_price is None else holding.exit_price * holding.exit_lots
    reduced = replace(
        holding,
        lots=holding.lots - lots,
        exit_lots=holding.exit_lots + lots,
        exit_price=divide(before + price * lots, holding.exit_lots + lots),
        exit_fees=holding.exit_fees + fee,
        realized=holding.realized + profit,
        updated_at=at,
        closed_at=at if holding.lots == lots else None,
    )
    return reduced, profit


def _add(holding: Holding, price: int, lots: int, fee: int, at: int) -> Holding:
    return replace(
        holding,
        lots=holding.lots + lots,
        entry_lots=holding.entry_lots + lots,
        entry_price=divide(holding.entry_price * holding.lots + price * lots, holding.lots + lots),
        entry_fees=holding.entry_fees + fee,
        updated_at=at,
    )


class AccountOrder(Struct, frozen=True):
    """An order as it stands. Prices in sats, sizes in lots, fees in sats, times in ns."""

    id: str
    symbol: Symbol
    side: OrderSide
    kind: str
    lots: int
    status: OrderStatus
    created_at: int
    updated_at: int
    client_id: str
    price: int | None = None
    trigger: int | None = None
    triggered_at: int | None = None
    executed: int = 0
    turnover: int = 0
    """Sum of price x lots over all fills, unrounded."""
    last_fill: int | None = None
    fees: int = 0
    entry_position: str | None = None
    exit_position: str | None = None
    reason: str | None = None

    @property
    def remaining(self) -> int:
        """Lots still to be executed."""
        return self.lots - self.executed

    @property
    def average(self) -> int:
        """Average fill price in sats; zero before any fill, as on the wire (protocol 4.5)."""
        return divide(self.turnover, self.executed) if self.executed else 0

    @property
    def is_live(self) -> bool:
        """Whether it can still be executed."""
        return self.status not in FINAL_STATUSES

    @property
    def rests(self) -> bool:
        """Whether its remainder is part of a level of the book."""
        return self.is_live and self.kind == "limit" and self.price is not None

    @property
    def locked(self) -> int:
        """The margin it holds back while it rests."""
        return margin_for(self.price, self.remaining) if self.rests and self.price is not None else 0


class OrderChanged(Struct, frozen=True):
    """An order came into being, was executed or ended."""

    order: AccountOrder


class PositionsChanged(Struct, frozen=True):
    """Positions changed, each with the mark price of that moment in sats."""

    holdings: tuple[tuple[Holding, int], ...]


class BalanceChanged(Struct, frozen=True):
    """A link was added to the balance chain."""

    entry: Entry


class Notified(Struct, frozen=True):
    """Something said in words."""

    text: str
    at: int


AccountHappening: TypeAlias = OrderChanged | PositionsChanged | BalanceChanged | Notified


def uuid7(rng: Random, at: int) -> str:
    """A version 7 identifier: the time in milliseconds and seeded noise."""
    bits = (at // MILLISECOND & (1 << 48) - 1) << 80 | rng.getrandbits(80)
    bits = bits & ~(0xF << 76) | 0x7 << 76
    bits = bits & ~(0x3 << 62) | 0x2 << 62
    return str(UUID(int=bits))
