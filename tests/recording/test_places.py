from __future__ import annotations

import pytest

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.recording.places import is_within, moment_of

BEGIN, END = 10 * SECOND, 10 * SECOND + 2 * HOUR
WALL = 20_000 * 24 * HOUR + 23 * HOUR


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("0%", BEGIN),
        ("50%", BEGIN + HOUR),
        ("100%", END),
        ("+30s", BEGIN + MINUTE + 30 * SECOND),
        ("+30", BEGIN + MINUTE + 30 * SECOND),
        ("-2m", BEGIN),
        ("+9h", END),
        ("23:00", BEGIN),
        ("23:30", BEGIN + 30 * MINUTE),
        ("00:30", BEGIN + 90 * MINUTE),
        ("0:30:15", BEGIN + 90 * MINUTE + 15 * SECOND),
        ("02:00", END),
        ("22:00", BEGIN),
        ("300%", END),
        (" 50% ", BEGIN + HOUR),
    ],
)
def test_a_moment_is_found_within_the_recording(text: str, moment: int) -> None:
    assert moment_of(text, BEGIN + MINUTE, (BEGIN, END), WALL) == moment


@pytest.mark.parametrize("text", ["", "noon", "24:00", "12:60", "12:00:60", "30s", "+s", "+1d", "1000%", "%", "-5%"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment_of(text, BEGIN, (BEGIN, END), WALL) is None


@pytest.mark.parametrize("text", ["0%", "100%", "+30s", "-1m", "+119m", "23:00", "0:59:59", "01:00"])
def test_what_the_recording_holds_is_within_it(text: str) -> None:
    assert is_within(text, BEGIN + MINUTE, (BEGIN, END), WALL)


@pytest.mark.parametrize("text", ["101%", "-2m", "+120m", "22:59", "22:59:59", "01:00:01", "12:00", "noon"])
def test_what_was_before_or_after_it_is_not(text: str) -> None:
    assert not is_within(text, BEGIN + MINUTE, (BEGIN, END), WALL)


def test_the_minute_or_second_in_which_it_begins_is_its_beginning() -> None:
    later = WALL + 20 * SECOND + SECOND // 2
    for text, within in (("23:00", True), ("23:00:20", True), ("23:00:19", False), ("22:59", False)):
        assert moment_of(text, BEGIN, (BEGIN, END), later) == BEGIN
        assert is_within(text, BEGIN, (BEGIN, END), later) is within
