"""ASCII for terminals that have no more: nothing the screen draws is left out, and every cell stays one cell."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import pytest

import roxom_tui.ui
from roxom_tui.commands.stdio import plain, register

UI = Path(roxom_tui.ui.__file__).parent


def glyphs_of_the_screen() -> set[str]:
    """Every character beyond ASCII in a text of the screen's code, documentation aside."""
    found: set[str] = set()
    # What terminals send is read, not shown.
    for file in (file for file in UI.rglob("*.py") if file.parent.name != "terminal"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
                found |= {character for character in node.value if not character.isascii()}
    return found


def test_every_glyph_of_the_screen_has_its_likeness_of_one_cell() -> None:
    glyphs = glyphs_of_the_screen()
    assert {"▲", "│", "●", "…"} <= glyphs
    assert {glyph for glyph in glyphs if plain(glyph) == "?" or len(plain(glyph)) != 1} == set()


@pytest.mark.parametrize(("text", "seen"), [("▲ 0.5 ●", "^ 0.5 *"), ("日本", "????"), ("é", "?"), ("abc", "abc")])
def test_what_is_not_known_keeps_its_width(text: str, seen: str) -> None:
    assert plain(text) == seen


def test_a_stream_of_a_narrow_encoding_gets_only_what_it_lacks_replaced() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1", errors=register())
    stream.write("§ · ▲")
    stream.flush()
    assert raw.getvalue() == "§ · ^".encode("latin-1")
