"""The book under the person's hands: keys, clicks, Esc, sizes of the panel, and a market that goes on meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import LIVE, NOW, US500
from tests.ui.drawing import text as text_of
from tests.ui.opened import OpenedApp, moved, opened
from tests.ui.panels.on_paper import on_paper, resize, show, text
from tests.ui.panels.whole import whole_board, whole_book


def paper(width: int = 60, height: int = 30) -> Any:
    return on_paper(BookPanel, whole_book(), width, height, focused=True)


def row_of_cursor(panel: Any) -> tuple[int, str]:
    """The line of the panel with the cursor, and its text."""
    (found,) = ((y, line) for y, line in enumerate(text(panel)) if y and "▸" in line)
    return found


@pytest.mark.parametrize(("step", "side", "price"), [(1, Side.BID, "0.04312300"), (-1, Side.ASK, "0.04312700")])
def test_the_first_step_puts_the_cursor_on_the_best_price_in_its_direction(step: int, side: Side, price: str) -> None:
    panel = paper()
    panel.move(step)
    assert (panel.reading.cursor.side, panel.reading.cursor.price) == (side, Price(price))
    assert price in row_of_cursor(panel)[1]
    assert f"{side.name} {price} · sum" in "\n".join(text(panel))


def test_a_cursor_that_walks_out_of_sight_takes_the_window_along() -> None:
    panel = paper()
    for _ in range(40):
        panel.move(1)
        row_of_cursor(panel)
    assert panel.reading.cursor.price == panel.view.bids[-1].price
    panel.go_home()
    assert panel.reading.cursor.price == panel.view.bids[0].price
    assert any("─ spread" in line for line in text(panel))


def test_a_row_at_the_price_stays_where_its_level_left_and_is_no_level() -> None:
    panel = paper()
    panel.move(1)
    panel.move(1)
    before, _ = row_of_cursor(panel)
    view = panel.view
    panel.now = NOW + SECOND
    show(panel, replace(view, bids=(view.bids[0], *view.bids[2:])))
    panel.now = NOW + 3 * SECOND + SECOND // 10
    show(panel, replace(panel.view, freshness=replace(LIVE, valid_until=panel.now + SECOND)))
    line, row = row_of_cursor(panel)
    assert line == before
    assert row.split()[2:5] == ["0.04312200", "0", "0.65"]
    assert "gone 2.1 s" in "\n".join(text(panel))


def test_rows_that_go_on_under_the_cursor_ask_for_more_levels() -> None:
    panel = paper()
    assert not panel.book_wanted.is_whole
    idle = panel.levels_wanted
    panel.move(1)
    assert panel.book_wanted.is_whole
    assert panel.levels_wanted > idle
    panel.let_go()
    assert panel.levels_wanted == idle


def test_another_size_of_the_panel_keeps_the_cursor_in_sight() -> None:
    panel = paper()
    for _ in range(9):
        panel.move(1)
    for size in ((60, 14), (44, 12), (100, 50), (38, 10)):
        resize(panel, *size)
        assert panel.reading.cursor.price == panel.view.bids[8].price
        row_of_cursor(panel)


def test_a_click_on_a_row_is_the_cursor_s_and_beside_rows_it_is_nobody_s() -> None:
    panel = paper()
    middle = next(y for y, line in enumerate(text(panel)) if "─ spread" in line)
    panel.point_at(middle - 2)
    assert panel.reading.cursor.price == panel.view.asks[1].price
    for nothing in (0, 1, 29):
        panel.point_at(nothing)
        assert panel.reading.cursor.price == panel.view.asks[1].price


def test_a_paused_book_is_read_as_it_was() -> None:
    panel = paper()
    panel.move(-1)
    panel.toggle_pause()
    told = [line for line in text(panel) if "sum" in line]
    panel.now = NOW + 30 * SECOND
    show(panel, replace(whole_book(), asks=whole_book().asks[3:]))
    assert [line for line in text(panel) if "sum" in line] == told


def wants_all(desk: OpenedApp) -> bool:
    """Whether the whole book is asked for."""
    return desk.control.wishes[-1].whole


async def readout(desk: OpenedApp, pilot: Pilot[int], picture: ScreenSnapshot | None = None) -> str:
    """The panel, with the levels that a feed would bring by now."""
    if picture is not None:
        desk.mailbox.put(picture)
    await pilot.pause()
    return desk.panel("book")


async def test_keys_walk_the_cursor_and_the_whole_book_is_asked_for_while_it_is_on() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        assert not wants_all(desk)
        await pilot.press("enter")
        assert wants_all(desk)
        assert "BID 0.04312300" in await readout(desk, pilot)
        await pilot.press("j", "j", "down")
        assert "BID 0.04312000" in desk.panel("book")
        await pilot.press("k", "k", "k", "up")
        assert "ASK 0.04312700" in desk.panel("book")
        await pilot.press("k", "m")
        assert "ASK 0.04312700" in desk.panel("book")
        await pilot.press("enter")
        assert "ASK 0.04312700" in desk.panel("book"), "it is on already"
        await pilot.press("escape")
        assert "sum" not in desk.panel("book")
        assert not wants_all(desk)


async def test_a_click_puts_the_cursor_on_a_row() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        middle = next(y for y, line in enumerate(desk.panel("book").splitlines()) if "─ spread" in line)
        await pilot.click("#book", offset=(20, middle + 3))
        assert "BID 0.04312100" in await readout(desk, pilot)
        assert wants_all(desk)


async def test_esc_takes_off_cursor_then_size_then_pause_then_zoom() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        await pilot.press("z", "space", "x", *"buy 1", "enter", "k")
        await pilot.press("question_mark", "escape")
        assert "ASK 0.04312700 · sum" in await readout(desk, pilot), "first the box over it"
        await pilot.press("escape")
        assert "sum" not in await readout(desk, pilot)
        assert "buy " in desk.panel("book")
        await pilot.press("escape")
        assert "vwap" not in desk.panel("book")
        assert "PAUSED" in desk.panel("book")
        await pilot.press("escape")
        assert "PAUSED" not in desk.panel("book")
        assert desk.app.dashboard.places.zoomed == "book"
        await pilot.press("escape")
        assert desk.app.dashboard.places.zoomed is None


async def test_a_size_is_typed_and_what_is_wrong_with_it_is_told_meanwhile() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        await pilot.press("x", *"3 eth", "enter")
        assert "eth is no unit: btc, sats or pos" in desk.panel("book")
        await pilot.press("ctrl+u", *"qj 3", "backspace")
        assert desk.app.is_running
        await pilot.press("ctrl+u", *"buy 1", "full_stop", "5", "enter")
        assert "buy " in await readout(desk, pilot)
        assert "cost 0.06469135 BTC" in desk.panel("book")
        await pilot.press("x", *"12", "escape")
        assert "cost 0.06469135 BTC" in desk.panel("book"), "what was typed then is dropped"
        await pilot.press("x", "enter")
        assert "cost" not in desk.panel("book")


async def test_from_another_panel_the_palette_brings_the_keys_to_the_book() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        await pilot.press("tab")
        await desk.app.run_action("cursor")
        await pilot.pause()
        assert desk.app.dashboard.focused_panel.panel_id == "book"
        assert "BID 0.04312300" in desk.panel("book")
        await pilot.press("tab")
        await desk.app.run_action("cost_of_size")
        await pilot.press(*"3", "enter")
        assert "sell " in await readout(desk, pilot)


async def test_enter_in_a_list_is_no_cursor_in_the_book() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        desk.app.dashboard.focus_panel("symbols")
        await pilot.press("enter")
        assert "sum" not in desk.panel("book")


async def test_a_position_is_followed_with_the_mark_and_hidden_with_the_account() -> None:
    picture = whole_board()
    async with opened(picture=picture) as (desk, pilot):
        await pilot.press("x", *"pos", "enter")
        first = await readout(desk, pilot)
        assert "sell     1.50" in first
        assert "-0.1 bp mark" in first
        further = await readout(desk, pilot, moved(picture, 4_320_000))
        assert "+18.0 bp mark" in further
        row = replace(picture.positions.rows[0], size=None)
        unknown = replace(picture, positions=replace(picture.positions, rows=(row,)))
        assert "its size is not known" in await readout(desk, pilot, unknown)
        await pilot.press("b")
        hidden = await readout(desk, pilot, picture)
        assert "pos  ••••" in hidden
        assert "1.50" not in hidden.splitlines()[-2]


async def test_at_another_symbol_the_cursor_is_off_and_the_size_is_asked_of_that_one() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        await pilot.press("k", "x", *"buy 1", "enter", "1")
        assert desk.control.wishes[-1].symbol == US500
        assert "sum" not in desk.panel("book")
        assert wants_all(desk)


async def test_a_cursor_put_before_the_other_symbol_s_picture_came_does_not_stand_among_its_prices() -> None:
    picture = whole_board()
    async with opened(picture=picture) as (desk, pilot):
        await pilot.press("1", "k")
        assert "sum" in desk.panel("book")
        desk.app.show_picture(replace(picture, book=replace(picture.book, symbol=US500)))
        await pilot.pause()
        assert "sum" not in desk.panel("book")


async def test_while_something_else_has_the_keys_nothing_is_typed() -> None:
    async with opened(picture=whole_board()) as (desk, pilot):
        await pilot.press("x", "3", "tab", "4")
        book = desk.app.dashboard.panels["book"]
        assert isinstance(book, BookPanel)
        assert not book.reading.entry.is_open
        assert text_of(book.typed(book.view)) == ""
