"""No answer of a terminal is a key, however it is cut and however slow the line is; and every key that is typed is."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.events import Key, Paste
from textual.message import Message

from roxom_tui.ui.terminal.grammar import (
    ESCAPE_PATIENCE,
    MOST_COLLECTED,
    MOST_PASTED,
    PASTE_PATIENCE,
    REST_PATIENCE,
    Grammar,
)
from roxom_tui.ui.terminal.tokens import Alt, Escape, Pasted, Sequence, Text, Token
from tests.ui.terminal.answers import ESC, KNOWN, Line, answers, cuts, pastes

SLOW = 0.3
"""Seconds between two pieces of a sequence on a slow line."""


def keys(events: list[Message]) -> list[str]:
    return [event.key for event in events if isinstance(event, Key)]


def whole(data: bytes) -> list[Token]:
    """What these bytes are, read at once, after all patience."""
    grammar = Grammar()
    return [*grammar.feed(data, 0.0), *grammar.tick(100.0)]


@pytest.mark.parametrize("answer", KNOWN)
def test_an_answer_read_whole_is_no_key(answer: bytes) -> None:
    assert keys(Line().send(answer + b"z")) == ["z"]


@pytest.mark.parametrize("answer", KNOWN)
def test_an_answer_cut_in_two_anywhere_by_a_slow_line_is_no_key(answer: bytes) -> None:
    for place in range(2, len(answer)):
        line = Line()
        events = [*line.send(answer[:place]), *line.send(answer[place:], SLOW), *line.send(b"z", SLOW)]
        assert keys(events) == ["z"], place


@pytest.mark.parametrize("answer", [answer for answer in KNOWN if len(answer) > 2])
def test_an_answer_cut_after_its_escape_is_the_key_esc_and_no_other(answer: bytes) -> None:
    line = Line()
    events = [*line.send(answer[:1]), *line.send(answer[1:], SLOW), *line.send(b"z", SLOW)]
    assert keys(events) == ["escape", "z"]


@settings(max_examples=150, deadline=None)
@given(st.lists(answers, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_answers_in_any_pieces_at_any_pace_are_no_keys(sent: list[bytes], random_: random.Random) -> None:
    line = Line()
    events: list[Message] = []
    for answer in sent:
        longest = REST_PATIENCE
        for piece in cuts(answer, random_):
            events += line.send(piece, random_.uniform(0, longest) * 0.99)
            # After an ESC alone, a single byte is what a person types; a rest that is longer is none.
            longest = ESCAPE_PATIENCE if piece.endswith(ESC) else REST_PATIENCE
    events += line.send(b"z", SLOW)
    assert keys(events) == ["z"]


@settings(max_examples=150, deadline=None)
@given(answers, st.data())
def test_a_rest_that_comes_in_one_read_within_a_second_of_an_esc_is_swallowed(
    answer: bytes, data: st.DataObject
) -> None:
    if not answer.startswith(ESC) or len(answer) < 3:
        return
    line = Line()
    after = data.draw(st.floats(ESCAPE_PATIENCE * 1.01, REST_PATIENCE))
    events = [*line.send(ESC), *line.send(answer[1:], after), *line.send(b"z", SLOW)]
    assert keys(events) == ["escape", "z"]


@settings(max_examples=150, deadline=None)
@given(pastes, st.randoms(use_true_random=False))
@example(b"\x1b[200~q1b\x1b[201~", random.Random(1))
def test_a_paste_cut_anywhere_is_one_paste_and_no_key(paste: bytes, random_: random.Random) -> None:
    line = Line()
    events: list[Message] = []
    for piece in cuts(paste, random_):
        events += line.send(piece, ESCAPE_PATIENCE * 0.9)
    pasted = [event.text for event in events if isinstance(event, Paste)]
    assert keys(events) == []
    assert pasted == [paste[6:-6].decode().replace("\0", "")]


def test_of_a_paste_that_ctrl_c_ended_nothing_stands_in_the_next_one() -> None:
    grammar = Grammar()
    grammar.feed(b"\x1b[200~begun", 0.0)
    assert grammar.feed(b"\x03", 0.1) == [Text("\x03")]
    assert grammar.feed(b"\x1b[200~whole\x1b[201~", 0.2) == [Pasted("whole")]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=40), st.floats(0, 4)), max_size=12))
def test_no_bytes_at_any_pace_fail_and_in_the_end_a_key_is_a_key_again(sent: list[tuple[bytes, float]]) -> None:
    line = Line()
    for piece, after in sent:
        line.send(piece, after)
    assert keys(line.send(b"z", PASTE_PATIENCE * 2))[-1:] == ["z"]


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\x1b"), max_size=30), st.data())
def test_what_is_typed_is_typed_however_its_bytes_come(typed: str, data: st.DataObject) -> None:
    line = Line()
    events: list[Message] = []
    for piece in cuts(typed.encode(), data.draw(st.randoms(use_true_random=False)), most=30):
        events += line.send(piece, 0.2)
    assert "".join(event.character or "" for event in events if isinstance(event, Key)) == typed


def test_an_esc_that_nothing_follows_acts_after_a_tenth_of_a_second() -> None:
    grammar = Grammar()
    assert grammar.feed(ESC, 5.0) == []
    assert grammar.deadline == pytest.approx(5.1)
    assert grammar.tick(5.09) == []
    assert grammar.tick(5.1) == [Escape()]
    assert grammar.deadline is None


@pytest.mark.parametrize("typed", [b"q", b"[", b"]", b"P", "й".encode(), b"1"])
def test_a_character_typed_after_esc_acts(typed: bytes) -> None:
    grammar = Grammar()
    grammar.feed(ESC, 5.0)
    grammar.tick(5.1)
    assert grammar.feed(typed, 5.3) == [Text(typed.decode())]


def test_the_introducer_alone_acts_but_what_comes_in_one_read_after_it_is_the_rest() -> None:
    line = Line()
    events = [*line.send(ESC), *line.send(b"[", SLOW), *line.send(b"200~q1b\x1b[201~", SLOW)]
    assert keys(events) == ["escape", "left_square_bracket"]


def test_more_than_a_second_after_esc_what_is_typed_at_once_is_typed() -> None:
    assert keys([*(line := Line()).send(ESC), *line.send(b"[[", 1.1)]) == ["escape", *["left_square_bracket"] * 2]


@pytest.mark.parametrize("character", ["q", "Q", "1", "\r", "\x7f", "й", " "])
def test_a_character_after_esc_in_one_read_has_alt(character: str) -> None:
    assert whole(ESC + character.encode()) == [Alt(character)]


@pytest.mark.parametrize("introducer", "[]PX^_ON")
def test_an_introducer_that_nothing_follows_has_alt(introducer: str) -> None:
    assert whole(ESC + introducer.encode()) == [Alt(introducer)]


def test_two_escs_are_two_keys_and_esc_before_a_sequence_is_one() -> None:
    assert whole(b"\x1b\x1b") == [Escape(), Escape()]
    assert whole(b"\x1b\x1b[A") == [Escape(), Sequence("\x1b[A")]


@pytest.mark.parametrize(
    "begun", [ESC, b"\x1b[", b"\x1b[1;", b"\x1b]11;", b"\x1bP1$r", b"\x1bO", b"\x1b[M ", b"\x1b[200~q"]
)
@pytest.mark.parametrize("after", [0.01, 0.5])
def test_ctrl_c_that_comes_alone_is_the_persons_whatever_was_begun(begun: bytes, after: float) -> None:
    line = Line()
    assert keys([*line.send(begun), *line.send(b"\x03", after)])[-1] == "ctrl+c"


@pytest.mark.parametrize("begun", [ESC, b"\x1b[1;", b"\x1bO"])
def test_ctrl_c_in_a_sequence_that_cannot_hold_it_is_the_persons(begun: bytes) -> None:
    assert keys(Line().send(begun + b"\x03")) == ["ctrl+c"]


@pytest.mark.parametrize(
    "begun", [b"\x1b[1;", b"\x1b]11;rgb", b"\x1bP1$r", b"\x1b_G", b"\x1b[M ", b"\x9d1", b"\x1b[[", b"\x1bO5"]
)
def test_a_sequence_that_never_ends_is_dropped_after_a_second(begun: bytes) -> None:
    line = Line()
    assert keys([*line.send(begun), *line.send(b"z", REST_PATIENCE + 0.01)]) == ["z"]
    assert line.translator.swallowed == 1


def test_a_paste_that_never_ends_is_pasted_after_three_seconds() -> None:
    line = Line()
    events = [*line.send(b"\x1b[200~abc"), *line.send(b"z", PASTE_PATIENCE + 0.01)]
    assert [event.text for event in events if isinstance(event, Paste)] == ["abc"]
    assert keys(events) == ["z"]


@pytest.mark.parametrize("ended", ["\u011c", "\u015c", "\U0001f71c"])
def test_a_character_with_the_byte_of_st_in_it_ends_no_string(ended: str) -> None:
    assert b"\x9c" in ended.encode()
    assert keys(Line().send(b"\x1b]0;" + ended.encode() + b"q\x07z")) == ["z"]


def test_8_bit_controls_are_controls_only_where_they_are_no_part_of_a_character() -> None:
    assert whole(b"\x9bA") == [Sequence("\x1b[A")]
    assert whole(b"\x8fP") == [Sequence("\x1bOP")]
    assert whole("\u041b".encode()) == [Text("\u041b")]
    assert "\u041b".encode()[1] == 0x9B


def test_what_breaks_a_sequence_off_is_itself_what_it_is() -> None:
    assert whole(b"\x1b[12\r") == [Text("\r")]
    assert whole(b"\x1b[12\x1b[A") == [Sequence("\x1b[A")]
    assert whole(b"\x1bO\x1b[B") == [Sequence("\x1b[B")]


def test_bytes_that_are_no_text_are_marked_and_those_after_them_count() -> None:
    assert whole(b"a\xe9b") == [Text("a"), Text("\ufffd"), Text("b")]
    assert whole(b"\xd0\x1b[A") == [Text("\ufffd"), Sequence("\x1b[A")]
    assert whole(b"\xf0\x9f") == [Text("\ufffd")]


def test_what_is_kept_is_bounded_and_what_is_longer_is_still_swallowed() -> None:
    assert whole(b"\x1b[" + b"1" * 100_000 + b"qz") == [Text("z")]
    assert whole(b"\x1b]" + b"q" * 1_000_000 + b"\x07z") == [Text("z")]
    (pasted, end) = whole(b"\x1b[200~" + b"q" * (MOST_PASTED * 2) + b"\x1b[201~z")
    assert pasted == Pasted("q" * MOST_PASTED)
    assert end == Text("z")
    assert MOST_COLLECTED < 100_000


@pytest.mark.parametrize("key", [b"\x1b[A", b"\x1bOP", b"\x1b[[A", b"\x1b[1;5C", b"\x1b[97;5u"])
def test_a_key_cut_by_a_slow_line_is_that_key(key: bytes) -> None:
    (expected,) = whole(key)
    for place in range(2, len(key)):
        line = Grammar()
        assert [*line.feed(key[:place], 0.0), *line.tick(SLOW), *line.feed(key[place:], SLOW)] == [expected]
