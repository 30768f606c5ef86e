"""The part of a book that is in sight: a window over asks, spread and bids in one column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
