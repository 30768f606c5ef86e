"""Alerts in the app: the line, the count, the title; bell and notification; and the boxes of the rules."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import AppBlur, AppFocus

from roxom_tui.config.settings import NotifySettings
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertState, AlertsView
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.screens.alert_list import AlertList
from roxom_tui.ui.screens.rule_editor import RuleEditor
from roxom_tui.ui.terminal.announce import BELL
from roxom_tui.ui.terminal.reports import TakesNotifications
from tests.support.sample_screens import WALL, board
from tests.support.screen_host import on_screen
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.ui.alerted import UP, news, row, told, with_alerts
from tests.ui.opened import opened, sheet_text


async def test_an_alert_stands_in_its_line_until_esc() -> None:
    async with opened(picture=with_alerts(told(news()))) as (desk, pilot):
        assert "alert: GOLD-BTC last > 0.0431" in desk.text()
        await pilot.press("escape")
        assert not any("alert: GOLD-BTC" in line for line in on_screen(desk.app))


async def test_rules_are_counted_in_the_last_line() -> None:
    rows = (row(), row("a", AlertState.FIRED), row("b", AlertState.CANNOT_JUDGE))
    async with opened(picture=with_alerts(AlertsView(rows))) as (desk, _):
        assert "3 rules · 1 fired · 1 blind" in desk.text()


async def test_a_rule_is_typed_and_set() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(desk.app.screen, RuleEditor)
        assert desk.app.screen.text == "GOLD-BTC last > 0.04312700"
        await pilot.press("space", "o", "n", "c", "e", "enter")
        await pilot.pause()
        assert desk.control.alerts == [ChangeAlerts(AlertVerb.ADD, text="GOLD-BTC last > 0.04312700 once")]


@pytest.mark.parametrize(("panel", "beginning"), [("positions", "liq_distance < 5 %"), ("orders", "order is any")])
async def test_a_rule_begins_with_what_has_the_keys(panel: str, beginning: str) -> None:
    async with opened() as (desk, pilot):
        desk.app.dashboard.focus_panel(panel)
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(desk.app.screen, RuleEditor)
        assert desk.app.screen.text.endswith(beginning)


async def test_the_list_edits_a_rule() -> None:
    async with opened(picture=with_alerts(told(news()))) as (desk, pilot):
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(desk.app.screen, AlertList)
        assert UP in sheet_text(desk)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(desk.app.screen, RuleEditor)
        await pilot.press("1", "enter")
        await pilot.pause()
        assert desk.control.alerts == [ChangeAlerts(AlertVerb.REPLACE, UP, UP + "1")]


async def test_who_looks_at_the_list_has_looked_at_what_was_told() -> None:
    async with opened(picture=with_alerts(told(news()))) as (desk, pilot):
        await pilot.press("A")
        await pilot.pause()
        desk.app.show_picture(with_alerts(told(news(), news(2))))
        await pilot.press("escape")
        await pilot.pause()
        desk.app.repaint()
        assert not any("alert: GOLD-BTC" in line for line in on_screen(desk.app))


async def test_do_not_disturb_is_asked_for() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("M", "enter")
        await pilot.pause()
        (command,) = desk.control.alerts
        assert (command.verb, command.until) == (AlertVerb.SILENCE, WALL + 15 * 60 * 10**9)


class Written(RoxomApp):
    """Notes what it would have the terminal written."""

    def __init__(self, notify: NotifySettings) -> None:
        chosen = replace(settings(Environment.SANDBOX), notify=notify)
        super().__init__(chosen, Recorder(), HandMailbox(board()), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)
        self.written: list[str] = []

    def write_to_terminal(self, text: str) -> None:
        self.written.append(text)


async def sent(notify: NotifySettings, *ways: str, before: Any = None) -> list[str]:
    app = Written(notify)
    async with app.run_test() as pilot:
        if before is not None:
            app.post_message(before)
            await pilot.pause()
        app.written.clear()
        app.show_picture(with_alerts(told(news(1, *ways))))
        await pilot.pause()
        return app.written


async def test_bell_and_notification_are_written_by_the_way_that_is_set() -> None:
    nine = NotifySettings("osc9")
    assert await sent(nine, "notify") == ["\x1b]9;roxom-tui: alert: GOLD-BTC last > 0.0431\x07"]
    assert await sent(nine, "bell") == [BELL]
    assert len(await sent(nine, "notify", "bell")) == 2
    assert await sent(nine, "hook:x") == []
    assert await sent(NotifySettings("bell"), "notify", "bell") == [BELL]
    (wrapped,) = await sent(NotifySettings("osc9", tmux=True), "notify")
    assert wrapped.startswith("\x1bPtmux;\x1b\x1b]9;")


async def test_a_terminal_that_answers_is_sent_what_it_answered_to_take() -> None:
    (text,) = await sent(NotifySettings(), "notify", before=TakesNotifications())
    assert text.startswith("\x1b]99;")


async def test_who_has_the_window_in_focus_is_not_notified() -> None:
    assert await sent(NotifySettings("osc9"), "notify", before=AppFocus()) == []
    assert len(await sent(NotifySettings("osc9"), "notify", before=AppBlur())) == 1


async def test_the_terminal_is_asked_only_where_that_is_to_be_found_out() -> None:
    for notify, asked in ((NotifySettings(), 1), (NotifySettings("osc9"), 0)):
        app = Written(notify)
        async with app.run_test():
            assert len(app.written) == asked
