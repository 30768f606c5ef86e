"""The checks of the book in words."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import READINGS, DepthMode
from roxom_tui.model.verification import DepthFormat, FormatKnown, VerifyBy, Way
from roxom_tui.words.checks import WAYS, format_words, verify_words

SIGNED = DepthMode.SIGNED


@pytest.mark.parametrize("way", Way)
def test_every_way_has_words_of_its_own_and_one_that_was_not_run_says_so(way: Way) -> None:
    assert verify_words(VerifyBy(way, is_tried=True)) == WAYS[way]
    assert verify_words(VerifyBy(way, is_tried=False)) == f"{WAYS[way]} (not run yet)"
    assert len(set(WAYS.values())) == len(Way)


def test_before_there_is_a_way_nothing_is_said() -> None:
    assert verify_words(None) == ""


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (FormatKnown.CONFIGURED, "signed (set in the profile)"),
        (FormatKnown.OPEN, "detecting, 5 of 12 for signed"),
        (FormatKnown.DETECTED, "signed (detected)"),
        (FormatKnown.CHECKED_AGAIN, "signed (checking again)"),
    ],
)
def test_a_format_says_how_it_is_known(known: FormatKnown, words: str) -> None:
    assert format_words(DepthFormat(SIGNED, known, 5, 12)) == words
    assert format_words(DepthFormat(SIGNED, known, 5, 12, in_batches=True)) == f"{words}, in batches"


def test_both_formats_are_named() -> None:
    told = {format_words(DepthFormat(mode, FormatKnown.DETECTED)) for mode in READINGS}
    assert told == {"absolute (detected)", "signed (detected)"}
