"""The actions of the app."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest

from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.ui.palette import of_actions
from roxom_tui.ui.screens.large_levels import LargeLevelsScreen
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


async def test_pause_holds_the_picture_and_counts_what_comes() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("tab")
        assert desk.app.dashboard.focused_panel.panel_id == "trades"
        await pilot.press("space")
        held = desk.panel("trades").splitlines()[2]
        newer = board()
        fresh = replace(newer.tape.rows[0], price=type(newer.tape.rows[0].price)("0.04399900"))
        tape = replace(newer.tape, rows=(fresh, *newer.tape.rows), count=newer.tape.count + 1)
        desk.mailbox.put(replace(newer, tape=tape))
        await pilot.pause()
        assert desk.panel("trades").splitlines()[2] == held
        assert "1 held" in desk.panel("trades")
        await pilot.press("space")
        assert "0.04399900" in desk.panel("trades")


@pytest.mark.parametrize(
    ("key", "does", "undoes"),
    [
        ("space", "Space Pause", "Space Resume"),
        ("z", "z Zoom", "z Restore"),
        ("b", "b Hide account", "b Show account"),
    ],
)
async def test_the_footer_and_the_palette_name_a_key_for_what_it_does_now(key: str, does: str, undoes: str) -> None:
    async with opened((240, 40)) as (desk, pilot):
        named = [word.split(" ", 1)[1] for word in (does, undoes)]
        for there, gone, label in ((does, undoes, named[0]), (undoes, does, named[1]), (does, undoes, named[0])):
            footer = desk.text().splitlines()[-1]
            assert (there in footer, gone in footer) == (True, False)
            labels = {
                command.name
                for command in of_actions(desk.app.keymap, lambda call: partial(print, call), desk.app.in_force)
            }
            assert labels & set(named) == {label}
            await pilot.press(key)
            await pilot.pause()


async def test_a_paused_tape_counts_trades_and_every_other_panel_changes() -> None:
    async with opened() as (desk, _):
        units = {name: panel.held_unit for name, panel in desk.app.dashboard.panels.items()}
        assert units == {**dict.fromkeys(units, "change"), "trades": "trade"}
        tape = desk.app.dashboard.panels["trades"]
        assert tape.rendering(40, 10).held_words == ""
        tape.toggle_pause()
        assert tape.rendering(40, 10).held_words == "0 trades held"
        assert replace(tape.rendering(40, 10), held_back=1).held_words == "1 trade held"


async def test_another_symbol_ends_every_pause() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("space")
        assert desk.app.dashboard.panels["book"].paused_view is not None
        await pilot.press("1")
        assert desk.app.dashboard.panels["book"].paused_view is None


async def test_coarser_and_finer_ask_the_feed_for_another_step() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("plus")
        assert str(desk.control.wishes[-1].group) == "0.000002"
        await pilot.press("plus", "minus", "minus")
        assert desk.control.wishes[-1].group is None


async def test_the_keys_of_the_columns_ask_the_feed_for_others_and_for_other_windows() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("d", "d", "d")
        assert desk.control.wishes[-1].wish.columns == (BookColumn.TRADED,)
        assert "book columns: traded 5m" in desk.text()
        await pilot.press("D")
        assert desk.control.wishes[-1].wish.traded_window == 30 * MINUTE


async def test_l_lists_the_large_levels_of_the_book() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(desk.app.screen, LargeLevelsScreen)
        await pilot.press("escape")


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


async def test_a_coarser_step_is_kept_for_its_symbol_while_another_is_looked_at() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("plus")
        chosen = desk.control.wishes[-1]
        await pilot.press("1")
        other = board()
        desk.mailbox.put(replace(other, book=replace(other.book, symbol=US500, step=Decimal("0.0000001"))))
        await pilot.pause()
        assert desk.control.wishes[-1].group is None
        await pilot.press("3")
        assert (desk.control.wishes[-1].symbol, desk.control.wishes[-1].group) == (GOLD, chosen.group)
