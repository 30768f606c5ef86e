"""What taking a size, or an amount, from one side of a book costs, and what stands there up to a price (state 2.1).

Levels come best first and ungrouped. Sums are exact; a book that holds less answers what it holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import Level, OrderSide, Side
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import NO_SIZE, SATS_DECIMALS, ZERO, add, multiply, ratio, subtract

_BASIS_POINTS: Final = Decimal(10_000)


class Taken(Struct, frozen=True):
    """What was met on the way: contracts, their price in BTC, of how many levels and the worst of those.

    `is_all` is False where the book ended before what was asked for.
    """

    size: Size = NO_SIZE
    cost: Btc = Btc(ZERO)
    levels: int = 0
    worst: Price | None = None
    is_all: bool = True
    decimals: int = SATS_DECIMALS
    """The most that a price of those levels has, and never fewer than a satoshi: zeros at its end may not be sent."""
    less_than: Size | None = None
    """The least size of these levels, where an amount does not pay for it."""

    @property
    def vwap(self) -> Price | None:
        """Cost over size, rounded half even to the decimals of the prices; None of nothing."""
        if not self.size:
            return None
        scaled = Fraction(self.cost) / Fraction(self.size) * 10**self.decimals
        return Price(Decimal(round(scaled)).scaleb(-self.decimals))


class _Sum:
    """Adds levels up."""

    __slots__ = ("cost", "decimals", "levels", "size", "worst")

    def __init__(self) -> None:
        self.size, self.cost, self.levels, self.decimals = NO_SIZE, ZERO, 0, SATS_DECIMALS
        self.worst: Price | None = None

    def take(self, price: Price, size: Size) -> None:
        """So many contracts at that price."""
        self.size = Size(add(self.size, size))
        self.cost = add(self.cost, multiply(price, size))
        self.levels += 1
        self.worst = price
        self.decimals = max(self.decimals, price.decimals)

    def taken(self, *, is_all: bool) -> Taken:
        return Taken(self.size, Btc(self.cost), self.levels, self.worst, is_all, self.decimals)


def up_to(levels: Iterable[Level], side: Side, key: int) -> Taken:
    """All that stands on a side from the best level to the price of that key, inclusive."""
    found, sign = _Sum(), 1 if side is Side.ASK else -1
    for price, size in levels:
        if (price.key - key) * sign > 0:
            break
        found.take(price, size)
    return found.taken(is_all=True)


def cost_of_contracts(levels: Iterable[Level], wanted: Size) -> Taken:
    """So many contracts, from the best level on."""
    found, missing = _Sum(), wanted
    for price, size in levels:
        if not missing:
            break
        part = min(size, missing)
        found.take(price, part)
        missing = Size(subtract(missing, part))
    return found.taken(is_all=not missing)


def contracts_for(levels: Iterable[Level], amount: Btc) -> Taken:
    """As many contracts as an amount of BTC pays for, down to the decimals that the sizes of these levels have: what
    is left of the amount is less than the least of them costs."""
    found, left, places = _Sum(), Decimal(amount), 0
    for price, size in levels:
        places = max(places, _places(size))
        whole = multiply(price, size)
        if whole > left:
            part = _floor(left, price, places)
            if part:
                found.take(price, part)
            taken = found.taken(is_all=True)
            return taken if taken.size else replace(taken, less_than=Size(Decimal(1).scaleb(-places)))
        found.take(price, size)
        left = subtract(left, whole)
    return found.taken(is_all=not left)


def _floor(amount: Decimal, price: Price, places: int) -> Size:
    exact = Fraction(amount) / Fraction(price) * 10**places
    return Size(Decimal(exact.numerator // exact.denominator).scaleb(-places))


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def slip(taken: Taken, side: OrderSide, reference: Decimal | None) -> Decimal | None:
    """How much worse than a reference price the average is for who takes, as a price; None where either is unknown."""
    over = _over(taken, side, reference)
    return None if over is None else ratio(over, taken.size)


def slip_bp(taken: Taken, side: OrderSide, reference: Decimal | None) -> Decimal | None:
    """The same in basis points of the reference."""
    over = _over(taken, side, reference)
    if over is None or reference is None:
        return None
    share = ratio(over, multiply(reference, taken.size))
    return None if share is None else share * _BASIS_POINTS


def _over(taken: Taken, side: OrderSide, reference: Decimal | None) -> Decimal | None:
    """What was paid over the reference price, or received below it."""
    if reference is None or not taken.size:
        return None
    fair = multiply(reference, taken.size)
    return subtract(taken.cost, fair) if side is OrderSide.BUY else subtract(fair, taken.cost)


def side_taken(side: OrderSide) -> Side:
    """The side of the book that an order of this side takes from."""
    return Side.ASK if side is OrderSide.BUY else Side.BID
