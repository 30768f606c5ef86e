"""Which key a sequence stands for, on keyboards of every alphabet."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.events import Key

from roxom_tui.ui.terminal.grammar import REST_PATIENCE
from roxom_tui.ui.terminal.keys import US_KEYS, keys_of_character, keys_of_sequence, keys_with_alt, us_key, with_shift
from tests.ui.terminal.answers import Line


def keys(sequence: str) -> list[tuple[str, str | None]]:
    return [(key.key, key.character) for key in keys_of_sequence(sequence)]


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("\x1b[1081::113;;1081u", "q", "й"),
        ("\x1b[1081:1049:113;2;1049u", "Q", "Й"),
        ("\x1b[1081::113;65;1049u", "Q", "Й"),
        ("\x1b[1078::59;;1078u", "semicolon", "ж"),
        ("\x1b[1078:1046:59;2;1046u", "colon", "Ж"),
        ("\x1b[1102::46;;1102u", "full_stop", "ю"),
        ("\x1b[283::50;;283u", "2", "ě"),
        ("\x1b[9688::49;2;9688u", "exclamation_mark", "◘"),
        ("\x1b[945::97;;945u", "a", "α"),
    ],
)
def test_a_letter_that_is_not_ascii_acts_by_its_place_and_types_what_it_is(
    sequence: str, key: str, character: str
) -> None:
    assert keys(sequence) == [(key, character)]


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[97::113;;97u", "a"),
        ("\x1b[113::97;;113u", "q"),
        ("\x1b[38::49;;38u", "ampersand"),
        ("\x1b[106::99;5u", "ctrl+j"),
        ("\x1b[99::105;5u", "ctrl+c"),
    ],
)
def test_on_latin_layouts_what_is_printed_on_the_key_counts(sequence: str, key: str) -> None:
    assert keys(sequence)[0][0] == key


@pytest.mark.parametrize(
    ("sequence", "key"),
    [
        ("\x1b[1089;5u", "ctrl+c"),
        ("\x1b[1089::99;5u", "ctrl+c"),
        ("\x1b[1057;5u", "ctrl+c"),
        ("\x1b[1089:1057:99;69u", "ctrl+c"),
        ("\x1b[968;5u", "ctrl+c"),
        ("\x1b[968::99;5u", "ctrl+c"),
        ("\x1b[1079;5u", "ctrl+p"),
        ("\x1b[1079::112;5u", "ctrl+p"),
        ("\x1b[1103;5u", "ctrl+z"),
        ("\x1b[1089::99;3u", "alt+c"),
        ("\x1b[1089::99;6u", "ctrl+shift+c"),
        ("\x1b[99;5u", "ctrl+c"),
        ("\x1b[67;5u", "ctrl+c"),
        ("\x1b[27;5;99~", "ctrl+c"),
        ("\x1b[27;5;1089~", "ctrl+c"),
        ("\x1b[99;133u", "ctrl+c"),
        ("\x1b[99;5:1u", "ctrl+c"),
        ("\x1b[99;5:2u", "ctrl+c"),
    ],
)
def test_ctrl_with_a_letter_is_the_key_in_its_place(sequence: str, key: str) -> None:
    assert keys(sequence) == [(key, None)]


@pytest.mark.parametrize(
    ("sequence", "key", "character"),
    [
        ("\x1b[97;;97u", "a", "a"),
        ("\x1b[97:65;2;65u", "A", "A"),
        ("\x1b[97;2u", "A", "A"),
        ("\x1b[49:33;2u", "exclamation_mark", "!"),
        ("\x1b[97u", "a", "a"),
        ("\x1b[32;2;32u", "shift+space", " "),
        ("\x1b[13u", "enter", "\r"),
        ("\x1b[13;2u", "shift+enter", None),
        ("\x1b[27u", "escape", None),
        ("\x1b[9;2u", "shift+tab", None),
        ("\x1b[Z", "shift+tab", None),
        ("\x1b[57413;;43u", "plus", "+"),
        ("\x1b[57400;;49u", "1", "1"),
        ("\x1b[A", "up", None),
        ("\x1b[1;5A", "ctrl+up", None),
        ("\x1b[5~", "pageup", None),
        ("\x1bOP", "f1", None),
        ("\x1b[[A", "f1", None),
        ("\x1bOq", "1", "1"),
        ("\x1b[113;7;64u", "at", "@"),
    ],
)
def test_keys_as_terminals_send_them(sequence: str, key: str, character: str | None) -> None:
    assert keys(sequence) == [(key, character)]


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[97;1:3u",
        "\x1b[57441u",
        "\x1b[57441;2u",
        "\x1b[u",
        "\x1b[3u",
        "\x1b[0u",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[99999999999999999999u",
        "\x1b[63000u",
        "\x1b[?1u",
        "\x1b[24;80R",
        "\x1b[113;80~",
        "\x1b[1:2:3:4u",
    ],
)
def test_what_is_no_press_of_a_key_is_none(sequence: str) -> None:
    assert keys(sequence) == []


def test_ctrl_and_space_are_the_same_key_in_every_terminal() -> None:
    (plain,) = keys_of_character("\0")
    assert [plain.key] == [key for key, _ in keys("\x1b[32;5u")] == ["ctrl+space"]


def test_a_text_that_is_a_control_character_is_none() -> None:
    assert keys("\x1b[97;;27u") == [("a", "a")]


def test_several_characters_of_one_key_are_typed_one_by_one() -> None:
    assert keys("\x1b[97;;101:769u") == [("e", "e"), ("combining_acute_accent", "\u0301")]


@example(161, 0x130, 3, "u")
@given(st.integers(0, 0x110010), st.integers(0, 0x110010), st.integers(0, 300), st.sampled_from("uABCDEFHPQRS~"))
def test_no_number_fails(code: int, base: int, modifiers: int, final: str) -> None:
    for sequence in (f"\x1b[{code}::{base};{modifiers}{final}", f"\x1b[{code}:{base};{modifiers}:1;{base}{final}"):
        for key in keys_of_sequence(sequence):
            assert key.key
            assert key.character is None or len(key.character) == 1


@given(st.characters(exclude_categories=["Cs"]))
def test_every_character_has_a_name_with_alt_and_without(character: str) -> None:
    (key,) = keys_of_character(character)
    assert key.key
    assert key.character == character
    assert all(with_alt.key.startswith("alt+") and with_alt.character is None for with_alt in keys_with_alt(character))


def test_what_old_terminals_send_is_what_textuals_table_says() -> None:
    """But that Esc with another key is one key with Alt, and that it counts F1 with Shift as F13."""
    for sequence, meant in ANSI_SEQUENCES_KEYS.items():
        if len(sequence) < 3 or not isinstance(meant, tuple) or sequence.endswith("u"):
            continue
        if not re.search(r"\bf\d+$", meant[0].value):
            named = [key.value for key in meant]
            ours = [key.key for key in keys_of_sequence(sequence)]
            assert ours == named or (named[0] == "escape" and "escape" not in ours and len(ours) < 2), sequence


def test_the_layouts_know_every_letter_once_and_give_ascii() -> None:
    assert us_key("с") == us_key("С") == us_key("ψ") == "c"
    assert us_key("c") == "c"
    assert us_key("漢") == "漢"
    assert all(key.isascii() and not letter.isascii() for letter, key in US_KEYS.items())
    assert [with_shift(key) for key in "q1;/"] == ["Q", "!", ":", "?"]


def test_the_keys_of_a_slow_line_are_the_same() -> None:
    line = Line()
    events = [*line.send(b"\x1b[1089::"), *line.send(b"99;5u", REST_PATIENCE / 2)]
    assert [event.key for event in events if isinstance(event, Key)] == ["ctrl+c"]
