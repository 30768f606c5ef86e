"""The command palette lists everything by name, and runs what was found."""

from __future__ import annotations

import pytest
from textual.command import CommandList
from textual.content import Content
from textual.widgets import Input

from roxom_tui.model.market import Environment, Symbol
from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.color_fallback import for_terminal
from roxom_tui.ui.palette import CHOSEN, Entries
from roxom_tui.ui.theme import PALETTES, textual_theme
from roxom_tui.ui.theme import Palette as Colours
from tests.support.screen_host import BoxHost, on_screen, until
from tests.ui.colour_measures import contrast

GOLD = Symbol("GOLD-BTC")


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


async def test_the_palette_has_a_frame_that_says_which_entries_are_in_sight() -> None:
    app = BoxHost()
    async with app.run_test(size=(100, 24)) as pilot:
        app.push_screen(app.palette())
        await until(pilot, lambda: any("1-14 of" in line for line in on_screen(app)))
        framed = [line for line in on_screen(app) if "│" in line]
        assert all(line.count("│") == 2 for line in framed)
        assert sum("╭" in line or "╰" in line for line in on_screen(app)) == 2
        total = len(prompts(app))
        await pilot.press("up")
        await until(pilot, lambda: any(f"{total - 13}-{total} of {total}" in line for line in on_screen(app)))
        app.screen.query_one(Input).value = "zoom"
        await until(pilot, lambda: len(prompts(app)) in (1, 2))
        await until(pilot, lambda: not any(" of " in line for line in on_screen(app) if "╰" in line))


async def test_the_palette_says_where_nothing_matches() -> None:
    app = BoxHost()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(app.palette())
        await pilot.pause()
        app.screen.query_one(Input).value = "xyzzy"
        await until(pilot, lambda: any("│nothing matches" in line for line in on_screen(app)))
        await pilot.press("enter")
        assert app.asked == []
        app.screen.query_one(Input).value = "zoom"
        await until(pilot, lambda: any("Zoom" in line for line in on_screen(app)))
        assert not any("nothing matches" in line for line in on_screen(app))


@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
async def test_every_kind_of_entry_can_be_read(palette: Colours, system: str) -> None:
    app = BoxHost()
    theme = textual_theme(for_terminal(palette, system), Environment.SANDBOX)
    app.register_theme(theme)
    app.theme = theme.name
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(app.palette())
        await until(pilot, lambda: len(app.screen.query(CommandList)) and len(prompts(app)))
        entries = app.screen.query_one(Entries)
        for kind in ("", "-disabled", "-highlighted"):
            style = entries.get_component_rich_style(f"option-list--option{kind}")
            assert style.color is not None
            assert style.bgcolor is not None
            assert contrast(style.color.name, style.bgcolor.name) >= 4.5, kind


def first_entries(app: BoxHost) -> list[str]:
    """The first three entries, cell for cell."""
    entries = app.screen.query_one(Entries)
    return [strip.text for strip in (entries.render_line(y) for y in range(3))]


async def test_the_chosen_entry_has_a_mark_in_front_that_goes_with_the_keys_and_moves_nothing() -> None:
    app = BoxHost()
    async with app.run_test(size=(100, 24)) as pilot:
        app.push_screen(app.palette())
        await until(pilot, lambda: len(app.screen.query(CommandList)) and len(prompts(app)) >= len(ACTIONS) + 4)
        await until(pilot, lambda: first_entries(app)[0].startswith(CHOSEN))
        before = first_entries(app)
        assert [line[0] for line in before] == [CHOSEN, " ", " "]
        await pilot.press("down")
        await until(pilot, lambda: first_entries(app) != before)
        assert [line[0] for line in first_entries(app)] == [" ", CHOSEN, " "]
        assert [line[1:] for line in first_entries(app)] == [line[1:] for line in before]
