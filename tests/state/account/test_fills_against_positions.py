"""Running totals, and what confirms them: also where more changes came at once than are kept."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.state.account.fills_against_positions import Moment, RunningTotal
from tests.support.spellings import s


def test_a_total_that_stood_at_the_beginning_of_the_window_confirms() -> None:
    total = RunningTotal()
    total.move(Decimal(5), Moment(s(1), 1))
    total.move(Decimal(3), Moment(s(10), 10))
    total.move(Decimal(2), Moment(s(11), 11))
    assert total.passed(Decimal(5), s(9))
    assert total.passed(Decimal(3), s(10))
    assert not total.passed(Decimal(5), s(10)), "it was left before"


def test_of_more_changes_than_are_kept_what_stood_before_them_is_known() -> None:
    total = RunningTotal()
    total.move(Decimal(5), Moment(s(1), 1))
    for number in range(256):
        total.move(Decimal(1 + number % 3), Moment(s(2) + number, 2))
    assert total.passed(Decimal(5), s(1))
    assert not total.passed(Decimal(0), s(1)), "that was long before"
