"""Names of keys, keys after the configuration had its say, and keys in a running app."""

from __future__ import annotations

import pytest

from roxom_tui.model.market import Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import BY_ID, EVERYWHERE
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap, KeyProblems, is_typing, key_label, key_name, keymap
from roxom_tui.ui.screens.picker import PickRow, SymbolPicker
from tests.support.screen_host import BoxHost, rebound

GOLD = Symbol("GOLD-BTC")


ROWS = (PickRow(GOLD, "Gold · 1 oz PAXG", "0.043127", PanelState.LIVE),)


def made(overrides: dict[str, str]) -> Keymap:
    result = keymap(overrides)
    assert isinstance(result, Keymap), result
    return result


def refused(overrides: dict[str, str]) -> tuple[str, ...]:
    result = keymap(overrides)
    assert isinstance(result, KeyProblems), "these keys should have been refused"
    return result.sentences


async def test_every_default_key_reaches_its_action() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        for action in (BY_ID[action_id] for action_id in EVERYWHERE):
            for key in action.keys:
                app.asked.clear()
                await pilot.press(key)
                name = action.call.removeprefix("app.").replace("(", " ").rstrip(")").replace("_000", "000")
                assert app.asked == [name], f"{key} for {action.id}"


async def test_a_rebound_key_works_and_the_old_one_is_dead() -> None:
    app = BoxHost(rebound(zoom="X", pause="z", quit="f10"))
    async with app.run_test() as pilot:
        await pilot.press("X", "z", "space", "q", "f10", "ctrl+c")
        assert app.asked == ["zoom", "pause", "quit", "interrupt"]


async def test_the_ways_out_work_from_a_text_field_and_panel_keys_do_not() -> None:
    app = BoxHost()
    async with app.run_test() as pilot:
        app.push_screen(SymbolPicker(ROWS, GOLD))
        await pilot.pause()
        await pilot.press("tab", "shift+tab", "ctrl+p")
        assert app.asked == []
        await pilot.press("ctrl+c", "ctrl+z")
        assert app.asked == ["interrupt", "suspend_process"]


def test_keys_of_the_contract_lead_to_their_actions() -> None:
    expected = {
        "1": "app.symbol(1)",
        "9": "app.symbol(9)",
        "left_square_bracket": "app.step_symbol(-1)",
        "full_stop": "app.step_symbol(1)",
        "tab": "app.cycle_panel(1)",
        "G": "app.move_last",
        "space": "app.pause",
        "h": "app.chart",
        "v": "app.next_layout",
        "P": "app.pick_profile",
        "r": "app.resync",
        "R": "app.reconnect",
        "f1": "app.help",
        "ctrl+c": "app.interrupt",
        "q": "app.quit",
        "ctrl+z": "app.suspend_process",
    }
    bound = {binding.key: binding.action for binding in DEFAULT_KEYMAP.bindings()}
    assert expected.items() <= bound.items()


def test_priority_is_for_keys_that_type_nothing() -> None:
    urgent = {binding.key for binding in DEFAULT_KEYMAP.bindings() if binding.priority}
    assert urgent == {"tab", "shift+tab", "ctrl+p", "ctrl+c", "ctrl+z"}
    letters = {binding.key: binding.priority for binding in made({"palette": "X", "next_panel": "0"}).bindings()}
    assert not letters["X"]
    assert not letters["0"]


def test_only_movable_keys_carry_an_id_to_be_rebound_by() -> None:
    without_id = {binding.key for binding in DEFAULT_KEYMAP.bindings() if binding.id is None}
    assert without_id == {"ctrl+c", "ctrl+z", "escape"}


def test_a_rebound_action_loses_its_old_keys() -> None:
    keys = made({"zoom": "X", "next_symbol": "0 insert"})
    assert keys.keys["zoom"] == ("X",)
    assert keys.key_labels("next_symbol") == ("0", "Insert")
    assert keys.changed == {"zoom": "X", "next_symbol": "0,insert"}
    assert keys.keys["previous_symbol"] == DEFAULT_KEYMAP.keys["previous_symbol"]


def test_ways_out_survive_every_rebinding() -> None:
    keys = made({"interrupt": "f10", "back": "backspace"})
    assert keys.keys["interrupt"] == ("f10", "ctrl+c")
    assert keys.keys["back"] == ("backspace", "escape")
    assert refused({"zoom": "ctrl+c"}) == ("keys.zoom: Ctrl+C is already interrupt",)


def test_two_actions_may_swap_their_keys() -> None:
    keys = made({"zoom": "space", "pause": "z"})
    assert keys.keys["zoom"] == ("space",)
    assert keys.keys["pause"] == ("z",)


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ({"pause": "z"}, "keys.pause: z is already zoom"),
        ({"zoom": "X", "pause": "X"}, "keys.pause: X is already zoom"),
        ({"zoom": "PgUp"}, "keys.zoom: PgUp is already page_up"),
        ({"zom": "X"}, "keys.zom: there is no such action; did you mean zoom?"),
        ({"qqqqqqqq": "X"}, "keys.qqqqqqqq: there is no such action"),
        ({"zoom": "hyperspace"}, "keys.zoom: 'hyperspace' is not a key"),
        ({"zoom": "bogus+x"}, "keys.zoom: 'bogus+x' is not a key"),
        ({"zoom": " "}, "keys.zoom: no key is named"),
        ({"zoom": "ctrl+i"}, "keys.zoom: Ctrl+I is Tab to a terminal; name another key"),
        ({"zoom": "X ctrl+m"}, "keys.zoom: Ctrl+M is Enter to a terminal; name another key"),
        ({"back": "ctrl+["}, "keys.back: Ctrl+[ is Esc to a terminal; name another key"),
        ({"zoom": "ctrl+H"}, "keys.zoom: Ctrl+H is Backspace to a terminal; name another key"),
        ({"zoom": "ctrl+shift+c"}, "keys.zoom: Ctrl+Shift+C is Ctrl+C to a terminal; name another key"),
    ],
)
def test_what_cannot_be_bound_is_told_in_one_sentence(overrides: dict[str, str], problem: str) -> None:
    assert refused(overrides) == (problem,)


def test_all_problems_are_told_at_once() -> None:
    assert len(refused({"zom": "X", "zoom": "hyperspace", "pause": "q"})) == 3


@pytest.mark.parametrize(
    ("written", "name", "label"),
    [
        ("z", "z", "z"),
        ("Z", "Z", "Z"),
        ("shift+p", "P", "P"),
        ("[", "left_square_bracket", "["),
        (",", "comma", ","),
        ("+", "plus", "+"),
        ("ctrl++", "ctrl+plus", "Ctrl++"),
        ("_", "underscore", "_"),
        ("?", "question_mark", "?"),
        ("Ctrl+P", "ctrl+p", "Ctrl+P"),
        ("Shift+Tab", "shift+tab", "Shift+Tab"),
        ("shift+ctrl+x", "ctrl+shift+x", "Ctrl+Shift+X"),
        ("PgUp", "pageup", "PgUp"),
        ("Esc", "escape", "Esc"),
        ("↑", "up", "↑"),
        ("F12", "f12", "F12"),
    ],
)
def test_a_key_may_be_written_as_it_is_printed(written: str, name: str, label: str) -> None:
    assert key_name(written) == name
    assert key_label(name) == label
    assert key_name(label) == name


@pytest.mark.parametrize(
    "written", ["", "alt+", "+x", "f99", "shift+1", "\x1b", "<any>", "ctrl+alt", "shift+/", "ctrl-at"]
)
def test_what_is_no_key_has_no_name(written: str) -> None:
    assert key_name(written) is None


def test_tab_and_escape_type_nothing_though_unicode_knows_them() -> None:
    assert not is_typing("tab")
    assert not is_typing("escape")
    assert is_typing("space")
    assert is_typing("plus")
