"""Symbols, sides and levels: the nouns that every room shares."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final, NamedTuple, NewType, TypeAlias

from roxom_tui.model.money import Price, Size

Symbol = NewType("Symbol", str)

DEFAULT_SYMBOLS: Final = tuple(Symbol(name) for name in ("US500-BTC", "US100-BTC", "GOLD-BTC", "OIL-BTC"))
"""The contracts that are followed, and that the simulated exchange lists, where nobody names others."""


class Environment(StrEnum):
    """The kind of exchange that is watched; the badge shows its word and colour at every size."""

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

    @property
    def opens(self) -> PositionSide:
        """The side of the position that an order of this side opens; it closes one of the other."""
        return PositionSide.LONG if self is OrderSide.BUY else PositionSide.SHORT


class AggressorSide(StrEnum):
    """The side that crossed the spread in a trade."""

    BUY = "buy"
    SELL = "sell"


class PositionSide(StrEnum):
    """The direction of a position."""

    LONG = "long"
    SHORT = "short"

    @property
    def opened_by(self) -> OrderSide:
        """The side of the orders that open or enlarge such a position."""
        return OrderSide.BUY if self is PositionSide.LONG else OrderSide.SELL

    @property
    def closed_by(self) -> OrderSide:
        """The side of the orders that shrink or close such a position."""
        return OrderSide.SELL if self is PositionSide.LONG else OrderSide.BUY


class DepthMode(StrEnum):
    """The meaning of a quantity in depth deltas (protocol 4.3). `AUTO` leaves it to the evidence."""

    AUTO = "auto"
    ABSOLUTE = "absolute"
    SIGNED = "signed"


READINGS: Final = (DepthMode.ABSOLUTE, DepthMode.SIGNED)
"""What an exchange can mean by it."""


class ImbalanceScope(StrEnum):
    """The part of a book whose sides are weighed against each other; the value names it on the screen."""

    TOP_5 = "top 5"
    TOP_10 = "top 10"
    NEAR = "10 bp"
    WHOLE = "whole book"


class Level(NamedTuple):
    """A price and the contracts resting there."""

    price: Price
    size: Size


PricedSize: TypeAlias = tuple[Price, Size]
"""The same as a plain tuple, a fifth of the price to make, for what comes by the ten thousand. A `Level` is one."""
