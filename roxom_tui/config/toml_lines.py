"""Line numbers of the keys of a TOML text, because the parser does not tell them.

The text has been parsed before, so only valid TOML comes here; on anything else the answer is merely incomplete.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress

from roxom_tui.config.problems import KeyPath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN_VALUE = re.compile(r"[^,\]}#\r\n]*")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}"),
    re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    re.compile(r"'[^'\n]*'"),
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line, from 1, on which each key, table and list element is first named."""
    scanner = _Scanner(text)
    with suppress(_Lost, RecursionError):
        scanner.document()
    return scanner.lines


class _Lost(Exception):
    """The text is not what the parser accepted."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._text = text
        self._at = 0
        self._line = 1

    def document(self) -> None:
        table: KeyPath = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._peek() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)

    def _header(self) -> KeyPath:
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        table = self._key(())
        self._at += brackets
        return table

    def _pair(self, table: KeyPath) -> None:
        path = self._key(table)
        self._expect("=")
        self._skip(_SPACE)
        self._value(path)

    def _key(self, table: KeyPath) -> KeyPath:
        """A dotted key under `table`; each of its parts is noted at this line."""
        path = table
        while True:
            self._skip(_SPACE)
            path = (*path, self._name())
            self.lines.setdefault(path, self._line)
            self._skip(_SPACE)
            if self._peek() != ".":
                return path
            self._at += 1

    def _name(self) -> str:
        if self._peek() in ('"', "'"):
            return _unquoted(self._string())
        name = self._skip(_BARE)
        if not name:
            raise _Lost
        return name

    def _value(self, path: KeyPath) -> None:
        opening = self._peek()
        if opening == "[":
            self._list(path)
        elif opening == "{":
            self._inline_table(path)
        elif opening in ('"', "'"):
            self._string()
        else:
            self._skip(_PLAIN_VALUE)

    def _list(self, path: KeyPath) -> None:
        self._expect("[")
        self._skip(_BLANK)
        index = 0
        while self._peek() != "]":
            self.lines.setdefault((*path, index), self._line)
            self._value((*path, index))
            index += 1
            self._end_of_item("]")
        self._at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._expect("{")
        self._skip(_BLANK)
        while self._peek() != "}":
            self._pair(path)
            self._end_of_item("}")
        self._at += 1

    def _end_of_item(self, closing: str) -> None:
        self._skip(_BLANK)
        if self._peek() != closing:
            self._expect(",")
            self._skip(_BLANK)

    def _string(self) -> str:
        for pattern in _STRINGS:
            if passed := self._skip(pattern):
                return passed
        raise _Lost

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            raise _Lost
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        passed = found.group() if found else ""
        self._at += len(passed)
        self._line += passed.count("\n")
        return passed


def _unquoted(key: str) -> str:
    """The name behind a quoted key, as the parser reads it."""
    try:
        (name,) = tomllib.loads(f"{key} = 0")
    except ValueError:
        raise _Lost from None
    return name
