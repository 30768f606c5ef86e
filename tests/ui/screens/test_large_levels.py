"""The list of the last large levels: its lines, and that a key opens and closes it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Side
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.large_levels import Ending, LargeLevel
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Role
from roxom_tui.ui.screens.large_levels import LargeLevelsScreen, ending_words, large_cells
from tests.support.sample_screens import NOW, WALL, board
from tests.support.screen_host import BoxHost, on_screen
from tests.ui.drawing import texts

STANDS = LargeLevel(Side.BID, Price("0.04312000"), Size(Decimal("41.67")), WALL - 65 * SECOND)
TRADED = replace(STANDS, side=Side.ASK, ended_at=WALL - 60 * SECOND, ending=Ending.TRADED, share=Decimal("0.8"))
PULLED = replace(STANDS, ended_at=WALL, ending=Ending.PULLED, share=Decimal(0))
LOST = replace(STANDS, ended_at=WALL, ending=Ending.UNKNOWN)


def followed(*large: LargeLevel, options: DisplayOptions | None = None, state: PanelState | None = None) -> list[str]:
    screen, picture = LargeLevelsScreen(), board()
    book = replace(picture.book, large=large)
    if state is not None:
        book = replace(book, freshness=replace(book.freshness, state=state))
    screen.follow(replace(picture, book=book), options or DisplayOptions(), NOW, WALL)
    assert picture.book.symbol in screen.remark()
    assert (state.value in screen.remark()) if state is not None else True
    return texts(screen.lines(72))


@pytest.mark.parametrize(
    ("level", "words"), [(STANDS, "stands"), (TRADED, "traded 80 %"), (PULLED, "pulled"), (LOST, "--")]
)
def test_each_says_how_it_ended(level: LargeLevel, words: str) -> None:
    assert ending_words(level) == words


def test_a_line_tells_price_side_size_when_it_was_first_seen_and_its_age() -> None:
    lines = followed(STANDS, TRADED)
    assert lines[3].split() == ["0.04312000", "bid", "41.67", "14:21:02", "1", "min", "stands"]
    assert lines[4].split()[1:6] == ["ask", "41.67", "14:21:02", "5", "s"]


def test_prices_are_in_the_unit_in_use() -> None:
    assert "4,312,000" in followed(STANDS, options=DisplayOptions(unit=Unit.SATS))[3]


def test_what_has_ended_is_drawn_as_history() -> None:
    roles = [{span.role for span in large_cells(level, DisplayOptions(), WALL)} for level in (STANDS, PULLED)]  # type: ignore[union-attr]
    assert Role.STALE not in roles[0]
    assert roles[1] == {Role.STALE}


def test_without_any_it_says_so_and_of_a_book_that_is_not_live_its_state() -> None:
    assert any("None" in line for line in followed())
    assert "0.04312000" in followed(STANDS, state=PanelState.RESYNC)[3]


async def test_it_opens_over_the_dashboard_and_closes_by_its_key() -> None:
    app = BoxHost()
    screen = LargeLevelsScreen()
    screen.follow(replace(board(), book=replace(board().book, large=(STANDS,))), DisplayOptions(), NOW, WALL)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(screen)
        await pilot.pause()
        assert any("Large levels" in row for row in on_screen(app))
        assert any("stands" in row for row in on_screen(app))
        await pilot.press("l")
        await pilot.pause()
        assert not app.screen.is_modal
