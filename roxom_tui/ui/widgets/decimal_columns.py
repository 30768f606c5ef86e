"""Numbers below one another with their points in one column: blanks stand for digits that were not sent. Pure but for
the memory of how wide a column has been, which keeps it from dancing while data flows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple


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
        return self._replace(before=self.before + max(0, width - self.width))


NOTHING: Final = Room()


def room_of(text: str) -> Room | None:
    """What one text takes; None where there is no digit, so nothing to align."""
    last_digit = max((i for i, character in enumerate(text) if character.isdigit()), default=-1)
    if last_digit < 0:
        return None
    point = text.find(".")
    before = point if point >= 0 else last_digit + 1
    return Room(before, len(text) - before)


def room_for(texts: Iterable[str], least: Room = NOTHING) -> Room:
    """What the numbers among these take, no narrower than `least` on either side of the point."""
    before, after = least
    for text in texts:
        room = room_of(text)
        if room is not None:
            before, after = max(before, room.before), max(after, room.after)
    return Room(before, after)


def in_column(text: str, room: Room) -> str:
    """The text in exactly the column's width, its point in the column's place; never shorter than itself."""
    own = room_of(text)
    behind = 0 if own is None else max(0, room.after - own.after)
    return (text + " " * behind).rjust(room.width)


class ColumnMemory:
    """How much room each column has needed since its subject (symbol, unit, grouping) was last changed."""

    def __init__(self) -> None:
        self._subject: object = None
        self._rooms: dict[str, tuple[Room, int]] = {}
        """Of each column the numbers, and the longest word such as `--`."""

    def about(self, subject: object) -> None:
        """Numbers of another subject begin anew."""
        if subject != self._subject:
            self._subject = subject
            self._rooms.clear()

    def room(self, name: str, texts: Iterable[str]) -> Room:
        """The room of a column by its name: never less than before."""
        texts = tuple(texts)
        numbers, words = self._rooms.get(name, (NOTHING, 0))
        numbers = room_for(texts, numbers)
        words = max((words, *(len(text) for text in texts if room_of(text) is None)))
        self._rooms[name] = numbers, words
        # Words stand at the right edge, wherever the point is.
        return numbers.at_least(words)
