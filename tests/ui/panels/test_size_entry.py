"""A size as it is typed: read, or told what is wrong with it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import OrderSide
from roxom_tui.ui.lines import width_of
from roxom_tui.ui.panels.size_entry import BadSize, Measure, SizeEntry, TypedSize, read_size
from tests.ui.drawing import text

BUY, SELL = OrderSide.BUY, OrderSide.SELL


@pytest.mark.parametrize(
    ("typed", "typed_size"),
    [
        ("3.5", TypedSize(Measure.CONTRACTS, Decimal("3.5"))),
        (".5", TypedSize(Measure.CONTRACTS, Decimal("0.5"))),
        ("1,204.50", TypedSize(Measure.CONTRACTS, Decimal("1204.50"))),
        ("0.2 btc", TypedSize(Measure.BTC, Decimal("0.2"))),
        ("0.2BTC", TypedSize(Measure.BTC, Decimal("0.2"))),
        ("20000 sats", TypedSize(Measure.SATS, Decimal("0.0002"))),
        ("1 sat", TypedSize(Measure.SATS, Decimal("0.00000001"))),
        ("pos", TypedSize(Measure.POSITION, Decimal(1))),
        ("50% pos", TypedSize(Measure.POSITION, Decimal("0.5"))),
        ("50 % pos", TypedSize(Measure.POSITION, Decimal("0.5"))),
        ("buy 3.5", TypedSize(Measure.CONTRACTS, Decimal("3.5"), BUY)),
        (" Sell  0.2 btc ", TypedSize(Measure.BTC, Decimal("0.2"), SELL)),
    ],
)
def test_what_is_a_size_is_read(typed: str, typed_size: TypedSize) -> None:
    assert read_size(typed) == typed_size


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ""),
        ("buy ", ""),
        ("bu", "buy, sell or pos"),
        ("p", "buy, sell or pos"),
        ("hold 3", "hold is neither buy, sell nor pos"),
        ("0", "more than zero"),
        ("0.0 btc", "more than zero"),
        ("3,5", "no number: a point for decimals"),
        ("1.2.3", "1.2.3 is no number"),
        ("3 b", "btc or sats"),
        ("3 eth", "eth is no unit: btc, sats or pos"),
        ("50%", "of what? 50% pos"),
        ("50 po", "of what? 50% pos"),
        ("3 pos", "how much of it? 50% pos"),
        ("150% pos", "at most 100% of a position"),
        ("sell pos", "pos picks its side itself"),
        ("-3", "a number, then btc, sats or pos"),
        ("1" * 19, "too many digits"),
        ("buy btc", "a number first"),
    ],
)
def test_what_is_none_is_told_in_words(typed: str, words: str) -> None:
    assert read_size(typed) == BadSize(words)


@given(st.text(max_size=40))
def test_any_text_is_a_size_above_zero_or_is_told(typed: str) -> None:
    found = read_size(typed)
    assert isinstance(found, BadSize) or found.amount > 0


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=60), st.integers(0, 80))
def test_the_line_keeps_the_text_whole_and_words_that_fit(typed: str, room: int) -> None:
    entry = SizeEntry()
    entry.open()
    entry.type(typed)
    line = entry.line(room)
    assert text(line).startswith(f"size {typed[:32]}▏")
    assert width_of(line) <= max(room, len(text(line[:3])))


def test_examples_are_left_out_from_the_end_where_there_is_no_room() -> None:
    entry = SizeEntry()
    entry.open()
    assert text(entry.line(80)) == "size ▏ 3.5 · 0.2 btc · pos · buy 3 · 50% pos · 20000 sats"
    assert text(entry.line(24)) == "size ▏ 3.5 · 0.2 btc"


def test_where_there_is_no_room_to_say_what_is_wrong_it_is_still_told_to_be_no_size() -> None:
    entry = SizeEntry()
    entry.open()
    entry.type("-3 and some more")
    assert text(entry.line(60)).endswith("▏ a number, then btc, sats or pos")
    assert text(entry.line(34)).endswith("▏ no size")


def test_characters_are_erased_one_by_one_or_all() -> None:
    entry = SizeEntry()
    entry.open()
    entry.type("3.55")
    entry.erase("backspace")
    assert entry.text == "3.5"
    entry.erase("ctrl+u")
    assert entry.text == ""
