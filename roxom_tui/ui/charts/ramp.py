"""The ramp of the heatmap: sizes as steps, logarithmic; steps as inks and grounds, or as characters. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from roxom_tui.model.money import SCALE
from roxom_tui.ui.charts.canvas import BLANK, Cell
from roxom_tui.ui.lines import Ground, Heat, Role, Tint

HEATS: Final = tuple(Heat)
STEPS: Final = len(HEATS)
"""0 is nothing, `STEPS` the white point and all beyond it."""

CHARACTERS: Final = " .:-=+*#%@"
_NEAR: Final = Decimal("1.15")
"""A scale stays while both of its ends are within so much of what they would be."""

_WHITE: Final = 97
"""The percentile of the sizes in view that is the white point."""


class HeatScale(Struct, frozen=True):
    """The sizes from which on each step begins, ascending; the first is the least that is seen."""

    bounds: tuple[Decimal, ...]

    @property
    def least(self) -> Decimal:
        """The size at which the ramp begins."""
        return self.bounds[0]

    @property
    def white(self) -> Decimal:
        """The size at which it ends."""
        return self.bounds[-1]

    def step(self, size: Decimal | None) -> int:
        """0 where nothing rested, else 1 to `STEPS`: also less than the least is something."""
        if not size:
            return 0
        low, high = 1, len(self.bounds)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if size >= self.bounds[middle - 1] else (low, middle - 1)
        return low

    def sums_from(self, places: int, known: int) -> tuple[int, ...]:
        """The sums from which on each step begins: of size times tick in units of 10**-`places`, over `known` ticks."""
        return _sums_from(self.bounds, places, known)

    def serves(self, other: HeatScale) -> bool:
        """Whether it is near enough to another that what is drawn need not change."""
        pairs = ((self.least, other.least), (self.white, other.white))
        return all(max(pair) <= _NEAR * min(pair) for pair in pairs)


@lru_cache(maxsize=64)
def _sums_from(bounds: tuple[Decimal, ...], places: int, known: int) -> tuple[int, ...]:
    return tuple(int((bound * known).scaleb(places).to_integral_value(ROUND_CEILING)) for bound in bounds)


def scaled(sizes: Iterable[int]) -> HeatScale | None:
    """Steps of equal ratio from a tenth of the median, or the least size, up to the white point; None of nothing.

    Sizes are at 10**-18. Both ends are rounded to two digits: what is drawn does not change with every size.
    """
    ordered = sorted(filter(None, sizes))
    if not ordered:
        return None
    white = _two_digits(ordered[(len(ordered) - 1) * _WHITE // 100])
    least = min(_two_digits(max(ordered[0], ordered[len(ordered) // 2] // 10)), white)
    return HeatScale(_bounds(least, white))


def _two_digits(key: int) -> Decimal:
    size = Decimal(key).scaleb(-SCALE)
    return size.quantize(Decimal(1).scaleb(size.adjusted() - 1))


def _bounds(least: Decimal, white: Decimal) -> tuple[Decimal, ...]:
    ratio = (white / least) ** (Decimal(1) / (STEPS - 1)) if white > least else Decimal(1)
    inner: Sequence[Decimal] = [least * ratio**n for n in range(1, STEPS - 1)]
    return (least, *inner, white)


@lru_cache(maxsize=(STEPS + 1) ** 2)
def halves(upper: int, lower: int) -> Cell:
    """Two steps in one cell; a screen has ten thousand cells and some hundreds of these."""
    if upper == lower:
        return Cell(" ", Role.TEXT, _ground(upper)) if upper else BLANK
    if not upper:
        return Cell("▄", HEATS[lower - 1])
    return Cell("▀", HEATS[upper - 1], _ground(lower))


@lru_cache(maxsize=4 * (STEPS + 1))
def character(step: int, ink: Role) -> Cell:
    """One step in one cell, for terminals that have no tints, and for what is history."""
    if not step:
        return BLANK
    place = 1 + (step - 1) * (len(CHARACTERS) - 2) // (STEPS - 1)
    return Cell(CHARACTERS[place], ink)


def legend(tints: bool, ink: Role) -> list[Cell]:
    """The ramp itself."""
    if tints:
        return [Cell(" ", Role.TEXT, heat) for heat in HEATS]
    return [character(step, ink) for step in sorted({_first(place) for place in range(1, len(CHARACTERS))})]


def _first(place: int) -> int:
    """The first step that has this character."""
    return next(step for step in range(1, STEPS + 1) if 1 + (step - 1) * (len(CHARACTERS) - 2) // (STEPS - 1) >= place)


def _ground(step: int) -> Ground:
    return HEATS[step - 1] if step else Tint.NONE
