"""A grid of cells."""

from __future__ import annotations

from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.lines import Role, Span, Tint


def test_what_falls_outside_is_not_drawn_and_words_are_whole_or_not_there() -> None:
    canvas = Canvas(6, 2)
    for x, y in ((-1, 0), (6, 0), (0, -1), (0, 2)):
        canvas.put(x, y, Cell("x"))
    canvas.letter(4, 0, "abc", Role.TEXT)
    canvas.letter(-1, 0, "abc", Role.TEXT)
    canvas.letter(3, 1, "abc", Role.TEXT)
    assert canvas.texts() == [" " * 6, "   abc"]


def test_what_is_put_under_leaves_what_is_there_and_takes_its_ground() -> None:
    canvas = Canvas(2, 1)
    canvas.put(0, 0, Cell("┃", Role.BID))
    canvas.lay(1, Tint.CURSOR)
    for x in (0, 1):
        canvas.put_under(x, 0, Cell("┄", Role.SOFT))
    assert canvas.lines() == [(Span("┃", Role.BID), Span("┄", Role.SOFT, Tint.CURSOR))]


def test_columns_beside_each_other_are_those_put_one_by_one() -> None:
    columns = [[Cell(char, Role.BID) for char in text] for text in ("ab", "cd", "ef")]
    for x in range(-4, 6):
        together, one_by_one = Canvas(4, 2), Canvas(4, 2)
        together.put_columns(x, columns)
        for place, cells in enumerate(columns, x):
            one_by_one.put_column(place, cells)
        assert together.lines() == one_by_one.lines(), x


def test_cells_that_look_alike_are_one_span() -> None:
    canvas = Canvas(4, 1)
    canvas.put_column(0, [Cell("│", Role.BID)])
    canvas.put(1, 0, Cell("│", Role.BID))
    assert canvas.lines() == [(Span("││  ", Role.BID),)]
    assert canvas.at(1, 0) == Cell("│", Role.BID)
