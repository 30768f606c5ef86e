"""A size as a person types it: contracts, an amount of money, or a part of the position; and the line it is typed in.

Pure but for the text in the line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import SATS_PER_BTC
from roxom_tui.state.decimal_math import multiply, normalize, ratio
from roxom_tui.ui.lines import Line, Role, Span, width_of

LONGEST: Final = 32
"""Characters that a size may have."""

EDITING: Final = frozenset({"enter", "escape", "backspace", "ctrl+h", "ctrl+u"})
"""Keys that are no characters and mean something while one types."""

_NO_SIZE: Final = "no size"
"""What is told where there is no room to say why."""

EXAMPLES: Final = ("3.5", "0.2 btc", "pos", "buy 3", "50% pos", "20000 sats")

_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+"
_PARTS: Final = r"(?P<number>[\d.,]*)\s*(?P<unit>%?\s*[a-z]*)"
_MOST_DIGITS: Final = 18
_SIDES: Final = {side.value: side for side in OrderSide}
_HUNDRED: Final = Decimal(100)


class Measure(Enum):
    """What the number of a size counts."""

    CONTRACTS = ""
    BTC = "btc"
    SATS = "sats"
    POSITION = "pos"


class TypedSize(Struct, frozen=True):
    """A size to be taken: `amount` contracts, BTC (also where sats were typed), or that fraction of the position.

    Without a `side` it is asked of both; a position is closed, which picks the side.
    """

    measure: Measure
    amount: Decimal
    side: OrderSide | None = None


class BadSize(Struct, frozen=True):
    """What is wrong with a text that is no size, in a few words; nothing where it is only not there yet."""

    words: str = ""


def read_size(text: str) -> TypedSize | BadSize:
    """The size in a text such as `buy 0.2 btc`."""
    words = text.casefold().split()
    side = _SIDES.get(words[0]) if words else None
    rest = " ".join(words[1:] if side is not None else words)
    if not rest:
        return BadSize()
    if (begun := _begun_side(words)) and side is None:
        return BadSize(begun)
    found = re.fullmatch(_PARTS, rest)
    if found is None:
        return BadSize("a number, then btc, sats or pos")
    return _measured(found["number"], found["unit"].replace(" ", ""), side)


def _begun_side(words: list[str]) -> str:
    """While `buy` or `sell` is being typed, or another word stands in its place."""
    first = words[0]
    if not first[:1].isalpha() or first == "pos":
        return ""
    if len(words) == 1 and any(word.startswith(first) for word in (*_SIDES, "pos")):
        return "buy, sell or pos"
    return f"{first[:8]} is neither buy, sell nor pos"


def _measured(number: str, unit: str, side: OrderSide | None) -> TypedSize | BadSize:
    if unit in ("pos", "%pos"):
        return _of_position(number, unit, side)
    if unit.startswith("%") or (unit and "pos".startswith(unit)):
        return BadSize("of what? 50% pos")
    if unit not in ("", "btc", "sats", "sat"):
        begun = any(word.startswith(unit) for word in ("btc", "sats"))
        return BadSize("btc or sats" if begun else f"{unit[:8]} is no unit: btc, sats or pos")
    amount = _number(number)
    if isinstance(amount, BadSize):
        return amount
    if unit in ("sats", "sat"):
        return TypedSize(Measure.SATS, ratio(amount, Decimal(SATS_PER_BTC)) or amount, side)
    return TypedSize(Measure.BTC if unit else Measure.CONTRACTS, amount, side)


def _of_position(number: str, unit: str, side: OrderSide | None) -> TypedSize | BadSize:
    if side is not None:
        return BadSize("pos picks its side itself")
    if not number and unit == "pos":
        return TypedSize(Measure.POSITION, Decimal(1))
    if unit == "pos":
        return BadSize("how much of it? 50% pos")
    share = _number(number)
    if isinstance(share, BadSize):
        return share
    if share > _HUNDRED:
        return BadSize("at most 100% of a position")
    return TypedSize(Measure.POSITION, normalize(multiply(share, Decimal("0.01"))))


def _number(text: str) -> Decimal | BadSize:
    if not text:
        return BadSize("a number first")
    if re.fullmatch(_NUMBER, text) is None:
        return BadSize("no number: a point for decimals" if "," in text else f"{text[:12]} is no number")
    number = Decimal(text.replace(",", ""))
    whole, _, decimals = text.replace(",", "").partition(".")
    if max(len(whole), len(decimals)) > _MOST_DIGITS:
        return BadSize("too many digits")
    return number if number else BadSize("more than zero")


class SizeEntry:
    """The line in which a size is typed."""

    def __init__(self) -> None:
        self.text = ""
        self.is_open = False

    def open(self) -> None:
        """Begin with nothing typed."""
        self.text, self.is_open = "", True

    def close(self) -> None:
        """Nobody types any more."""
        self.is_open = False

    def type(self, text: str) -> None:
        """More of it; what is longer than a size can be is left out."""
        self.text = (self.text + text)[:LONGEST]

    def erase(self, key: str) -> None:
        """The last character, or all by Ctrl+U."""
        self.text = "" if key == "ctrl+u" else self.text[:-1]

    @property
    def typed_size(self) -> TypedSize | BadSize:
        """The size as far as it is typed."""
        return read_size(self.text)

    def line(self, room: int) -> Line:
        """What stands in the frame, in so many columns: the text, and what is wrong with it or what may be done."""
        typed = (Span("size ", Role.FOCUS), Span(self.text, Role.STRONG), Span("▏", Role.FOCUS))
        typed_size, left = self.typed_size, room - width_of(typed) - 1
        if isinstance(typed_size, TypedSize):
            words, role = "Enter · Esc", Role.FAINT
        else:
            wrong = typed_size.words if len(typed_size.words) <= left else _NO_SIZE
            words, role = (wrong, Role.WARNING) if typed_size.words else (_as_many(EXAMPLES, left), Role.FAINT)
        return (*typed, Span(f" {words}", role)) if words and len(words) <= left else typed


def _as_many(examples: tuple[str, ...], room: int) -> str:
    """The first of them, as many as fit."""
    lines = (" · ".join(examples[:count]) for count in range(len(examples), 0, -1))
    return next((line for line in lines if len(line) <= room), "")
