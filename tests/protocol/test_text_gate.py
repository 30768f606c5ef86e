"""The gate for text from outside: what is hidden becomes a visible mark."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from roxom_tui.protocol.text_gate import MARK, capitals, gate

HIDDEN = {
    "C0": "\x00\x07\x08\t\n\r\x1b\x1f",
    "DEL": "\x7f",
    "C1": "\x80\x85\x9b\x9f",
    "bidi": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\ufe0f\u0301",
    "surrogates": "\ud800\udbff\udc00\udfff",
    "separators": "\u2028\u2029\u00a0\u3000",
    "private and unassigned": "\ue000\U000f0000\u0378\uffff",
    "tags": "\U000e0001\U000e0041",
    "fillers": "\u115f\u1160\u3164\uffa0\u2800",
    "parts of others": "\u1161\u11a8\ud7b0\u093e\u0903\u20e3\U0001f3fd\U0001f1fa\U0001d165",
    "right to left": "א\u0645\u0661\u07ca\U0001e900",
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_every_hidden_character_becomes_a_mark(kind: str) -> None:
    for char in HIDDEN[kind]:
        assert gate(f"a{char}b") == f"a{MARK}b", hex(ord(char))


@pytest.mark.parametrize("text", ["", "GOLD-BTC", "[/x] [bold]not markup", "zażółć ñ Ω 金 🙂", "a\\nb", "x" * 64])
def test_printable_text_passes_unchanged(text: str) -> None:
    assert gate(text) == text


def test_a_long_text_is_clipped_with_an_ellipsis() -> None:
    assert gate("x" * 65) == "x" * 63 + "…"
    assert gate("é" * 20, limit=5) == "éééé…"


def test_no_control_in_all_of_unicode_passes() -> None:
    passed = {char for char in map(chr, range(sys.maxunicode + 1)) if gate(char) == char and char != MARK}
    assert {unicodedata.category(char) for char in passed}.isdisjoint(
        {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me", "Mc"}
    )
    assert {char for char in passed if unicodedata.category(char) == "Zs"} == {" "}


def test_every_character_that_passes_takes_cells_of_its_own_and_goes_from_left_to_right() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        if gate(char) == char:
            assert cell_len(char) in (1, 2), hex(ord(char))
            assert unicodedata.bidirectional(char) not in ("R", "AL", "AN", "RLE", "RLO", "RLI"), hex(ord(char))


def test_capitals_are_gated_again() -> None:
    assert capitals("btc") == "BTC"
    assert capitals("ǰΐ") == f"J{MARK}Ι{MARK}{MARK}"
    assert len(capitals("ﬃ" * 64)) == 64


@given(st.text(st.characters(codec=None), max_size=200), st.integers(1, 100))
def test_what_comes_out_is_printable_short_and_goes_through_again_unchanged(text: str, limit: int) -> None:
    gated = gate(text, limit)
    assert gated.isprintable()
    assert len(gated) <= limit
    assert gate(gated, limit) == gated
