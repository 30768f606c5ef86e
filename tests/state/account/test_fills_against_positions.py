"""Running totals, and what confirms them: also where more changes came at once than are kept."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.state.account.fills_against_positions import RunningTotal
from tests.support.spellings import s


def test_a_total_that_stood_at_the_beginning_of_the_window_confirms() -> None:
    track = RunningTotal()
    track.move(Decimal(5), s(1), 1)
    track.move(Decimal(3), s(10), 10)
    track.move(Decimal(2), s(11), 11)
    assert track.passed(Decimal(5), s(9))
    assert track.passed(Decimal(3), s(10))
    assert not track.passed(Decimal(5), s(10)), "it was left before"


def test_of_more_changes_than_are_kept_what_stood_before_them_is_known() -> None:
    track = RunningTotal()
    track.move(Decimal(5), s(1), 1)
    for number in range(256):
        track.move(Decimal(1 + number % 3), s(2) + number, 2)
    assert track.passed(Decimal(5), s(1))
    assert not track.passed(Decimal(0), s(1)), "that was long before"
