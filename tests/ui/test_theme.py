"""Colours by role."""

from __future__ import annotations

import itertools

import pytest
from rich.color import Color

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.theme import PALETTES, Paint, Palette, accent_of

THEMES = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)


def luminance(colour: str) -> float:
    """Relative luminance of sRGB, 0 to 1 (WCAG 2)."""
    parts = [part / 255 for part in Color.parse(colour).get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_figures_stand_out_from_every_tint_they_can_lie_on(palette: Palette) -> None:
    paint = Paint(palette, Environment.DEMO)
    for role, tint in itertools.product((Role.STRONG, Role.TEXT), Tint):
        style = paint.style(role, tint)
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color.name, style.bgcolor.name) >= 4.5, (role, tint)


@THEMES
def test_emphasis_has_one_scale(palette: Palette) -> None:
    scale = [palette.strong, palette.text, palette.soft, palette.faint, palette.border]
    contrasts = [contrast(colour, palette.background) for colour in scale]
    assert contrasts == sorted(contrasts, reverse=True)
    assert contrasts[3] >= 2.4, "even the faintest words can be read"


@THEMES
def test_environments_cannot_be_mistaken_for_each_other(palette: Palette) -> None:
    accents = {accent_of(palette, environment) for environment in Environment}
    assert len(accents) == len(Environment)
    assert all(contrast(accent, palette.background) >= 3 for accent in accents), "the badge's word is readable"
