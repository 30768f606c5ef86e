"""Themes on terminals of fewer colours."""

from __future__ import annotations

import itertools

import pytest
from rich.color import ColorSystem

from roxom_tui.model.market import Environment
from roxom_tui.ui.color_fallback import NONE, colour_system, for_terminal
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.theme import PALETTES, Paint, Palette

THEMES = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)


GREEN, RED, YELLOW, GREYS = {2}, {1, 9}, {3}, {0, 7, 8, 15}


MEANINGS = {
    Role.BID: GREEN,
    Role.BID_BEST: GREEN,
    Role.BID_SOFT: GREEN,
    Role.GOOD: GREEN,
    Role.ASK: RED,
    Role.ASK_BEST: RED,
    Role.ASK_SOFT: RED,
    Role.ERROR: RED,
    Role.WARNING: YELLOW,
    Role.TEXT: GREYS,
    Role.STRONG: GREYS,
    Role.STALE: GREYS,
}


def number(palette: Palette, role: Role, environment: Environment = Environment.DEMO) -> int | None:
    """Which of the sixteen the role gets."""
    colour = Paint(palette, environment).style(role).color
    assert colour is not None
    return colour.downgrade(ColorSystem.STANDARD).number


@pytest.mark.parametrize(
    ("environment", "detected", "expected"),
    [
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "256", NONE),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "256", "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor", "NO_COLOR": "0"}, "truecolor", NONE),
        ({"TERM": "vt100"}, "standard", NONE),
        ({"TERM": "vt220"}, "standard", NONE),
        ({"TERM": "linux-m"}, "standard", NONE),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, "truecolor", "truecolor"),
        ({"TERM": "linux"}, "standard", "standard"),
        ({"TERM": "screen"}, "standard", "standard"),
        ({"TERM": "tmux-256color"}, "256", "256"),
        ({}, None, None),
    ],
)
def test_colours_are_what_the_person_and_the_terminal_want(
    environment: dict[str, str], detected: str | None, expected: str | None
) -> None:
    assert colour_system(environment, detected) == expected


@THEMES
def test_with_sixteen_colours_each_meaning_keeps_its_own(palette: Palette) -> None:
    few = for_terminal(palette, "standard")
    for role, expected in MEANINGS.items():
        assert number(few, role) in expected, role


@THEMES
def test_with_sixteen_colours_nothing_lies_on_its_own_colour(palette: Palette) -> None:
    few = for_terminal(palette, "standard")
    bars = {Role.BID_BAR, Role.ASK_BAR}
    for role, tint in itertools.product(set(Role) - bars, Tint):
        style = Paint(few, Environment.DEMO).style(role, tint)
        assert style.color is not None
        assert style.bgcolor is not None
        over = style.color.downgrade(ColorSystem.STANDARD).number
        under = style.bgcolor.downgrade(ColorSystem.STANDARD).number
        faint = role in {Role.STALE, Role.BORDER, Role.TREND_FLAT} and tint is Tint.CURSOR
        assert over != under or faint, (role, tint)


@THEMES
def test_with_sixteen_colours_environments_differ(palette: Palette) -> None:
    few = for_terminal(palette, "standard")
    colours = {number(few, Role.ACCENT, environment) for environment in Environment}
    assert len(colours) == len(Environment)


@THEMES
def test_without_colours_there_are_none_and_emphasis_is_weight(palette: Palette) -> None:
    paint = Paint(for_terminal(palette, NONE), Environment.PRODUCTION)
    for role, tint in itertools.product(Role, Tint):
        style = paint.style(role, tint)
        assert style.color is None
        assert style.bgcolor is None
    assert paint.style(Role.BADGE).reverse
    assert paint.style(Role.TEXT, Tint.CURSOR).reverse
    assert paint.style(Role.STRONG).bold
    assert paint.style(Role.STALE).dim
    assert not paint.style(Role.TEXT).bold


@THEMES
def test_with_256_colours_greys_stay_grey_and_bars_stay_soft(palette: Palette) -> None:
    flat = for_terminal(palette, "256")
    paint = Paint(flat, Environment.DEMO)
    for tint in (Tint.BID_BAR, Tint.ASK_BAR, Tint.NONE):
        style = paint.style(Role.BORDER, tint)
        for colour in (style.color, style.bgcolor):
            assert colour is not None
            eight_bit = colour.downgrade(ColorSystem.EIGHT_BIT).number
            assert eight_bit is not None
            assert eight_bit >= 232 or eight_bit in (16, 231), (tint, colour)


@THEMES
def test_a_terminal_of_all_colours_gets_the_palette_as_it_is(palette: Palette) -> None:
    assert for_terminal(palette, "truecolor") is palette
    assert for_terminal(palette, None) is palette
