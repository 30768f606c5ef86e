"""Decimal text to exact numbers, strictly: what `Decimal` would take and an exchange never sends is refused.

`Decimal` itself accepts `1_000`, Arabic digits, `NaN` and `1e9`; the grammar here does not (reliability 5). JSON
integers are taken where the wire may send them, JSON floats and booleans never (protocol 7.4).

The same few thousand texts come again and again, so each memo is a dictionary that fills itself: a hit costs one
look-up. Only text is kept as a key, because `1`, `1.0` and `True` are one key to a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final, TypeVar

from roxom_tui.model.number import Btc, Price, Size, Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import Refusal
from roxom_tui.protocol.text import gate

MEMO_SIZE: Final = 8192
EXACT: Final = Context(prec=64)
"""Enough digits that sums and differences of two numbers on the wire are never rounded."""

_MAX_INTEGER: Final = 10**18
_SATS_SHIFT: Final = 8
_grammar = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?").fullmatch

NumberT = TypeVar("NumberT", bound=Decimal)


class NumberMemo(dict[str, NumberT]):
    """`memo[text]` is the number written there; `Refusal` if none is. Emptied when it holds `MEMO_SIZE` entries."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], NumberT]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, value: object) -> NumberT:
        if type(value) is str:
            if _grammar(value) is None:
                raise Refusal(RejectReason.BAD_NUMBER, repr(gate(value, 40)))
            number = self._made(value)
            if len(self) >= MEMO_SIZE:
                self.clear()
            self[value] = number
            return number
        if type(value) is int:
            if not -_MAX_INTEGER < value < _MAX_INTEGER:
                raise Refusal(RejectReason.BAD_NUMBER, "an integer of more than 18 digits")
            return self._made(str(value))
        raise Refusal(RejectReason.WRONG_TYPE, f"a {type(value).__name__} for a number")

    def _made(self, text: str) -> NumberT:
        try:
            return self._make(text)
        except ValueError:  # a price in sats may have more decimals than BTC can state
            raise Refusal(RejectReason.BAD_NUMBER, repr(text)) from None


def sats_to_btc(sats: Decimal) -> Decimal:
    """The same amount in BTC, exactly and with its digits kept: `4312500` becomes `0.04312500` (protocol 6.9)."""
    sign, digits, exponent = sats.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError("not a finite amount")
    return Decimal((sign, digits, exponent - _SATS_SHIFT))


def _sats_price(text: str) -> Price:
    return Price(sats_to_btc(Decimal(text)))


def _sats_amount(text: str) -> Btc:
    return Btc(sats_to_btc(Decimal(text)))


PRICES: Final[dict[Unit, NumberMemo[Price]]] = {Unit.BTC: NumberMemo(Price), Unit.SATS: NumberMemo(_sats_price)}
"""Text in the given unit to a price in BTC."""

AMOUNTS: Final[dict[Unit, NumberMemo[Btc]]] = {
    Unit.BTC: NumberMemo(lambda text: Btc(Decimal(text))),
    Unit.SATS: NumberMemo(_sats_amount),
}
"""Text in the given unit to an amount in BTC."""

SIZES: Final[NumberMemo[Size]] = NumberMemo(lambda text: Size(Decimal(text)))
"""Contracts: the same in every unit."""

DECIMALS: Final[NumberMemo[Decimal]] = NumberMemo(Decimal)
"""Rates, ratios and multiples."""


def optional(memo: NumberMemo[NumberT], value: object) -> NumberT | None:
    """The number, or None where it is absent or unreadable: for fields a message can do without."""
    if type(value) is not str and type(value) is not int:
        return None
    try:
        return memo[value]  # type: ignore[index]  # an integer is made afresh by __missing__
    except Refusal:
        return None
