"""A panel is one module and a line in the list of panels: nothing else has to know of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from roxom_tui.model.status import Freshness
from roxom_tui.state.views.market_views import TickerView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.layout import Floor, Slot
from roxom_tui.ui.lines import Line, Span
from roxom_tui.ui.palette import Palette
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.screens.help import HelpScreen
from tests.support.sample_screens import GOLD, board
from tests.support.screen_host import until
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings


class Toy(Panel[TickerView]):
    """The ticker's mark, and nothing else."""

    panel_id = "toy"
    title = "Toy"
    about = "Nobody knew of this panel."
    slot = Slot.ACCOUNT
    floor = Floor(30, 4)

    def pick(self, board: ScreenSnapshot) -> TickerView:
        return board.ticker

    def freshness(self, view: TickerView) -> Freshness:
        return view.freshness

    def body(self, view: TickerView, rendering: RenderContext) -> list[Line]:
        return [(Span(f"the mark is {view.mark}"),)]


class AppWithToy(RoxomApp):
    PANELS: ClassVar[Sequence[type[Panel[Any]]]] = (*PANELS, Toy)


def app_with_toy() -> AppWithToy:
    return AppWithToy(settings(), Recorder(), HandMailbox(board()), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_a_panel_that_is_only_registered_is_on_the_screen(size: tuple[int, int]) -> None:
    app = app_with_toy()
    async with app.run_test(size=size) as pilot:
        panel = app.dashboard.house.panels["toy"]
        await until(pilot, lambda: panel.size.height)
        await until(pilot, lambda: "the mark is 0.043122" in "\n".join(panel.plain_lines()))
        assert "Toy" in panel.plain_lines()[0]
        assert "LIVE" in panel.plain_lines()[0]


async def test_where_there_is_no_room_of_its_own_it_appears_when_it_has_the_keys() -> None:
    app = app_with_toy()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = app.dashboard.house.panels["toy"]
        assert not panel.size.height
        await pilot.press("shift+tab", "shift+tab")
        assert app.dashboard.focused_panel is panel
        await until(pilot, lambda: "the mark is 0.043122" in "\n".join(panel.plain_lines()))
        await pilot.press("z")
        await until(pilot, lambda: panel.size.width == 80 and panel.size.height > 20)


async def test_it_stands_in_the_help_and_the_palette_gives_it_the_keys() -> None:
    app = app_with_toy()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        help_screen = app.screen
        assert isinstance(help_screen, HelpScreen)
        page = "\n".join("".join(span.text for span in line) for line in help_screen.lines(110))
        assert "Toy         Nobody knew of this panel." in page
        assert all(" ".join(panel.about.split()[:4]) in page for panel in PANELS)
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press(*"panel toy")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.dashboard.focused_panel.panel_id == "toy")
