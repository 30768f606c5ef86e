"""Numbers below one another: their points in one column, and what they have in common dim.

Blanks stand for digits that were not sent. Pure but for the memory of how wide a column has been, which keeps it from
dancing while data flows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from msgspec import Struct

from roxom_tui.ui.lines import Role, Span, Tint

L = TypeVar("L")

_SHAPES: Final = 16
"""Layouts that are kept: a panel tries a few in each drawing."""


class Room(NamedTuple):
    """Cells of a column before its point, and from the point on."""

    before: int = 0
    after: int = 0

    @property
    def width(self) -> int:
        """The whole column."""
        return self.before + self.after

    def at_least(self, width: int) -> Room:
        """The same with blanks in front, where it is narrower."""
        narrower = width - self.before - self.after
        return Room(self.before + narrower, self.after) if narrower > 0 else self


NOTHING: Final = Room()

REMEMBERED: Final = 2048
"""Texts whose places are known; most of a screen stands as it did in the frame before."""


_TO_LAST_DIGIT: Final = re.compile(r".*\d", re.DOTALL)


@lru_cache(REMEMBERED)
def room_of(text: str) -> Room | None:
    """The room one text takes; None where there is no digit, so nothing to align."""
    found = _TO_LAST_DIGIT.match(text)
    if found is None:
        return None
    point = text.find(".")
    before = point if point >= 0 else found.end()
    return Room(before, len(text) - before)


def room_for(texts: Iterable[str], least: Room = NOTHING) -> Room:
    """The room that the numbers among these take, no narrower than `least` on either side of the point."""
    before, after = least
    for text in texts:
        room = room_of(text)
        if room is not None:
            before, after = max(before, room.before), max(after, room.after)
    return Room(before, after)


@lru_cache(REMEMBERED)
def in_column(text: str, room: Room) -> str:
    """The text in exactly the column's width, its point in the column's place; never shorter than itself."""
    own = room_of(text)
    behind = 0 if own is None else max(0, room.after - own.after)
    return (text + " " * behind).rjust(room.width)


class _Needed(NamedTuple):
    """Of one column: the room of its numbers, its longest word such as `--`, and the room of both."""

    numbers: Room
    words: int
    room: Room


_NOTHING_NEEDED: Final = _Needed(NOTHING, 0, NOTHING)


class ColumnMemory:
    """The room each column has needed since its subject (symbol, unit, grouping) was last changed.

    And, apart from that, the width it has needed in any unit since the panel was last given a size (`sized`).
    """

    def __init__(self) -> None:
        self._subject: object = None
        self._rooms: dict[str, _Needed] = {}
        self._size: object = None
        self._needs: dict[str, int] = {}
        self._laid: dict[Hashable, Any] = {}
        """What was laid out, by what it was made of, as long as no column needs more."""

    def sized(self, size: object) -> None:
        """Which columns fit is decided anew for another size."""
        if size != self._size:
            self._size = size
            self._needs.clear()
            self._laid.clear()

    def needed(self, name: str, width: int) -> int:
        """The widest that a column has been, this time included."""
        known = self._needs.get(name, -1)
        if width <= known:
            return known
        self._needs[name] = width
        self._laid.clear()
        return width

    def about(self, subject: object) -> None:
        """Numbers of another subject begin anew."""
        if subject != self._subject:
            self._subject = subject
            self._rooms.clear()
            self._laid.clear()

    def room(self, name: str, texts: Iterable[str]) -> Room:
        """The room of a column by its name: never less than before."""
        needed = self._rooms.get(name, _NOTHING_NEEDED)
        (before, after), words, _ = needed
        for text in texts:
            room = room_of(text)
            if room is None:
                words = max(words, len(text))
                continue
            if room.before > before:
                before = room.before
            if room.after > after:
                after = room.after
        if (before, after) != needed.numbers or words != needed.words:
            # Words stand at the right edge, wherever the point is.
            numbers = Room(before, after)
            needed = self._rooms[name] = _Needed(numbers, words, numbers.at_least(words))
            self._laid.clear()
        return needed.room

    def laid(self, shape: Hashable, lay: Callable[[], L]) -> L:
        """What `lay` makes of a shape and of this memory, or made of it since a column last needed more."""
        if shape in self._laid:
            kept: L = self._laid[shape]
            return kept
        made = lay()
        if len(self._laid) >= _SHAPES:
            self._laid.clear()
        self._laid[shape] = made
        return made


class Shared(Struct, frozen=True):
    """The number of characters common to all texts of a column at their start, and as idle zeros at their end."""

    before: int = 0
    after: int = 0


def shared(texts: Sequence[str]) -> Shared:
    """The parts that a reader need not read again. A single text shares only its leading zeros and its idle ones."""
    if not texts:
        return Shared()
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    before = next((i for i, (a, b) in pairs if a != b), len(first))
    if before == len(first):
        before = leading_zeros(first)
    return Shared(before, min(_idle_zeros(text, before) for text in texts))


def split(text: str, dim: Shared, bright: Role, soft: Role, tint: Tint = Tint.NONE) -> tuple[Span, ...]:
    """The text in two roles: what is shared is soft. Padding around the number counts as shared."""
    lead = len(text) - len(text.lstrip(" "))
    start = min(len(text), lead + dim.before)
    end = max(start, len(text.rstrip(" ")) - dim.after)
    pieces = (Span(text[:start], soft, tint), Span(text[start:end], bright, tint), Span(text[end:], soft, tint))
    return tuple(piece for piece in pieces if piece.text)


def dimmed(text: str, bright: Role, soft: Role) -> tuple[Span, ...]:
    """A lone number, with or without blanks around it: its leading zeros are soft."""
    return split(text, Shared(leading_zeros(text.strip(" "))), bright, soft)


def leading_zeros(text: str) -> int:
    """The number of characters before the first digit that is not zero; of zero itself the last digit counts."""
    for i, character in enumerate(text):
        if character in "123456789":
            return i
    return max(0, len(text) - 1) if text[-1:].isdigit() else 0


def _idle_zeros(text: str, after: int) -> int:
    """Zeros at the end, behind a point and behind the first `after` characters."""
    point = text.find(".")
    if point < 0:
        return 0
    kept = max(after, point + 1)
    return len(text) - max(kept, len(text.rstrip("0")))
