"""Themes on terminals of fewer colours."""

from __future__ import annotations

import itertools

import pytest
from rich.color import ColorSystem

from roxom_tui.model.market import Environment
from roxom_tui.ui import sixteen
from roxom_tui.ui.color_fallback import NONE, colour_system, for_terminal
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.theme import PALETTES, Paint, Palette

THEMES = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)


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
@pytest.mark.parametrize("system", ["standard", "windows"])
def test_with_sixteen_colours_each_role_has_the_pair_that_was_chosen_for_it(palette: Palette, system: str) -> None:
    few = for_terminal(palette, system)
    look = sixteen.scheme(dark=palette.dark)
    for role, tint, environment in itertools.product(Role, Tint, Environment):
        for paint in (Paint(few, environment), Paint(few, environment).raised):
            style = paint.style(role, tint)
            sent = [
                None if colour is None else colour.downgrade(ColorSystem.STANDARD).number
                for colour in (style.color, style.bgcolor)
            ]
            assert tuple(sent) == look.pair(role, tint, environment), (role, tint)


@THEMES
@pytest.mark.parametrize("system", ["standard", NONE])
def test_where_no_colour_is_soft_bars_are_made_of_blocks(palette: Palette, system: str) -> None:
    assert not Paint(for_terminal(palette, system), Environment.DEMO).has_tints
    assert Paint(for_terminal(palette, "256"), Environment.DEMO).has_tints


@THEMES
def test_without_colours_there_are_none_and_emphasis_is_weight(palette: Palette) -> None:
    paint = Paint(for_terminal(palette, NONE), Environment.PRODUCTION)
    for role, tint in itertools.product(Role, Tint):
        style = paint.style(role, tint)
        assert style.color is None
        assert style.bgcolor is None
    assert paint.style(Role.BADGE).reverse
    assert all(paint.style(role, Tint.CURSOR).reverse for role in set(Role) - {Role.BADGE})
    assert not paint.style(Role.BADGE, Tint.CURSOR).reverse, "it has an edge there too"
    assert not any(paint.style(role, Tint.CURSOR).dim for role in Role), "its ground would be patchy"
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
