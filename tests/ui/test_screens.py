"""The boxes over the dashboard in a running app, at every size."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import ModalScreen
from textual.widgets import Input

from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import Context
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.screens.connection import ConnectionScreen
from roxom_tui.ui.screens.help import HelpScreen
from roxom_tui.ui.screens.modal_box import ModalBox
from roxom_tui.ui.screens.picker import PickRow, SymbolPicker, choice_lines, find
from roxom_tui.ui.screens.profiles import ProfilePicker, ProfileRow, host_of
from roxom_tui.ui.theme import LIGHT
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import board
from tests.support.screen_host import SIZES, BoxHost, on_screen, rebound, until
from tests.ui.connection_views import NOW, WALL, connection_view
from tests.ui.opened import opened

GOLD, US500, HOSTILE = Symbol("GOLD-BTC"), Symbol("US500-BTC"), Symbol("[red]X[/x]")
ROWS = (
    PickRow(GOLD, "Gold · 1 oz PAXG", "0.043127", PanelState.LIVE),
    PickRow(US500, "S&P 500 index", "0.06432", PanelState.QUIET),
    PickRow(Symbol("US100-BTC"), "Nasdaq 100 index", "0.2343201", PanelState.STALE),
    PickRow(Symbol("OIL-BTC"), "Crude oil · 1 barrel", "--", PanelState.WAITING),
    PickRow(HOSTILE, "[bold]closing nothing[/]", "1.5", PanelState.UNPROVEN),
)
PROFILES = (
    Profile("demo", Environment.DEMO),
    Profile("test [/x]", Environment.SANDBOX, ws_url="wss://sandbox.example.com/ws"),
    Profile("main", Environment.PRODUCTION, ws_url="wss://user:secret@api.example.com:8443/ws"),
)


def every_screen() -> list[ModalScreen[Any]]:
    connection = ConnectionScreen()
    connection.update(connection_view(), NOW, WALL)
    return [
        SymbolPicker(ROWS, US500),
        ProfilePicker(PROFILES, "demo"),
        connection,
        HelpScreen(DEFAULT_KEYMAP, Context.BOOK),
    ]


# --- every box ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("index", range(4))
async def test_the_badge_stays_on_screen_under_every_box(size: tuple[int, int], index: int) -> None:
    app = BoxHost()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(every_screen()[index])
        await pilot.pause()
        assert " DEMO " in on_screen(app)[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("index", range(4))
async def test_title_and_hint_are_readable_at_every_size(size: tuple[int, int], index: int) -> None:
    app = BoxHost()
    screen = every_screen()[index]
    async with app.run_test(size=size) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        text = "\n".join(on_screen(app))
        assert type(screen).heading in text  # type: ignore[attr-defined]
        assert "Esc back" in text


@pytest.mark.parametrize("index", range(4))
async def test_escape_leaves_without_an_answer(index: int) -> None:
    app = BoxHost()
    answers: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(every_screen()[index], answers.append)
        await pilot.pause()
        await pilot.press("escape")
        assert answers == [None]
        assert app.asked == []


@pytest.mark.parametrize("key", ["s", "P", "i", "question_mark"])
async def test_an_open_box_takes_a_new_theme_and_a_new_badge_at_once(key: str) -> None:
    async with opened((40, 10)) as (desk, pilot):
        await pilot.press(key)
        assert " DEMO " in on_screen(desk.app)[0]
        desk.app.action_theme()
        desk.mailbox.put(board(Environment.PRODUCTION))
        await until(pilot, lambda: " PRODUCTION " in on_screen(desk.app)[0])
        assert isinstance(desk.app.screen, ModalBox)
        title = desk.app.screen.query_one("#title", LineWidget)
        assert title.paint.palette.name == "light"
        assert title.paint.accent == LIGHT.production


async def test_the_dashboard_goes_on_around_a_box() -> None:
    app = BoxHost()
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.pause()
        rows = on_screen(app)
        assert "0.043127" in rows[1]
        assert "0.043127" in rows[-1]


# --- symbols ----------------------------------------------------------------------------------------


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
    app = BoxHost(rebound(palette="o", next_panel="n", quit="x"))
    async with app.run_test() as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD))
        await pilot.pause()
        await pilot.press("q", "o", "n", "x", "z", "question_mark", "plus", "space")
        assert app.screen.query_one(Input).value == "qonxz?+ "
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


# --- profiles -----------------------------------------------------------------------------------------


async def test_enter_answers_the_name_of_the_profile() -> None:
    app = BoxHost()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(ProfilePicker(PROFILES, "test [/x]"), answers.append)
        await pilot.pause()
        await pilot.press("j", "j", "enter")
        assert answers == ["main"]


async def test_each_profile_has_the_colour_and_the_word_of_its_environment() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        app.push_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.pause()
        rows = list(app.screen.query(ProfileRow))
        assert [row.paint.environment for row in rows] == [profile.environment for profile in PROFILES]
        for row, profile in zip(rows, PROFILES, strict=True):
            assert profile.environment.value.upper() in row.plain_lines()[0]
        assert "in use" in rows[0].plain_lines()[0]


def test_a_host_is_shown_without_what_might_be_secret() -> None:
    assert [host_of(profile) for profile in PROFILES] == [
        "inside this program",
        "sandbox.example.com",
        "api.example.com:8443",
    ]
    assert host_of(Profile("odd", Environment.DEMO, ws_url="ws://localhost:notaport")) == "localhost"


# --- connection -----------------------------------------------------------------------------------------


async def test_a_frame_in_which_nothing_changed_draws_nothing() -> None:
    app = BoxHost()
    screen = ConnectionScreen(connection_view())
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(screen)
        screen.update(connection_view(), NOW, WALL)
        await pilot.pause()
        assert screen.text.show_lines(screen.text.drawing(*screen.text.size)) == 0
        screen.update(connection_view(rate=119), NOW, WALL)
        assert any("119/s" in row for row in on_screen(app))


async def test_before_the_first_frame_no_age_is_made_up() -> None:
    app = BoxHost()
    screen = ConnectionScreen(connection_view())
    async with app.run_test(size=(120, 40)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert not any("connected for" in row for row in on_screen(app))
        screen.update(connection_view(), NOW, WALL)
        assert any("1 h 02 min" in row for row in on_screen(app))


async def test_the_connection_screen_moves_and_says_where_it_is() -> None:
    app = BoxHost(rebound(move_down="n", move_last="e"))
    screen = ConnectionScreen()
    screen.update(connection_view(), NOW, WALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert any("Connection" in row and "1-19 of" in row for row in on_screen(app))
        await pilot.press("n")
        assert screen.remark().startswith("2-20 of"), "n moves now"
        await pilot.press("j")
        assert screen.remark().startswith("2-20 of"), "j does not any more"
        await pilot.press("down")
        assert screen.remark().startswith("3-21 of"), "arrows always do"
        await pilot.press("e", "up", "g")
        assert screen.remark().startswith("1-19 of")


async def test_reconnect_and_quit_reach_the_app_from_the_connection_screen() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        await app.push_screen(ConnectionScreen(connection_view()))
        await pilot.press("R", "t", "q", "i")
        assert app.asked == ["reconnect", "theme", "quit"]
        assert not app.screen.is_modal


async def test_quit_reaches_the_app_from_the_profile_picker() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        await app.push_screen(ProfilePicker(PROFILES, "demo"))
        await pilot.press("t", "q")
        assert app.asked == ["theme", "quit"]
