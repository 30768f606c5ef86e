"""Times below a chart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.ui.charts.axis import draw_times, times
from roxom_tui.ui.charts.canvas import Canvas
from tests.support.spellings import WALL

lengths = st.sampled_from([SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR])


@given(lengths, st.integers(0, 100_000), st.integers(0, 200), st.integers(0, 20))
def test_times_are_whole_inside_and_never_overlap(length: int, offset: int, columns: int, ahead: int) -> None:
    start = WALL + offset * length
    found = times(start, length, columns, ahead)
    assert all(place < columns and place + len(text) + 1 <= columns + ahead for place, text in found)
    assert all(other[0] - (one[0] + len(one[1]) + 1) >= 3 for one, other in pairwise(found))
    assert all((start + place * length) % (5 * SECOND) == 0 for place, _ in found)


@pytest.mark.parametrize(
    ("length", "texts"),
    [
        (SECOND, ["00:00:00", "00:00:15"]),
        (5 * SECOND, ["00:00", "00:01", "00:02"]),
        (MINUTE, ["00:00", "00:10", "00:20"]),
        (HOUR, ["00:00", "12:00", "00:00"]),
        (24 * HOUR, ["07 Jan", "17 Jan", "27 Jan"]),
    ],
)
def test_seconds_and_dates_stand_only_where_the_step_asks_for_them(length: int, texts: list[str]) -> None:
    assert [text for _, text in times(WALL, length, 36)][: len(texts)] == texts[: len(times(WALL, length, 36))]


def test_a_time_is_told_once_its_column_is_there_and_has_room_below_those_to_come() -> None:
    assert times(WALL, MINUTE, 1) == []
    assert times(WALL, MINUTE, 1, 5) == [(0, "00:00")]
    assert times(WALL, MINUTE, 10, 30) == [(0, "00:00")], "ten minutes are not over"


def test_a_time_stands_behind_a_stroke_at_its_column() -> None:
    canvas = Canvas(20, 1)
    draw_times(canvas, 0, WALL - 15 * SECOND, 5 * SECOND, 18, 2)
    assert canvas.texts() == ["     ╵00:00         "]
