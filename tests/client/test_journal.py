"""What is told and what is written down: bounded, and what repeats is counted."""

from __future__ import annotations

from roxom_tui.client.journal import LOG_LINES, MOST_UNWRITTEN, Journal
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Reason
from tests.support.standing_clock import FakeClock

CONNECTED = LogEntry(LogKind.CONNECTED, "loop")
ERROR = LogEntry(LogKind.EXCHANGE_ERROR, reason=Reason(Cause.REFUSED, "internal error", "60019"))


def note(number: int, words: str) -> LogEntry:
    """Lines of which each has another meaning."""
    return LogEntry(LogKind.NOTE, words.format(chr(97 + number % 26) * (1 + number // 26)))


def test_the_log_is_bounded() -> None:
    journal = Journal(FakeClock())
    for number in range(1000):
        journal.log(note(number, "line {}"))
    assert len(journal.lines()) == LOG_LINES == 200
    assert journal.lines()[-1].entry == note(999, "line {}")


def test_the_log_counts_what_repeats_and_keeps_what_came_between() -> None:
    clock = FakeClock()
    began = clock.wall()
    journal = Journal(clock)
    journal.log(CONNECTED)
    for number in range(10_000):
        clock.now = 1000 * SECOND + number * SECOND // 40
        journal.log(ERROR)
        journal.log(LogEntry(LogKind.NOTE, f"trade.GOLD-BTC: trade {number} of an unknown shape"))
    lines = journal.lines()
    assert len(lines) <= LOG_LINES
    assert CONNECTED in [line.entry for line in lines]
    (error,) = (line for line in lines if line.entry == ERROR)
    assert (error.count, error.since, error.at) == (10_000, began, began + 9_999 * SECOND // 40)
    assert journal.lines() is lines


def test_what_the_log_file_lacks_is_handed_over_once_and_bounded() -> None:
    journal = Journal(FakeClock())
    journal.notify(CONNECTED)
    journal.log(ERROR)
    assert journal.take_unwritten() == (CONNECTED, ERROR)
    assert journal.take_unwritten() == ()
    for number in range(MOST_UNWRITTEN + 5):
        journal.log(note(number, "{}"))
    unwritten = journal.take_unwritten()
    assert (len(unwritten), unwritten[0]) == (MOST_UNWRITTEN, note(5, "{}"))


def test_only_what_the_person_must_not_miss_is_a_notice() -> None:
    clock = FakeClock()
    journal = Journal(clock)
    journal.log(ERROR)
    journal.notify(CONNECTED)
    (notice,) = journal.take_notices()
    assert (notice.at, notice.entry) == (clock.wall(), CONNECTED)
    assert [line.entry for line in journal.lines()] == [ERROR, CONNECTED]
