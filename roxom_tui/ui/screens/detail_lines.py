"""What the boxes of details are made of: fields with names and ages, and lines of a label and words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Btc, Size
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.account_views import Kind, ToldField
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role, Span, faded, merged, width_of
from roxom_tui.ui.panels.listing import UNIT_UNKNOWN
from roxom_tui.ui.screens.reading import Block, headed
from roxom_tui.ui.widgets.digits import ColumnMemory, Room, in_column

_NAME, _VALUE, _AGE = 19, 12, 10
"""Least cells of a field's name, its value and its age."""

_NUMBERS: Final = frozenset({Kind.PRICE, Kind.MONEY, Kind.SIGNED, Kind.SIZE, Kind.NUMBER})

_LABEL: Final = 15
"""Cells of a label before a line."""

_WORDS: Final = re.compile(r" *\S+")

UNREADABLE: Final = "not readable"
_NO_VALUES: Final = frozenset({UNREADABLE, UNIT_UNKNOWN})
_PUBLIC: Final = frozenset({"side", "type", "status", "time in force", "mode", "reason", "opened", "created"})
"""Fields that tell no figure of the account and no id."""


class DetailInk(Struct, frozen=True):
    """How a box is drawn: in which unit, at what moment (monotonic and wall ns), and what its data is worth."""

    options: DisplayOptions
    now: int
    wall: int
    state: PanelState

    def money(self, value: Decimal | None, *, signed: bool = False) -> str:
        """An amount to a sat with its unit, hidden with the account."""
        unit = self.options.unit
        if value is None:
            return fmt.UNKNOWN
        exact = Btc(fmt.rounded(value, 8))
        text = fmt.signed_money(exact, unit) if signed else fmt.price(exact, unit)
        return self.options.mask(f"{text} {fmt.unit_word(unit)}")

    def price(self, value: Decimal | None, *, private: bool = True) -> str:
        """A price with the digits that were sent."""
        text = fmt.price(value, self.options.unit)
        return self.options.mask(text) if private and value is not None else text


def labelled(label: str, words: str, role: Role = Role.TEXT) -> Line:
    """A line of words behind a label."""
    return (Span(f"{label:<{_LABEL}}", Role.FAINT), Span(words, role))


def continued(words: str, role: Role = Role.SOFT) -> Line:
    """Another line below the same label."""
    return (Span(" " * _LABEL), Span(words, role))


def laid_out(lines: Iterable[Line], width: int) -> list[Line]:
    """The lines, those that are too long going on below their own words."""
    return [part for line in lines for part in _laid_out(line, width)]


def _laid_out(line: Line, width: int) -> list[Line]:
    if width_of(line) <= width:
        return [line]
    label, *others = line
    parts: list[list[Span]] = [[label]]
    free = width - len(label.text)
    for span in others:
        for word in _WORDS.findall(span.text):
            if len(word) > free and len(parts[-1]) > 1:
                parts.append([Span(" " * _LABEL)])
                free, word = width - _LABEL, word.lstrip()
            parts[-1].append(Span(word, span.role))
            free -= len(word)
    return [merged(part) for part in parts]


def fields_block(fields: Sequence[ToldField], ink: DetailInk, width: int, columns: ColumnMemory) -> Block:
    """Every field that was told, with its age and the exchange's name for it. Numbers stand on their points."""
    texts = [_shown(field, ink) for field in fields]
    numbers = [text for text, field in zip(texts, fields, strict=True) if field.kind in _NUMBERS]
    room = columns.room("value", numbers).at_least(_VALUE)
    lines = [_field_line(field, text, room, ink, width) for field, text in zip(fields, texts, strict=True)]
    if not ink.state.is_live:
        lines = [faded(line) for line in lines]
    return headed("What the exchange told", lines, width)


def _shown(field: ToldField, ink: DetailInk) -> str:
    text = field_text(field, ink)
    return text if field.name in _PUBLIC else ink.options.mask(text)


def _field_line(field: ToldField, text: str, room: Room, ink: DetailInk, width: int) -> Line:
    """A word or an id begins where numbers do, and takes the room of what stands behind them if it is long."""
    is_number = field.kind in _NUMBERS and text not in _NO_VALUES
    value = in_column(text, room).rjust(room.width) if is_number else text.ljust(room.width)
    role = Role.STALE if text in _NO_VALUES else Role.TEXT if is_number else Role.SOFT
    age = fmt.UNKNOWN if field.told_at is None else f"{fmt.short_age(ink.now - field.told_at)} ago"
    line: list[Span] = [Span(f"{field.name:<{_NAME}}", Role.FAINT), Span(value, role)]
    for words in (f"  {age:>{_AGE}}", f"  {field.wire}"):
        if width_of(line) + len(words) <= width:
            line.append(Span(words, Role.FAINT))
    return tuple(line)


def field_text(field: ToldField, ink: DetailInk) -> str:
    """The value as it is written here."""
    value, unit = field.value, ink.options.unit
    if value is None:
        return UNIT_UNKNOWN if field.is_unit_unknown else UNREADABLE
    if field.kind is Kind.TIME and isinstance(value, int):
        return _moment(value, ink.wall)
    if isinstance(value, Decimal):
        if field.kind is Kind.PRICE or field.kind is Kind.MONEY:
            return fmt.price(value, unit)
        if field.kind is Kind.SIGNED:
            return fmt.signed_money(Btc(value), unit)
        return fmt.size(Size(value)) if field.kind is Kind.SIZE else format(value, "f")
    return str(value)


def _moment(at: int, wall: int) -> str:
    """The time of day, with its date where that is another."""
    day = "" if at // _DAY == wall // _DAY else f"{fmt.since(at, wall)[:6]} "
    return f"{day}{fmt.clock(at)} UTC"


_DAY: Final = 24 * 3600 * SECOND
