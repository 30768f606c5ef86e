"""What was traded while trades were followed: exact, and no pace of less than a minute."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Size
from roxom_tui.state.reading.session_totals import SessionTotals
from tests.support.spellings import s, size


@given(st.lists(st.decimals(0, 10**17, places=18).map(Size), max_size=20))
def test_volume_and_count_are_those_of_all_trades(sizes: list[Size]) -> None:
    totals = SessionTotals()
    for one in sizes:
        totals.note(one, s(1))
    assert totals.count == len(sizes)
    assert Fraction(totals.volume) == sum(map(Fraction, sizes))


def test_the_pace_is_that_of_the_time_in_which_trades_were_followed() -> None:
    totals = SessionTotals()
    totals.begin(s(100))
    for _ in range(30):
        totals.note(size("1"), s(101))
    assert totals.a_minute(s(159)) is None, "less than a minute says nothing"
    assert totals.a_minute(s(160)) == 30
    totals.end(s(160))
    assert totals.a_minute(s(9_999)) == 30
    totals.begin(s(500))
    assert totals.a_minute(s(560)) == 15


def test_a_time_without_trades_makes_both_the_least_there_was() -> None:
    totals = SessionTotals()
    totals.begin(s(1))
    totals.begin(s(2))
    assert not totals.has_gaps
    totals.end(s(3))
    totals.end(s(4))
    assert not totals.has_gaps
    totals.begin(s(5))
    assert totals.has_gaps


def test_a_trade_that_comes_before_the_answer_to_the_subscription_is_no_gap() -> None:
    totals = SessionTotals()
    totals.note(size("2.5"), s(1))
    totals.begin(s(2))
    assert not totals.has_gaps
    assert totals.a_minute(s(61)) == 1
    totals.end(s(61))
    totals.note(size("2.5"), s(62))
    assert totals.a_minute(s(999)) == 2, "one that comes late does not go on"
    totals.begin(s(100))
    assert totals.has_gaps
