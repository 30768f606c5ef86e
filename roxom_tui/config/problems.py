"""Problems of a configuration, in sentences by which the person can mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from roxom_tui.model.errors import UsageError
from roxom_tui.model.visible_text import escaped

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of tables and keys, and places in lists."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_SHOWN = 64
MOST_TOLD = 50
"""Problems that are written out; a file that is something else altogether has thousands."""


class Problem(NamedTuple):
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


class ConfigProblems(NamedTuple):
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None. Among equals the first known one wins."""
    if len(word) > _LONGEST_SHOWN:
        return None
    folded = word.casefold()
    best: tuple[int, str] | None = None
    for candidate in known:
        bound = max(1, len(candidate) // 3)
        if abs(len(candidate) - len(word)) > bound:
            continue
        distance = _distance(folded, candidate.casefold())
        if distance <= bound and (best is None or distance < best[0]):
            best = (distance, candidate)
    return best[1] if best is not None else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a refusal: the nearest known word, or all of them."""
    words = tuple(known)
    near = nearest(word, words)
    return f"did you mean {near}?" if near is not None else f"known are {', '.join(words)}"


def _distance(left: str, right: str) -> int:
    """The edit distance of two words: insertions, removals, changes and swaps of neighbours."""
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j - 1] + 1, rows[i - 1][j] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
