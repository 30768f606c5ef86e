"""Sums without rounding: the default context keeps 28 digits, a wire number may have 36."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, Overflow
from typing import Final, cast

from roxom_tui.model.money import Price, Size

_EXACT: Final = Context(prec=80, traps=[Inexact, Overflow])

SATS_DECIMALS: Final = 8
"""A bitcoin is 10**8 sats."""

ZERO: Final = Decimal(0)
NO_SIZE: Final = Size(ZERO)
add: Final = _EXACT.add
add_sizes: Final = cast("Callable[[Size, Size], Size]", _EXACT.add)
subtract: Final = _EXACT.subtract
multiply: Final = _EXACT.multiply
shift: Final = _EXACT.scaleb
quantize: Final = _EXACT.quantize
normalize: Final = _EXACT.normalize
to_step: Final = Context(prec=80).quantize
"""The number to the digits of a step, half to even: for what is shown."""


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part / whole` to 28 digits; None when the whole is zero."""
    return part / whole if whole else None


def in_btc(price: Price) -> Price | None:
    """A price in sats as one in BTC; None if it has more decimals than that can state."""
    try:
        return Price(shift(price, -SATS_DECIMALS))
    except ValueError:
        return None
