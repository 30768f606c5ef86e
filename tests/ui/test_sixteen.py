"""Sixteen colours: each role's pair of ink and ground, in the palettes that terminals really have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

import pytest
from rich.color import Color, ColorSystem

from roxom_tui.model.market import Environment
from roxom_tui.ui import sixteen
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.sixteen import BLACK, BRIGHT_BLACK, HEX, WHITE, Pair, Scheme, scheme
from tests.ui.colour_measures import READ, SHARED, contrast

TERMINALS: Final = {
    "Linux console": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "PuTTY": "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "GNOME": "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc "
    "5e5c64 f66151 33d17a e9ad0c 2a7bde c061cb 33c7de ffffff",
    "Windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}
"""What the sixteen look like, black to bright white, where nobody changed them."""

SCHEMES = pytest.mark.parametrize("look", [sixteen.DARK, sixteen.LIGHT], ids=["dark", "light"])
TERMINAL = pytest.mark.parametrize("terminal", TERMINALS)
DRAWN = set(Role) - READ - SHARED


def seen(terminal: str, pair: Pair) -> float:
    """The contrast of a pair in a terminal."""
    colours = TERMINALS[terminal].split()
    return contrast(f"#{colours[pair.ink]}", f"#{colours[pair.ground]}")


def pairs(look: Scheme, roles: set[Role] | frozenset[Role]) -> Iterator[tuple[Role, Tint, Pair]]:
    for role, tint, environment in itertools.product(sorted(roles), Tint, Environment):
        yield role, tint, look.pair(role, tint, environment)


def test_the_colours_are_those_rich_sends_by_these_numbers() -> None:
    numbers = [Color.parse(colour).downgrade(ColorSystem.STANDARD).number for colour in HEX]
    assert numbers == list(range(16))


@SCHEMES
@TERMINAL
def test_all_that_is_read_can_be_read_also_on_the_chosen_row(look: Scheme, terminal: str) -> None:
    for role, tint, pair in pairs(look, READ):
        assert seen(terminal, pair) >= 4.5, (role, tint, pair)


@SCHEMES
@TERMINAL
def test_shared_digits_can_be_made_out(look: Scheme, terminal: str) -> None:
    for role, tint, pair in pairs(look, SHARED):
        assert seen(terminal, pair) >= 3.0, (role, tint, pair)


@SCHEMES
@TERMINAL
def test_what_is_drawn_is_seen_and_the_frame_with_the_keys_well(look: Scheme, terminal: str) -> None:
    for role, tint, pair in pairs(look, DRAWN):
        assert seen(terminal, pair) >= (3.0 if role is Role.FOCUS else 2.0), (role, tint, pair)


@SCHEMES
def test_bright_black_writes_no_word_and_nothing_dark_is_bold(look: Scheme) -> None:
    for role, tint, pair in pairs(look, READ):
        assert pair.ink != BRIGHT_BLACK, (role, tint)
        for environment in Environment:
            style = look.style(role, tint, environment)
            assert not style.bold or HEX.index(style.color.name if style.color else "") > WHITE, (role, tint)


@SCHEMES
def test_history_and_labels_have_another_ink_than_live_figures(look: Scheme) -> None:
    dull = {look.pair(role, Tint.NONE, Environment.DEMO) for role in (Role.STALE, Role.FAINT)}
    live = {
        look.pair(role, Tint.NONE, Environment.DEMO)
        for role in (Role.STRONG, Role.CHANGED, Role.TEXT, Role.BID, Role.BID_BEST, Role.ASK, Role.ASK_BEST, Role.OWN)
    }
    assert not dull & live


@SCHEMES
def test_the_sides_differ_and_so_do_warnings_and_errors_from_all_else(look: Scheme) -> None:
    def pair(role: Role) -> Pair:
        return look.pair(role, Tint.NONE, Environment.DEMO)

    for bid, ask in ((Role.BID, Role.ASK), (Role.BID_BEST, Role.ASK_BEST), (Role.BID_SOFT, Role.ASK_SOFT)):
        assert pair(bid) != pair(ask)
    assert pair(Role.WARNING) not in {pair(role) for role in READ - {Role.WARNING, Role.OWN}}
    assert pair(Role.ERROR) not in {pair(role) for role in (Role.TEXT, Role.WARNING, Role.BID, Role.STALE)}


@SCHEMES
def test_badges_differ_and_have_the_colour_of_no_state(look: Scheme) -> None:
    badges = {look.pair(Role.BADGE, Tint.NONE, environment) for environment in Environment}
    states = {look.pair(role, Tint.NONE, Environment.DEMO) for role in (Role.WARNING, Role.ERROR, Role.BID, Role.ASK)}
    coloured = {colour % 8 for state in states for colour in state} - {BLACK, WHITE}
    assert len({badge.ground for badge in badges}) == len(Environment)
    assert not {badge.ground % 8 for badge in badges} & coloured
    assert look.ground not in {badge.ground for badge in badges}
    assert look.chosen not in {badge.ground for badge in badges}


@SCHEMES
def test_the_frame_with_the_keys_has_the_ink_of_no_state_and_not_that_of_the_others(look: Scheme) -> None:
    for environment in Environment:
        focus = look.pair(Role.FOCUS, Tint.NONE, environment)
        others = (Role.WARNING, Role.ERROR, Role.ASK, Role.BORDER)
        assert focus not in {look.pair(role, Tint.NONE, environment) for role in others}


@SCHEMES
def test_the_chosen_row_has_a_ground_of_its_own_and_bars_need_none(look: Scheme) -> None:
    grounds = {tint: look.pair(Role.TEXT, tint, Environment.DEMO).ground for tint in Tint}
    assert grounds[Tint.CURSOR] != look.ground
    assert grounds[Tint.BID_BAR] == grounds[Tint.ASK_BAR] == grounds[Tint.NONE] == look.ground


def test_there_is_one_for_dark_and_one_for_light_themes() -> None:
    assert scheme(dark=True).ground == BLACK
    assert seen("xterm", Pair(BLACK, scheme(dark=False).ground)) == pytest.approx(21.0)
