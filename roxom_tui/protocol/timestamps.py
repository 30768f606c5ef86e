"""Times on the wire to nanoseconds since the epoch; the unit is told by the magnitude (protocol 7.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from roxom_tui.protocol.numbers import text_of_float

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 2**63
"""Nanoseconds up to the year 2262: beyond, a time is no time."""

_LONGEST_TEXT: Final = 40
_UNITS: Final = ((10**11, 10**9), (10**14, 10**6), (10**17, 10**3))
"""Below the first number, the second is how many nanoseconds one unit has: seconds, milliseconds, microseconds."""


def to_ns(value: object) -> int | None:
    """Nanoseconds from a JSON number, its digits as text, or an ISO date; None for anything else.

    Zero and negative integers are None too: an exchange sends them for "not set".
    """
    if type(value) is int:
        return _scaled(value)
    if type(value) is float:
        return _from_fraction(value)
    if type(value) is not str or len(value) > _LONGEST_TEXT:
        return None
    if value.isascii() and value.isdigit():
        return _scaled(int(value))
    return _from_iso(value)


def _from_fraction(value: float) -> int | None:
    text = text_of_float(value)
    return None if text is None else _scaled(Decimal(text))


def _scaled(number: int | Decimal) -> int | None:
    if number <= 0:
        return None
    for bound, nanoseconds in _UNITS:
        if number < bound:
            number *= nanoseconds
            break
    return int(number) if number < _LATEST else None


def _from_iso(text: str) -> int | None:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        elapsed = (moment - _EPOCH) // timedelta(microseconds=1) * 1000
    except (ValueError, OverflowError):
        return None
    return elapsed if 0 < elapsed < _LATEST else None
