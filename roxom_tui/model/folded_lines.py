"""Equal lines told once, with how often: what repeats must not drive out what is rare. Pure; times are given.

Two lines are equal where they differ only in a measured time ("3 s late", "4 s late"); codes, prices and names tell
lines apart. Where a list is full, the kind of line with the most entries gives one up, whatever numbers are in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from msgspec import Struct

from roxom_tui.model.durations import MINUTE

T = TypeVar("T")

WINDOW_NS: Final = MINUTE
"""A line that was not told for so long begins anew: one from this morning is not the one from now."""

_MEASURED: Final = r"\d+(?:[.,]\d+)*(?= ?(?:ns|µs|ms|s|min|h|d)\b)"
_NUMBER: Final = r"\d+"


def meaning(text: str) -> str:
    """The text without its measured times: what makes two lines equal."""
    return re.sub(_MEASURED, "#", text)


def kind(text: str) -> str:
    """The text without any number."""
    return re.sub(_NUMBER, "#", text)


class Folded(Struct, Generic[T], frozen=True):
    """The newest of some equal lines, how many there were, and when the first and the last came (ns)."""

    line: T
    count: int
    first_at: int
    last_at: int


class FoldedLines(Generic[T]):
    """At most `most` different lines, the one told last at the end. `text_of` is what makes two of them equal."""

    def __init__(self, most: int, text_of: Callable[[T], str], window: int = WINDOW_NS) -> None:
        self._most = most
        self._text_of = text_of
        self._window = window
        self._lines: dict[tuple[str, int], Folded[T]] = {}
        self._open: dict[str, int] = {}
        """Of each text the number of its newest entry."""
        self._kinds: dict[tuple[str, int], str] = {}
        """Of each entry its kind, in the order of the entries: worked out once, not each time that one is left out."""
        self._of_kind: Counter[str] = Counter()
        """Of each kind how many entries there are."""
        self._made = 0
        self._entries: tuple[Folded[T], ...] | None = ()
        self.left_out = 0
        """How many lines stand in no entry any more."""

    def add(self, line: T, at: int) -> Folded[T]:
        """Take a line, and answer the entry it now stands in."""
        text = meaning(self._text_of(line))
        key = (text, self._open.get(text, -1))
        known = self._lines.get(key)
        if known is None or at - known.last_at > self._window:
            self._made += 1
            key = (text, self._made)
            self._open[text] = self._made
            entry, its_kind = Folded(line, 1, at, at), kind(text)
            self._of_kind[its_kind] += 1
        else:
            entry = Folded(line, known.count + 1, known.first_at, max(at, known.last_at))
            its_kind = self._kinds.pop(key)
            del self._lines[key]
        self._lines[key], self._kinds[key] = entry, its_kind
        if len(self._lines) > self._most:
            self._leave_one_out()
        self._entries = None
        return entry

    def entries(self) -> tuple[Folded[T], ...]:
        """All entries; the same object as long as nothing was added."""
        if self._entries is None:
            self._entries = tuple(self._lines.values())
        return self._entries

    def _leave_one_out(self) -> None:
        most = max(self._of_kind.values())
        text, number = next(key for key, its_kind in self._kinds.items() if self._of_kind[its_kind] == most)
        self._forget_kind(self._kinds.pop((text, number)))
        self.left_out += self._lines.pop((text, number)).count
        if self._open.get(text) == number:
            del self._open[text]

    def _forget_kind(self, its_kind: str) -> None:
        self._of_kind[its_kind] -= 1
        if not self._of_kind[its_kind]:
            del self._of_kind[its_kind]


class RepeatGate:
    """For what can only be appended to: a new line passes, repeats are counted and told once a window.

    `pass_` and `rest` answer the lines to write now, as text and count. At most `most` texts are remembered.
    """

    def __init__(self, window: int, most: int = 64) -> None:
        self._window = window
        self._most = most
        self._repeats: dict[str, tuple[str, int, int]] = {}
        """By what makes lines equal: the newest of them, how many were not written, when one was written last."""

    def pass_(self, text: str, at: int) -> list[tuple[str, int]]:
        """A line that came at `at` (ns)."""
        due = self._due(at)
        key = meaning(text)
        if key in self._repeats:
            _, count, written_at = self._repeats[key]
            self._repeats[key] = (text, count + 1, written_at)
            return due
        if len(self._repeats) >= self._most:
            oldest = next(iter(self._repeats))
            due += self._counted(self._repeats.pop(oldest))
        self._repeats[key] = (text, 0, at)
        return [*due, (text, 1)]

    def rest(self) -> list[tuple[str, int]]:
        """The counts that were not written; nothing more comes."""
        lines = [line for repeat in self._repeats.values() for line in self._counted(repeat)]
        self._repeats.clear()
        return lines

    def _due(self, at: int) -> list[tuple[str, int]]:
        over = [key for key, (_, _, written_at) in self._repeats.items() if not 0 <= at - written_at < self._window]
        lines: list[tuple[str, int]] = []
        for key in over:
            text, count, _ = self._repeats.pop(key)
            if count:
                lines.append((text, count))
                self._repeats[key] = (text, 0, at)
        return lines

    @staticmethod
    def _counted(repeat: tuple[str, int, int]) -> list[tuple[str, int]]:
        text, count, _ = repeat
        return [(text, count)] if count else []


def times(count: int, text: str) -> str:
    """A line with how often it came, where that is more than once."""
    return f"x{count} {text}" if count > 1 else text
