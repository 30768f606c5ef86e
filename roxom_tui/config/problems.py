"""Problems of a configuration, in sentences by which the person can mend it."""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.errors import UsageError
from roxom_tui.model.near_words import did_you_mean as did_you_mean
from roxom_tui.model.near_words import nearest as nearest
from roxom_tui.model.visible_text import escaped

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and places in lists."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_SHOWN = 64
MOST_TOLD = 50
"""Problems that are written out; a file that is something else altogether has thousands."""


class Problem(Struct, frozen=True):
    """One thing to mend: the key (empty for the file as a whole), the sentence, and its line where one is known."""

    path: KeyPath
    sentence: str
    line: int | None = None
    source: str = ""
    """The file or environment variable it was read from."""

    def __str__(self) -> str:
        source = escaped(self.source)
        place = source if self.line is None else f"{source}:{self.line}"
        return ": ".join(part for part in (place, path_text(self.path), self.sentence) if part)


class ConfigProblems(Struct, frozen=True):
    """Everything that is wrong, at once."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST_TOLD]]
        if more := len(self.problems) - len(lines):
            lines.append(f"and {more} more")
        return "\n".join(lines)

    def as_error(self) -> UsageError:
        """The same, for the edge of the program."""
        return UsageError(str(self))


def shown(text: str, most: int = _LONGEST_SHOWN) -> str:
    """Text from outside, fit for a terminal: control characters escaped, the length bounded."""
    clipped = text if len(text) <= most else text[: most - 1] + "…"
    return escaped(clipped)


def path_text(path: KeyPath) -> str:
    """A key path as TOML would write it: `profiles."my box".symbols[2]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = shown(part) if _BARE_KEY.fullmatch(part) else '"' + shown(part).replace('"', '\\"') + '"'
            text += f".{name}" if text else name
    return text
