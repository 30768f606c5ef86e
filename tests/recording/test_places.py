from __future__ import annotations

import pytest

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.recording.places import moment_of

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
        (" 50% ", BEGIN + HOUR),
    ],
)
def test_a_moment_is_found_within_the_recording(text: str, moment: int) -> None:
    assert moment_of(text, BEGIN + MINUTE, (BEGIN, END), WALL) == moment


@pytest.mark.parametrize("text", ["", "noon", "24:00", "12:60", "12:00:60", "30s", "+s", "+1d", "1000%", "%", "-5%"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment_of(text, BEGIN, (BEGIN, END), WALL) is None
