"""The useful part of a list that is longer than its bound: the best levels, the newest entries (client 5.1).

A book may be many times as long as what is kept of it. Which of its levels are the best is found out without making
an exact number of each price: binary fractions stand in the same order, but for some that are too near each other to
be told apart, and those are compared exactly. So that nothing unreadable is left out in silence this is done only
where every price is plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, Final

from roxom_tui.model.events import Event
from roxom_tui.model.money import Price
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.limits import MAX_LEVELS, MAX_LISTED, MAX_READ, refuse_many
from roxom_tui.protocol.numbers import FLOATS, NumberMemo, optional
from roxom_tui.protocol.refusal import Refusal, wrong_type
from roxom_tui.protocol.timestamps import to_ns

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
    sent, counted = [], FLOATS.taken
    for item in near:
        price = optional(prices, price_in(item))
        if price is None:
            return side, 0
        sent.append((price.key * sign, item))
    sent.sort(key=itemgetter(0), reverse=True)
    # The prices of those that are kept are read once more.
    FLOATS.taken = counted
    return [item for _, item in sent[:MAX_LEVELS]], len(side) - MAX_LEVELS


def pair_price(pair: Any) -> Any:
    """The price of a level, as sent."""
    return pair[0] if type(pair) is list and pair else None


def _near_best(side: list[Any], sent: list[Any], sign: int) -> list[Any]:
    """The best levels and those that might be as good; all of them where not every price is plain."""
    kinds = set(map(type, sent))
    is_plain = _PLAIN.get(kinds.pop()) if len(kinds) == 1 else None
    if is_plain is None or not all(map(is_plain, sent)):
        return side
    keys = list(map(float, sent))
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


def newest(items: list[Any], most: int, keys: tuple[str, ...]) -> list[Any]:
    """The newest `most` of `items` in their order, by the first of `keys` that can be read as a time.

    Those of one time, or of none, which count as the oldest, are taken from the end of the list.
    """
    if len(items) <= most:
        return items
    by_time = sorted(range(len(items)), key=lambda place: _time_of(items[place], keys))
    return [items[place] for place in sorted(by_time[-most:])]


def _time_of(item: Any, keys: tuple[str, ...]) -> int:
    if type(item) is not dict:
        raise wrong_type("data", item)
    return next((at for key in keys if (at := to_ns(item.get(key))) is not None), 0)


def too_long(sent: Sequence[Any], what: str, kept: Sequence[Event]) -> Refusal:
    """The refusal of a message of which only the newest entries were read."""
    return Refusal(RejectReason.TOO_LARGE, f"newest {MAX_LISTED:,} of {len(sent):,} {what}", kept)
