"""Colours by role: all that is read can be read, wherever it stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from textual.theme import Theme

from roxom_tui.model.market import Environment
from roxom_tui.ui.color_fallback import for_terminal
from roxom_tui.ui.legible import of_256
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.screens.modal_box import BOXES
from roxom_tui.ui.theme import PALETTES, Paint, Palette, accent_of, textual_theme, theme_name
from tests.ui.colour_measures import READ, SHARED, contrast, difference, difference_of

DRAWN = {
    Role.FOCUS: 3.0,
    **dict.fromkeys((Role.TREND_UP, Role.TREND_DOWN, Role.TREND_FLAT), 2.0),
    **dict.fromkeys((Role.BORDER, Role.BID_BAR, Role.ASK_BAR), 1.2),
}
"""Lines and blocks, and the contrast each needs on the plain ground."""

SYSTEMS = ("truecolor", "256")
"""Of sixteen colours and none tell the tests of their own modules."""

LOOKS = [
    pytest.param(for_terminal(palette, system), id=f"{palette.name}-{system}")
    for palette in PALETTES.values()
    for system in SYSTEMS
]
LOOK = pytest.mark.parametrize("palette", LOOKS)

LEAST_APART = 20.0
"""CIEDE2000 between an environment's accent and any state: gold and amber were 8 apart."""


def paints(palette: Palette) -> Iterator[Paint]:
    """The dashboard and a box over it, in every environment."""
    for environment in Environment:
        paint = Paint(palette, environment)
        yield paint
        yield paint.raised


def shown(palette: Palette, colour: str) -> str:
    return of_256(colour) if palette.of_256 else colour


def pair(paint: Paint, role: Role, tint: Tint = Tint.NONE) -> tuple[str, str]:
    """Ink and ground as the terminal shows them."""
    style = paint.style(role, tint)
    assert style.color is not None
    assert style.bgcolor is not None
    return shown(paint.palette, style.color.name), shown(paint.palette, style.bgcolor.name)


def test_every_role_is_read_or_shared_or_drawn() -> None:
    kinds = (READ, SHARED, frozenset(DRAWN))
    assert frozenset().union(*kinds) == set(Role)
    assert sum(map(len, kinds)) == len(Role)


@LOOK
def test_all_that_is_read_can_be_read_on_every_ground(palette: Palette) -> None:
    for paint, role, tint in itertools.product(paints(palette), READ, Tint):
        assert contrast(*pair(paint, role, tint)) >= 4.5, (paint.environment, role, tint)


@LOOK
def test_shared_digits_are_dimmer_and_can_be_made_out_on_every_ground(palette: Palette) -> None:
    for paint, role, tint in itertools.product(paints(palette), SHARED, Tint):
        assert contrast(*pair(paint, role, tint)) >= 3.0, (paint.environment, role, tint)
    for paint in paints(palette):
        side = {Role.SHARED: Role.FAINT, Role.BID_SHARED: Role.BID, Role.ASK_SHARED: Role.ASK}
        for shared, bright in side.items():
            assert contrast(*pair(paint, shared)) < contrast(*pair(paint, bright)), shared


@LOOK
def test_what_is_drawn_is_seen_and_never_louder_than_words(palette: Palette) -> None:
    for paint in paints(palette):
        words = min(contrast(*pair(paint, role)) for role in READ)
        for role, least in DRAWN.items():
            assert contrast(*pair(paint, role)) >= least, role
            assert role is Role.FOCUS or contrast(*pair(paint, role)) < words, role


@LOOK
def test_the_frame_with_the_keys_is_told_from_the_quiet_ones(palette: Palette) -> None:
    for paint in paints(palette):
        assert contrast(pair(paint, Role.FOCUS)[0], pair(paint, Role.BORDER)[0]) >= 2.0


@LOOK
def test_grounds_are_soft_beside_any_word(palette: Palette) -> None:
    for paint, tint in itertools.product(paints(palette), set(Tint) - {Tint.NONE}):
        plain, tinted = pair(paint, Role.TEXT)[1], pair(paint, Role.TEXT, tint)[1]
        assert 1.1 <= contrast(plain, tinted) <= 1.6, tint


@LOOK
def test_emphasis_has_one_scale(palette: Palette) -> None:
    scales = [
        (Role.STRONG, Role.TEXT, Role.SOFT, Role.FAINT, Role.SHARED, Role.BORDER),
        (Role.BID_BEST, Role.BID, Role.BID_SOFT, Role.BID_SHARED, Role.BID_BAR),
        (Role.ASK_BEST, Role.ASK, Role.ASK_SOFT, Role.ASK_SHARED, Role.ASK_BAR),
    ]
    paint = Paint(palette, Environment.DEMO)
    for scale in scales:
        contrasts = [contrast(*pair(paint, role)) for role in scale]
        assert contrasts == sorted(contrasts, reverse=True), scale
        assert palette.of_256 or len(set(contrasts)) == len(contrasts), scale


@LOOK
def test_history_is_dull_beside_what_is_live(palette: Palette) -> None:
    for paint in paints(palette):
        stale = contrast(*pair(paint, Role.STALE))
        for role in (Role.STRONG, Role.TEXT):
            assert contrast(*pair(paint, role)) >= 1.7 * stale, role
        for role in (Role.BID, Role.ASK):
            assert difference(pair(paint, role)[0], pair(paint, Role.STALE)[0]) >= 15, role


def test_the_measure_of_difference_is_the_published_one() -> None:
    known = [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((22.7233, 20.0904, -46.694), (23.0331, 14.973, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ]
    for one, other, expected in known:
        assert difference_of(one, other) == pytest.approx(expected, abs=5e-5)


@LOOK
def test_the_accent_of_an_environment_is_the_colour_of_no_state(palette: Palette) -> None:
    states = (palette.warning, palette.error, palette.bid, palette.ask)
    for environment, state in itertools.product(Environment, states):
        accent = accent_of(palette, environment)
        assert difference(shown(palette, accent), shown(palette, state)) >= LEAST_APART, (environment, state)


@LOOK
def test_environments_cannot_be_mistaken_for_each_other(palette: Palette) -> None:
    accents = [shown(palette, accent_of(palette, environment)) for environment in Environment]
    for one, other in itertools.combinations(accents, 2):
        assert difference(one, other) >= 15, (one, other)


SHEET = re.sub(r"/\*.*?\*/", "", BOXES.read_text(), flags=re.DOTALL)

ON_BOXES = [
    ("$foreground", "$surface"),
    ("$text-strong", "$surface"),
    ("$text-muted", "$surface"),
    ("$text-faint", "$surface"),
    ("$accent", "$surface"),
    ("$surface", "$foreground"),
    ("$foreground", "$block-cursor-background"),
    ("$text-strong", "$block-cursor-background"),
    ("$text-muted", "$block-cursor-background"),
    ("$accent", "$block-cursor-background"),
    ("$block-cursor-foreground", "$block-cursor-background"),
]
"""What Textual's own widgets write in which colour on which: fields, the palette, its chosen row, the cursor."""


def named(theme: Theme, name: str) -> str:
    name = name.removeprefix("$")
    colour = theme.variables.get(name) or getattr(theme, name)
    assert isinstance(colour, str)
    return colour


@pytest.mark.parametrize("system", [*SYSTEMS, "standard"])
@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_textuals_own_widgets_can_be_read_too(palette: Palette, system: str) -> None:
    here = for_terminal(palette, system)
    for environment, (ink, ground) in itertools.product(Environment, ON_BOXES):
        theme = textual_theme(here, environment)
        found = contrast(shown(here, named(theme, ink)), shown(here, named(theme, ground)))
        assert found >= 4.5, (environment, ink, ground)


def test_each_colour_of_the_sheet_is_among_those_that_are_tested() -> None:
    inks = set(re.findall(r"(?<![-\w])color: (\$[\w-]+);", SHEET))
    grounds = set(re.findall(r"(?<![-\w])background: (\$[\w-]+);", SHEET)) - {"$background"}
    assert inks
    assert inks <= {ink for ink, _ in ON_BOXES}
    assert grounds <= {ground for _, ground in ON_BOXES}


@LOOK
def test_a_theme_is_known_by_its_palette_and_its_environment(palette: Palette) -> None:
    names = {theme_name(palette, environment) for environment in Environment}
    assert names == {textual_theme(palette, environment).name for environment in Environment}
    assert len(names) == len(Environment)
