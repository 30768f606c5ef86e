"""In which unit a price was told that names none: BTC or sats, by what is beside it (protocol 7.4). Pure.

| by itself | its neighbours | in sats on a tick | read as |
|---|---|---|---|
| near the mark as BTC | whatever | whatever | BTC |
| near the mark as sats | none is surely BTC | yes, or not known | sats |
| neither | all that are sure are BTC | whatever | BTC |
| neither | all that are sure are sats | yes, or not known | sats |
| neither, at most 10,000 marks, or less than 1 without a mark | otherwise | whatever | BTC |
| neither, beyond | otherwise | no | BTC |
| neither, beyond | otherwise | yes, or not known | not known |

The mark is that of the contract's market, or before one is known another price of it. Near is from half of the mark to
twice of it for sats, the band in which an exchange takes orders, and a hundred times as wide for BTC, the documented
unit.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.money import Btc, Price, Unit, UnstatedAmount, UnstatedPrice
from roxom_tui.state.decimal_math import multiply, shift

_SATS_DECIMALS: Final = 8
_WIDE: Final = Decimal(100)
_BAND: Final = Decimal(2)
_BOTH_POSSIBLE: Final = Decimal(10_000)
"""Beyond so many marks a price may be either."""

_ONE_SAT: Final = Decimal(1)
"""Without a mark a price may be either from here on: less than one sat no contract costs."""


class PriceReading(NamedTuple):
    """A price in BTC; or None, and whether that is because its unit is not known."""

    price: Price | None
    is_unknown: bool = False


def sure_unit(price: Price, mark: Price | None) -> Unit | None:
    """The unit that the mark alone makes plain."""
    if mark is None or mark <= 0:
        return None
    if price <= multiply(mark, _WIDE):
        return Unit.BTC if multiply(price, _WIDE) >= mark else None
    in_btc = shift(price, -_SATS_DECIMALS)
    return Unit.SATS if mark <= multiply(in_btc, _BAND) and in_btc <= multiply(mark, _BAND) else None


def common_unit(prices: Iterable[tuple[Price | None, Price | None]]) -> frozenset[Unit]:
    """The units that are plain among prices and the marks of their contracts; of those that state theirs, none."""
    told = ((price, mark) for price, mark in prices if isinstance(price, UnstatedPrice))
    return frozenset(unit for price, mark in told if (unit := sure_unit(price, mark)) is not None)


def read_price(
    price: Price | None, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None
) -> PriceReading:
    """A price in BTC, by the table above. `step` is the contract's price step, as far as it is known."""
    is_stated = not isinstance(price, UnstatedPrice)
    return price_in(price, None if price is None or is_stated else _unit(price, mark, neighbours, step))


def price_in(price: Price | None, unit: Unit | None) -> PriceReading:
    """A price beside others of a unit that was found out; one that states its own is that."""
    if not isinstance(price, UnstatedPrice):
        return PriceReading(price)
    if unit is None:
        return PriceReading(None, is_unknown=True)
    return PriceReading(Price(price) if unit is Unit.BTC else in_btc(price))


def _unit(price: Price, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None) -> Unit | None:
    sure, fits = sure_unit(price, mark), _fits(price, step)
    if sure is Unit.BTC:
        return Unit.BTC
    others = next(iter(neighbours)) if len(neighbours) == 1 else None
    if sure is Unit.SATS and fits and Unit.BTC not in neighbours:
        return Unit.SATS
    if others is Unit.BTC or (others is Unit.SATS and fits):
        return others
    if mark is None or mark <= 0:
        return Unit.BTC if price < _ONE_SAT or not fits else None
    return Unit.BTC if price <= multiply(mark, _BOTH_POSSIBLE) or not fits else None


def is_told_already(price: UnstatedPrice, known: object) -> bool:
    """Whether it is the same, in one unit or the other, as a price of which the unit is known."""
    if not isinstance(known, Price) or isinstance(known, UnstatedPrice):
        return False
    return price == known or in_btc(price) == known


def _fits(price: Price, step: Decimal | None) -> bool:
    """Whether a price taken for sats lies on a tick, as far as one is known."""
    told = in_btc(price)
    return told is not None and (step is None or not told % step)


def in_btc(price: Price) -> Price | None:
    """A price in sats as one in BTC; None if it has more decimals than that can state."""
    try:
        return Price(shift(price, -_SATS_DECIMALS))
    except ValueError:
        return None


def amount_in_btc(amount: Btc | None, unit: Unit | None) -> Btc | None:
    """An amount beside prices of a unit; None where that is not known and none was stated."""
    if amount is None or not _is_unstated(amount):
        return amount
    if unit is Unit.SATS:
        return Btc(shift(amount, -_SATS_DECIMALS))
    return Btc(Decimal(amount)) if unit is Unit.BTC else None


def _is_unstated(amount: Decimal) -> bool:
    return isinstance(amount, UnstatedAmount)
