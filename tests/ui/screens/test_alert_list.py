"""The list of rules: states, what can be done with each, and what may be seen of it."""

from __future__ import annotations

from textual.pilot import Pilot

from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertState, AlertsView, CannotJudge
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.screens.alert_list import MUTE_NS, AlertList, Wanted, detail_words
from tests.support.sample_screens import NOW, WALL
from tests.support.screen_host import BoxHost, on_screen
from tests.ui.alerted import LOSS, UP, row, with_alerts

ROWS = (row(), row(LOSS, AlertState.FIRED, fired=3, fired_at=WALL), row("GOLD-BTC bid > 1", AlertState.MUTED))


class Open:
    """The list, open, with what it asked for."""

    def __init__(self) -> None:
        self.app = BoxHost()
        self.asked: list[ChangeAlerts] = []
        self.answers: list[Wanted | None] = []
        self.box = AlertList(self.asked.append)

    async def show(self, pilot: Pilot[None], view: AlertsView, *, hides: bool = False) -> list[str]:
        if self.app.screen is not self.box:
            self.app.push_screen(self.box, self.answers.append)
            await pilot.pause()
        self.box.follow(with_alerts(view), DisplayOptions(hide_account=hides), NOW, WALL)
        await pilot.pause()
        return on_screen(self.app)


async def test_each_rule_has_its_state_and_the_one_under_the_cursor_its_story() -> None:
    desk = Open()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        lines = "\n".join(await desk.show(pilot, AlertsView(ROWS)))
        assert f"armed                 {UP}" in lines
        assert "fired x3 " in lines
        await pilot.press("j")
        assert any("fired 3 times, last at" in line for line in on_screen(desk.app))


async def test_the_keys_do_what_the_hint_says() -> None:
    desk = Open()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await desk.show(pilot, AlertsView(ROWS))
        await pilot.press("space", "d", "r", "x", "m")
        verbs = [AlertVerb.SWITCH, AlertVerb.DELETE, AlertVerb.RESET, AlertVerb.TEST]
        assert desk.asked[:4] == [ChangeAlerts(verb, UP) for verb in verbs]
        assert desk.asked[4].until is not None
        assert desk.asked[4].until > MUTE_NS
        await pilot.press("G", "m")
        assert desk.asked[5] == ChangeAlerts(AlertVerb.MUTE, "GOLD-BTC bid > 1", until=None)
        await pilot.press("n")
        assert desk.answers == [Wanted("", ChangeAlerts(AlertVerb.ADD))]


async def test_enter_edits_the_rule_under_the_cursor() -> None:
    desk = Open()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await desk.show(pilot, AlertsView(ROWS))
        await pilot.press("enter")
        assert desk.answers == [Wanted(UP, ChangeAlerts(AlertVerb.REPLACE, UP))]


async def test_rules_of_the_account_are_hidden_with_it_and_cannot_be_edited_then() -> None:
    desk = Open()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        lines = "\n".join(await desk.show(pilot, AlertsView(ROWS), hides=True))
        assert "20000" not in lines
        await pilot.press("j", "enter")
        assert "20000" not in "\n".join(on_screen(desk.app))
        assert desk.answers == []


async def test_without_a_rule_it_says_how_to_make_one_and_what_became_of_the_file() -> None:
    desk = Open()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        lines = "\n".join(await desk.show(pilot, AlertsView(remark="the file of your rules was damaged")))
        assert "No rule yet" in lines
        assert "the file of your rules was damaged" in lines
        await pilot.press("enter", "space", "m", "j", "pagedown")
        assert desk.asked == []


async def test_many_rules_are_moved_through() -> None:
    desk = Open()
    many = tuple(row(f"GOLD-BTC last > {number}") for number in range(60))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.show(pilot, AlertsView(many))
        await pilot.press("G")
        assert any("▸ armed" in line and "> 59" in line for line in on_screen(desk.app))


def test_what_there_is_to_say_of_a_rule() -> None:
    one = row(fired=1, fired_at=WALL, is_done=True, is_configured=True)
    assert detail_words(one).endswith(" UTC · done: r arms it again · from the config file")
    blind = replace(row(), why=CannotJudge(words="so"))
    assert detail_words(blind) == "so · made here"
