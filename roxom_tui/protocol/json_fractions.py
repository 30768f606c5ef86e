"""JSON numbers with a fraction, as the decimals that were written (protocol 7.4).

A parser turns them into binary fractions, but one of at most 15 digits comes back from there unharmed: the shortest
decimal that leads to the same binary fraction is the one that was written. With more digits it may be another.
"""

from __future__ import annotations

import re
from typing import Final

MAX_DIGITS: Final = 15
"""So many significant digits survive a double (IEEE 754)."""

_PLACES: Final = 18
_UNUSUAL_ENDS: Final = "0fn"
"""Of `7.0`, of what is infinite, and of what is no number."""

_shortest = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?").fullmatch


class FloatCount:
    """The count of JSON numbers with a fraction that were read, in the life of the program."""

    __slots__ = ("_last", "taken")

    def __init__(self) -> None:
        self.taken = 0
        self._last = 0.0

    def take(self, value: float) -> None:
        """One more; the same one that is read again at once, as with more care, is none."""
        if value is not self._last:
            self._last = value
            self.taken += 1


FLOATS: Final = FloatCount()


def text_of_float(value: float) -> str | None:
    """The decimal as text without an exponent, a fraction of zero left out; None where it is not certain or no number.

    It is certain up to `MAX_DIGITS` digits; with more than 18 before or behind the point it is refused as any text is.
    """
    shortest = repr(value)
    if len(shortest) <= MAX_DIGITS and shortest[-1] not in _UNUSUAL_ENDS and "e" not in shortest and value:
        FLOATS.take(value)
        return shortest
    found = _shortest(shortest)
    if found is None:
        return None
    sign, whole, fraction, exponent = found.groups("")
    digits, point = whole + fraction, len(whole) + int(exponent or 0)
    if len(digits.strip("0")) > MAX_DIGITS or not -_PLACES < point <= _PLACES:
        return None
    FLOATS.take(value)
    digits = digits.ljust(point, "0") if point >= 0 else "0" * -point + digits
    point = max(point, 0)
    head, tail = digits[:point].lstrip("0") or "0", digits[point:].rstrip("0")
    sign = sign if value else ""
    return f"{sign}{head}.{tail}" if tail else f"{sign}{head}"
