from __future__ import annotations

from roxom_tui.recording.time import RecordedTime


def test_the_clocks_stand_where_it_was_played_to() -> None:
    time = RecordedTime(100, 5000, 7)
    assert (time.monotonic(), time.awake(), time.wall()) == (107, 107, 5007)
    time.elapsed = 20
    assert (time.monotonic(), time.wall(), time.at(3), time.wall_of(0)) == (120, 5020, 103, 5000)


def test_a_jump_of_the_wall_clock_and_a_sleep_are_those_of_then() -> None:
    time = RecordedTime(100, 5000, 10)
    time.wall_at(10, 9000)
    assert time.wall() == 9000
    time.asleep = 4
    assert (time.monotonic(), time.awake()) == (110, 106)
