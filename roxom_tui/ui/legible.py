"""How well one colour can be read on another, and inks that lean until they can. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from rich.color import Color, ColorSystem

READ: Final = 4.5
"""The least contrast of what is meant to be read (WCAG 2, level AA)."""
SHARED: Final = 3.0
"""The least contrast of leading digits that all rows share, and of drawn things that tell something."""

_STEPS: Final = 50


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2)."""
    red, green, blue = (_linear(part / 255) for part in Color.parse(colour).get_truecolor())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(back: str, front: str, share: float) -> str:
    """The colour `share` of the way from `back` to `front`."""
    a, b = Color.parse(back).get_truecolor(), Color.parse(front).get_truecolor()
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


@lru_cache(maxsize=512)
def of_256(colour: str) -> str:
    """The colour of the 256 that a terminal shows in its place."""
    return Color.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


def as_it_is(colour: str) -> str:
    """The colour itself: a terminal of all colours shows it."""
    return colour


def legible(ink: str, ground: str, least: float, towards: str, shown: Callable[[str], str] = as_it_is) -> str:
    """The ink, leaning to `towards` no further than its contrast on the ground needs to be `least`.

    `shown` is what the terminal makes of a colour; where nothing is enough the answer is `towards` itself.
    """
    ground = shown(ground)
    leaning = (blend(ink, towards, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in leaning if contrast(shown(each), ground) >= least), towards)
