"""Which of two exchange times is to be believed."""

from __future__ import annotations

from roxom_tui.state.recency import IN_A_ROW, Arrival, Recency
from tests.state.words import s

NEWER, OLDER, SET_BACK = Arrival.NEWER, Arrival.OLDER, Arrival.SET_BACK


def judged(*arrivals: tuple[float, float]) -> list[Arrival]:
    """Of messages with these exchange times, each with when it arrived."""
    recency = Recency()
    return [recency.judge(s(exchange_at), s(at)) for exchange_at, at in arrivals]


def test_what_was_overtaken_is_older_however_often_that_happens() -> None:
    arrivals = [(10.0, 0.0)] + [(9.1 + n / 100, n / 10) for n in range(50)]
    assert judged(*arrivals) == [NEWER] + [OLDER] * 50


def test_equal_times_are_new() -> None:
    assert judged((10, 0), (10, 1)) == [NEWER, NEWER]


def test_a_time_far_back_is_one_mistake_and_three_in_a_row_are_the_clock() -> None:
    assert judged((100, 0), (50, 0.1), (101, 0.2), (51, 0.3), (102, 0.4)) == [NEWER, OLDER, NEWER, OLDER, NEWER]
    assert judged((100, 0), (50, 0.1), (50.1, 0.2), (50.2, 0.3), (50.3, 0.4)) == [NEWER, OLDER, OLDER, SET_BACK, NEWER]
    assert IN_A_ROW == 3


def test_where_messages_are_rare_a_second_of_times_far_back_is_enough() -> None:
    assert judged((100, 0), (50, 1), (51, 2), (52, 3)) == [NEWER, OLDER, SET_BACK, NEWER]


def test_what_is_admitted_is_everything_but_the_older() -> None:
    recency = Recency(s(10))
    assert [recency.admits(s(at), 0) for at in (9.5, 10, 11)] == [False, True, True]
    assert recency.newest == s(11)
