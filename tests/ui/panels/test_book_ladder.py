"""The ladder: heading, rows and spread fill the room they are given, wherever the window is."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import Side
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.book_cursor import BookCursor
from roxom_tui.ui.panels.book_ladder import ladder_lines, window_of
from tests.support.sample_screens import book_view
from tests.ui.drawing import rendering, text, texts


@pytest.mark.parametrize("height", [5, 8, 9, 22])
def test_it_fills_the_rows_it_is_given_with_the_spread_in_the_middle(height: int) -> None:
    room = rendering(50, height)
    lines = texts(ladder_lines(book_view(), room))
    assert len(lines) == height
    (spread,) = (y for y, line in enumerate(lines) if "spread" in line)
    headed = "price BTC" in lines[0]
    assert headed is (height >= 9)
    assert spread - headed == window_of(room.height, 0).above


def test_far_from_the_spread_all_rows_are_levels() -> None:
    room = rendering(50, 12)
    room = replace(room, offset=20)
    lines = texts(ladder_lines(book_view(), room))
    assert len(lines) == 12
    assert not any("spread" in line for line in lines)


def at(side: Side, price: str) -> BookCursor:
    return BookCursor(side, Price(price))


def test_the_cursor_s_row_is_marked_and_no_other() -> None:
    view, room = replace(book_view(), levels_asked=60), rendering(50, 20)
    for cursor in (at(Side.ASK, "0.04312800"), at(Side.BID, "0.04312100")):
        marked = [line for line in ladder_lines(view, room, cursor) if "▸" in text(line)]
        assert [f"{cursor.price:f}" in text(line) for line in marked] == [True]
        assert all(span.tint for span in marked[0])
    assert "● 0.50   ▸ 0.04312100" in text(marked[0])
    assert not [line for line in texts(ladder_lines(view, room, at(Side.ASK, "0.04316600"))) if "▸" in line]


def test_where_nothing_rests_the_cursor_has_a_dull_row_and_the_best_price_stays_the_best() -> None:
    view, room = replace(book_view(), levels_asked=60), rendering(50, 20)
    lines = ladder_lines(view, room, at(Side.BID, "0.04312450"))
    (row,) = (y for y, line in enumerate(lines) if "▸" in text(line))
    assert text(lines[row]).split() == ["▸", "0.04312450", "0", "0"]
    assert {span.role for span in lines[row] if span.text.strip()} == {Role.ACCENT, Role.STALE}
    assert Role.BID_BEST in {span.role for span in lines[row + 1]}
    assert "0.04312300" in text(lines[row + 1])
    assert Role.BID_BEST not in {span.role for line in lines[row + 2 :] for span in line}


def test_a_cursor_that_is_alone_on_its_side_has_its_row() -> None:
    view = replace(book_view(), bids=(), levels_asked=60)
    lines = texts(ladder_lines(view, rendering(50, 20), at(Side.BID, "0.04312300")))
    assert [line.split() for line in lines if "▸" in line] == [["▸", "0.04312300", "0", "0"]]


def test_a_cursor_beyond_the_rows_that_were_asked_for_has_none() -> None:
    view = replace(book_view(5), levels_asked=5)
    assert not any("▸" in line for line in texts(ladder_lines(view, rendering(50, 20), at(Side.BID, "0.04"))))
