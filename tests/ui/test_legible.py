"""Contrast, and inks that lean until they have enough of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.ui.legible import READ, blend, contrast, legible, of_256
from tests.ui import colour_measures

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#777777", 4.48),
        ("#ffffff", "#767676", 4.54),
        ("#abcdef", "#abcdef", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS, COLOURS)
def test_contrast_is_measured_as_the_tests_measure_it(one: str, other: str) -> None:
    assert contrast(one, other) == pytest.approx(colour_measures.contrast(one, other))


@given(COLOURS)
def test_an_ink_on_black_leans_to_white_until_it_can_be_read_and_no_further(ink: str) -> None:
    leaning = legible(ink, "#000000", READ, "#ffffff")
    assert contrast(leaning, "#000000") >= READ
    if contrast(ink, "#000000") >= READ:
        assert leaning == ink
    else:
        assert contrast(leaning, "#000000") < READ * 1.25


def test_where_nothing_is_enough_it_goes_all_the_way() -> None:
    assert legible("#333333", "#808080", 7.0, "#ffffff") == "#ffffff"


@given(COLOURS)
def test_what_counts_is_what_the_terminal_shows(ink: str) -> None:
    leaning = legible(ink, "#0f1216", READ, "#f2f5f8", of_256)
    assert contrast(of_256(leaning), of_256("#0f1216")) >= READ


@given(COLOURS)
def test_of_256_nearest_is_one_that_stays(colour: str) -> None:
    assert contrast(of_256(of_256(colour)), of_256(colour)) < 1.15


def test_colours_are_blended_by_their_share() -> None:
    assert blend("#000000", "#ff8000", 0.5) == "#804000"
    assert blend("#123456", "#ffffff", 0) == "#123456"
    assert blend("#123456", "#fedcba", 1) == "#fedcba"
