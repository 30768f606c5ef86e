"""Help, command palette and keys: each of them says and does what the table of actions says."""

from __future__ import annotations

from typing import Any

import pytest
from textual.command import CommandList
from textual.content import Content
from textual.widgets import Input

from roxom_tui.model.market import Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import ACTIONS, Context
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.screens.help import STATES, help_lines, help_rows
from roxom_tui.ui.screens.picker import PickRow, SymbolPicker
from tests.support.screen_host import BoxHost, rebound, until

GOLD = Symbol("GOLD-BTC")
ROWS = (PickRow(GOLD, "Gold · 1 oz PAXG", "0.043127", PanelState.LIVE),)

# --- help -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [36, 76, 116])
@pytest.mark.parametrize("context", list(Context))
def test_every_action_and_every_state_stands_in_the_help(context: Context, width: int) -> None:
    text = ["".join(span.text for span in line) for line in help_lines(DEFAULT_KEYMAP, context, width)]
    page = " ".join(" ".join(text).split())
    rows = help_rows(DEFAULT_KEYMAP, ACTIONS)
    assert sorted(id_ for row in rows for id_ in row.ids) == sorted(action.id for action in ACTIONS)
    assert all(row.keys in page for row in rows)
    assert set(STATES) == set(PanelState)
    assert all(state.value in page for state in PanelState)
    assert all(width_of(line) <= width for line in help_lines(DEFAULT_KEYMAP, context, width))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_the_help_says_the_sentence_of_each_action(action: Any) -> None:
    text = ["".join(span.text for span in line) for line in help_lines(DEFAULT_KEYMAP, Context.GLOBAL, 90)]
    sentence = "Show that symbol of the list." if action.id.startswith("symbol_") else action.help
    assert any(sentence in line for line in text)


def test_help_for_the_place_comes_first() -> None:
    first = help_lines(DEFAULT_KEYMAP, Context.BOOK, 76)
    assert "Here: in the order book" in first[0][0].text
    assert help_lines(DEFAULT_KEYMAP, Context.GLOBAL, 76)[0][0].text == "Symbols"


def test_help_shows_the_keys_as_they_are_bound() -> None:
    rows = help_rows(rebound(zoom="ctrl+x", symbol_3="f3"), ACTIONS)
    by_id = {id_: row for row in rows for id_ in row.ids}
    assert by_id["zoom"].keys == "Ctrl+X"
    assert by_id["symbol_3"].keys == "F3"
    assert by_id["symbol_4"].keys == "1 … 9"


# --- command palette ---------------------------------------------------------------------------------------


def prompts(app: BoxHost) -> list[str]:
    entries = app.screen.query_one(CommandList).options
    return [entry.prompt.plain for entry in entries if isinstance(entry.prompt, Content)]


async def test_the_palette_lists_every_action_symbol_and_profile_as_plain_text() -> None:
    app = BoxHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(app.palette())
        await until(pilot, lambda: len(app.screen.query(CommandList)) and len(prompts(app)) >= len(ACTIONS) + 4)
        listed = prompts(app)
        assert len(app.screen_stack) == 2
        for action in ACTIONS:
            assert any(line.startswith(action.label) and action.help in line for line in listed), action.id
        assert {"Go to GOLD-BTC", "Go to [/x]", "Switch to profile demo", "Switch to profile [bold]mine"} <= set(listed)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("zoom", "zoom"),
        ("latency", "connection"),
        ("symbol 4", "symbol 4"),
        ("go to [/x", "symbol [/x]"),
        ("profile [bold", "profile [bold]mine"),
    ],
)
async def test_the_palette_runs_what_was_found(typed: str, asked: str) -> None:
    app = BoxHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(app.palette())
        await pilot.pause()
        app.screen.query_one(Input).value = typed
        await until(pilot, lambda: len(prompts(app)) in (1, 2))
        await pilot.press("enter")
        await until(pilot, lambda: app.asked)
        assert app.asked == [asked]


# --- keys in a running app ---------------------------------------------------------------------------------


async def test_every_default_key_reaches_its_action() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        for action in ACTIONS:
            for key in action.keys:
                app.asked.clear()
                await pilot.press(key)
                name = action.call.removeprefix("app.").replace("(", " ").rstrip(")").replace("_000", "000")
                assert app.asked == [name], f"{key} for {action.id}"


async def test_a_rebound_key_works_and_the_old_one_is_dead() -> None:
    app = BoxHost(rebound(zoom="x", pause="z", quit="f10"))
    async with app.run_test() as pilot:
        await pilot.press("x", "z", "space", "q", "f10", "ctrl+c")
        assert app.asked == ["zoom", "pause", "quit", "interrupt"]


async def test_the_ways_out_work_from_a_text_field_and_panel_keys_do_not() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD))
        await pilot.pause()
        await pilot.press("tab", "shift+tab", "ctrl+p")
        assert app.asked == []
        await pilot.press("ctrl+c", "ctrl+z")
        assert app.asked == ["interrupt", "suspend_process"]
