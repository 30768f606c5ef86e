"""What opens over the dashboard shows the same picture, and covers neither badge nor feed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from textual.widgets import Input

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment
from roxom_tui.model.money import Price
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import LogLine, RejectedMessageRow
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.screens.connection import ConnectionScreen
from tests.support.sample_screens import board
from tests.support.screen_host import until
from tests.support.spellings import GOLD, OIL
from tests.support.unfed_screen import settings
from tests.ui.opened import OpenedApp, opened, sheet_text


def with_gold_at(price: str) -> ScreenSnapshot:
    before = board()
    rows = tuple(replace(row, last=Price(Decimal(price))) if row.symbol == GOLD else row for row in before.symbols.rows)
    return replace(before, symbols=replace(before.symbols, rows=rows))


async def test_b_hides_what_the_footer_and_the_connection_screen_tell_of_the_account() -> None:
    async with opened() as (desk, pilot):
        desk.mailbox.put_notice(
            Notice(desk.clock.wall(), LogEntry(LogKind.ACCOUNT_NEWS, "GOLD-BTC: buy 2.54 filled at 0.0431"))
        )
        desk.app.tick()
        assert "2.54" in desk.text()
        await pilot.press("b")
        assert "2.54" not in desk.text()
        assert "account update (hidden)" in desk.text()
        await pilot.press("i")
        told = board()
        log = (
            LogLine(1, LogEntry(LogKind.ACCOUNT_NEWS, "GOLD-BTC: buy 2.54 filled at 0.0431")),
            LogLine(2, LogEntry(LogKind.NOTE, "connected")),
        )
        rejected = tuple(
            RejectedMessageRow(3, "bad number", stream, "size 7.77", '{"size": "7.77"}')
            for stream in (Stream(Channel.ORDERS), None)
        )
        of_market = RejectedMessageRow(4, "bad number", Stream(Channel.DEPTH, GOLD), "size 8.88", '{"size": "8.88"}')
        connection = replace(told.connection, log=log, last_rejected=(*rejected, of_market))
        desk.mailbox.put(replace(told, connection=connection))
        await pilot.pause()
        text = sheet_text(desk)
        assert "connected" in text
        assert "8.88" in text
        assert "2.54" not in text
        assert "7.77" not in text
        await pilot.press("escape", "b")
        assert "2.54" in desk.text()


async def test_the_symbol_picker_finds_by_typing_and_escape_leaves_it() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("s", "o", "i", "l", "enter")
        assert desk.control.wishes[-1].symbol == OIL
        await pilot.press("s", "escape")
        assert desk.app.screen is desk.app.dashboard


async def test_the_profile_picker_switches_without_a_restart() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("P", "down", "enter")
        assert desk.control.switches == ["second"]
        assert desk.app.profile.environment is Environment.SANDBOX


async def test_the_badge_stays_readable_over_every_screen() -> None:
    for keys in (["s"], ["P"], ["i"], ["question_mark"], ["ctrl+p"]):
        for size in ((120, 40), (80, 24), (40, 10)):
            async with opened(size, environment=Environment.PRODUCTION, picture=board(Environment.PRODUCTION)) as (
                desk,
                pilot,
            ):
                await pilot.press(*keys)
                await pilot.pause()
                assert "PRODUCTION" in desk.app.export_screenshot(), (keys, size)


async def test_the_connection_screen_follows_the_feed() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(desk.app.screen, ConnectionScreen)
        busier = board()
        desk.mailbox.put(replace(busier, connection=replace(busier.connection, messages=987_654)))
        await pilot.pause()
        assert "987,654" in sheet_text(desk)


async def test_prices_in_the_open_symbol_picker_follow_the_feed() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("s", "g", "down")
        await until(pilot, lambda: "0.04312700" in sheet_text(desk))
        desk.mailbox.put(with_gold_at("0.04399900"))
        await until(pilot, lambda: "0.04399900" in sheet_text(desk))
        assert "0.04312700" not in sheet_text(desk)


async def test_a_cursor_in_the_symbol_picker_stays_on_its_symbol_when_the_list_grows() -> None:
    async with opened() as (desk, pilot):
        before = board()
        rows = before.symbols.rows
        desk.mailbox.put(replace(before, symbols=replace(before.symbols, rows=rows[2:])))
        await pilot.pause()
        await pilot.press("s")
        await until(pilot, lambda: "2 of 2" in sheet_text(desk))
        await pilot.press("down")
        desk.mailbox.put(before)
        await until(pilot, lambda: "4 of 4" in sheet_text(desk))
        await pilot.press("enter")
        assert desk.control.wishes[-1].symbol == OIL


async def test_a_symbol_picker_that_was_opened_before_the_first_picture_fills_with_it() -> None:
    desk = OpenedApp(None)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: "Nothing has come yet." in sheet_text(desk))
        desk.mailbox.put(board())
        await until(pilot, lambda: "0.04312700" in sheet_text(desk))
        await pilot.press("o", "i", "l", "enter")
        assert desk.control.wishes[-1].symbol == OIL


async def test_a_box_that_is_opened_before_the_first_paint_does_not_keep_the_feed_from_beginning() -> None:
    class Unrefreshed(RoxomApp):
        """Textual refreshes no screen that something lies over, and calls nobody after it."""

        def call_after_refresh(self, callback: Callable[..., Any], *known: Any, **named: Any) -> bool:
            return True

    desk = OpenedApp(board())
    app = Unrefreshed(settings(), desk.control, desk.mailbox, desk.clock, DEFAULT_KEYMAP, symbol=GOLD)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.picture is None
        await pilot.press("question_mark")
        await until(pilot, lambda: app.picture is not None)
        await pilot.press("escape", "s")
        assert len({wish.levels for wish in desk.control.wishes}) == len(desk.control.wishes), "asked for once"
        assert desk.control.wishes[0].symbol == GOLD


async def test_when_the_feed_never_speaks_again_the_open_symbol_picker_says_so() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("s")
        await until(pilot, lambda: "LIVE" in sheet_text(desk))
        desk.clock.advance(4 * SECOND)
        desk.app.tick()
        await until(pilot, lambda: "STALE" in sheet_text(desk))
        assert "LIVE" not in sheet_text(desk)


async def test_no_palette_opens_over_a_box_neither_ours_nor_textuals_own() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("s")
        await until(pilot, lambda: "LIVE" in sheet_text(desk))
        box = desk.app.screen
        await pilot.press("ctrl+p")
        await pilot.press("ctrl+p", "g")
        await until(pilot, lambda: box.query_one(Input).value == "g")
        assert desk.app.screen is box
