"""The app over a feed: pictures, notices, and a feed that falls silent."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from textual import geometry
from textual.events import AppFocus, Key

from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Size
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.frames import FEW, LITTLE
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.lines import Line
from roxom_tui.ui.screens.dashboard import Below
from roxom_tui.ui.screens.modal_box import BOXES
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import board, down
from tests.support.screen_host import until
from tests.support.spellings import GOLD
from tests.support.unfed_screen import settings
from tests.ui.opened import OpenedApp, moved, opened, renewed, sheet_text


async def test_the_first_picture_is_painted_and_the_next_is_asked_for() -> None:
    async with opened() as (desk, _):
        assert "0.04312700" in desk.text()
        assert desk.mailbox.asked >= 1
        assert desk.app.picture is not None


async def test_after_the_first_paint_garbage_is_looked_for_again_and_the_boxes_have_their_style_sheet() -> None:
    gc.disable()
    try:
        async with opened() as (desk, _):
            assert gc.isenabled()
            assert desk.app.stylesheet.has_source(str(BOXES), "")
    finally:
        gc.enable()


async def test_before_any_picture_the_screen_is_there_and_says_nothing_false() -> None:
    desk = OpenedApp(None)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "LIVE" not in desk.text()
        await pilot.press("2", "tab", "z", "u", "b", "i", "escape", "r", "t")
        assert desk.app.is_running


async def test_a_notice_stands_in_the_footer_for_some_seconds() -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.put_notice(Notice(desk.clock.wall(), LogEntry(LogKind.NOTE, "order filled: buy 2.00 GOLD-BTC")))
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
        desk.mailbox.put_notice(Notice(desk.clock.wall(), LogEntry(LogKind.NOTE, "order filled: buy 2.00 GOLD-BTC")))
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
        assert "STALE · data 4 s old" in desk.panel("book")


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
        panel = desk.app.dashboard.panels["book"]
        changed = panel.show_lines(panel.draw(panel.shown, panel.rendering(*panel.size)))
        assert changed == 0


async def test_an_idle_second_paints_the_clock_and_the_ages_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()
        desk.app.tick()
        drawn: list[str] = []
        draw = LineWidget._draw

        def noted(widget: LineWidget, changed: Sequence[int], fresh: Sequence[Line], width: int) -> None:
            drawn.extend(f"{widget.id} {row}" for row in changed)
            draw(widget, changed, fresh, width)

        monkeypatch.setattr(LineWidget, "_draw", noted)
        desk.clock.advance(SECOND // 2)
        desk.mailbox.put(renewed(board()))
        await pilot.pause()
        assert not drawn, "what is on the screen still holds"
        desk.clock.advance(SECOND // 2)
        desk.mailbox.put(renewed(renewed(board())))
        await pilot.pause()
        assert sorted(drawn) == ["header 0", "orders 0", "positions 0", "ticker 0", "ticker 1"]
        drawn.clear()
        desk.app.tick()
        assert not drawn


async def test_what_was_just_painted_the_tick_does_not_paint_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as (desk, pilot):
        desk.clock.advance(SECOND)
        desk.mailbox.put(moved(board(), 1_234_567))
        await pilot.pause()
        painted: list[ScreenSnapshot] = []
        monkeypatch.setattr(desk.app, "show_picture", painted.append)
        desk.clock.advance(SECOND // 2)
        desk.app.tick()
        assert not painted
        desk.clock.advance(SECOND // 2)
        desk.app.tick()
        assert len(painted) == 1


async def test_a_screen_to_which_nothing_comes_grows_older_by_itself() -> None:
    async with opened() as (desk, _):
        assert "14:22:07 UTC" in desk.text()
        desk.clock.advance(SECOND)
        desk.app.age.grow()
        assert "14:22:08 UTC" in desk.text()


async def test_what_follows_a_picture_that_says_the_same_is_painted_at_once() -> None:
    async with opened() as (desk, pilot):
        desk.clock.advance(SECOND)
        desk.mailbox.put(renewed(board()))
        await pilot.pause()
        desk.mailbox.put(moved(renewed(board()), 1_234_567))
        await pilot.pause()
        assert "0.01234567" in desk.text()


async def test_a_box_over_the_dashboard_follows_also_what_the_dashboard_does_not_tell() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("i")
        await pilot.pause()
        connection = replace(board().connection, messages=7_654_321)
        desk.mailbox.put(replace(board(), connection=connection))
        await pilot.pause()
        assert "7,654,321" in sheet_text(desk)


async def test_only_the_lines_that_changed_are_painted() -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()
        panel = desk.app.dashboard.panels["book"]
        book = board().book
        first = replace(book.bids[0], size=Size(Decimal("0.66")))
        moved = replace(book, bids=(first, *book.bids[1:]))
        assert panel.show_lines(panel.draw(moved, panel.rendering(*panel.size))) == 1


async def test_what_another_program_wrote_over_the_screen_is_not_counted_on_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (desk, _):
        forgotten: list[int] = []
        monkeypatch.setattr(desk.app, "forget_written", lambda: forgotten.append(1))
        for _ in range(25):
            desk.app.tick()
        assert len(forgotten) in (2, 3)


async def test_frames_that_take_longer_than_their_interval_do_not_stop_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (desk, pilot):
        draw = desk.app.dashboard.show_picture

        def slowly(picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int, below: Below) -> None:
            draw(picture, options, now, wall, below)
            desk.clock.advance(SECOND // 3)

        monkeypatch.setattr(desk.app.dashboard, "show_picture", slowly)
        for number in range(5):
            asked = desk.mailbox.asked
            desk.mailbox.put(moved(board(), number))
            await pilot.pause()
            await asyncio.sleep(0)
            assert desk.mailbox.asked > asked


async def test_a_picture_of_a_message_or_two_takes_little_of_the_pace_and_one_with_nothing_new_takes_none() -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()

        def took(price: int, messages: int) -> float:
            picture = moved(board(), price)
            arrivals = tuple(range(messages))
            return desk.app.take_picture(replace(picture, connection=replace(picture.connection, arrivals=arrivals)))

        assert [took(1, FEW), took(2, FEW + 1), took(2, FEW + 1)] == [LITTLE, 1, 0]


async def test_a_screen_that_was_painted_by_itself_follows_the_next_picture_whatever_that_says() -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()
        assert desk.app.take_picture(renewed(board())) == 0, "it says what is on the screen"
        desk.app.age.grow()
        assert desk.app.take_picture(renewed(board())) > 0
        assert desk.app.take_picture(renewed(board())) == 0


async def test_what_is_looked_at_each_second_is_with_a_painting_and_without_one_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (desk, pilot):
        ticks: list[int] = []
        monkeypatch.setattr(desk.app, "tick", lambda: ticks.append(desk.clock.now))
        began = desk.clock.now
        for number in range(1, 5):
            desk.clock.advance(SECOND // 2)
            desk.mailbox.put(moved(board(), number))
            await pilot.pause()
        assert ticks == [began + SECOND, began + 2 * SECOND]
        await until(pilot, lambda: len(ticks) > 2)


async def test_a_key_a_click_and_the_focus_of_the_terminal_show_that_somebody_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with opened() as (desk, pilot):
        touched: list[int] = []
        monkeypatch.setattr(desk.app.frames, "touch", lambda: touched.append(1))
        await desk.app._post_message(Key("j", "j"))
        assert len(touched) == 1
        desk.app.post_message(AppFocus())
        await until(pilot, lambda: len(touched) == 2)


async def test_a_notice_of_the_feed_is_painted_with_the_picture_that_came_with_it() -> None:
    async with opened() as (desk, pilot):
        await pilot.pause()
        desk.mailbox.put_notice(Notice(desk.clock.day, LogEntry(LogKind.NOTE, "filled", told_as="information")))
        desk.mailbox.put(renewed(board()))
        await pilot.pause()
        assert "filled" in desk.text()


async def test_a_pause_ends_with_the_first_picture_of_another_profile() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("space")
        assert desk.app.dashboard.focused_panel.paused_view is not None
        picture = board()
        desk.mailbox.put(replace(picture, connection=replace(picture.connection, profile="second")))
        await pilot.pause()
        assert desk.app.dashboard.focused_panel.paused_view is None


async def test_a_change_of_size_that_nobody_told_is_seen_within_a_second() -> None:
    class Terminal:
        is_lost = False
        writer = None
        terminal_size = geometry.Size(100, 30)
        in_one_piece = nullcontext

    class Untold(RoxomApp):
        """Its terminal has another size than it was told."""

        @property
        def guest(self) -> Any:
            return Terminal

    desk = OpenedApp(board())
    app = Untold(settings(Environment.DEMO), desk.control, desk.mailbox, desk.clock, DEFAULT_KEYMAP, symbol=GOLD)
    async with app.run_test(size=(120, 40)) as pilot:
        app.tick()
        await pilot.pause()
        await pilot.pause()
        assert app.screen.outer_size == Terminal.terminal_size
        assert app.size == Terminal.terminal_size


async def test_what_still_comes_while_the_app_closes_finds_no_screen_and_breaks_nothing() -> None:
    async with opened() as (desk, _):
        pass
    assert desk.app.screen_stack == []
    desk.app.tick()
    desk.mailbox.put(replace(board(), connection=replace(board().connection, arrivals=(1,))))
    desk.app.on_base_app_news()


async def test_the_age_of_what_is_not_live_is_told_alike_everywhere_also_between_two_ticks() -> None:
    lost = down(board(), "gone")
    old = replace(lost.ticker.freshness, data_at=lost.built_at - SECOND // 2)
    lost = replace(
        lost, tape=replace(lost.tape, freshness=old), book=replace(lost.book, freshness=old, quote_freshness=old)
    )
    async with opened(picture=lost) as (desk, pilot):
        for milliseconds, words in ((1400, "data 1 s old"), (1600, "data 2 s old")):
            desk.clock.now = lost.built_at + milliseconds * SECOND // 1000
            desk.app.show_picture(replace(lost, revision=milliseconds))
            await pilot.pause()
            assert words in desk.panel("trades")
            assert words in desk.panel("book")
