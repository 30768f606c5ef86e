"""The one gate for text from outside (client 6): what passes can be painted, logged and measured.

Only visible characters pass. Controls (C0, DEL, C1), bidirectional and zero-width marks, surrogates, combining
marks, letters from right to left and blank fillers become U+FFFD, so that something hidden is seen. Brackets are text
and stay text.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.visible_text import is_visible

FIELD_LIMIT: Final = 64
EXCERPT_LIMIT: Final = 160
MARK: Final = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS: Final = "…"

_ASCII_MARKS: Final = {code: MARK for code in range(128) if not chr(code).isprintable()}


def gate(text: str, limit: int = FIELD_LIMIT) -> str:
    """`text` with every unprintable character marked, at most `limit` characters long, the last then an ellipsis."""
    if len(text) > limit:
        return gate(text[: limit - 1], limit) + ELLIPSIS
    if not text.isascii():
        return "".join([char if is_visible(char) else MARK for char in text])
    return text if text.isprintable() else text.translate(_ASCII_MARKS)


def capitals(text: str) -> str:
    """A text in capitals, gated: some letters have none without a mark on top."""
    return gate(gate(text).upper())


def word(text: str) -> str:
    """A text to be looked up among known words: in lower case, and cut where it is longer than any of them."""
    return text[:FIELD_LIMIT].lower()
