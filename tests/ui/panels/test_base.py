"""A panel is one module and a line in the list of panels; what all of them do: frame, pace, pause, history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView, TickerView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.layout import Floor, Slot
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.palette import Palette
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.symbols import SymbolsPanel
from roxom_tui.ui.screens.help import HelpScreen
from tests.support.sample_screens import LIVE, NOW, WALL, board, book_view, down
from tests.support.screen_host import until
from tests.support.spellings import GOLD, OIL
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.ui.drawing import drawn, rendering, roles, texts

STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT, seconds=10), NOW - 9 * SECOND, NOW + SECOND)


LOOK = DisplayOptions()


RAN_OUT_AT = NOW + SECOND // 5


class Watched(BookPanel):
    """Notes the title of each drawing."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []

    def redraw(self) -> None:
        view: BookView | None = self.shown
        if view is not None:
            self.titles.append(texts(self.draw(view, self.rendering(60, 12)))[0])


class Cards(SymbolsPanel):
    """Notes how many cards of the last drawing were dull."""

    stale = 0

    def redraw(self) -> None:
        if self.view is not None:
            lines = self.draw(self.view, RenderContext(34, 30, self.options, self.now, self.wall))
            self.stale = sum("STALE" in text for text in texts(lines[1:]))


def frame(panel: Watched, picture: ScreenSnapshot, tenths: int = 0) -> None:
    panel.update_picture(picture, LOOK, NOW + tenths * SECOND // 10, WALL)


class Toy(Panel[TickerView]):
    """The ticker's mark, and nothing else."""

    panel_id = "toy"
    title = "Toy"
    about = "Nobody knew of this panel."
    slot = Slot.ACCOUNT
    floor = Floor(30, 4)

    def pick(self, board: ScreenSnapshot) -> TickerView:
        return board.ticker

    def body(self, view: TickerView, rendering: RenderContext) -> list[Line]:
        return [(Span(f"the mark is {view.mark}"),)]


class AppWithToy(RoxomApp):
    PANELS: ClassVar[Sequence[type[Panel[Any]]]] = (*PANELS, Toy)


def app_with_toy() -> AppWithToy:
    return AppWithToy(settings(), Recorder(), HandMailbox(board()), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)


@pytest.mark.parametrize("size", [(120, 40), (200, 60)])
async def test_a_panel_that_is_only_registered_is_on_the_screen(size: tuple[int, int]) -> None:
    app = app_with_toy()
    async with app.run_test(size=size) as pilot:
        panel = app.dashboard.panels["toy"]
        await until(pilot, lambda: panel.size.height)
        await until(pilot, lambda: "the mark is 0.043122" in "\n".join(panel.plain_lines()))
        assert "Toy" in panel.plain_lines()[0]
        assert "LIVE" in panel.plain_lines()[0]


async def test_where_there_is_no_room_of_its_own_it_appears_when_it_has_the_keys() -> None:
    app = app_with_toy()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = app.dashboard.panels["toy"]
        assert not panel.size.height
        await pilot.press("shift+tab", "shift+tab")
        assert app.dashboard.focused_panel is panel
        await until(pilot, lambda: "the mark is 0.043122" in "\n".join(panel.plain_lines()))
        await pilot.press("z")
        await until(pilot, lambda: panel.size.width == 80 and panel.size.height > 20)


async def test_it_stands_in_the_help_and_the_palette_gives_it_the_keys() -> None:
    app = app_with_toy()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        help_screen = app.screen
        assert isinstance(help_screen, HelpScreen)
        page = "\n".join("".join(span.text for span in line) for line in help_screen.lines(110))
        assert "Toy ─" in page
        assert "Nobody knew of this panel." in page
        assert all(" ".join(panel.about.split()[:4]) in page for panel in PANELS)
        await pilot.press("escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, Palette))
        await pilot.press(*"panel toy")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: app.dashboard.focused_panel.panel_id == "toy")


@pytest.mark.parametrize("kind", PANELS)
def test_every_line_of_every_panel_has_the_width_it_was_given(kind: type[Panel[Any]]) -> None:
    for width in (24, 31, 47, 80, 133):
        for height in (3, 5, 9, 24):
            for options in (DisplayOptions(), DisplayOptions(Unit.SATS, hide_account=True)):
                lines = drawn(kind(), board(), rendering(width, height, options=options))
                assert len(lines) == height
                assert {len(text) for text in texts(lines)} == {width}, (width, height)


@pytest.mark.parametrize("kind", PANELS)
def test_the_panel_with_the_keys_is_known_by_a_sign_in_its_title_that_moves_nothing(kind: type[Panel[Any]]) -> None:
    for width in (24, 47, 133):
        quiet, focused = (
            texts(drawn(kind(), board(), rendering(width, 9, focused=focused))) for focused in (False, True)
        )
        assert quiet[0].startswith(f"╭ {kind.title[0]}")
        assert focused == [quiet[0].replace("╭ ", "╭▸", 1), *quiet[1:]]


@pytest.mark.parametrize("kind", PANELS)
def test_every_line_has_its_width_also_where_there_are_no_tints(kind: type[Panel[Any]]) -> None:
    for width in (24, 36, 47, 80, 133):
        lines = drawn(kind(), board(), rendering(width, 24, tints=False))
        assert {len(text) for text in texts(lines)} == {width}


@pytest.mark.parametrize("kind", PANELS)
def test_nothing_that_is_down_is_drawn_as_live(kind: type[Panel[Any]]) -> None:
    lines = drawn(kind(), down(board(), "gone"), rendering(100, 24))
    assert "DOWN · data 4 s old" in texts(lines)[0]
    body = roles(lines[1:-1])
    assert body <= {Role.STALE, Role.ERROR, Role.TREND_FLAT, Role.ACCENT}


@pytest.mark.parametrize("kind", PANELS)
def test_a_feed_that_falls_silent_leaves_no_panel_looking_healthy(kind: type[Panel[Any]]) -> None:
    later = NOW + 4 * SECOND
    lines = drawn(kind(), board(), rendering(100, 24, now=later))
    assert "STALE · data 4 s old" in texts(lines)[0]
    assert "LIVE" not in texts(lines)[0]
    assert not roles(lines[1:-1]) & {Role.STRONG, Role.BID, Role.ASK, Role.BID_BEST, Role.ASK_BEST}


@pytest.mark.parametrize("book_until", [RAN_OUT_AT, LIVE.valid_until], ids=["book", "quote only"])
def test_a_panel_is_drawn_again_in_the_first_frame_after_its_picture_ran_out_within_the_same_second(
    book_until: int,
) -> None:
    view = replace(
        book_view(),
        freshness=replace(LIVE, valid_until=book_until),
        quote_freshness=replace(LIVE, valid_until=RAN_OUT_AT),
    )
    panel, drawn = Watched(), []
    picture = replace(board(), book=view)
    for tenths in range(6):
        frame(panel, picture, tenths)
        drawn.append(len(panel.titles))
    assert drawn == [1, 1, 1, 2, 2, 2]
    assert ["LIVE" in title for title in panel.titles] == [True, book_until != RAN_OUT_AT]


def test_a_picture_that_stays_is_drawn_again_once_a_second() -> None:
    panel, picture = Watched(), board()
    for tenths in (0, 5, 9, 10, 15):
        frame(panel, picture, tenths)
    assert len(panel.titles) == 2


def test_a_paused_panel_counts_the_pictures_that_came_and_starts_over() -> None:
    panel, picture = Watched(), board()
    newer, newest = (replace(picture, book=book_view()) for _ in range(2))
    frame(panel, picture)
    panel.toggle_pause()
    for tenths, came in ((1, picture), (10, picture), (11, newer), (12, newest), (20, newest)):
        frame(panel, came, tenths)
    assert "2 changes held" in panel.titles[-1]
    panel.toggle_pause()
    assert "PAUSED" not in panel.titles[-1]
    frame(panel, newer, 21)
    panel.toggle_pause()
    assert "0 changes held" in panel.titles[-1]
    frame(panel, newest, 22)
    assert "1 change held" in panel.titles[-1]


def test_each_row_of_a_list_turns_to_history_in_the_first_frame_after_its_own_end() -> None:
    """Not only the first of them: the others end within the same second."""
    rows = tuple(
        replace(row, freshness=replace(LIVE, valid_until=NOW + tenths * SECOND // 10))
        for row, tenths in zip(board().symbols.rows, (2, 4, 9, 9), strict=True)
    )
    picture = replace(board(), symbols=replace(board().symbols, rows=rows))
    panel, told = Cards(), []
    for tenths in range(1, 7):
        panel.update_picture(picture, LOOK, NOW + tenths * SECOND // 10, WALL)
        told.append(panel.stale)
    assert told == [0, 0, 1, 1, 2, 2]


def test_a_picture_held_of_one_symbol_never_stands_under_another() -> None:
    """Space came right behind the key for the next symbol, before its first picture."""
    panel = Watched()
    frame(panel, board())
    panel.toggle_pause()
    frame(panel, replace(board(), book=replace(book_view(), symbol=OIL)), 1)
    assert panel.paused_view is None
    assert "PAUSED" not in panel.titles[-1]


def test_beside_a_pause_stands_the_state_of_what_goes_on() -> None:
    panel = Watched()
    frame(panel, board())
    panel.toggle_pause()
    going_on = replace(book_view(), freshness=replace(LIVE, valid_until=NOW + 60 * SECOND))
    frame(panel, replace(board(), book=going_on), 100)
    assert "PAUSED" in panel.titles[-1]
    assert "LIVE" in panel.titles[-1]
    frame(panel, down(board(), "reset"), 101)
    assert "DOWN" in panel.titles[-1]


@pytest.mark.parametrize("kind", [panel for panel in PANELS if panel.widest is not None and panel.panel_id != "book"])
def test_a_panel_is_drawn_in_no_more_columns_than_it_can_use(kind: type[Panel[Any]]) -> None:
    for width in (40, kind.widest + 2, kind.widest + 3, 250):  # type: ignore[operator]
        lines = texts(drawn(kind(), board(), rendering(width, 30)))
        assert {len(line) for line in lines} == {width}
        assert all(set(line[1:-1][kind.widest :]) <= {" "} for line in lines[1:-1])


@pytest.mark.parametrize("name", ["symbols", "balances", "trades"])
def test_a_label_and_its_number_stay_within_one_look_when_zoomed(name: str) -> None:
    kind = next(panel for panel in PANELS if panel.panel_id == name)
    rows = [line.strip("│ ") for line in texts(drawn(kind(), board(), rendering(250, 40)))[1:-1]]
    assert max(map(len, re.findall(r" +", "\n".join(rows)))) <= 40
