"""A line to type on: Enter answers once it can be read."""

from __future__ import annotations

from collections.abc import Sequence

from roxom_tui.ui.lines import Line, Span
from roxom_tui.ui.screens.line_editor import LineEditor
from tests.support.screen_host import BoxHost, on_screen


class Number(LineEditor[int]):
    heading = "A number"
    hint = "Enter"

    def wanted(self) -> tuple[int, int]:
        return 40, 6

    def answer(self, text: str) -> int | None:
        return int(text) if text.isdigit() else None

    def remarks(self, text: str, width: int) -> Sequence[Line]:
        return [(Span(f"said of {text!r}"),)]


async def test_enter_answers_only_what_can_be_read_and_all_is_said_while_it_is_typed() -> None:
    app = BoxHost()
    answers: list[int | None] = []
    async with app.run_test() as pilot:
        app.push_screen(Number("4"), answers.append)
        await pilot.pause()
        await pilot.press("x", "enter")
        assert answers == []
        assert any("said of '4x'" in line for line in on_screen(app))
        await pilot.press("backspace", "2", "enter")
        assert answers == [42]


async def test_esc_answers_nothing_and_letters_are_typed() -> None:
    app = BoxHost()
    answers: list[int | None] = []
    async with app.run_test() as pilot:
        app.push_screen(Number(), answers.append)
        await pilot.pause()
        await pilot.press("q", "j", "A", "escape")
        assert answers == [None]
        assert app.asked == []
