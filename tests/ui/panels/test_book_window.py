"""The part of a book that is in sight: a window over asks, spread and bids in one column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import Side
from roxom_tui.ui.panels.book_window import BookWindow

ROWS = st.integers(0, 40)
LEVELS = st.integers(0, 80)


@given(ROWS, st.integers(-100, 100))
def test_a_window_has_as_many_lines_wherever_it_is_moved(rows: int, offset: int) -> None:
    window = BookWindow(rows, offset)
    assert len(window.asks) + window.has_spread + len(window.bids) == rows + 1
    lines = [*(-place - 1 for place in reversed(window.asks)), *([0] * window.has_spread)]
    lines += [place + 1 for place in window.bids]
    assert lines == list(range(lines[0], lines[0] + rows + 1)), "one line below the other, none left out"


@given(ROWS)
def test_at_rest_the_spread_is_in_the_middle(rows: int) -> None:
    window = BookWindow(rows)
    assert len(window.asks) - len(window.bids) in (0, 1)
    assert (window.asks[:1], window.bids[:1]) == (range(min(1, len(window.asks))), range(min(1, len(window.bids))))


@given(ROWS, LEVELS, LEVELS)
def test_a_window_ends_at_the_last_level_of_each_side(rows: int, asks: int, bids: int) -> None:
    window = BookWindow(rows)
    first, last = window.reach(asks, bids)
    top, bottom = BookWindow(rows, first), BookWindow(rows, last)
    assert first <= 0 <= last
    assert top.asks.stop >= asks
    assert bottom.bids.stop >= bids
    assert first == 0 or top.asks.stop == asks
    assert last == 0 or bottom.bids.stop == bids


@given(ROWS, st.integers(-100, 100), LEVELS, LEVELS)
def test_nobody_moves_past_the_levels(rows: int, offset: int, asks: int, bids: int) -> None:
    first, last = BookWindow(rows).reach(asks, bids)
    bounded = BookWindow(rows, offset).bounded(asks, bids)
    assert first <= bounded <= last
    assert bounded == offset or not first <= offset <= last


@given(st.integers(1, 40), st.integers(-60, 60), st.sampled_from(Side), st.integers(0, 60))
def test_a_level_is_where_its_line_says(rows: int, offset: int, side: Side, place: int) -> None:
    window = BookWindow(rows, offset)
    places = window.asks if side is Side.ASK else window.bids
    line = window.line_of(side, place)
    assert window.is_in_sight(line) is (place in places)
    if place in places:
        assert window.level_on(line) == (side, place)


@given(st.integers(1, 40), st.integers(-60, 60), st.sampled_from(Side), st.integers(0, 60), st.integers(0, 40))
def test_a_window_is_moved_so_that_a_level_stands_on_a_line(
    rows: int, offset: int, side: Side, place: int, line: int
) -> None:
    line = min(line, rows)
    assert BookWindow(rows, offset).with_line(side, place, line).line_of(side, place) == line
    shown = BookWindow(rows, offset).showing(side, place)
    assert shown.is_in_sight(shown.line_of(side, place))
    assert shown == BookWindow(rows, offset) or not BookWindow(rows, offset).is_in_sight(
        BookWindow(rows, offset).line_of(side, place)
    )


def test_the_line_of_the_spread_and_lines_out_of_sight_are_no_level() -> None:
    window = BookWindow(10)
    assert [window.level_on(line) for line in (window.above, -1, 11)] == [None] * 3
