"""A rule as a value: what is read, what it is held against, how often it is told and by which ways (alerts 1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price

HUNDRED: Final = Decimal(100)
DAY: Final = 24 * HOUR


class Measure(Enum):
    """The unit in which a figure is told and compared."""

    PRICE = "a price"
    MONEY = "an amount of money"
    PERCENT = "a percentage"
    POINTS = "basis points"
    SIZE = "a number of contracts"
    TIME = "a length of time"
    SHARE = "a number from -1 to 1"
    NUMBER = "a number"
    VOLUME = "a number of contracts, or of times such as 3x"
    WORD = "a word"


class Takes(Enum):
    """The kinds of what a figure takes in brackets, or behind `@`."""

    NOTHING = "nothing"
    TIME = "a length of time such as 5m"
    PRICE = "a price"
    CHANNEL = "book, quote, trades, ticker or account"
    SIDE = "buy or sell"


class Figure(StrEnum):
    """The left-hand sides, as they are written."""

    LAST = "last"
    MARK = "mark"
    INDEX = "index"
    BID = "bid"
    ASK = "ask"
    MID = "mid"
    SPREAD = "spread_bp"
    FUNDING = "funding"
    OPEN_INTEREST = "oi"
    MOVE = "move"
    SIZE = "size"
    IMBALANCE = "imbalance"
    FLOW = "ofi"
    VOLUME = "volume"
    PRINT = "print"
    PNL = "pnl"
    LIQUIDATION = "liq_distance"
    MARGIN = "margin_ratio"
    ORDER = "order"
    STATE = "state"
    AGE = "age"

    __hash__ = str.__hash__


class Traits(Struct, frozen=True):
    """A row of the table of figures."""

    measure: Measure
    takes: Takes = Takes.NOTHING
    is_account: bool = False
    """It tells of the person's own account."""
    needs_symbol: bool = True


FIGURES: Final[Mapping[Figure, Traits]] = {
    Figure.LAST: Traits(Measure.PRICE),
    Figure.MARK: Traits(Measure.PRICE),
    Figure.INDEX: Traits(Measure.PRICE),
    Figure.BID: Traits(Measure.PRICE),
    Figure.ASK: Traits(Measure.PRICE),
    Figure.MID: Traits(Measure.PRICE),
    Figure.SPREAD: Traits(Measure.POINTS),
    Figure.FUNDING: Traits(Measure.PERCENT),
    Figure.OPEN_INTEREST: Traits(Measure.SIZE),
    Figure.MOVE: Traits(Measure.PERCENT, Takes.TIME),
    Figure.SIZE: Traits(Measure.SIZE, Takes.PRICE),
    Figure.IMBALANCE: Traits(Measure.SHARE),
    Figure.FLOW: Traits(Measure.NUMBER),
    Figure.VOLUME: Traits(Measure.VOLUME, Takes.TIME),
    Figure.PRINT: Traits(Measure.SIZE, Takes.SIDE),
    Figure.PNL: Traits(Measure.MONEY, is_account=True),
    Figure.LIQUIDATION: Traits(Measure.PERCENT, is_account=True),
    Figure.MARGIN: Traits(Measure.PERCENT, is_account=True),
    Figure.ORDER: Traits(Measure.WORD, is_account=True, needs_symbol=False),
    Figure.STATE: Traits(Measure.WORD, Takes.CHANNEL, needs_symbol=False),
    Figure.AGE: Traits(Measure.TIME, Takes.CHANNEL, needs_symbol=False),
}

WATCHES_ITSELF: Final = frozenset((Figure.STATE, Figure.AGE))
"""Their subject is how good data is: they can always be judged."""


PRICES: Final = frozenset((Figure.LAST, Figure.MARK, Figure.INDEX, Figure.BID, Figure.ASK, Figure.MID))
"""Figures that are a price of the contract."""

EVENTS: Final = frozenset((Figure.ORDER, Figure.PRINT))
"""What they tell of happens, and is nothing that lasts."""


class Operator(StrEnum):
    """The ways a figure is held against the other side."""

    ABOVE = ">"
    BELOW = "<"
    AT_LEAST = ">="
    AT_MOST = "<="
    IS = "is"
    IS_NOT = "is not"
    CROSSES_UP = "crosses up"
    CROSSES_DOWN = "crosses down"

    __hash__ = str.__hash__

    @property
    def crosses(self) -> bool:
        """Whether it asks for a movement, not for a place."""
        return self in (Operator.CROSSES_UP, Operator.CROSSES_DOWN)

    @property
    def is_upwards(self) -> bool:
        """Whether greater is what is waited for."""
        return self in (Operator.ABOVE, Operator.AT_LEAST, Operator.CROSSES_UP)


class Amount(Struct, frozen=True):
    """A number as it was written, its unit, and its worth in the unit of the figure."""

    number: Decimal
    unit: str
    worth: Decimal

    def __str__(self) -> str:
        return f"{self.number:f} {self.unit}" if self.unit else f"{self.number:f}"


class Deadline(Struct, frozen=True):
    """The end of a rule: a moment (wall ns, UTC), or only a time of day (ns since midnight, UTC)."""

    at: int
    is_daily: bool

    def __str__(self) -> str:
        return clock_text(self.at) if self.is_daily else moment_text(self.at)

    def after(self, now: int) -> int:
        """The moment it ends (wall ns) of a rule that began at `now`."""
        if not self.is_daily:
            return self.at
        today = now // DAY * DAY + self.at
        return today if today > now else today + DAY


class Rule(Struct, frozen=True):
    """One rule. Lengths of time are nanoseconds; `until` is UTC. Equal rules have one text."""

    symbol: Symbol | None
    figure: Figure
    operator: Operator
    argument: str = ""
    """What the figure takes, as text: `5m`, a price, `book`."""
    right: Amount | None = None
    word: str = ""
    """What it is held against, where that is no number."""
    hold: int = 0
    every: int | None = None
    rearm: Amount | None = None
    once: bool = False
    until: Deadline | None = None
    ways: tuple[str, ...] = ()
    """`bell`, `notify`, `hook:NAME`; nothing where it did not say."""
    words: str = ""

    @property
    def traits(self) -> Traits:
        """The row of its figure."""
        return FIGURES[self.figure]

    @property
    def reads(self) -> str:
        """The left-hand side as it is written."""
        taken = self.argument
        if taken:
            taken = f"@{taken}" if self.traits.takes is Takes.PRICE else f"({taken})"
        return f"{self.symbol or ''} {self.figure.value}{taken}".strip()

    @property
    def price(self) -> Price | None:
        """The price of its contract that it waits for; None where it is about anything else."""
        if self.figure not in PRICES or self.right is None:
            return None
        try:
            return Price(self.right.worth)
        except ValueError:
            return None

    @property
    def asks(self) -> str:
        """The comparison as it is written."""
        return f"{self.reads} {self.operator.value} {self.word or self.right}"

    @property
    def text(self) -> str:
        """The whole rule, as the parser would read it again."""
        parts = [self.asks, *self._how_often()]
        if self.ways:
            parts.append(f"-> {', '.join(self.ways)}")
        if self.words:
            parts.append(f'"{self.words}"')
        return " ".join(parts)

    def _how_often(self) -> list[str]:
        parts = []
        if self.hold:
            parts.append(f"for {span_text(self.hold)}")
        if self.every is not None:
            parts.append(f"every {span_text(self.every)}")
        if self.rearm is not None:
            parts.append(f"rearm {self.rearm}")
        if self.once:
            parts.append("once")
        if self.until is not None:
            parts.append(f"until {self.until}")
        return parts


_UNITS: Final = ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"))


def span_text(ns: int) -> str:
    """A length of time in the largest unit that tells it whole: `90s`, `5m`."""
    size, unit = next(((size, unit) for size, unit in _UNITS if ns and ns % size == 0), (SECOND, "s"))
    return f"{ns // size}{unit}"


def clock_text(ns: int) -> str:
    """A time of day, from nanoseconds since midnight."""
    seconds = ns // SECOND
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"


def moment_text(wall: int) -> str:
    """Date and time of day to the minute, UTC, in one word."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(wall // SECOND, UTC).strftime("%Y-%m-%dT%H:%M")
