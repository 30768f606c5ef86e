"""Which columns are chosen, and what a key makes of it."""

from __future__ import annotations

from typing import Final

import pytest

from roxom_tui.model.book_columns import BookColumn, ColumnsRequest
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.ui.panels.column_choice import WIDE, ColumnChoice, window_words

TOTAL, COST, TRADED, CHANGE, QUEUE = BookColumn


NARROW: Final = 50


def walked(choice: ColumnChoice, cells: int = NARROW) -> list[tuple[BookColumn, ...]]:
    """The sets from this one on, until the first comes again."""
    found = [choice.columns(cells)]
    while (choice := choice.next_columns(cells)).columns(cells) != found[0]:
        found.append(choice.columns(cells))
    return found


def test_the_key_shows_all_columns_that_have_room_and_then_each_alone() -> None:
    assert walked(ColumnChoice()) == [(TOTAL,), tuple(BookColumn), (COST,), (TRADED,), (CHANGE,), (QUEUE,)]


def test_a_wide_book_begins_with_all_columns() -> None:
    assert walked(ColumnChoice(), WIDE) == [tuple(BookColumn), (TOTAL,), (COST,), (TRADED,), (CHANGE,), (QUEUE,)]
    assert ColumnChoice().columns(WIDE - 1) == (TOTAL,)


def test_what_was_chosen_stays_when_the_book_becomes_wide_or_narrow() -> None:
    chosen = ColumnChoice().next_columns(NARROW).next_columns(NARROW)
    assert chosen.columns(NARROW) == chosen.columns(WIDE) == (COST,)


@pytest.mark.parametrize("configured", [(TOTAL, CHANGE), (CHANGE,), tuple(BookColumn)])
@pytest.mark.parametrize("cells", [NARROW, WIDE])
def test_what_is_configured_comes_first_and_again_and_nothing_is_left_out(
    configured: tuple[BookColumn, ...], cells: int
) -> None:
    sets = walked(ColumnChoice(configured), cells)
    assert sets[0] == configured
    assert {(column,) for column in BookColumn} | {tuple(BookColumn)} <= set(sets)
    assert len(set(sets)) == len(sets)


def test_the_windows_of_the_columns_that_look_back_are_walked_where_those_are_shown() -> None:
    request = ColumnChoice((TOTAL, TRADED)).next_windows(NARROW).request(NARROW)
    assert (request.traded_window, request.change_window) == (30 * MINUTE, 30 * SECOND)
    request = ColumnChoice((CHANGE,)).next_windows(NARROW).next_windows(NARROW).request(NARROW)
    assert (request.traded_window, request.change_window) == (5 * MINUTE, 10 * SECOND)
    assert ColumnChoice((COST,)).next_windows(NARROW).request(NARROW) == ColumnsRequest((COST,))


def test_a_set_is_told_in_words_with_its_windows() -> None:
    assert ColumnChoice((TOTAL, TRADED, CHANGE)).words(NARROW) == "book columns: total, traded 5m, change 30s"
    assert [window_words(width) for width in (10 * SECOND, 5 * MINUTE, 0)] == ["10s", "5m", "start"]
