"""Enter in a list: details of a position or an order, asked of the feed while they are open; else the symbol."""

from __future__ import annotations

from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.model.values import replace
from tests.support.sample_screens import board
from tests.ui.opened import opened, sheet_text
from tests.ui.screens.detail_samples import ROW, position


async def test_enter_on_a_position_asks_for_its_details_and_the_whole_book_until_they_are_closed() -> None:
    async with opened() as (desk, pilot):
        desk.app.dashboard.focus_panel("positions")
        await pilot.press("enter")
        await pilot.pause()
        wish = DetailRequest(Detailed.POSITION, ROW.position_id)
        assert (desk.control.wishes[-1].detail, desk.control.wishes[-1].whole) == (wish, True)
        desk.app.show_picture(replace(board(), detail=position(position_id=ROW.position_id)))
        await pilot.pause()
        assert "PnL at mark" in sheet_text(desk)
        await pilot.press("escape")
        await pilot.pause()
        assert (desk.control.wishes[-1].detail, desk.control.wishes[-1].whole) == (None, False)


async def test_enter_in_the_details_goes_to_the_symbol() -> None:
    async with opened() as (desk, pilot):
        desk.app.dashboard.focus_panel("positions")
        await pilot.press("j", "enter")
        await pilot.pause()
        other = board().positions.rows[1].symbol
        assert desk.app.symbol != other
        await pilot.press("enter")
        await pilot.pause()
        assert desk.app.symbol == other


async def test_enter_on_an_order_asks_for_it_and_in_the_symbols_it_goes_there() -> None:
    async with opened() as (desk, pilot):
        desk.app.dashboard.focus_panel("orders")
        await pilot.press("enter")
        await pilot.pause()
        first = board().orders.rows[0].order_id
        assert desk.control.wishes[-1].detail == DetailRequest(Detailed.ORDER, first)
        await pilot.press("escape")
        desk.app.dashboard.focus_panel("symbols")
        await pilot.press("g", "enter")
        await pilot.pause()
        assert desk.app.symbol == board().symbols.rows[0].symbol
