from __future__ import annotations

import pytest

from roxom_tui.ui.screens.prompt import Prompt
from tests.support.screen_host import BoxHost, on_screen


@pytest.mark.parametrize(("keys", "answer"), [(("a", "b", "enter"), "ab"), (("enter",), ""), (("a", "escape"), None)])
async def test_enter_answers_what_was_typed_and_esc_nothing(keys: tuple[str, ...], answer: str | None) -> None:
    app, answers = BoxHost(), list[str | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Prompt("Go to time", "12:03"), answers.append)
        await pilot.pause()
        assert any("Go to time" in line for line in on_screen(app))
        await pilot.press(*keys)
        await pilot.pause()
    assert answers == [answer]


async def test_letters_are_typed_and_do_nothing_else() -> None:
    app = BoxHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Prompt("Mark", "a note"))
        await pilot.pause()
        await pilot.press("q", "w", "space")
        assert app.asked == []
