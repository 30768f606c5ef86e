"""Frames: as wide as they must be at any width, and words in an empty panel."""

from __future__ import annotations

import pytest

from roxom_tui.ui.lines import Line, Role, Span, width_of
from roxom_tui.ui.panels.frame import FOCUS_MARK, at_the_top, between_sides, in_the_middle, room_beside, title_line
from tests.ui.drawing import rendering, texts

WORDS: Line = (Span("STALE"), Span(" · "), Span("data 9 s old"))


def top(width: int, words: Line = WORDS, edge: Role = Role.BORDER) -> str:
    line = title_line("Order book", words, width, edge)
    assert width_of(line) == width
    return "".join(span.text for span in line)


@pytest.mark.parametrize("width", range(8, 120))
def test_the_state_loses_its_last_words_before_it_goes_and_the_name_goes_last(width: int) -> None:
    room = room_beside("Order book", width)
    told = next((form for form in ("STALE · data 9 s old", "STALE") if len(form) <= room), "")
    assert told in top(width)
    assert told == "STALE · data 9 s old" or "data" not in top(width)
    assert width < 16 or "Order book" in top(width)


def test_who_has_the_keys_is_marked_without_moving_anything() -> None:
    plain, focused = top(60), top(60, edge=Role.FOCUS)
    assert focused == plain.replace("╭ ", f"╭{FOCUS_MARK}")


def test_rows_stand_between_the_sides_and_blank_ones_below_them() -> None:
    lines = between_sides([(Span("abc"),)], rendering(5, 3), 8, Role.BORDER)
    assert ["".join(span.text for span in line) for line in lines] == ["│abc     │", "│        │", "│        │"]


def test_words_of_an_empty_panel_are_whole_over_as_many_lines_as_they_need() -> None:
    words = "no snapshot of the book yet · requested"
    for lines in (in_the_middle(words, rendering(22, 7)), at_the_top(words, rendering(22, 7))):
        assert " ".join(" ".join(texts(lines)).split()) == words
    assert [bool(line.strip()) for line in texts(in_the_middle("x", rendering(9, 3)))] == [False, True]
