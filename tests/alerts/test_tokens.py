"""The words of a rule know their places."""

from __future__ import annotations

import pytest

from roxom_tui.alerts.tokens import Slip, Token, Unreadable, Words, refused


def test_words_know_the_column_they_begin_in() -> None:
    words = Words('GOLD-BTC  last>=5% -> bell,notify "two words"')
    taken = []
    while not words.is_over:
        taken.append(words.take())
    assert [token.text for token in taken] == [
        *("GOLD-BTC", "last", ">=", "5", "%", "->", "bell", ",", "notify", '"two words"'),
    ]
    assert [token.column for token in taken] == [1, 11, 15, 17, 18, 20, 23, 27, 28, 35]
    assert words.take() == Token("", 46)


def test_a_word_that_is_not_one_of_those_demanded_is_told_with_the_nearest() -> None:
    with pytest.raises(Unreadable) as raised:
        Words("crosess").demand("a comparison", ("crosses", ">"))
    assert raised.value.slip == Slip(1, "a comparison", "crosess", "crosses")


def test_a_word_is_taken_only_if_it_is_known() -> None:
    words = Words("For 5s")
    assert words.take_if("every") is None
    assert words.take_if("for") == "for"
    assert words.next.text == "5s"


def test_what_is_shown_of_a_slip_is_clipped() -> None:
    assert len(refused(Token("x" * 400, 1), "less").slip.sentence) < 120
