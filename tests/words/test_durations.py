"""Lengths of time in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.words.durations import age, data_age, time_in_state, until


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (61, "1 min 01 s"), (3700, "1 h 01 min"), (90_000, "1 d 01 h"), (-5, "0 s")],
)
def test_an_age_has_its_two_largest_units(seconds: int, words: str) -> None:
    assert age(seconds * SECOND) == words


def test_an_age_that_is_not_known_is_no_zero() -> None:
    assert age(None) == "--"


@given(st.integers(1, 10**18))
def test_what_is_still_to_come_is_never_told_as_nothing(left: int) -> None:
    assert until(7 + left, 7) != "0 s"
    assert until(7 + left, 7) == age(-(-left // SECOND) * SECOND)


def test_time_left_counts_down_in_whole_seconds_that_reach_one_last() -> None:
    at = 10 * SECOND
    told = [until(at, now) for now in (7 * SECOND, 8 * SECOND - 1, 8 * SECOND, 9 * SECOND - 1, 9 * SECOND, at - 1)]
    assert told == ["3 s", "3 s", "2 s", "2 s", "1 s", "1 s"]


def test_the_age_of_data_and_the_time_in_a_state_are_not_written_alike() -> None:
    assert data_age(SECOND, 4 * SECOND) == "data 3 s old"
    assert time_in_state(SECOND, 4 * SECOND) == "for 3 s"
    assert (data_age(None, SECOND), time_in_state(None, SECOND)) == ("", "")
