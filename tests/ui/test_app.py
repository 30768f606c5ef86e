"""The actions of the app."""

from __future__ import annotations

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from tests.support.sample_screens import US100, US500, board
from tests.support.spellings import GOLD, OIL
from tests.ui.opened import OpenedApp, opened


@pytest.mark.parametrize(
    ("key", "symbol"), [("1", US500), ("2", US100), ("4", OIL), ("right_square_bracket", OIL), ("comma", US100)]
)
async def test_one_key_moves_to_another_symbol(key: str, symbol: Symbol) -> None:
    async with opened() as (desk, pilot):
        await pilot.press(key)
        assert desk.control.wishes[-1].symbol == symbol


async def test_a_digit_beyond_the_list_says_that_there_is_no_such_symbol() -> None:
    async with opened() as (desk, pilot):
        before = list(desk.control.wishes)
        await pilot.press("5")
        assert desk.control.wishes == before
        assert "no symbol 5" in desk.text()


async def test_another_symbol_ends_every_pause() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("space")
        assert desk.app.dashboard.panels["book"].paused_view is not None
        await pilot.press("1")
        assert desk.app.dashboard.panels["book"].paused_view is None


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


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
async def test_quitting_says_how_it_ended(key: str, code: int) -> None:
    desk = OpenedApp(board())
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
    assert desk.app.return_value == code
