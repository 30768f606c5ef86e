"""Which of two exchange times is to be believed."""

from __future__ import annotations

from roxom_tui.state.timestamp_guard import Arrival, TimestampGuard
from tests.support.spellings import s

NEWER, OLDER, SET_BACK = Arrival.NEWER, Arrival.OLDER, Arrival.SET_BACK


def judged(*times: float) -> list[Arrival]:
    """Of messages with these exchange times, one after the other."""
    recency = TimestampGuard()
    return [recency.judge(s(at)) for at in times]


def test_what_was_overtaken_is_older_however_often_that_happens() -> None:
    assert judged(10, *(9.1 + n / 100 for n in range(50))) == [NEWER] + [OLDER] * 50


def test_equal_times_are_new() -> None:
    assert judged(10, 10) == [NEWER, NEWER]


def test_a_time_far_back_is_one_mistake_and_two_in_a_row_are_the_clock() -> None:
    assert judged(100, 50, 101, 51, 102) == [NEWER, OLDER, NEWER, OLDER, NEWER]
    assert judged(100, 50, 50.1, 50.2) == [NEWER, OLDER, SET_BACK, NEWER]


def test_after_a_clock_was_set_back_one_time_far_back_is_again_one_mistake() -> None:
    assert judged(100, 50, 50, 10, 51) == [NEWER, OLDER, SET_BACK, OLDER, NEWER]


def test_what_is_admitted_is_everything_but_the_older() -> None:
    recency = TimestampGuard(s(10))
    assert [recency.admits(s(at)) for at in (9.5, 10, 11)] == [False, True, True]
    assert recency.newest == s(11)
