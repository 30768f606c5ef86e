"""What of the roles is read, and measures of colours as people see them, written apart from the program's own."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from rich.color import Color

from roxom_tui.ui.lines import Role

Lab = tuple[float, float, float]

READ = frozenset(
    {
        *(Role.STRONG, Role.CHANGED, Role.TEXT, Role.SOFT, Role.FAINT, Role.STALE),
        *(Role.BID, Role.BID_BEST, Role.BID_SOFT, Role.ASK, Role.ASK_BEST, Role.ASK_SOFT),
        *(Role.WARNING, Role.ERROR, Role.GOOD, Role.ACCENT, Role.BADGE, Role.OWN),
    }
)
"""Words and figures."""
SHARED = frozenset({Role.SHARED, Role.BID_SHARED, Role.ASK_SHARED})
"""Digits that say nothing new."""


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of a #rrggbb as light, 0 to 1."""
    parts = [part / 255 for part in Color.parse(colour).get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 (the same) to 21 (black on white)."""
    weights = (0.2126, 0.7152, 0.0722)
    dark, light = sorted(sum(w * part for w, part in zip(weights, linear(each), strict=True)) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str) -> Lab:
    """CIELAB under D65."""
    red, green, blue = linear(colour)
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str) -> float:
    """CIEDE2000: 1 is just seen side by side, 100 is black and white."""
    return difference_of(lab(one), lab(other))


def difference_of(one: Lab, other: Lab) -> float:
    """The same of two places in CIELAB."""
    mean = (hypot(*one[1:]) + hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    (l1, c1, h1), (l2, c2, h2) = (_polar(each, stretch) for each in (one, other))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma, hue = (l1 + l2) / 2, (c1 + c2) / 2, _mean_hue(h1, h2, c1 * c2)
    t = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
    t += 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    sl = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(((l2 - l1) / sl) ** 2 + ((c2 - c1) / sc) ** 2 + (dh / sh) ** 2 + rotation * (c2 - c1) / sc * dh / sh)


def _polar(place: Lab, stretch: float) -> Lab:
    light, a, b = place
    return light, hypot(a * stretch, b), degrees(atan2(b, a * stretch)) % 360


def _mean_hue(one: float, other: float, chroma: float) -> float:
    if not chroma:
        return one + other
    if abs(one - other) <= 180:
        return (one + other) / 2
    return (one + other + (360 if one + other < 360 else -360)) / 2
