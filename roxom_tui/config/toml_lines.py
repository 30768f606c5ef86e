"""Line numbers of the keys of a TOML text, because the parser does not tell them.

The text has been parsed before, so only valid TOML comes here; on anything else the answer is merely incomplete.
"""

from __future__ import annotations

import re
import tomllib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, NamedTuple

from roxom_tui.config.problems import KeyPath

_TOKEN: Final = re.compile(
    r'''
    """(?:[^"\\]|\\.|"(?!""))*"{3,5} | \'\'\'(?:[^']|'(?!\'\'))*'{3,5}
    | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'
    | [\[\]{}=,.\n]
    | (?P<blank>[ \t\r]+|\#[^\n]*)
    | [^\s\[\]{}=,."'#]+
    ''',
    re.DOTALL | re.VERBOSE,
)
"""Strings, marks and ends of lines, blanks and comments, and words."""

_ENDS: Final = frozenset({"\n", ",", "]", "}", ""})
"""What a number, a date or a word ends with."""


class _Token(NamedTuple):
    text: str
    line: int


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, on which each key, table and list element is first named."""
    scanner = _Scanner(text)
    with suppress(IndexError, ValueError, RecursionError):
        scanner.document()
    return scanner.lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        if found["blank"] is None:
            yield _Token(found[0], line)
        line += found[0].count("\n")


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._tokens = deque(_tokens(text))
        self._counts: dict[KeyPath, int] = {}
        """Of each array of tables how many of them there were."""

    def document(self) -> None:
        table: KeyPath = ()
        while self._tokens:
            if self._next() == "\n":
                self._pass("\n")
            elif self._next() == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        """The table that a line in brackets begins; of an array of tables the next one, by its place."""
        is_array = len(self._tokens) > 1 and self._tokens[1].text == "["
        line = self._tokens[0].line
        self._pass("[")
        table = self._key(())
        self._pass("]")
        if not is_array:
            return table
        number = self._counts.get(table, 0)
        self._counts[table] = number + 1
        self.lines.setdefault((*table, number), line)
        return (*table, number)

    def _pair(self, table: KeyPath) -> None:
        path = self._key(table)
        self._pass("=")
        self._value(path)

    def _key(self, table: KeyPath) -> KeyPath:
        """A dotted key under `table`; each of its parts is noted at its line."""
        path = table
        while True:
            name, line = self._tokens.popleft()
            path = (*path, _unquoted(name))
            self.lines.setdefault(path, line)
            if self._next() != ".":
                return path
            self._pass(".")

    def _value(self, path: KeyPath) -> None:
        opening = self._tokens.popleft().text
        if opening == "[":
            self._items("]", lambda index: self._element((*path, index)))
        elif opening == "{":
            self._items("}", lambda _: self._pair(path))
        else:
            while self._next() not in _ENDS:
                self._tokens.popleft()

    def _element(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self._tokens[0].line)
        self._value(path)

    def _items(self, closing: str, read: Callable[[int], None]) -> None:
        """Read what stands between brackets, up to the `closing` one; `read` takes the number of an item."""
        self._pass("\n")
        index = 0
        while self._next() != closing:
            read(index)
            index += 1
            self._pass("\n")
            self._pass(",")
            self._pass("\n")
        self._tokens.popleft()

    def _next(self) -> str:
        return self._tokens[0].text if self._tokens else ""

    def _pass(self, mark: str) -> None:
        """Go on behind that mark, as often as it stands here."""
        while self._next() == mark:
            self._tokens.popleft()


def _unquoted(key: str) -> str:
    """The name of a key as the parser reads it."""
    if not key.startswith(('"', "'")):
        return key
    (name,) = tomllib.loads(f"{key} = 0")
    return name
