"""The words of a rule with their places, and what is said where one of them cannot be read (alerts 1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from roxom_tui.model.near_words import nearest
from roxom_tui.model.visible_text import escaped

LONGEST_RULE: Final = 400
"""Characters."""
_LONGEST_SHOWN: Final = 40

_TOKEN: Final = re.compile(r'"[^"]*"?|->|>=|<=|[<>,%]|(?:(?!->)[^\s"<>,%])+')


class Token(Struct, frozen=True):
    """A word of the rule, and the column it begins in, from 1. An empty one stands behind the last."""

    text: str
    column: int

    @property
    def is_quoted(self) -> bool:
        """Whether it is a text in quotation marks."""
        return self.text.startswith('"')


class Slip(Struct, frozen=True):
    """The first thing in a rule that cannot be read: where, what was expected there, what stands there."""

    column: int
    expected: str
    found: str = ""
    near: str | None = None
    """The known word that was probably meant."""

    @property
    def sentence(self) -> str:
        """The whole, for the person."""
        there = f"not {_shown(self.found)}" if self.found else "but the rule ends here"
        hint = f"; did you mean {self.near}?" if self.near is not None else ""
        return f"column {self.column}: expected {self.expected}, {there}{hint}"


class Unreadable(Exception):
    """Carries a slip out of the parser; never out of the room."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.sentence)
        self.slip = slip


class Words:
    """The tokens of one rule, taken one after another."""

    def __init__(self, text: str) -> None:
        self._tokens = [Token(found[0], found.start() + 1) for found in _TOKEN.finditer(text)]
        self._end = Token("", len(text.rstrip()) + 1)
        self._at = 0

    @property
    def next(self) -> Token:
        """The one that is next, which is not taken."""
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    @property
    def is_over(self) -> bool:
        """Whether all are taken."""
        return self._at >= len(self._tokens)

    def take(self) -> Token:
        """The next one."""
        token = self.next
        self._at += 1
        return token

    def take_if(self, *known: str) -> str | None:
        """The next one in small letters, if it is one of these; else nothing is taken."""
        word = self.next.text.lower()
        if word not in known:
            return None
        self._at += 1
        return word

    def demand(self, expected: str, known: Iterable[str]) -> str:
        """The next one in small letters, which must be one of these."""
        token, known = self.take(), tuple(known)
        word = token.text.lower()
        if word in known:
            return word
        raise refused(token, expected, known)


def refused(token: Token, expected: str, known: Iterable[str] = ()) -> Unreadable:
    """What to raise where a token is not what it should be; the nearest of the known words is named."""
    near = nearest(token.text, known) if any(map(str.isalpha, token.text)) else None
    return Unreadable(Slip(token.column, expected, token.text, near))


def _shown(text: str) -> str:
    clipped = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return escaped(clipped)
