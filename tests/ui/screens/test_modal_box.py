"""Every box over the dashboard: badge, title and hint at every size, and one way out."""

from __future__ import annotations

from typing import Any

import pytest
from textual.geometry import Region, Size
from textual.screen import ModalScreen

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.screens.connection import ConnectionScreen
from roxom_tui.ui.screens.help import HelpPanels, HelpScreen
from roxom_tui.ui.screens.modal_box import ModalBox
from roxom_tui.ui.screens.picker import SymbolPicker
from roxom_tui.ui.screens.profiles import ProfilePicker
from roxom_tui.ui.theme import LIGHT
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import board, with_overview
from tests.support.screen_host import SIZES, BoxHost, on_screen, until
from tests.ui.connection_views import NOW, WALL, connection_view
from tests.ui.opened import opened
from tests.ui.screens.choices import PROFILES, ROWS, US500


def every_screen() -> list[ModalScreen[Any]]:
    connection = ConnectionScreen()
    connection.update(connection_view(), NOW, WALL)
    return [
        SymbolPicker(ROWS, US500),
        ProfilePicker(PROFILES, "demo"),
        connection,
        HelpScreen(DEFAULT_KEYMAP, HelpPanels(BookPanel)),
    ]


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


@pytest.mark.parametrize("other", [Size(60, 20), Size(200, 60), Size(0, 0)])
async def test_over_a_dashboard_that_is_laid_out_for_another_size_a_box_still_has_all_its_rows(other: Size) -> None:
    """While the terminal changes one of the two screens knows it before the other: no row may be missing then."""
    async with opened() as (desk, pilot):
        await pilot.press("question_mark")
        await until(pilot, lambda: desk.app.screen.is_modal)
        desk.app.dashboard._compositor.reflow(desk.app.dashboard, other)
        width, height = desk.app.screen.size
        rows = desk.app.screen.render_lines(Region(0, 0, width, height))
        assert [row.cell_length for row in rows] == [width] * height
        assert [row.cell_length for row in desk.app.screen.render_lines(Region(10, 5, 30, 4))] == [30] * 4
        larger = desk.app.screen.render_lines(Region(0, 0, width + 7, height + 3))
        assert [row.cell_length for row in larger] == [width + 7] * (height + 3), "the box itself is not told yet"


@pytest.mark.parametrize("key", ["o", "A", "i", "P", "enter"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_help_of_an_open_box_begins_with_it_and_leads_back_to_it(size: tuple[int, int], key: str) -> None:
    async with opened(size) as (desk, pilot):
        desk.app.dashboard.focus_panel("positions")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(desk.app.screen, ModalBox))
        box = desk.app.screen
        assert isinstance(box, ModalBox)
        for leave in ("question_mark", "escape", "f1"):
            await pilot.press("question_mark")
            await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen))
            await until(pilot, lambda: f"{box.heading} ─" in "\n".join(on_screen(desk.app)))
            await pilot.press("f1" if leave == "f1" else leave)
            await until(pilot, lambda: desk.app.screen is box)
            await until(pilot, lambda: box.hint[:20] in "\n".join(on_screen(desk.app)))
        await pilot.press("escape")
        assert desk.app.screen is desk.app.dashboard


async def test_under_the_help_a_box_is_not_seen_and_goes_on_with_the_pictures() -> None:
    async with opened(picture=with_overview(board())) as (desk, pilot):
        await pilot.press("o")
        await until(pilot, lambda: "24h vol" in "\n".join(on_screen(desk.app)))
        assert "LIVE" in overview_of_oil(desk.app)
        await pilot.press("question_mark")
        await until(pilot, lambda: "Help" in "\n".join(on_screen(desk.app)))
        assert not overview_of_oil(desk.app)
        desk.clock.now += 3600 * SECOND
        desk.app.repaint()
        await pilot.press("escape")
        assert "STALE" in overview_of_oil(desk.app)


def overview_of_oil(app: RoxomApp) -> str:
    """Its row there; empty where it is not seen. The list of symbols has a shorter one."""
    return next((row for row in on_screen(app) if "OIL-BTC" in row and "--  " in row), "")


async def test_where_something_is_typed_a_question_mark_is_typed_and_f1_helps() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("s", "question_mark")
        assert not isinstance(desk.app.screen, HelpScreen)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(desk.app.screen, HelpScreen))
        await pilot.press("escape")
        assert isinstance(desk.app.screen, SymbolPicker)


@pytest.mark.parametrize("key", ["o", "A", "i", "P"])
async def test_the_account_is_hidden_and_shown_from_within_a_box_too(key: str) -> None:
    async with opened() as (desk, pilot):
        await pilot.press(key, "b")
        assert desk.app.options.hide_account
        assert "••••" in desk.text()
        await pilot.press("b")
        assert not desk.app.options.hide_account
