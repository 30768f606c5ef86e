"""Rows that were drawn before are not drawn again."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.ui.drawn_rows import DrawnRows


class Pen:
    def __init__(self) -> None:
        self.drawn: list[object] = []

    def __call__(self, value: object) -> str:
        self.drawn.append(value)
        return f"<{value}>"


def test_a_row_of_the_same_value_is_the_row_of_the_drawing_before() -> None:
    rows, pen = DrawnRows(), Pen()
    first = rows.row("a", 1, pen)
    rows.turn()
    assert rows.row("a", 1, pen) is first
    assert pen.drawn == [1]


def test_a_row_of_another_value_is_drawn_anew() -> None:
    rows, pen = DrawnRows(), Pen()
    rows.row("a", 1, pen)
    rows.turn()
    assert rows.row("a", 2, pen) == "<2>"
    rows.turn()
    assert rows.row("a", 1, pen) == "<1>", "only the newest is kept"


def test_what_a_drawing_did_not_use_is_forgotten() -> None:
    rows, pen = DrawnRows(), Pen()
    rows.row("a", 1, pen)
    rows.turn()
    rows.row("b", 1, pen)
    rows.turn()
    rows.row("a", 1, pen)
    assert pen.drawn == [1, 1, 1]


def test_what_grows_is_made_of_the_drawing_before_and_only_where_its_value_is_another() -> None:
    rows, told = DrawnRows(), list[tuple[int, tuple[int, str] | None]]()

    def draw(value: int, before: tuple[int, str] | None) -> str:
        told.append((value, before))
        return f"{before[1] if before else ''}{value}"

    for value in (1, 1, 2):
        assert rows.grown("a", value, draw) == ("1" if value == 1 else "12")
        rows.turn()
    assert told == [(1, None), (2, (1, "1"))]


def test_the_values_of_panels_tell_how_numbers_are_written() -> None:
    """What `DrawnRows` asks of its users: these two are equal, and are written in two ways."""
    rows, pen = DrawnRows(), Pen()
    for number in (Decimal("1.0"), Decimal("1.00")):
        rows.row("size", (format(number, "f"),), pen)
        rows.turn()
    assert pen.drawn == [("1.0",), ("1.00",)]
