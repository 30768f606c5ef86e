"""An order of the account, and the events an account tells its owner about."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeAlias
from uuid import UUID

from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.events import FINAL_STATUSES, OrderStatus
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.simulator.contracts import divide
from roxom_tui.simulator.ledger import Entry, Holding, margin_for


@dataclass(frozen=True, slots=True)
class AccountOrder:
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


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order came into being, was executed or ended."""

    order: AccountOrder


@dataclass(frozen=True, slots=True)
class PositionsChanged:
    """Positions changed, each with the mark price of that moment in sats."""

    holdings: tuple[tuple[Holding, int], ...]


@dataclass(frozen=True, slots=True)
class BalanceChanged:
    """A link was added to the balance chain."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Notified:
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
