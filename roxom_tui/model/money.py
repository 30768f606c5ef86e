"""Exact numbers: a price that is cheap to hash and order, and amounts that carry their unit in the type.

The protocol sends decimals as text. They stay decimal up to the screen; nothing here passes through a float.
"""

from __future__ import annotations

from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation, Overflow
from enum import StrEnum
from typing import Final, NewType, Self

SCALE: Final = 18
"""Decimal places that `Price.key` keeps: the most that the wire's grammar allows."""

SATS_PER_BTC: Final = 100_000_000

_PLACES: Final = Decimal(SCALE)
_keys: Final = Context(prec=64, Emax=3 * SCALE, traps=[Inexact, InvalidOperation, Overflow])
"""Where a key is worked out: exactly or not at all, and never of a length that could hurt."""

_TENS: Final = tuple(10 ** (SCALE - places) for places in range(SCALE + 1))
"""By the number of decimals, of which there are no more."""

_new_decimal = Decimal.__new__
_NO_PRICE: Final = "not a finite price of at most 18 decimals"
_NOT_ABOVE_ZERO: Final = "not above zero"

Btc = NewType("Btc", Decimal)
"""An amount of money in BTC. Sats are turned into BTC where they are decoded, so the two are never added."""

Size = NewType("Size", Decimal)
"""A quantity of contracts. Never converted."""


class Unit(StrEnum):
    """The unit in which the exchange states money on the wire (protocol 6.9)."""

    BTC = "btc"
    SATS = "sats"


class Price(Decimal):
    """An exact price in BTC per contract that remembers its decimals, and `key`, its integer at 10**-18.

    `0.00089410` and `0.0008941` have one key, so they are one level of a book; an integer hashes and sorts
    several times faster than a decimal does. `ask_key` is its negative: by that the best ask is the largest.
    """

    __slots__ = ("ask_key", "key")
    key: int
    ask_key: int

    def __new__(cls, value: str | Decimal) -> Self:
        """Read a finite decimal with at most 18 places; ValueError for anything else."""
        price = super().__new__(cls, value)
        try:
            scaled = price.scaleb(_PLACES, _keys)
            price.key = int(scaled)
        except (DecimalException, OverflowError):
            raise ValueError(_NO_PRICE) from None
        if price.key != scaled:
            raise ValueError(_NO_PRICE)
        price.ask_key = -price.key
        return price

    @property
    def decimals(self) -> int:
        """The number of digits after the point, as sent."""
        exponent = self.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


class UnstatedPrice(Price):
    """A price of which nobody stated the unit: as it was sent, in BTC or in sats."""

    __slots__ = ()


class UnstatedAmount(Decimal):
    """An amount of which nobody stated the unit."""

    __slots__ = ()


def spelled_price(text: str, kind: type[Price] = Price) -> Price:
    """The price in a text: 1 to `SCALE` digits, a point and as many digits behind it or neither. As `Price`, in less
    time; ValueError for any other text, and where it is not above zero.
    """
    whole, point, fraction = text.partition(".")
    # Only what is ASCII too: there are other digits.
    if not whole.isdigit() or not (fraction.isdigit() or not point) or not text.isascii() or len(whole) > SCALE:
        raise ValueError(_NO_PRICE)
    try:
        key = int(whole + fraction) * _TENS[len(fraction)]
    except IndexError:
        raise ValueError(_NO_PRICE) from None
    if key <= 0:
        raise ValueError(_NOT_ABOVE_ZERO)
    price = _new_decimal(kind, text)
    price.key, price.ask_key = key, -key
    return price
