"""When a panel is drawn: for every new picture, once a second, and in the first frame after its picture ran out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.state.views.market_views import BookView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.symbols import SymbolsPanel
from tests.support.sample_screens import LIVE, NOW, OIL, WALL, board, book_view, down
from tests.ui.drawing import texts

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


@pytest.mark.parametrize("book_until", [RAN_OUT_AT, LIVE.valid_until], ids=["book", "quote only"])
def test_a_panel_is_drawn_again_in_the_first_frame_after_its_picture_ran_out_within_the_same_second(
    book_until: int,
) -> None:
    view = replace(
        book_view(),
        freshness=LIVE._replace(valid_until=book_until),
        quote_freshness=LIVE._replace(valid_until=RAN_OUT_AT),
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
    assert "PAUSED +2" in panel.titles[-1]
    panel.toggle_pause()
    assert "PAUSED" not in panel.titles[-1]
    frame(panel, newer, 21)
    panel.toggle_pause()
    assert "PAUSED +0" in panel.titles[-1]
    frame(panel, newest, 22)
    assert "PAUSED +1" in panel.titles[-1]


def test_each_row_of_a_list_turns_to_history_in_the_first_frame_after_its_own_end() -> None:
    """Not only the first of them: the others end within the same second."""
    rows = tuple(
        replace(row, freshness=LIVE._replace(valid_until=NOW + tenths * SECOND // 10))
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
    assert panel.held is None
    assert "PAUSED" not in panel.titles[-1]


def test_beside_a_pause_stands_the_state_of_what_goes_on() -> None:
    panel = Watched()
    frame(panel, board())
    panel.toggle_pause()
    going_on = replace(book_view(), freshness=LIVE._replace(valid_until=NOW + 60 * SECOND))
    frame(panel, replace(board(), book=going_on), 100)
    assert "PAUSED" in panel.titles[-1]
    assert "LIVE" in panel.titles[-1]
    frame(panel, down(board(), "reset"), 101)
    assert "DOWN" in panel.titles[-1]
