"""What happens on the exchange, as values. Times are nanoseconds since the epoch, prices ticks, sizes lots."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Level = tuple[int, int]
"""Price in ticks and size in lots."""


class Side(StrEnum):
    """A side of the book."""

    BID = "bid"
    ASK = "ask"

    @property
    def other(self) -> Side:
        """The opposite one."""
        return Side.ASK if self is Side.BID else Side.BID

    @property
    def outward(self) -> int:
        """The direction in which prices get worse."""
        return -1 if self is Side.BID else 1


@dataclass(frozen=True, slots=True)
class Instrument:
    """A contract with the steps of its prices and sizes, and the price it starts at."""

    symbol: str
    tick: Decimal
    lot: Decimal
    start: int

    def price(self, ticks: int) -> Decimal:
        """BTC for one contract."""
        return ticks * self.tick

    def size(self, lots: int) -> Decimal:
        """Contracts."""
        return lots * self.lot


INSTRUMENTS = (
    Instrument("US500-BTC", Decimal("0.00000010"), Decimal("0.001"), 75_520),
    Instrument("US100-BTC", Decimal("0.00001000"), Decimal("0.0001"), 27_340),
    Instrument("GOLD-BTC", Decimal("0.00000100"), Decimal("0.01"), 43_125),
    Instrument("OIL-BTC", Decimal("0.00000010"), Decimal("0.001"), 66_980),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One level went from one size to another; zero is no level."""

    time: int
    side: Side
    price: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Delta:
    """All net changes of a book since the delta before it."""

    symbol: str
    time: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Best bid and ask at one moment."""

    symbol: str
    time: int
    bid: Level | None
    ask: Level | None


@dataclass(frozen=True, slots=True)
class Trade:
    """An execution; `taker` is the side that was taken from."""

    symbol: str
    time: int
    number: int
    price: int
    size: int
    taken_from: Side
    volume: int
    high: int
    low: int


@dataclass(frozen=True, slots=True)
class Ticker:
    """The statistics of a contract at one moment."""

    quote: Quote
    last: int | None
    mark: Decimal
    index: Decimal
    open_interest: Decimal
    funding: Decimal


class AccountKind(StrEnum):
    """The types of account events."""

    ORDER = "order"
    POSITION = "position"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """A change of the account, in the exchange's own field names."""

    kind: AccountKind
    time: int
    data: dict[str, object]


Happening = Delta | Quote | Trade | Ticker | AccountEvent
