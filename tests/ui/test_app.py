from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Size, Unit
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import GOLD, OIL, US100, US500, board, down
from tests.support.screen_host import until
from tests.ui.opened import OpenedApp, opened


async def test_the_first_picture_is_painted_and_the_next_is_asked_for() -> None:
    async with opened() as (desk, _):
        assert "0.04312700" in desk.text()
        assert desk.mailbox.asked >= 1
        assert desk.app.picture is not None


async def test_before_any_picture_the_screen_is_there_and_says_nothing_false() -> None:
    desk = OpenedApp(None)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "LIVE" not in desk.text()
        await pilot.press("2", "tab", "z", "u", "b", "i", "escape", "r", "t")
        assert desk.app.is_running


@pytest.mark.parametrize(
    ("key", "symbol"), [("1", US500), ("2", US100), ("4", OIL), ("right_square_bracket", OIL), ("comma", US100)]
)
async def test_one_key_moves_to_another_symbol(key: str, symbol: Symbol) -> None:
    async with opened() as (desk, pilot):
        await pilot.press(key)
        assert desk.control.wishes[-1].symbol == symbol


async def test_a_digit_beyond_the_list_does_nothing() -> None:
    async with opened() as (desk, pilot):
        before = list(desk.control.wishes)
        await pilot.press("9")
        assert desk.control.wishes == before


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
        before = desk.app.dashboard.house.panels["book"].region
        await pilot.press("z")
        assert desk.app.dashboard.house.panels["book"].region.size == (120, 36)
        assert desk.control.wishes[-1].levels > 15
        await pilot.press("z")
        assert desk.app.dashboard.house.panels["book"].region == before


async def test_pause_holds_the_picture_and_counts_what_comes() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("tab")
        assert desk.app.dashboard.focused_panel.panel_id == "trades"
        await pilot.press("space")
        held = desk.panel("trades").splitlines()[2]
        newer = board()
        fresh = replace(newer.tape.rows[0], price=type(newer.tape.rows[0].price)("0.04399900"))
        tape = replace(newer.tape, rows=(fresh, *newer.tape.rows), count=newer.tape.count + 1)
        desk.mailbox.put(replace(newer, tape=tape))
        await pilot.pause()
        assert desk.panel("trades").splitlines()[2] == held
        assert "PAUSED +1" in desk.panel("trades")
        await pilot.press("space")
        assert "0.04399900" in desk.panel("trades")


async def test_another_symbol_ends_every_pause() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("space")
        assert desk.app.dashboard.house.panels["book"].held is not None
        await pilot.press("1")
        assert desk.app.dashboard.house.panels["book"].held is None


async def test_coarser_and_finer_ask_the_feed_for_another_step() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("plus")
        assert str(desk.control.wishes[-1].group) == "0.000002"
        await pilot.press("plus", "minus", "minus")
        assert desk.control.wishes[-1].group is None


async def test_sats_and_btc_switch_everywhere_at_once() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("u")
        assert desk.app.options.unit is Unit.SATS
        text = desk.text()
        assert "4,312,700" in text
        assert "0.0431" not in text
        await pilot.press("u")
        assert "0.04312700" in desk.text()


async def test_b_hides_the_account_and_shows_it_again() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("b")
        assert "0.79988000" not in desk.text()
        await pilot.press("b")
        assert "0.79988000" in desk.text()


async def test_resync_asks_for_what_the_focused_panel_shows() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("r")
        assert desk.control.resyncs == [Stream(Channel.DEPTH, GOLD), Stream(Channel.LEVEL1, GOLD)]
        await pilot.press("R")
        assert desk.control.reconnects == 1


async def test_a_notice_stands_in_the_footer_for_some_seconds() -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.tell(Notice(desk.clock.wall(), "order filled: buy 2.00 GOLD-BTC"))
        desk.app.tick()
        await pilot.pause()
        assert "order filled" in desk.text()
        desk.clock.advance(7 * SECOND)
        desk.app.tick()
        assert "order filled" in desk.text()
        desk.clock.advance(2 * SECOND)
        desk.app.tick()
        assert "order filled" not in desk.text()


@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_set_neither_keeps_a_notice_nor_takes_it_away(hours: int) -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.tell(Notice(desk.clock.wall(), "order filled: buy 2.00 GOLD-BTC"))
        desk.app.tick()
        desk.clock.day += hours * 3600 * SECOND
        desk.app.tick()
        await pilot.pause()
        assert "order filled" in desk.text()
        desk.clock.now += 9 * SECOND
        desk.app.tick()
        assert "order filled" not in desk.text()


async def test_when_the_feed_never_speaks_again_the_next_tick_dims_the_screen() -> None:
    async with opened() as (desk, _):
        desk.clock.advance(4 * SECOND)
        desk.app.tick()
        assert "LIVE" not in desk.text()
        assert "STALE 4 s" in desk.panel("book")


async def test_a_lost_connection_is_on_screen_with_the_first_picture_that_says_so() -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.put(down(board(), "reset by the exchange"))
        await pilot.pause()
        assert "DOWN" in desk.panel("book")
        assert "LIVE" not in desk.text()


async def test_nothing_new_paints_nothing() -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.put(board())
        await pilot.pause()
        panel = desk.app.dashboard.house.panels["book"]
        changed = panel.show_lines(panel.draw(panel.shown, panel.rendering(*panel.size)))
        assert changed == 0


async def test_only_the_lines_that_changed_are_painted() -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()
        panel = desk.app.dashboard.house.panels["book"]
        book = board().book
        first = replace(book.bids[0], size=Size(Decimal("0.66")))
        moved = replace(book, bids=(first, *book.bids[1:]))
        assert panel.show_lines(panel.draw(moved, panel.rendering(*panel.size))) == 1


async def test_a_click_in_a_list_that_was_scrolled_goes_to_the_symbol_it_hits() -> None:
    async with opened((60, 6)) as (desk, pilot):
        panel = desk.app.dashboard.house.panels["symbols"]
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


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
async def test_quitting_says_how_it_ended(key: str, code: int) -> None:
    desk = OpenedApp(board())
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
    assert desk.app.return_value == code


async def test_a_coarser_step_is_kept_for_its_symbol_while_another_is_looked_at() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("plus")
        chosen = desk.control.wishes[-1]
        await pilot.press("1")
        other = board()
        desk.mailbox.put(replace(other, book=replace(other.book, symbol=US500, step=Decimal("0.0000001"))))
        await pilot.pause()
        assert desk.control.wishes[-1].group is None
        await pilot.press("3")
        assert (desk.control.wishes[-1].symbol, desk.control.wishes[-1].group) == (GOLD, chosen.group)


async def test_frames_that_take_longer_than_their_interval_do_not_stop_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (desk, pilot):
        draw = desk.app.dashboard.show_picture

        def slowly(picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int, footer: Line) -> None:
            draw(picture, options, now, wall, footer)
            desk.clock.advance(SECOND // 5)

        monkeypatch.setattr(desk.app.dashboard, "show_picture", slowly)
        for _ in range(5):
            asked = desk.mailbox.asked
            desk.mailbox.put(board())
            await pilot.pause()
            await asyncio.sleep(0)
            assert desk.mailbox.asked > asked


async def test_a_pause_ends_with_the_first_picture_of_another_profile() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("space")
        assert desk.app.dashboard.focused_panel.held is not None
        picture = board()
        desk.mailbox.put(replace(picture, connection=replace(picture.connection, profile="second")))
        await pilot.pause()
        assert desk.app.dashboard.focused_panel.held is None
