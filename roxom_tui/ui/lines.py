"""Lines of text with roles: what a panel draws before any colour is known. Pure.

A `Line` is a tuple of `Span`s and compares by value, so a widget can tell which rows of itself changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from roxom_tui.model.values import replace


class Role(StrEnum):
    """The meaning of a piece of text; the theme gives it a colour. Loudest first."""

    STRONG = "strong"
    CHANGED = "changed"
    TEXT = "text"
    SOFT = "soft"
    FAINT = "faint"
    SHARED = "shared"
    """Digits that tell nothing new: all rows share them, or they are zeros in front."""
    BORDER = "border"
    FOCUS = "focus"
    BID = "bid"
    ASK = "ask"
    BID_BEST = "best bid"
    ASK_BEST = "best ask"
    BID_SOFT = "bid soft"
    ASK_SOFT = "ask soft"
    """A side that is shown but not proven."""
    BID_SHARED = "bid shared"
    ASK_SHARED = "ask shared"
    WARNING = "warning"
    ERROR = "error"
    GOOD = "good"
    STALE = "stale"
    ACCENT = "accent"
    BADGE = "badge"
    OWN = "own"
    BID_BAR = "bid bar edge"
    ASK_BAR = "ask bar edge"
    TREND_UP = "trend up"
    TREND_DOWN = "trend down"
    TREND_FLAT = "trend flat"

    __hash__ = str.__hash__
    """An enum's own is made in Python, and asked for with every span."""


class Tint(StrEnum):
    """A soft colour behind the text."""

    NONE = ""
    BID_BAR = "bid bar"
    ASK_BAR = "ask bar"
    CURSOR = "cursor"

    __hash__ = str.__hash__


class Heat(StrEnum):
    """A step of the heatmap's ramp, the least first: the ink of half a cell, or what lies behind it."""

    STEP_1 = "heat 1"
    STEP_2 = "heat 2"
    STEP_3 = "heat 3"
    STEP_4 = "heat 4"
    STEP_5 = "heat 5"
    STEP_6 = "heat 6"
    STEP_7 = "heat 7"
    STEP_8 = "heat 8"
    STEP_9 = "heat 9"
    STEP_10 = "heat 10"
    STEP_11 = "heat 11"
    STEP_12 = "heat 12"
    STEP_13 = "heat 13"
    STEP_14 = "heat 14"
    STEP_15 = "heat 15"

    __hash__ = str.__hash__


Ink: TypeAlias = Role | Heat
Ground: TypeAlias = Tint | Heat


class Span(Struct, frozen=True):
    """A run of text in one role."""

    text: str
    role: Ink = Role.TEXT
    tint: Ground = Tint.NONE


Line: TypeAlias = tuple[Span, ...]

EMPTY: Line = ()

ARROWS = {1: "▲", 0: " ", -1: "▼"}
ARROW_ROLES = {1: Role.BID, 0: Role.SOFT, -1: Role.ASK}
"""By the sign of a movement."""

_FIGURES = "0123456789.,+-% "
_IN_NUMBERS = frozenset("0123456789.,")
_NUMBER_AT_END: Final = r"(?<![\w.,])[+-]?\d[\d.,]*$"
"""A number that is none of a name's, such as the 500 in US500."""
BAR_ENDS = frozenset({Role.BID_BAR, Role.ASK_BAR})
"""The roles of the cell in which a bar ends."""


def width_of(line: Iterable[Span]) -> int:
    """Cells the line takes on screen."""
    line = tuple(line)
    if len(line) > _MANY:
        return cells_of("".join([span.text for span in line]))
    width = 0
    for span in line:
        text = span.text
        width += len(text) if text.isascii() else cells_of_known(text)
    return width


_MANY: Final = 24
"""Spans of which it is quicker to look at the whole text at once: rows of a chart have a hundred, others some ten."""


def cells_of(text: str) -> int:
    """Cells a text takes on screen; most characters are known to take one."""
    return len(text) if text.isascii() or is_of_single_cells(text) else cell_len(text)


_SINGLE: Final = r"[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2190-\u21ff\u2500-\u25fc]*"
"""Latin, dashes and dots, arrows, and all that frames, bars and charts are made of."""


def is_of_single_cells(text: str) -> bool:
    """Whether each of its characters is known to take one."""
    return re.fullmatch(_SINGLE, text) is not None


cells_of_known: Final = lru_cache(512)(cells_of)
"""Those have few texts with other characters, such as the sides of frames, and they are asked for with each row."""


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, an ellipsis for what was left out. A number in it stays whole or goes."""
    if width <= 0:
        return ""
    if cells_of(text) <= width:
        return text
    kept = set_cell_size(text, width - 1)
    if text[len(kept) : len(kept) + 1] in _IN_NUMBERS:
        kept = re.sub(_NUMBER_AT_END, "", kept)
    return kept.rstrip() + "…"


def left(text: str, width: int) -> str:
    """Words in exactly `width` cells, from the left."""
    return set_cell_size(cut(text, width), width)


def fit(line: Iterable[Span], width: int) -> Line:
    """The line in exactly `width` cells: padded, or cut at a span's edge or inside words."""
    line = tuple(line)
    free = width - width_of(line)
    if free >= 0:
        return (*line, Span(" " * free)) if free else line
    spans: list[Span] = []
    room = width
    for span in line:
        size = cells_of(span.text)
        if size > room:
            spans.append(replace(span, text=_shortened(span.text, room)))
            return tuple(spans)
        spans.append(span)
        room -= size
    return tuple(spans)


def _shortened(text: str, room: int) -> str:
    """Words end in an ellipsis; figures are hidden, because half a number is a lie."""
    if text.isspace():
        return " " * room
    return left(text, room) if text.strip(_FIGURES) else "·" * room


def spread_out(start: Iterable[Span], end: Iterable[Span], width: int) -> Line:
    """`start` from the left and `end` from the right; `start` gives way when there is no room for both."""
    end = tuple(end)
    room = width - width_of(end)
    if room <= 0:
        return fit(end, width)
    return (*fit(start, room), *end)


def ruled(text: str, width: int, role: Role) -> Line:
    """Words in the middle of a rule."""
    text = cut(f" {text} ", width)
    before = max(0, (width - len(text)) // 2)
    after = max(0, width - len(text) - before)
    return (Span("─" * before, Role.BORDER), Span(text, role), Span("─" * after, Role.BORDER))


def with_number(label: Iterable[Span], numbers: Iterable[Line], width: int) -> Line:
    """A label at the left and at the right its number, in the first of its forms that has room beside the label.

    Where none has, the number is hidden whole: a number that nobody knows the name of is worth nothing.
    """
    label = tuple(label)
    for number in numbers:
        if width_of(label) + width_of(number) <= width:
            return spread_out(label, number, width)
    return spread_out(label, (Span(" …", Role.FAINT),), width)


def merged(line: Iterable[Span]) -> Line:
    """The same picture in as few spans as possible: blanks take any role, so they join what stands before them.

    But not a badge: that has a colour of its own behind it.
    """
    spans: list[Span] = []
    before: Span | None = None
    for span in line:
        if not span.text:
            continue
        if before is None:
            before = span
            continue
        old, was, below = before.text, before.role, before.tint
        text, role, tint = span.text, span.role, span.tint
        joins = tint is below and (role is was or (was is not Role.BADGE and role is not Role.BADGE))
        if joins and (role is was or text.isspace()):
            before = Span(old + text, was, tint)
        elif joins and old.isspace():
            before = Span(old + text, role, tint)
        else:
            spans.append(before)
            before = span
    if before is not None:
        spans.append(before)
    return tuple(spans)


def shared_start(one: Line, other: Line) -> int:
    """The first spans that are the same in both, up to a place that `merged` joins nothing across."""
    count = 0
    for ours, theirs in zip(one, other, strict=False):
        if ours is not theirs and ours != theirs:
            break
        count += 1
    count -= 1
    while count > 0 and not _stay_apart(one[count - 1], one[count]):
        count -= 1
    return max(0, count)


def _stay_apart(span: Span, after: Span) -> bool:
    words = span.text.strip(" ") and after.text.strip(" ")
    return bool(words) and (span.tint is not after.tint or span.role is not after.role)


def tinted(line: Iterable[Span], tint: Tint) -> Line:
    """The line with `tint` behind every span that has none."""
    return tuple(span if span.tint else replace(span, tint=tint) for span in line)


def unpadded(line: Iterable[Span], grounded: Set[Ink]) -> Line:
    """The line with blanks around words taken out of spans whose role has a ground of its own."""
    if not grounded:
        return tuple(line)
    spans: list[Span] = []
    for span in line:
        if span.role not in grounded:
            spans.append(span)
            continue
        words = span.text.strip(" ")
        before, _, behind = span.text.partition(words) if words else (span.text, "", "")
        pieces = (Span(before, Role.TEXT, span.tint), replace(span, text=words), Span(behind, Role.TEXT, span.tint))
        spans.extend(piece for piece in pieces if piece.text)
    return tuple(spans)


def faded(line: Iterable[Span], role: Role = Role.STALE, but: Mapping[Ink, Role] = MappingProxyType({})) -> Line:
    """The line in one dull role, `but` for some in others; no tints, no ends of bars. History stays history."""
    return tuple(
        Span(
            " " * len(span.text) if span.role in BAR_ENDS else span.text,
            Role.STALE if span.role is Role.STALE else but.get(span.role, role),
        )
        for span in line
    )
