"""The best levels of a side that is longer than what is kept of one (client 5.1).

A book may be many times as long. Which of its levels are the best is found out without making an exact number of each
price: binary fractions stand in the same order, but for some that are too near each other to be told apart, and those
are compared exactly. So that nothing unreadable is left out in silence this is done only where every price is plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final

from roxom_tui.model.money import Price
from roxom_tui.protocol.json_fractions import FLOATS
from roxom_tui.protocol.limits import MAX_LEVELS, MAX_READ, refuse_many
from roxom_tui.protocol.numbers import NumberMemo, optional

BID_SIGN: Final = 1
ASK_SIGN: Final = -1
"""By which a price is better the larger it is."""

_LARGEST_INTEGER: Final = 10**18 - 1
_plain_text = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,10})?").fullmatch
"""A price that can be read in whichever unit it is."""


def best_of(side: Any, prices: NumberMemo[Price], price_in: Callable[[Any], Any], sign: int) -> tuple[Any, int]:
    """The best `MAX_LEVELS` of a side as they were sent, and how many were left out, whose sizes are not looked at.

    Where one has no price all stay, for whoever reads the levels to refuse it or not; `Refusal` if those are too many.
    """
    if type(side) is not list or len(side) <= MAX_LEVELS:
        return side, 0
    near = _near_best(side, [price_in(item) for item in side], sign)
    refuse_many(len(near), MAX_READ, "levels")
    told, counted = [], FLOATS.taken
    for item in near:
        price = optional(prices, price_in(item))
        if price is None:
            return side, 0
        told.append((price.key * sign, item))
    told.sort(key=itemgetter(0), reverse=True)
    # The prices of those that are kept are read once more.
    FLOATS.taken = counted
    return [item for _, item in told[:MAX_LEVELS]], len(side) - MAX_LEVELS


def pair_price(pair: Any) -> Any:
    """The price of a level, as sent."""
    return pair[0] if type(pair) is list and pair else None


def _near_best(side: list[Any], told: list[Any], sign: int) -> list[Any]:
    """The best levels and those that might be as good; all of them where not every price is plain."""
    kinds = set(map(type, told))
    is_plain = _PLAIN.get(kinds.pop()) if len(kinds) == 1 else None
    if is_plain is None or not all(map(is_plain, told)):
        return side
    keys = list(map(float, told))
    if min(keys) <= 0:
        return side
    ordered = sorted(keys)
    if sign == BID_SIGN:
        least = ordered[-MAX_LEVELS]
        return [item for item, key in zip(side, keys, strict=True) if key >= least]
    most = ordered[MAX_LEVELS - 1]
    return [item for item, key in zip(side, keys, strict=True) if key <= most]


def _is_plain_integer(value: int) -> bool:
    return 0 < value <= _LARGEST_INTEGER


def _is_plain_fraction(value: float) -> bool:
    """Whether it has at most 15 digits, and no more decimals than any unit can state."""
    return (value < 1e5 and round(value, 10) == value) or (value < 1e10 and round(value, 5) == value)


_PLAIN: Final[dict[type[Any], Callable[[Any], object]]] = {
    str: _plain_text,
    int: _is_plain_integer,
    float: _is_plain_fraction,
}
