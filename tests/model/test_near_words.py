"""The word that was probably meant."""

from __future__ import annotations

import pytest

from roxom_tui.model.near_words import did_you_mean, nearest

KNOWN = ("last", "mark", "index", "crosses")


@pytest.mark.parametrize(
    ("word", "meant"), [("lst", "last"), ("lsat", "last"), ("CROSSES", "crosses"), ("idnex", "index")]
)
def test_a_slip_of_one_finger_is_the_word_that_was_meant(word: str, meant: str) -> None:
    assert nearest(word, KNOWN) == meant


def test_another_word_is_none_of_them() -> None:
    assert nearest("frankfurt", KNOWN) is None
    assert nearest("l" * 1_000_000, KNOWN) is None
    assert did_you_mean("frankfurt", KNOWN) == "known are last, mark, index, crosses"
    assert did_you_mean("lst", KNOWN) == "did you mean last?"
