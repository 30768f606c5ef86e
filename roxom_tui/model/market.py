"""Symbols, sides, levels and channels: the nouns that every room shares."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final, NamedTuple, NewType

from roxom_tui.model.money import Price, Size

Symbol = NewType("Symbol", str)


class Environment(StrEnum):
    """Where the data comes from; the badge shows its word and colour at every size."""

    DEMO = "demo"
    SANDBOX = "sandbox"
    PRODUCTION = "production"


class Side(Enum):
    """A side of a book."""

    BID = "bid"
    ASK = "ask"


class OrderSide(StrEnum):
    """The side of an order."""

    BUY = "buy"
    SELL = "sell"


class AggressorSide(StrEnum):
    """Who crossed the spread in a trade."""

    BUY = "buy"
    SELL = "sell"


class PositionSide(StrEnum):
    """The direction of a position."""

    LONG = "long"
    SHORT = "short"


class DepthMode(StrEnum):
    """What the quantity of a depth delta means (protocol 4.3). `AUTO` leaves it to the evidence."""

    AUTO = "auto"
    ABSOLUTE = "absolute"
    SIGNED = "signed"


READINGS: Final = (DepthMode.ABSOLUTE, DepthMode.SIGNED)
"""What an exchange can mean by it."""


class Channel(StrEnum):
    """A stream's kind, spelled as on the wire (protocol 3.5)."""

    LEVEL1 = "level1"
    TRADE = "trade"
    DEPTH = "depth"
    TICKER = "ticker"
    ORDERS = "orders"
    BALANCE = "balance"
    POSITIONS = "positions"
    ACCOUNT = "account"

    @property
    def is_account(self) -> bool:
        """Whether the channel is the account's own and takes no symbol."""
        return self in ACCOUNT_CHANNELS


ACCOUNT_CHANNELS = frozenset({Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS, Channel.ACCOUNT})
MARKET_CHANNELS = frozenset(Channel) - ACCOUNT_CHANNELS


class Stream(NamedTuple):
    """One subscription: a channel, and a symbol where the channel takes one."""

    channel: Channel
    symbol: Symbol | None = None

    def __str__(self) -> str:
        return self.channel.value if self.symbol is None else f"{self.channel.value}.{self.symbol}"


class Level(NamedTuple):
    """A price and the contracts resting there."""

    price: Price
    size: Size
