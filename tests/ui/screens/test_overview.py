"""The overview: opened by a key, live while it is open, and a way to any symbol."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.screens.overview import OverviewScreen, OverviewTable
from tests.support.sample_screens import OIL, US100, board, with_overview
from tests.support.screen_host import on_screen, until
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings

SIZE = (160, 40)


class Desk:
    """The app with the overview in its pictures."""

    def __init__(self, picture: ScreenSnapshot | None = None) -> None:
        self.control = Recorder()
        self.mailbox = HandMailbox(with_overview(board()) if picture is None else picture)
        self.app = RoxomApp(settings(), self.control, self.mailbox, StillClock(), DEFAULT_KEYMAP, symbol=GOLD)

    async def open(self, pilot: Pilot[int]) -> OverviewScreen:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(self.app.screen, OverviewScreen) and self.rows())
        screen = self.app.screen
        assert isinstance(screen, OverviewScreen)
        return screen

    def rows(self) -> list[str]:
        """The rows of the board, without its heading and what is said of one."""
        found = self.app.screen.query("#text").results(OverviewTable)
        lines = [line.strip() for board in found for line in board.plain_lines()]
        return [line for line in lines if "-BTC" in line and "·" not in line]

    @property
    def marked(self) -> str:
        return next(row.removeprefix("▸").split()[0] for row in self.rows() if row.startswith("▸"))


async def test_it_asks_for_the_overview_while_it_is_open_and_for_nothing_else() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: desk.control.wishes)
        before = desk.control.wishes[-1]
        assert not before.overview
        await desk.open(pilot)
        wish = desk.control.wishes[-1]
        assert wish.overview
        assert replace(wish, overview=False, levels=before.levels) == before, "nothing else is followed for it"
        await pilot.press("escape")
        await until(pilot, lambda: desk.app.screen is desk.app.dashboard)
        assert not desk.control.wishes[-1].overview
        assert desk.app.symbol == GOLD
        assert desk.control.resyncs == []


@pytest.mark.parametrize(
    ("keys", "symbol"),
    [
        (("enter",), GOLD),
        (("j", "enter"), OIL),
        (("k", "enter"), US100),
        (("G", "enter"), OIL),
        (("2",), US100),
        (("j", "escape"), GOLD),
        (("j", "o"), GOLD),
    ],
)
async def test_keys_lead_to_a_symbol_or_back(keys: tuple[str, ...], symbol: Symbol) -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        await desk.open(pilot)
        await pilot.press(*keys)
        await until(pilot, lambda: desk.app.screen is desk.app.dashboard)
        assert desk.app.symbol == symbol


async def test_a_digit_without_a_symbol_leads_nowhere() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        screen = await desk.open(pilot)
        await pilot.press("9")
        await pilot.pause()
        assert desk.app.screen is screen


async def test_a_click_on_a_row_goes_to_its_symbol_and_one_beside_them_nowhere() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        screen = await desk.open(pilot)
        await pilot.click("#text", offset=(10, 0))
        await pilot.click("#text", offset=(10, 6))
        await pilot.pause()
        assert desk.app.screen is screen
        await pilot.click("#text", offset=(10, 4))
        await until(pilot, lambda: desk.app.screen is desk.app.dashboard)
        assert desk.app.symbol == OIL


async def test_the_cursor_begins_on_the_symbol_in_view_and_stays_on_its_symbol() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        await desk.open(pilot)
        assert desk.marked == GOLD
        await pilot.press("k")
        await until(pilot, lambda: desk.marked == US100)
        picture = with_overview(board())
        assert picture.overview is not None
        turned = replace(picture, overview=replace(picture.overview, rows=picture.overview.rows[::-1]))
        desk.mailbox.put(turned)
        await until(pilot, lambda: "US500-BTC" in desk.rows()[-1])
        assert desk.marked == US100


async def test_it_is_live_while_it_is_open() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        await desk.open(pilot)
        picture = board()
        oil = replace(picture.symbols.rows[3], last=Price("0.00612345"))
        symbols = replace(picture.symbols, rows=(*picture.symbols.rows[:3], oil))
        desk.mailbox.put(with_overview(replace(picture, symbols=symbols)))
        await until(pilot, lambda: any("0.00612345" in row for row in desk.rows()))


async def test_before_its_first_picture_there_are_no_rows_and_no_countdown() -> None:
    desk = Desk(board())
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: any("Overview" in row for row in on_screen(desk.app)))
        assert not any("funding in" in row for row in on_screen(desk.app))
        await pilot.press("j", "enter")
        await until(pilot, lambda: desk.app.screen is desk.app.dashboard)
        assert desk.app.symbol == GOLD


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_title_tells_the_unit_and_when_funding_is_paid_and_the_badge_stays_in_sight(
    size: tuple[int, int],
) -> None:
    desk = Desk()
    async with desk.app.run_test(size=size) as pilot:
        await desk.open(pilot)
        rows = on_screen(desk.app)
        assert any("Overview" in row and "BTC · funding in 01:37:53" in row for row in rows)
        assert " DEMO " in rows[0]


async def test_at_the_smallest_size_badge_symbol_and_price_are_there() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(40, 10)) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: any("Overview" in row for row in on_screen(desk.app)))
        rows = on_screen(desk.app)
        assert "DEMO" in rows[0]
        assert any("GOLD-BTC" in row and "0.04312700" in row for row in rows)


async def test_the_account_is_hidden_and_the_unit_changed_from_there() -> None:
    desk = Desk()
    async with desk.app.run_test(size=SIZE) as pilot:
        await desk.open(pilot)
        await pilot.press("b")
        await until(pilot, lambda: any("••••" in row for row in desk.rows()))
        assert not any("+0.00018300" in row for row in desk.rows())
        await pilot.press("u")
        await until(pilot, lambda: any("4,312,700" in row for row in desk.rows()))
