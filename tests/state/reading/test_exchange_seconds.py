"""The exchange's time of now, by its own messages."""

from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.state.reading.exchange_seconds import SETTLING, STRAY, ExchangeSeconds, next_whole, settled


def test_it_is_that_of_the_message_that_came_fastest() -> None:
    seconds = ExchangeSeconds()
    assert seconds.of(7) is None
    assert seconds.note(1000, 100)
    assert seconds.note(1100, 130)
    assert seconds.note(1150, 400)
    assert seconds.of(500) == 1470


def test_a_time_of_another_clock_begins_anew() -> None:
    seconds = ExchangeSeconds()
    seconds.note(1000, 0)
    assert not seconds.note(1001 + STRAY, 0)
    assert seconds.of(5) == 1006 + STRAY
    assert not seconds.note(1000, 0)
    assert seconds.of(0) == 1000
    seconds.forget()
    assert seconds.of(0) is None


def test_a_second_is_over_once_its_messages_had_time_to_come() -> None:
    assert settled(9 * SECOND + SETTLING - 1) == 8 * SECOND
    assert settled(9 * SECOND + SETTLING) == 9 * SECOND
    assert settled(9 * SECOND + SETTLING, 5 * SECOND) == 5 * SECOND
    assert (next_whole(SECOND), next_whole(SECOND + 1)) == (SECOND, 2 * SECOND)
