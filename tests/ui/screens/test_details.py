"""The box of details: it follows the picture, also when what it tells of has ended, and fits whatever there is."""

from __future__ import annotations

import pytest

from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import Detail
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.screens.details import DetailScreen
from tests.support.sample_screens import NOW, WALL, board
from tests.support.screen_host import SIZES, BoxHost, on_screen
from tests.support.spellings import GOLD, OIL
from tests.ui.drawing import texts
from tests.ui.screens.detail_samples import WHOLE, order, position

WISH = DetailRequest(Detailed.POSITION, "p")


def followed(detail: Detail | None, wish: DetailRequest = WISH, **more: object) -> DetailScreen:
    screen, picture = DetailScreen(wish, GOLD), board()
    picture = replace(picture, book=replace(picture.book, whole=WHOLE), detail=detail)
    screen.follow(replace(picture, **more), DisplayOptions(), NOW, WALL)  # type: ignore[arg-type]
    return screen


def told(screen: DetailScreen, width: int = 96) -> str:
    return "\n".join(texts(screen.lines(width)))


def test_a_position_is_told_with_the_book_of_its_own_contract_alone() -> None:
    assert "vwap 0.04312150" in told(followed(position()))
    assert "is not followed" in told(followed(position(symbol=OIL)))


def test_an_order_is_told_with_its_states() -> None:
    assert "partly filled" in told(followed(order(), DetailRequest(Detailed.ORDER, "order-1")))


def test_until_it_was_told_nothing_is_made_up_and_what_was_told_of_another_is_not_taken() -> None:
    assert "nothing was told of it yet" in told(followed(None))
    assert "nothing was told of it yet" in told(followed(position(position_id="q")))


def test_what_was_told_last_stays_when_it_is_not_told_of_any_more() -> None:
    screen = followed(position())
    screen.follow(board(), DisplayOptions(), NOW, WALL)
    assert "1.50" in told(screen)


def test_of_a_picture_that_has_run_out_the_state_stands_in_the_title() -> None:
    screen = followed(position())
    screen.follow(replace(board(), detail=position()), DisplayOptions(), position().freshness.valid_until + 1, WALL)
    assert screen.remark().startswith("STALE")
    assert "· STALE" in told(screen)
    assert PanelState.LIVE.value not in followed(position()).remark()


@pytest.mark.parametrize("width", range(36, 100, 7))
def test_no_line_is_longer_than_its_room(width: int) -> None:
    assert all(len(line) <= width for line in texts(followed(position()).lines(width)) if not line.startswith("id"))


@pytest.mark.parametrize("size", SIZES)
async def test_it_opens_at_every_size_and_enter_chooses_its_symbol(size: tuple[int, int]) -> None:
    app = BoxHost()
    screen = followed(position())
    async with app.run_test(size=size) as pilot:
        app.push_screen(screen)
        await pilot.pause()
        assert any("Position · GOLD-BTC" in row for row in on_screen(app))
        await pilot.press("enter")
        await pilot.pause()
        assert screen.chosen == GOLD
        assert not app.screen.is_modal
