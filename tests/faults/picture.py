"""A painted frame as characters and colours, and what can be read off it without knowing what was meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from rich.style import Style
from textual.strip import Strip

from roxom_tui.model.status import PanelState

_BAR_ENDS: Final = str.maketrans("▏▎▍▌▋▊▉", " " * 7)
_STATE: Final = re.compile(rf"(?:^|[ ·─])({'|'.join(PanelState)})(?= |─|$)")
_NUMBER: Final = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")


class Row(NamedTuple):
    """Cells of one line of the screen; `inks` are their colours, `stale` those of history, over each ground."""

    text: str
    inks: tuple[str, ...]
    stale: frozenset[str]

    def part(self, begin: int, end: int) -> Row:
        """Some of the cells."""
        return self._replace(text=self.text[begin:end], inks=self.inks[begin:end])

    @property
    def is_live(self) -> bool:
        """Whether anything in it is drawn as true now."""
        return any(
            ink not in self.stale for letter, ink in zip(self.text, self.inks, strict=True) if not letter.isspace()
        )

    @property
    def words(self) -> str:
        """The text without the ends of bars and the blanks around it."""
        return self.text.translate(_BAR_ENDS).strip()

    def group(self, found: re.Match[str], name: str) -> Row:
        """The cells of a part that was found in this row's text."""
        return self.part(*found.span(name))


class Panel(NamedTuple):
    """A framed part of the screen: the words of its upper edge, the rows inside, and the lower edge."""

    title: str
    rows: tuple[Row, ...]
    bottom: Row | None = None
    """The lower edge; None where it is out of sight."""

    @property
    def state(self) -> str:
        """What the title calls it: LIVE, or what else it is, without its age and why."""
        found = _STATE.search(self.title)
        return found[1] if found else ""


class Picture:
    """One frame, read from the strips that the terminal gets."""

    def __init__(self, strips: Sequence[Strip], stale: frozenset[str]) -> None:
        self.rows = tuple(_row(strip, stale) for strip in strips)

    def in_colours_of(self, other: Picture) -> Picture:
        """The same letters in the colours of another picture of that size."""
        picture = Picture((), frozenset())
        picture.rows = tuple(row._replace(inks=like.inks) for row, like in zip(self.rows, other.rows, strict=True))
        return picture

    def panel(self, name: str) -> Panel | None:
        """The framed part with that name, if it is in sight."""
        for y, row in enumerate(self.rows):
            found = re.search(rf"╭[ ▸]{name}\b[^╮]*╮", row.text)
            if found:
                left, right = found.span()
                inside = tuple(self._inside(y + 1, left, right))
                return Panel(found[0].strip("╭╮▸ "), inside, self._below(y + 1 + len(inside), left, right))
        return None

    def _below(self, y: int, left: int, right: int) -> Row | None:
        if y >= len(self.rows) or self.rows[y].text[left] != "╰":
            return None
        return self.rows[y].part(left + 1, right - 1)

    def _inside(self, top: int, left: int, right: int) -> Iterator[Row]:
        for row in self.rows[top:]:
            if row.text[left] != "│":
                return
            yield row.part(left + 1, right - 1)

    def line(self, *labels: str) -> int | None:
        """Which line holds all these labels."""
        return next((y for y, row in enumerate(self.rows) if all(label in row.text for label in labels)), None)


def figure(row: Row) -> Decimal | None:
    """The number that stands in these cells, or None where none does."""
    found = _NUMBER.search(row.text)
    return Decimal(found[0].replace(",", "")) if found else None


def columns(heading: Row, row: Row) -> defaultdict[str, Row]:
    """The cells of a table's row under the labels of its heading, an empty one where there is no such column.

    Labels are kept apart by two blanks at least, cells too but for one that fills its column: behind that the next one
    begins where its label does. Each cell overlaps its own label.
    """
    labels = [(found[0], found.span()) for found in re.finditer(r"\S+(?: \S+)*", heading.text)]
    cells: defaultdict[str, Row] = defaultdict(lambda: row.part(0, 0))
    beginnings = {span[0] for _, span in labels}
    spaced = "".join("\n" if at + 1 in beginnings and letter == " " else letter for at, letter in enumerate(row.text))
    for found in re.finditer(r"\S+(?: \S+)*", spaced):
        begin, end = found.span()
        label = max(labels, key=lambda known: min(end, known[1][1]) - max(begin, known[1][0]))[0]
        cells[label] = row.part(begin, end)
    return cells


def _row(strip: Strip, stale: frozenset[str]) -> Row:
    text, inks = "", []
    for segment in strip:
        text += segment.text
        inks += [_ink(segment.style)] * len(segment.text)
    return Row(text, tuple(inks), stale)


def _ink(style: Style | None) -> str:
    return ink_of(style) if style is not None else ""


def ink_of(style: Style) -> str:
    """The colour of the letters, as #rrggbb."""
    return style.color.get_truecolor().hex if style.color is not None else ""
