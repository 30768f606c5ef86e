"""What stands where: layouts, and the chart with its faces and keys."""

from __future__ import annotations

from roxom_tui.model.charting import ChartFace, ChartRequest, Overlay
from tests.ui.opened import opened


async def test_v_walks_the_layouts_and_says_which_is_in_use() -> None:
    async with opened() as (desk, pilot):
        found = []
        for _ in range(4):
            await pilot.press("v")
            found.append(desk.app.dashboard.places.layout.name)
            assert f"layout {found[-1]}" in desk.text()
        assert found == ["chart", "book", "account", "trade"]


async def test_the_palette_lists_layouts_with_their_panels() -> None:
    async with opened() as (desk, _):
        commands = {command.name: command.help for command in desk.app.layout_commands()}
        assert list(commands) == ["Layout trade", "Layout chart", "Layout book", "Layout account"]
        assert commands["Layout account"].startswith("positions orders")


async def test_h_shows_the_chart_zoomed_where_it_has_no_place_and_walks_its_faces() -> None:
    async with opened() as (desk, pilot):
        assert not any(wish.chart for wish in desk.control.wishes)
        await pilot.press("h")
        await pilot.pause()
        assert desk.app.dashboard.places.zoomed == desk.app.dashboard.focused_panel.panel_id == "chart"
        assert desk.control.wishes[-1].chart == ChartRequest()
        await pilot.press("h")
        assert desk.control.wishes[-1].chart == ChartRequest(ChartFace.DEPTH, 0)
        await pilot.press("h", "h", "right_curly_bracket", "I")
        assert desk.control.wishes[-1].chart == ChartRequest(ChartFace.CANDLES, 15, Overlay.VWAP)
        await pilot.press("minus")
        assert desk.control.wishes[-1].chart == ChartRequest(ChartFace.CANDLES, 5, Overlay.VWAP)


async def test_where_the_layout_has_a_place_for_it_h_only_gives_it_the_keys() -> None:
    async with opened((200, 60)) as (desk, pilot):
        await pilot.pause()
        assert desk.control.wishes[-1].chart == ChartRequest()
        assert "Chart · candles 5 s" in desk.panel("chart")
        await pilot.press("h")
        assert desk.app.dashboard.places.zoomed is None
        assert desk.app.dashboard.focused_panel.panel_id == "chart"


async def test_a_chart_that_goes_out_of_sight_is_not_asked_for_any_more() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("h", "z", "tab")
        await pilot.pause()
        await pilot.pause()
        assert "chart" not in desk.app.dashboard.places.lay(desk.app.dashboard.size)
        assert desk.control.wishes[-1].chart is None


async def test_the_crosshair_is_taken_off_before_the_zoom() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("h", "left", "left")
        assert "state unknown" in desk.panel("chart")
        await pilot.press("escape")
        assert "state unknown" not in desk.panel("chart")
        assert desk.app.dashboard.places.zoomed == "chart"
        await pilot.press("escape")
        assert desk.app.dashboard.places.zoomed is None


async def test_a_frozen_scale_is_named_by_its_key_and_its_title() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("h", "H")
        assert "frozen" in desk.panel("chart")
        assert "H Free scale" in desk.text()
