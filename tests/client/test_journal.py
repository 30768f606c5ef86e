"""What is told and what is written down: bounded, and what repeats is counted."""

from __future__ import annotations

from roxom_tui.client.journal import LOG_LINES, Journal
from roxom_tui.model.durations import SECOND
from tests.support.standing_clock import FakeClock


def test_the_log_is_bounded() -> None:
    journal = Journal("p", FakeClock())
    for number in range(1000):
        journal.log(f"line {number}")
    assert len(journal.lines()) == LOG_LINES == 200
    assert journal.lines()[-1].text == "line 999"


ERROR = "exchange error 60019: internal error"


def test_the_log_counts_what_repeats_and_keeps_what_came_between() -> None:
    clock = FakeClock()
    began = clock.wall()
    journal = Journal("loop", clock)
    journal.log("connected to loop")
    for number in range(10_000):
        clock.now = 1000 * SECOND + number * SECOND // 40
        journal.log(ERROR)
        journal.log(f"trade.GOLD-BTC: trade {number} of an unknown shape")
    lines = journal.lines()
    assert len(lines) <= LOG_LINES
    assert "connected to loop" in [line.text for line in lines]
    (error,) = (line for line in lines if line.text == ERROR)
    assert (error.count, error.since, error.at) == (10_000, began, began + 9_999 * SECOND // 40)
    assert journal.lines() is lines
