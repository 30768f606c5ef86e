"""What the keys of the panels do."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.durations import MINUTE
from roxom_tui.model.values import replace
from roxom_tui.ui.palette import of_actions
from roxom_tui.ui.screens.large_levels import LargeLevelsScreen
from tests.support.sample_screens import US500, board
from tests.support.spellings import GOLD
from tests.ui.opened import opened


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


async def test_coarser_and_finer_ask_the_feed_for_another_step() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("plus")
        assert str(desk.control.wishes[-1].group) == "0.000002"
        await pilot.press("plus", "minus", "minus")
        assert desk.control.wishes[-1].group is None


async def test_the_keys_of_the_columns_ask_the_feed_for_others_and_for_other_windows() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("d", "d", "d")
        assert desk.control.wishes[-1].columns.columns == (BookColumn.TRADED,)
        assert "book columns: traded 5m" in desk.text()
        await pilot.press("D")
        assert desk.control.wishes[-1].columns.traded_window == 30 * MINUTE


async def test_l_lists_the_large_levels_of_the_book() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(desk.app.screen, LargeLevelsScreen)
        await pilot.press("escape")


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
