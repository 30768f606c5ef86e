"""What a character does to a terminal, judged by Unicode's own tables and not by the gate that is under test."""

from __future__ import annotations

from functools import cache
from unicodedata import bidirectional, category

from rich.cells import cell_len


@cache
def is_harmless(char: str) -> bool:
    """A letter, sign or blank that takes cells of its own after another one, and leaves the line's direction alone."""
    if category(char)[0] in "CM" or category(char) in ("Zl", "Zp") or (category(char) == "Zs" and char != " "):
        return False
    if bidirectional(char) in ("R", "AL", "AN") or char in "\u115f\u1160\u3164\uffa0\u2800":
        return False
    return cell_len(char) in (1, 2) and cell_len(f"a{char}") == 1 + cell_len(char) and not _is_half(char)


def _is_half(char: str) -> bool:
    """Two of them are less than twice one: flags, and syllables that are written in parts."""
    return cell_len(f"{char}{char}") != 2 * cell_len(char)
