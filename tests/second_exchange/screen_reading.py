"""What a person reads off the dashboard: states, levels, trades and figures, from the cells of the screen alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from roxom_tui.ui.theme import DARK

NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
STATE = re.compile(r"\b(LIVE|QUIET|WAITING|STALE|RESYNC|UNPROVEN|REJECTED|DOWN)\b")
AGE = re.compile(r"data (\d+(?:\.\d+)?) s old")
CLOCK = re.compile(r"\b(\d\d:\d\d:\d\d)\.(\d\d)\b")
DULL = DARK.stale.removeprefix("#")
FIGURES = ("LAST", "BID", "ASK", "MARK", "INDEX", "OPEN INTEREST")

Ink = Callable[[int, int], str]


class Token(NamedTuple):
    """A number on a line, with the columns it takes."""

    start: int
    end: int
    value: Decimal


class Box(NamedTuple):
    """A panel: its title, and the cells within its frame."""

    title: str
    top: int
    left: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SeenLevel:
    """A row of the book."""

    side: str
    price: Decimal
    size: Decimal
    is_bright: bool


@dataclass(frozen=True, slots=True)
class SeenTrade:
    """A row of the tape; `clock` is the time of day in hundredths, `is_buy` None without an arrow."""

    clock: str
    price: Decimal
    size: Decimal
    is_buy: bool | None
    is_bright: bool


@dataclass(frozen=True, slots=True)
class SeenPanel:
    """What a panel says about itself. `told_age` is the age of its data in seconds, where it says one."""

    state: str
    title: str
    told_age: float

    @property
    def is_live(self) -> bool:
        """Whether it claims that what it shows is true now."""
        return self.state in {"LIVE", "QUIET"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at the dashboard."""

    book: SeenPanel
    levels: tuple[SeenLevel, ...]
    spread: Decimal | None
    tape: SeenPanel
    trades: tuple[SeenTrade, ...]
    figures: dict[str, Decimal]

    def side(self, side: str) -> list[SeenLevel]:
        """The levels of one side, best first."""
        found = [level for level in self.levels if level.side == side]
        return found if side == "bid" else found[::-1]

    @property
    def is_crossed(self) -> bool:
        """Whether the best bid as drawn is not below the best ask as drawn."""
        bids, asks = self.side("bid"), self.side("ask")
        return bool(bids and asks and max(one.price for one in bids) >= min(one.price for one in asks))


def read_screen(lines: Sequence[str], ink: Ink) -> Seen | None:
    """Everything that is looked at; None while the dashboard does not stand."""
    book, tape = box_of(lines, "Order book"), box_of(lines, "Trades")
    if book is None or tape is None:
        return None
    levels, spread = _levels(lines, book, ink)
    return Seen(_panel(book), levels, spread, _panel(tape), _trades(lines, tape, ink), _figures(lines, ink))


def box_of(lines: Sequence[str], name: str) -> Box | None:
    """The panel whose title begins with a name."""
    for top, line in enumerate(lines):
        for found in re.finditer(r"╭([^╭╮]*)╮", line):
            title = found[1].strip(" ─▸")
            if title.startswith(name):
                left, right = found.start(), found.end() - 1
                bottom = next((y for y in range(top + 1, len(lines)) if lines[y][left] == "╰"), len(lines) - 1)
                return Box(title, top, left + 1, right, bottom)
    return None


def _panel(box: Box) -> SeenPanel:
    # The state is told first behind the name; the reasons after it may hold any word.
    told = box.title.rpartition("─ ")[2]
    state, age = STATE.search(told), AGE.search(told)
    return SeenPanel(state[1] if state else "", box.title, float(age[1]) if age else 0.0)


def tokens(text: str, offset: int = 0) -> list[Token]:
    """The numbers on a line; what is drawn between them (bars, arrows) parts them."""
    return [
        Token(found.start() + offset, found.end() + offset, Decimal(found[0].replace(",", "")))
        for found in NUMBER.finditer(text)
    ]


def _levels(lines: Sequence[str], box: Box, ink: Ink) -> tuple[tuple[SeenLevel, ...], Decimal | None]:
    levels: list[SeenLevel] = []
    column, side, spread = None, "ask", None
    for y in range(box.top + 1, box.bottom):
        text = lines[y][box.left : box.right]
        heading = re.search(r"price \w+", text)
        if heading is not None:
            column = range(box.left + heading.start(), box.left + heading.end())
        elif "──" in text:
            side = "bid"
            told = re.search(r"spread ([\d.,]+)", text)
            spread = Decimal(told[1].replace(",", "")) if told and ink(y, box.left + told.start(1)) != DULL else None
        elif column is not None and (level := _level(text, box.left, column, side, y, ink)) is not None:
            levels.append(level)
    return tuple(levels), spread


def _level(text: str, left: int, column: range, side: str, y: int, ink: Ink) -> SeenLevel | None:
    """The price is the number below its heading, the size the one right of it."""
    for price, size in pairwise(tokens(text, left)):
        if price.start < column.stop and price.end > column.start:
            bright = DULL not in {ink(y, price.end - 1), ink(y, size.end - 1)}
            return SeenLevel(side, price.value, size.value, bright)
    return None


def _trades(lines: Sequence[str], box: Box, ink: Ink) -> tuple[SeenTrade, ...]:
    trades: list[SeenTrade] = []
    for y in range(box.top + 1, box.bottom):
        text = lines[y][box.left : box.right]
        clock = CLOCK.search(text)
        found = tokens(text[clock.end() :], box.left + clock.end()) if clock else []
        if clock is not None and len(found) >= 2:
            price, size = found[:2]
            bright = DULL not in {ink(y, price.end - 1), ink(y, size.end - 1)}
            trades.append(SeenTrade(clock[0], price.value, size.value, _taker(text), bright))
    return tuple(trades)


def _taker(text: str) -> bool | None:
    if any(arrow in text for arrow in "▲△"):
        return True
    return False if any(arrow in text for arrow in "▼▽") else None


def _figures(lines: Sequence[str], ink: Ink) -> dict[str, Decimal]:
    """The figures of the ticker strip that are not dull, each below its heading."""
    for y, line in enumerate(lines[:4]):
        if "LAST" in line and "MARK" in line:
            found = tokens(lines[y + 1])
            return {
                name: token.value
                for name in FIGURES
                for token in found
                if token.start == line.find(f"{name} ") and ink(y + 1, token.end - 1) != DULL
            }
    return {}
