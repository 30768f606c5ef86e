"""Layouts as data: which panels stand where, and how much room each gets. Pure; `arrangement` lays them.

A layout is text. Rows are separated by `/` and columns by a blank. `+` puts panels over one another in a column, and
`|` lets them share one place: the focused one has it, else the first. Behind `:` stands the room of a column, before it
that of a row. Every panel gets its floor, then its need; the room says who has the rest:

    book:3 tape:2 / positions balances orders     three parts and two; then three equal ones
    symbols+balances:25%[28-34] book              a quarter of the width, from 28 to 34 columns, and all the rest
    4: book / 1[6]: orders                        four parts and one of the height, but never fewer than 6 rows
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.values import replace


class Slot(StrEnum):
    """The group of a panel that a layout does not name: it stands behind the last of that group."""

    MARKET = "market"
    ACCOUNT = "account"


class Floor(Struct, frozen=True):
    """The least size, frame included, at which a panel is worth its room."""

    width: int
    height: int


class Need(Struct, frozen=True):
    """The rows, frame included, in which a panel shows all it has, and the most it can fill (None: any number)."""

    rows: int
    most: int | None = None


MOST_NEEDED: Final = 15
"""A list says no more than this: one of thousands must not squeeze all others to their needs."""


class Room(Struct, frozen=True):
    """The room of a row or column: `share` percent of the whole, or that many parts of what needs leave over.

    Rows or columns: never fewer than `least`, nor more than `most`.
    """

    share: int = 1
    of_whole: bool = False
    least: int = 0
    most: int | None = None

    def within(self, size: int) -> int:
        """The size within its bounds."""
        return max(self.least, size if self.most is None else min(size, self.most))


Place: TypeAlias = tuple[str, ...]
"""The panels that share it."""


class Stack(Struct, frozen=True):
    """Places over one another."""

    places: tuple[Place, ...]
    room: Room = Room()

    @property
    def panels(self) -> tuple[str, ...]:
        """All that stand there, or may."""
        return tuple(panel for place in self.places for panel in place)


class Row(Struct, frozen=True):
    """Stacks beside one another."""

    stacks: tuple[Stack, ...]
    room: Room = Room()

    @property
    def panels(self) -> tuple[str, ...]:
        """All that stand there, or may, in reading order."""
        return tuple(panel for stack in self.stacks for panel in stack.panels)


class Form(Struct, frozen=True):
    """The rows of a layout where there are at least so many columns and rows for all of them."""

    width: int
    height: int
    rows: tuple[Row, ...]

    @property
    def panels(self) -> tuple[str, ...]:
        """All that it names, in reading order."""
        return tuple(panel for row in self.rows for panel in row.panels)

    @property
    def leading(self) -> tuple[str, ...]:
        """Those that stand in a place unless another of it is focused."""
        return tuple(place[0] for row in self.rows for stack in row.stacks for place in stack.places)


class Layout(Struct, frozen=True):
    """Forms for smaller and smaller terminals; below the last there is no room for any panel."""

    name: str
    forms: tuple[Form, ...]
    is_own: bool = False
    """The person's: one form for all sizes, from which panels are dropped where there is no room."""

    @property
    def first(self) -> str:
        """The panel that has the keys first: the one that the smallest terminal shows."""
        return self.forms[-1].panels[0]


_LEAST: Final = (24, 3)
"""Columns and rows below which there is no room for any panel."""

MOST_PARTS: Final = 100
"""Of the rest, and of the whole in percent: with more, one of one part beside it has nothing."""
MOST_CELLS: Final = 1000
"""Columns or rows that a bound may name; no terminal has more."""

_ROOM: Final = re.compile(r"([0-9]+)(%?)(?:\[([0-9]*)(?:(-)([0-9]*))?\])?")
_ROW: Final = re.compile(r"\s*(?:(\S*):\s+)?(.*)", re.DOTALL)


def layout(name: str, forms: Mapping[tuple[int, int], str]) -> Layout:
    """A layout from the texts of its forms, by their least width and height. Raises ValueError for what is none."""
    return Layout(name, tuple(Form(width, height, parse(text)) for (width, height), text in forms.items()))


ALIASES: Final = {"tape": "trades"}


def own_layout(name: str, text: str, known: Collection[str]) -> Layout:
    """A layout of the person's. Raises ValueError for what is none, or names a panel that is not known."""
    rows = tuple(_renamed(row) for row in parse(text))
    strange = [panel for panel in Form(0, 0, rows).panels if panel not in known]
    if strange:
        raise ValueError(f"there is no panel {strange[0]}; known are {', '.join(known)}")
    return Layout(name, (Form(*_LEAST, rows),), is_own=True)


def _renamed(row: Row) -> Row:
    """With the names that panels have."""
    stacks = (
        replace(stack, places=tuple(tuple(ALIASES.get(one, one) for one in place) for place in stack.places))
        for stack in row.stacks
    )
    return replace(row, stacks=tuple(stacks))


def parse(text: str) -> tuple[Row, ...]:
    """The rows of a text. Raises ValueError with a sentence that names what cannot be read, or stands there twice."""
    rows = tuple(_row(part) for part in text.split("/"))
    named = Form(0, 0, rows).panels
    twice = {panel for panel in named if named.count(panel) > 1}
    if twice:
        raise ValueError(f"{min(twice)} stands in the layout twice")
    return rows


def _row(text: str) -> Row:
    match = _ROW.fullmatch(text)
    room, stacks = (match[1], match[2].split()) if match else (None, [])
    if not stacks:
        raise ValueError("a row of the layout has no panel")
    return Row(tuple(map(_stack, stacks)), Room() if room is None else _room(room))


def _stack(text: str) -> Stack:
    stack, colon, room = text.partition(":")
    places = tuple(tuple(place.split("|")) for place in stack.split("+"))
    if not all(panel.isidentifier() for place in places for panel in place):
        raise ValueError(f"{stack!r} names no panel")
    if not colon:
        return Stack(places)
    width = _room(room)
    if not width.share and not width.least:
        # A row without a part of the rest has what it needs; a column needs no width.
        raise ValueError(f"expected from 1 to {MOST_PARTS} parts of the width, not {room!r}")
    return Stack(places, width)


def _room(text: str) -> Room:
    match = _ROOM.fullmatch(text)
    if match is None:
        raise ValueError(f"expected a whole number of parts, or percent such as 25%, not {text!r}")
    share, percent, least, dash, most = match.groups()
    room = Room(_number(share), bool(percent), _number(least), _number(most) if dash and most else None)
    if fault := _fault(room):
        raise ValueError(f"expected {fault}, not {text!r}")
    return room


def _number(digits: str | None) -> int:
    """Beyond every bound it is all the same; none is 0."""
    return int((digits or "").lstrip("0")[:9] or "0")


def _fault(room: Room) -> str:
    """What is wanted in the place of numbers that make no sense; empty where they do."""
    if room.of_whole and not 1 <= room.share <= MOST_PARTS:
        return "from 1% to 100%"
    if room.share > MOST_PARTS:
        return f"from 1 to {MOST_PARTS} parts"
    most = MOST_CELLS if room.most is None else room.most
    if not room.least <= most <= MOST_CELLS:
        return f"bounds that rise, up to {MOST_CELLS} columns or rows"
    return ""


TRADE: Final = layout(
    "trade",
    {
        (160, 52): "6: symbols+balances:26% book trades:28% / 4[14]: chart / 1: positions:52% orders",
        (160, 20): "6: symbols+balances:26% book trades|chart:28% / 1: positions:52% orders",
        (100, 26): "16: symbols+balances:25%[28-34] book trades|chart:32%[34-44] / 1: positions / 1: orders",
        (72, 30): "4: symbols+balances+trades|chart:43%[-36] book / 1: positions / 1: orders",
        (72, 22): "symbols+trades|chart:43%[-36] book / 0[7]: positions|orders|balances",
        (72, 17): "symbols+trades|chart:43%[-36] book / 0[5]: positions|orders|balances",
        (40, 36): "symbols / 4: book / 2: trades|chart / positions / orders / 0: balances",
        (24, 3): "book|trades|symbols|positions|orders|balances|chart",
    },
)
"""All panels wherever they have room; below that those of the account share one place, and last all of them."""

_REST: Final = "book|trades|symbols|positions|orders|balances|chart"

CHART: Final = layout(
    "chart",
    {
        (160, 40): "5: symbols+balances:26% book trades:28% / 6[16]: chart|positions|orders",
        (100, 26): "14: symbols+balances:25%[28-34] book trades:32%[34-44] / 10[12]: chart|positions|orders",
        (72, 22): "symbols+trades:43%[-36] book / 1[9]: chart|positions|orders|balances",
        _LEAST: "chart|book|trades|symbols|positions|orders|balances",
    },
)
"""The chart in the place of the account's lists."""

BOOK: Final = layout(
    "book",
    {
        (166, 20): "symbols+balances|positions|orders|chart:25%[28-] book:3 trades:2",
        (72, 17): "book:3 trades|symbols|positions|orders|balances|chart:45%[34-44]",
        _LEAST: _REST,
    },
)
"""Book and tape at full height."""

ACCOUNT: Final = layout(
    "account",
    {
        (72, 22): "2: positions / 2: orders / 0: balances|symbols|book|trades|chart",
        _LEAST: "positions|orders|balances|symbols|book|trades|chart",
    },
)
"""The account's lists at full width."""

BUILT_IN: Final = {one.name: one for one in (TRADE, CHART, BOOK, ACCOUNT)}
"""In the order in which they are walked."""


def all_layouts(own: Mapping[str, str], known: Collection[str]) -> dict[str, Layout]:
    """The built-in ones, then the person's, whose texts are sound, by name."""
    return {**BUILT_IN, **{name: own_layout(name, text, known) for name, text in own.items()}}
