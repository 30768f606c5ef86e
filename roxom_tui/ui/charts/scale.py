"""Scales of prices: how many keys a dot stands for, and the round prices at their side. Pure.

A dot is half a cell high, or a whole one where a terminal has no tints. Keys are those of `Price`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.money import SCALE

_FINE: Final = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
"""Tenths of a power of ten that a dot may stand for, as multiples of a price step."""

_PARTS: Final = (4, 2)
"""Dots that one price step may have."""

_ROUND: Final = (1, 2, 5)

_LEAST_USED: Final = 3
"""A scale of which less than a third is used is let go."""


class PriceScale(Struct, frozen=True):
    """`dots` from the top down: the first stands for the `unit` keys below `top`."""

    top: int
    unit: int
    dots: int

    @property
    def bottom(self) -> int:
        """The lowest key that has a dot."""
        return self.top - self.unit * self.dots

    def dot(self, key: int) -> int:
        """The dot of a price, 0 at the top; negative above, `dots` and more below."""
        return (self.top - 1 - key) // self.unit

    def low_of(self, dot: int) -> int:
        """The lowest key of a dot."""
        return self.top - (dot + 1) * self.unit

    def holds(self, key: int) -> bool:
        """Whether a price is in sight."""
        return self.bottom <= key < self.top


def units(step: int) -> Iterator[int]:
    """What a dot may stand for, ever more: multiples of the price step."""
    yield step
    power = 1
    while True:
        for tenths in _FINE:
            multiple = tenths * power
            if multiple % 10 == 0 and multiple > 10:
                yield step * multiple // 10
        power *= 10


def fine_step(low: int, high: int, step: int, dots: int) -> int:
    """The part of a price step that a dot stands for, where few prices were traded: they fill the height as well."""
    parts = (step // part for part in _PARTS if step % part == 0)
    return next((part for part in parts if high - low + 4 * step <= part * dots), step)


def fitted(low: int, high: int, step: int, dots: int) -> PriceScale:
    """The finest scale that holds these keys, in the middle, with a little room at both ends; of two dots at least."""
    dots = max(2, dots)
    room = max(step, (high - low) // 20)
    return next(
        scale
        for scale in _around(low, high, step, dots)
        if scale.holds(max(0, low - room)) and scale.holds(high + room)
    )


def _around(low: int, high: int, step: int, dots: int) -> Iterator[PriceScale]:
    """Coarser and coarser ones with these keys in the middle."""
    middle = (low + high) // 2
    for unit in units(max(1, step)):
        yield PriceScale(-(-(middle + unit * dots // 2) // unit) * unit, unit, dots)


def kept(before: PriceScale | None, low: int, high: int, step: int, dots: int) -> PriceScale:
    """The scale there was, as long as all is in sight and fills a third of it: what is drawn does not move."""
    if before is not None and before.dots == dots and before.holds(low) and before.holds(high):
        new = fitted(low, high, step, dots)
        if before.unit <= new.unit * _LEAST_USED:
            return before
    return fitted(low, high, step, dots)


def round_step(scale: PriceScale, step: int, rows: int) -> int:
    """The least step of 1, 2 or 5 that is no finer than the price step and leaves `rows` dots between two labels."""
    power = 1
    least = max(step, scale.unit * rows)
    while True:
        for digit in _ROUND:
            if digit * power >= least and digit * power % max(1, step) == 0:
                return digit * power
        power *= 10
        if power > least * 1000:
            return -(-least // step) * step


def labelled(scale: PriceScale, step: int, rows: int) -> list[tuple[int, int]]:
    """Round prices in sight as keys with their dots, from the top down, at least `rows` dots apart."""
    width = round_step(scale, step, rows)
    first = (scale.top - 1) // width * width
    return [(key, scale.dot(key)) for key in range(first, scale.bottom - 1, -width)]


def decimals_of(unit: int) -> int:
    """The decimals that it takes to write multiples of a key."""
    places = SCALE
    while places and unit % 10 == 0:
        unit, places = unit // 10, places - 1
    return places


def price_of(key: int, places: int) -> Decimal:
    """A key as a price, with so many decimals."""
    return Decimal(key // 10 ** (SCALE - places)).scaleb(-places)
