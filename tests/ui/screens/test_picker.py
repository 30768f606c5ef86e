"""Finding a symbol by typing."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from roxom_tui.model.market import Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.screens.picker import PickRow, SymbolPicker, choice_lines, find
from roxom_tui.ui.screens.profiles import ProfilePicker, ProfileRow
from tests.support.screen_host import SIZES, BoxHost, on_screen, rebound, until
from tests.ui.screens.choices import GOLD, HOSTILE, PROFILES, ROWS, US500


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", [row.symbol for row in ROWS]),
        ("us", ["US500-BTC", "US100-BTC"]),
        ("OIL", ["OIL-BTC"]),
        ("100", ["US100-BTC"]),
        ("index", ["US500-BTC", "US100-BTC"]),
        ("ubt", ["US500-BTC", "US100-BTC"]),
        ("o", ["OIL-BTC", "GOLD-BTC", HOSTILE]),
        ("[/", [HOSTILE]),
        ("zzz", []),
    ],
)
def test_the_best_match_comes_first(typed: str, expected: list[str]) -> None:
    found = [one.row.symbol for one in find(ROWS, typed)]
    assert found[: len(expected)] == expected
    assert expected or not found


def test_points_of_the_prices_stand_in_one_column() -> None:
    lines = ["".join(span.text for span in line) for line in choice_lines(find(ROWS, ""), 0, 64)]
    points = {
        line.index(row.last) + row.last.index(".") for line, row in zip(lines, ROWS, strict=True) if "." in row.last
    }
    assert len(points) == 1


@pytest.mark.parametrize("width", [10, 24, 40, 64, 120])
def test_a_row_of_the_picker_never_cuts_its_price(width: int) -> None:
    for line, row in zip(choice_lines(find(ROWS, ""), 0, width), ROWS, strict=True):
        assert width_of(line) <= width
        text = "".join(span.text for span in line)
        assert row.last in text or not any(character.isdigit() for character in text.partition(row.symbol)[2])


async def test_typing_filters_and_enter_answers_the_symbol() -> None:
    app = BoxHost()
    answers: list[Symbol | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD), answers.append)
        await pilot.pause()
        await pilot.press("1", "0", "0")
        assert app.screen.query_one(Input).value == "100"
        assert any("1 of 5" in row for row in on_screen(app))
        await pilot.press("enter")
        assert answers == ["US100-BTC"]


async def test_letters_that_are_keys_elsewhere_are_typed_in_the_picker() -> None:
    app = BoxHost(rebound(palette="Z", next_panel="0", quit="X"))
    async with app.run_test() as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD))
        await pilot.pause()
        await pilot.press("q", "p", "n", "X", "z", "question_mark", "plus", "space")
        assert app.screen.query_one(Input).value == "qpnXz?+ "
        assert app.asked == []


async def test_the_cursor_begins_on_the_symbol_in_view_and_stops_at_the_ends() -> None:
    app = BoxHost()
    answers: list[Symbol | None] = []
    async with app.run_test() as pilot:
        for keys in (["enter"], ["down", "enter"], ["up", "up", "up", "enter"], ["pagedown", "enter"]):
            app.push_screen(SymbolPicker(ROWS, US500), answers.append)
            await pilot.pause()
            await pilot.press(*keys)
        assert answers == [US500, "US100-BTC", GOLD, HOSTILE]


async def test_enter_does_nothing_where_nothing_matches() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD))
        await pilot.pause()
        await pilot.press("y", "y", "enter")
        assert isinstance(app.screen, SymbolPicker)
        assert any("No symbol matches." in row for row in on_screen(app))


async def test_a_long_list_follows_the_cursor_in_a_small_terminal() -> None:
    app = BoxHost()
    rows = [PickRow(Symbol(f"S{number:02}-BTC"), "", "1", PanelState.LIVE) for number in range(40)]
    async with app.run_test(size=(40, 10)) as pilot:
        app.push_screen(SymbolPicker(rows, rows[0].symbol))
        await pilot.pause()
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert any("▸" in row and "S18-BTC" in row for row in on_screen(app))


@pytest.mark.parametrize("size", SIZES)
async def test_text_like_markup_is_drawn_as_it_is(size: tuple[int, int]) -> None:
    app = BoxHost()
    async with app.run_test(size=size) as pilot:
        app.push_screen(SymbolPicker(ROWS, HOSTILE))
        await pilot.pause()
        assert any("[red]X[/x]" in row for row in on_screen(app))
        app.switch_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.pause()
        assert any("test [/x]" in row for row in on_screen(app))


async def test_a_click_picks_the_row_it_hits() -> None:
    app = BoxHost()
    answers: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD), answers.append)
        await pilot.pause()
        await pilot.click("#choices", offset=(8, 3))
        app.push_screen(ProfilePicker(PROFILES, "demo"), answers.append)
        await pilot.pause()
        await pilot.click(app.screen.query(ProfileRow).last())
        assert answers == ["OIL-BTC", "main"]


async def test_a_list_that_does_not_fit_says_which_rows_are_in_sight() -> None:
    app = BoxHost()
    rows = tuple(PickRow(Symbol(f"S{n:02}-BTC"), "", "1", PanelState.LIVE) for n in range(30))
    async with app.run_test(size=(60, 16)) as pilot:
        screen = SymbolPicker(rows, rows[0].symbol)
        await app.push_screen(screen)
        await pilot.pause()
        room = screen.choices.size.height
        assert any(f"1-{room} of 30" in line for line in on_screen(app))
        await pilot.press(*["pagedown"] * 5)
        assert any(f"{31 - room}-30 of 30" in line for line in on_screen(app))
        await pilot.press("S", "0")
        await until(pilot, lambda: screen.remark().endswith("12 of 30 match"))
        await pilot.resize_terminal(60, 50)
        await until(pilot, lambda: screen.remark() == "12 of 30")
        assert sum("-BTC" in line for line in on_screen(app)) == 12
