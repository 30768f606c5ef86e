"""Visible characters: each draws something, in cells of its own, and does nothing to what stands beside it.

Not among them: controls, marks that go on top of the character before, halves of characters that join (jamo, flags,
skin tones), blanks that are not the blank, and letters written from right to left, for a terminal that turns these
round takes the figures beside them along.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from unicodedata import bidirectional, category

_JOINING: Final = frozenset({"Mn", "Me", "Mc"})
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_OTHERS: Final = frozenset(
    map(
        chr,
        (
            *range(0x1160, 0x1200),  # vowels and ends of Korean syllables
            *range(0xD7B0, 0xD800),
            *range(0x1F1E6, 0x1F200),  # letters of which two make a flag
            *range(0x1F3FB, 0x1F400),  # skin tones
            *(0x115F, 0x3164, 0xFFA0, 0x2800),  # printable by Python's word, and yet blank
        ),
    )
)


@lru_cache(maxsize=4096)
def is_visible(char: str) -> bool:
    """Whether the character may be shown."""
    if char.isascii():
        return char.isprintable()
    return (
        char.isprintable()
        and category(char) not in _JOINING
        and bidirectional(char) not in _RIGHT_TO_LEFT
        and char not in _OTHERS
    )


def is_all_visible(text: str) -> bool:
    """Whether nothing in the text has to be hidden."""
    return text.isprintable() if text.isascii() else all(map(is_visible, text))


def escaped(text: str) -> str:
    """The text with everything else as JSON would escape it: for words that are not cut, such as a path."""
    if is_all_visible(text):
        return text
    return "".join([char if is_visible(char) else _escape(char) for char in text])


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join([f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4)])
