"""The dashboard: which panel has the keys, which has the room, what a click means."""

from __future__ import annotations

from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import US500
from tests.support.screen_host import until
from tests.support.spellings import GOLD
from tests.ui.opened import opened


async def test_tab_goes_round_all_panels_and_the_border_follows() -> None:
    async with opened() as (desk, pilot):
        seen = []
        for _ in PANELS:
            await pilot.press("tab")
            seen.append(desk.app.dashboard.focused_panel.panel_id)
            assert desk.app.focused is desk.app.dashboard.focused_panel
        assert sorted(seen) == sorted(panel.panel_id for panel in PANELS)


async def test_at_80_by_24_tab_brings_each_account_panel_into_the_shared_place() -> None:
    async with opened((80, 24)) as (desk, pilot):
        for _ in PANELS:
            await pilot.press("tab")
            panel = desk.app.dashboard.focused_panel
            assert panel.region.area > 0, panel.panel_id
            assert panel.title in desk.panel(panel.panel_id)


async def test_zoom_fills_the_room_and_gives_it_back() -> None:
    async with opened() as (desk, pilot):
        before = desk.app.dashboard.panels["book"].region
        await pilot.press("z")
        assert desk.app.dashboard.panels["book"].region.size == (120, 36)
        assert desk.control.wishes[-1].levels > 15
        await pilot.press("z")
        assert desk.app.dashboard.panels["book"].region == before


async def test_a_click_in_a_list_that_was_scrolled_goes_to_the_symbol_it_hits() -> None:
    async with opened((60, 6)) as (desk, pilot):
        panel = desk.app.dashboard.panels["symbols"]
        assert isinstance(panel, SymbolsPanel)
        desk.app.dashboard.focus_panel("symbols")
        await pilot.press("z")
        await until(pilot, lambda: panel.size.height == 4)
        panel.move(2)
        hit = panel.symbol_at(1)
        assert hit is not None
        assert (hit in panel.plain_lines()[1], hit) == (True, GOLD)
        assert panel.symbol_at(0) is None


async def test_a_click_on_a_symbol_goes_there() -> None:
    async with opened() as (desk, pilot):
        await pilot.click("#symbols", offset=(5, 2))
        await pilot.pause()
        assert desk.control.wishes[-1].symbol == US500
