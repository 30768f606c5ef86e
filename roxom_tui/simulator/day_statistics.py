"""What was traded in a contract in the last 24 hours, told with each trade (protocol 4.2).

A ring of five-minute slots: what happened more than a day ago leaves with its slot. Prices in sats, sizes in lots.
"""

from __future__ import annotations

from collections import deque
from random import Random
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT, Contract, divide

SLOT: Final = 5 * MINUTE
SLOTS: Final = 24 * 60 * MINUTE // SLOT

_WOBBLE: Final = 6e-4
"""How far a price of the past moves in a slot, as a fraction."""

_PER_TRADE: Final = 0.6
"""A usual trade of the past in typical sizes."""

_SO_FAR: Final = 40
"""Days in which as much was traded as in the last one, before the exchange started."""


class _Slot:
    """Trades of five minutes."""

    __slots__ = ("first", "highest", "lots", "lowest", "number", "turnover")

    def __init__(self, number: int, first: int) -> None:
        self.number = number
        self.first = self.highest = self.lowest = first
        self.lots = self.turnover = 0

    def note(self, price: int, lots: int) -> None:
        self.highest, self.lowest = max(self.highest, price), min(self.lowest, price)
        self.lots += lots
        self.turnover += price * lots


class DayFigures(Struct, frozen=True):
    """What comes with one trade. `since_start` are the lots since the exchange started, `ever` since it was founded."""

    open: int
    high: int
    low: int
    lots: int
    turnover: int
    since_start: int
    ever: int


class DayStatistics:
    """The last 24 hours of one contract, those before it started drawn from a seed."""

    def __init__(self, contract: Contract, rng: Random, at: int) -> None:
        """`at`: when the exchange starts, in ns."""
        self._slots = _past(contract, rng, at)
        self._lots = sum(slot.lots for slot in self._slots)
        self._turnover = sum(slot.turnover for slot in self._slots)
        self._ever = _SO_FAR * self._lots
        self._since_start = 0
        self._last = contract.start * contract.tick
        self._high, self._low = _extremes(self._slots)

    def note(self, price: int, lots: int, at: int) -> DayFigures:
        """One more trade, and the figures with it among them."""
        self._move_on(at)
        self._slots[-1].note(price, lots)
        self._last, self._lots, self._turnover = price, self._lots + lots, self._turnover + price * lots
        self._since_start += lots
        self._high, self._low = max(self._high, price), min(self._low, price)
        turnover = divide(self._turnover, LOTS_PER_CONTRACT)
        ever = self._ever + self._since_start
        return DayFigures(self._slots[0].first, self._high, self._low, self._lots, turnover, self._since_start, ever)

    def _move_on(self, at: int) -> None:
        """Let go of what is more than a day ago; time in which nothing was traded stands at the price before it."""
        number = at // SLOT
        newest = self._slots[-1].number
        if number <= newest:
            return
        for missing in range(max(newest + 1, number - SLOTS + 1), number + 1):
            self._slots.append(_Slot(missing, self._last))
        while self._slots[0].number <= number - SLOTS:
            gone = self._slots.popleft()
            self._lots -= gone.lots
            self._turnover -= gone.turnover
        self._high, self._low = _extremes(self._slots)


def _extremes(slots: deque[_Slot]) -> tuple[int, int]:
    """The highest and the lowest price."""
    return max(slot.highest for slot in slots), min(slot.lowest for slot in slots)


def _past(contract: Contract, rng: Random, at: int) -> deque[_Slot]:
    """A day that ends at the price the contract starts from, told backwards."""
    slots: deque[_Slot] = deque()
    price, newest = contract.start * contract.tick, at // SLOT
    trades = contract.trade_rate * SLOT / SECOND
    for number in range(newest, newest - SLOTS, -1):
        before = max(contract.tick, price - round(price * rng.gauss(0, _WOBBLE) / contract.tick) * contract.tick)
        slot = _Slot(number, before)
        slot.note(price, max(1, round(trades * contract.typical_size * _PER_TRADE * rng.uniform(0.4, 1.6))))
        slots.appendleft(slot)
        price = before
    return slots
