"""The columns of the book: what has to be asked of the feed."""

from __future__ import annotations

import pytest

from roxom_tui.model.book_columns import CHANGE_WINDOWS, TOTAL_ONLY, TRADED_WINDOWS, BookColumn, ColumnsRequest


def test_the_running_total_alone_asks_for_nothing_more() -> None:
    assert not TOTAL_ONLY.is_derived


@pytest.mark.parametrize("columns", [(), (BookColumn.TOTAL, BookColumn.COST), (BookColumn.QUEUE,)])
def test_any_other_set_is_worked_out(columns: tuple[BookColumn, ...]) -> None:
    assert ColumnsRequest(columns).is_derived


def test_no_window_is_there_twice() -> None:
    assert len(set(TRADED_WINDOWS)) == len(set(CHANGE_WINDOWS)) == 3
