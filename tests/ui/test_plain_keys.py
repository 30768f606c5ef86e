"""Keys that are another key to a terminal without a keyboard protocol."""

from __future__ import annotations

import pytest

from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.keymap import KeyProblems, key_name, keymap
from roxom_tui.ui.plain_keys import can_arrive, sent_as
from roxom_tui.ui.terminal.reader import Translator


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("ctrl+i", "tab"),
        ("ctrl+m", "enter"),
        ("ctrl+[", "escape"),
        ("ctrl+h", "backspace"),
        ("ctrl+3", "escape"),
        ("ctrl+8", "backspace"),
        ("ctrl+?", "backspace"),
        ("ctrl+@", "ctrl+space"),
        ("ctrl+2", "ctrl+space"),
        ("ctrl+/", "ctrl+underscore"),
        ("ctrl+4", "ctrl+backslash"),
        ("ctrl+}", "ctrl+right_square_bracket"),
        ("ctrl+1", "1"),
        ("ctrl+;", "semicolon"),
        ("ctrl++", "plus"),
        ("ctrl+shift+x", "ctrl+x"),
        ("ctrl+shift+i", "tab"),
        ("ctrl+shift+1", "exclamation_mark"),
        ("ctrl+й", "ctrl+q"),
        ("ctrl+é", "é"),
        ("ctrl+tab", "tab"),
        ("ctrl+shift+tab", "shift+tab"),
        ("ctrl+enter", "enter"),
        ("shift+enter", "enter"),
        ("shift+escape", "escape"),
        ("shift+backspace", "backspace"),
        ("shift+space", "space"),
        ("alt+shift+enter", "alt+enter"),
    ],
)
def test_a_key_that_is_another_one_to_a_terminal_is_known(written: str, sent: str) -> None:
    name = key_name(written)
    assert name is not None
    assert sent_as(name) == sent


ITSELF = [
    *("ctrl+j", "ctrl+\\", "ctrl+]", "ctrl+^", "ctrl+_", "ctrl+space", "ctrl+up", "ctrl+shift+home", "shift+f1"),
    *("alt+x", "alt+X", "ctrl+alt+x", "alt+enter", "shift+tab", "super+i", "super+X", "X", "?", "space", "delete"),
]


@pytest.mark.parametrize("written", ITSELF)
def test_a_key_that_is_none_but_itself_stays(written: str) -> None:
    name = key_name(written)
    assert name is not None
    assert sent_as(name) == name


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        (b"\x1b\x18", "ctrl+alt+x"),
        (b"\x1bA", "alt+A"),
        (b"\x1bA", "shift+alt+a"),
        (b"\x1b[97;10u", "super+A"),
        (b"\x1b[97;25u", "super+hyper+a"),
        (b"\0", "ctrl+space"),
        (b"\x1b[1;6A", "shift+ctrl+up"),
    ],
)
def test_a_key_with_several_modifiers_has_the_name_under_which_it_arrives(sent: bytes, written: str) -> None:
    assert [getattr(event, "key", "") for event in Translator().feed(sent, 0.0)] == [key_name(written)]


def test_the_keys_of_the_program_are_themselves() -> None:
    assert [key for action in ACTIONS for key in action.keys if sent_as(key) != key] == []


def test_what_a_control_byte_is_read_as_is_what_ctrl_and_its_letter_are_said_to_be() -> None:
    for letter in "abcdefghijklmnopqrstuvwxyz[\\]^_@":
        name, byte = key_name(f"ctrl+{letter}"), bytes([ord(letter) & 0x1F])
        translator = Translator()
        # A lone Esc is one only once nothing has followed it.
        events = [*translator.feed(byte, 0.0), *translator.tick(60.0)]
        assert [getattr(event, "key", "") for event in events] == [sent_as(name or "")], letter


@pytest.mark.parametrize("written", ["Alt+]", "Alt+[", "Alt+O", "Alt+Shift+p", "Alt+^", "Alt+\\"])
def test_a_key_that_begins_a_report_never_arrives_and_is_refused(written: str) -> None:
    refused = keymap({"mark": written})
    assert isinstance(refused, KeyProblems)
    assert "is the beginning of a report" in refused.problems[0].why


def test_all_other_keys_can_arrive() -> None:
    assert all(can_arrive(key) for action in ACTIONS for key in action.keys)
    assert all(can_arrive(key) for key in ("alt+o", "alt+A", "alt+up", "alt+1", "ctrl+alt+x", "right_square_bracket"))
