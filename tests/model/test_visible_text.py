"""Visible characters: each draws something, in cells of its own, and does nothing to what stands beside it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.visible_text import escaped, is_all_visible, is_visible


@pytest.mark.parametrize(
    "char",
    [
        "\x1b",
        "\n",
        "\x7f",
        "\x9b",
        "\u0301",
        "\u200b",
        "\u202e",
        "\u05d0",
        "\u1160",
        "\U0001f1e9",
        "\U0001f3fb",
        "\u3164",
    ],
)
def test_what_acts_joins_turns_or_draws_nothing_is_hidden(char: str) -> None:
    assert not is_visible(char)
    assert not is_all_visible(f"a{char}b")
    assert escaped(f"a{char}b").isascii()


@pytest.mark.parametrize("char", ["a", " ", "é", "金", "€", "●", "▌", "😀"])
def test_what_draws_in_cells_of_its_own_is_shown_as_it_is(char: str) -> None:
    assert is_visible(char)
    assert escaped(f"a{char}b") == f"a{char}b"


@given(st.text())
def test_an_escaped_text_is_all_visible_and_reads_back_as_json(text: str) -> None:
    shown = escaped(text)
    assert is_all_visible(shown)
    if '"' not in text and "\\" not in text:
        assert json.loads(f'"{shown}"') == text
