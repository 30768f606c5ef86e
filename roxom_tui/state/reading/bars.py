"""Bars of trades: one that runs, finished ones of a length, and two as one (state 5.1).

Times are the exchange's, wall ns.
"""

from __future__ import annotations

from collections import deque
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.charting import BAR_SECONDS
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import add, add_sizes, multiply

BARS_KEPT: Final = 600
"""Of each length."""

_BASE_NS: Final = BAR_SECONDS[0] * SECOND
"""The shortest length."""


class Bar(Struct, frozen=True):
    """The trades of a time: open, high, low and close, the sum of sizes and of sizes times prices, and how many.

    `first_at` and `last_at` are the times of the first and the last of them.
    """

    start: int
    open: Price
    high: Price
    low: Price
    close: Price
    volume: Size
    value: Decimal
    trades: int
    first_at: int
    last_at: int


class RunningBar:
    """The newest bar of the shortest length, amended with each trade."""

    __slots__ = ("close", "end", "first_at", "high", "last_at", "low", "open", "start", "trades", "value", "volume")

    def __init__(self, trade: Trade) -> None:
        self.start = trade.exchange_at // _BASE_NS * _BASE_NS
        self.end = self.start + _BASE_NS
        self.open = self.high = self.low = self.close = trade.price
        self.volume, self.value, self.trades = trade.size, multiply(trade.price, trade.size), 1
        self.first_at = self.last_at = trade.exchange_at

    def take(self, trade: Trade) -> None:
        """One more trade of its time."""
        price, at = trade.price, trade.exchange_at
        if at >= self.last_at:
            self.close, self.last_at = price, at
        elif at < self.first_at:
            self.open, self.first_at = price, at
        key = price.key
        if key > self.high.key:
            self.high = price
        elif key < self.low.key:
            self.low = price
        size = trade.size
        self.volume = add_sizes(self.volume, size)
        self.value = add(self.value, multiply(price, size))
        self.trades += 1

    @property
    def bar(self) -> Bar:
        """As it stands."""
        prices, times = (self.open, self.high, self.low, self.close), (self.first_at, self.last_at)
        return Bar(self.start, *prices, self.volume, self.value, self.trades, *times)


def merged(one: Bar, other: Bar) -> Bar:
    """Both as one bar that begins where `one` does; of trades at the same time those of `one` were told first."""
    first, last = (one if one.first_at <= other.first_at else other), (other if other.last_at >= one.last_at else one)
    return Bar(
        one.start,
        first.open,
        one.high if one.high.key >= other.high.key else other.high,
        one.low if one.low.key <= other.low.key else other.low,
        last.close,
        add_sizes(one.volume, other.volume),
        add(one.value, other.value),
        one.trades + other.trades,
        first.first_at,
        last.last_at,
    )


class Series:
    """Finished parts of bars of one length, oldest first. The newest may still grow."""

    def __init__(self, seconds: int) -> None:
        self._length = seconds * SECOND
        self.bars: deque[Bar] = deque(maxlen=BARS_KEPT)

    def start_of(self, at: int) -> int:
        return at // self._length * self._length

    def take(self, part: Bar) -> None:
        """One more part of a bar, mostly of the newest."""
        bars, start = self.bars, self.start_of(part.start)
        place = len(bars)
        while place and bars[place - 1].start > start:
            place -= 1
        if place and bars[place - 1].start == start:
            bars[place - 1] = merged(bars[place - 1], part)
        elif place == len(bars):
            bars.append(replace(part, start=start))
        elif len(bars) < BARS_KEPT:
            bars.insert(place, replace(part, start=start))
