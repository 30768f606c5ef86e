"""Sums without rounding: the default context keeps 28 digits, a wire number may have 36."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, Overflow
from typing import Final

_EXACT: Final = Context(prec=80, traps=[Inexact, Overflow])

ZERO: Final = Decimal(0)
add: Final = _EXACT.add
subtract: Final = _EXACT.subtract
multiply: Final = _EXACT.multiply
shift: Final = _EXACT.scaleb


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part / whole` to 28 digits; None when the whole is zero."""
    return part / whole if whole else None
