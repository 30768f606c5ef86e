"""The ramp: steps of equal ratio, monotone, in colours and in characters."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import Environment
from roxom_tui.ui.charts.canvas import BLANK, Cell
from roxom_tui.ui.charts.ramp import CHARACTERS, HEATS, STEPS, HeatScale, character, halves, legend, scaled
from roxom_tui.ui.color_fallback import for_terminal
from roxom_tui.ui.legible import luminance, of_256
from roxom_tui.ui.lines import Role, Tint
from roxom_tui.ui.theme import PALETTES, Paint, ramp


def scaled_of(found: Iterable[Decimal]) -> HeatScale | None:
    return scaled(int(size.scaleb(18)) for size in found)


sizes = st.lists(st.integers(0, 10**7).map(lambda n: Decimal(n) / 100), max_size=60)


@given(sizes)
def test_a_larger_size_never_has_a_lower_step_and_nothing_has_none(found: list[Decimal]) -> None:
    scale = scaled_of(found)
    if scale is None:
        assert not any(found)
        return
    assert all(one <= other for one, other in pairwise(scale.bounds))
    assert len(scale.bounds) == STEPS
    steps = [scale.step(size) for size in sorted(found)]
    assert steps == sorted(steps)
    assert all((step == 0) is (size == 0) for step, size in zip(steps, sorted(found), strict=True))
    assert scale.step(max(found) * 100) == STEPS
    assert scale.step(None) == 0


def test_the_white_point_is_near_the_greatest_but_one_giant_does_not_move_it() -> None:
    usual = [Decimal(n) for n in range(1, 101)]
    scale = scaled_of([*usual, Decimal(10**6)])
    assert scale is not None
    assert 90 <= scale.white <= 100
    assert 5 <= scale.least <= 6, "a tenth of the median"


def test_steps_are_of_equal_ratio() -> None:
    scale = scaled_of([Decimal(1), Decimal(10), Decimal(100)] * 40)
    assert scale is not None
    ratios = [other / one for one, other in pairwise(scale.bounds)]
    assert max(ratios) - min(ratios) < Decimal("0.001") * max(ratios)


def test_a_scale_serves_while_both_of_its_ends_are_near_what_they_would_be() -> None:
    scale = HeatScale(tuple(Decimal(2) ** n for n in range(STEPS)))
    for factor, serves in (("1.1", True), ("0.9", True), ("1.2", False), ("0.8", False)):
        other = HeatScale((*scale.bounds[:-1], scale.white * Decimal(factor)))
        assert scale.serves(other) is serves
        assert scale.serves(HeatScale((scale.least * Decimal(factor), *scale.bounds[1:]))) is serves


def test_two_steps_share_a_cell() -> None:
    assert halves(0, 0) == BLANK
    assert halves(3, 3) == Cell(" ", Role.TEXT, HEATS[2])
    assert halves(0, 5) == Cell("▄", HEATS[4], Tint.NONE)
    assert halves(5, 0) == Cell("▀", HEATS[4], Tint.NONE)
    assert halves(5, 2) == Cell("▀", HEATS[4], HEATS[1])


def test_characters_go_from_the_lightest_to_the_heaviest() -> None:
    drawn = [character(step, Role.TEXT).char for step in range(STEPS + 1)]
    places = [CHARACTERS.index(char) for char in drawn]
    assert places == sorted(places)
    assert (drawn[0], drawn[1], drawn[-1]) == (" ", ".", "@")


def test_the_legend_is_the_ramp_itself() -> None:
    assert [cell.ground for cell in legend(True, Role.TEXT)] == list(HEATS)
    assert "".join(cell.char for cell in legend(False, Role.TEXT)) == CHARACTERS[1:]
    assert HeatScale((Decimal(1), Decimal(2))).least == 1


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("system", ["truecolor", "256"])
def test_the_ramp_is_monotone_in_luminance_and_marks_can_be_seen_on_it(name: str, system: str) -> None:
    palette = for_terminal(PALETTES[name], system)
    shown = [of_256(colour) if system == "256" else colour for colour in ramp(palette).values()]
    light = [luminance(colour) for colour in shown]
    assert light == sorted(light, reverse=not palette.dark)
    ground = luminance(palette.background)
    assert abs(light[-1] - ground) > abs(light[0] - ground) > 0
    paint = Paint(palette, Environment.DEMO)
    for heat in HEATS:
        style = paint.style(Role.STRONG, heat)
        assert style.color is not None
        assert style.bgcolor is not None
        ink, behind = luminance(style.color.name), luminance(style.bgcolor.name)
        assert (max(ink, behind) + 0.05) / (min(ink, behind) + 0.05) >= 2.0, heat
    assert paint.style(HEATS[3], HEATS[5]).color != paint.style(HEATS[4], HEATS[5]).color


@pytest.mark.parametrize("system", ["standard", "none"])
def test_where_there_are_no_tints_heat_is_plain_text(system: str) -> None:
    paint = Paint(for_terminal(PALETTES["dark"], system), Environment.DEMO)
    assert paint.style(HEATS[3], HEATS[5]) == paint.style(Role.TEXT)
