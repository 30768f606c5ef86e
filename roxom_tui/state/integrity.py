"""Does the rebuilt book agree with the quotes? A check over time, because the two channels are not in step.

A quote is confirmed if the rebuilt top equalled it at some moment within a second of its arrival, before or after
(reliability 3). One that was not makes the book suspect, two in a row prove it broken.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, TypeAlias

from roxom_tui.model.events import Quote
from roxom_tui.model.market import Level

WINDOW_NS: Final = 1_000_000_000
"""How far the channels may be apart."""

IN_A_ROW: Final = 2
MOST_HELD: Final = 8192
"""Tops and quotes remembered; far more than change within the window."""

SUSPECT: Final = "the best prices of the book and of level1 disagree"

Top: TypeAlias = tuple[int, object, int, object]
"""Price keys and sizes of the best bid and ask. No price has the key -1, which stands for an empty side."""


@dataclass(slots=True)
class IntegrityCounts:
    """What was checked since the program started, all symbols together. Never reset."""

    checks: int = 0
    """Quotes compared with the book, and audits."""
    unconfirmed: int = 0
    differences: int = 0
    """Levels that a fresh snapshot showed otherwise."""
    audits: int = 0


@dataclass(slots=True, eq=False)
class _Waiting:
    """A quote not judged yet, because an earlier one is not."""

    until: int
    top: Top
    is_confirmed: bool


class CrossCheck:
    """Compares one symbol's rebuilt tops with its quotes. Times are monotonic ns, of arrival.

    `bid` and `ask` are the rebuilt best levels last heard of, for the caller to see cheaply that nothing changed.
    """

    __slots__ = ("_counts", "_from", "_gone", "_order", "_past", "_wanted", "ask", "bid", "missed", "waiting")

    def __init__(self, counts: IntegrityCounts) -> None:
        self._counts = counts
        self.restart(None)

    def restart(self, at: int | None) -> None:
        """Another book: quotes are judged once the window lies behind it; never, without one."""
        self._from = None if at is None else at + WINDOW_NS
        self._past: deque[tuple[int, Level | None, Level | None]] = deque(maxlen=MOST_HELD)
        self._gone: dict[Top, int] = {}
        self._order: deque[tuple[int, Top]] = deque()
        self._wanted: dict[Top, list[_Waiting]] = {}
        self.waiting: deque[_Waiting] = deque()
        self.bid: Level | None = None
        self.ask: Level | None = None
        self.missed = 0
        """Quotes in a row that no rebuilt top confirmed."""

    @property
    def doubt(self) -> str:
        """Why the book is suspect; empty when it is not."""
        return SUSPECT if self.missed else ""

    def moved(self, bid: Level | None, ask: Level | None, at: int) -> bool:
        """The rebuilt top is this now. Whether the book is proven broken."""
        is_broken = bool(self.waiting) and self.settle(at)
        if bid is not self.bid or ask is not self.ask:
            self._past.append((at, self.bid, self.ask))
            self.bid, self.ask = bid, ask
            if self._wanted:
                for quote in self._wanted.pop(_top(bid, ask), ()):
                    quote.is_confirmed = True
                is_broken = self.settle(at) or is_broken
        return is_broken

    def hear(self, quote: Quote, at: int) -> bool:
        """A quote came. Whether the book is proven broken."""
        if self._from is None or at < self._from:
            return False
        top = _top(quote.bid, quote.ask)
        confirmed = top == _top(self.bid, self.ask) or self._stood_lately(top, at)
        if confirmed and not self.waiting:
            self._counts.checks += 1
            self.missed = 0
            return False
        if len(self.waiting) < MOST_HELD:
            waiting = _Waiting(at + WINDOW_NS, top, confirmed)
            self.waiting.append(waiting)
            if not confirmed:
                self._wanted.setdefault(top, []).append(waiting)
        return self.settle(at)

    def settle(self, now: int) -> bool:
        """Judge the quotes whose time is over, in the order they came. Whether the book is proven broken."""
        waiting = self.waiting
        while waiting and (waiting[0].is_confirmed or waiting[0].until < now):
            quote = waiting.popleft()
            self._counts.checks += 1
            if quote.is_confirmed:
                self.missed = 0
                continue
            self._forget(quote)
            self._counts.unconfirmed += 1
            self.missed += 1
            if self.missed >= IN_A_ROW:
                return True
        return False

    def _stood_lately(self, top: Top, now: int) -> bool:
        """Whether the rebuilt top was this within the window. Mostly nobody asks, so the past is sorted only here."""
        since, past, order, gone = now - WINDOW_NS, self._past, self._order, self._gone
        while past:
            left, bid, ask = past.popleft()
            if left >= since:
                stood = _top(bid, ask)
                gone[stood] = left
                order.append((left, stood))
        while order and (order[0][0] < since or len(order) > MOST_HELD):
            left, stood = order.popleft()
            if gone.get(stood) == left:
                del gone[stood]
        return top in gone

    def _forget(self, quote: _Waiting) -> None:
        same = self._wanted[quote.top]
        same.remove(quote)
        if not same:
            del self._wanted[quote.top]


def _top(bid: Level | None, ask: Level | None) -> Top:
    return (
        -1 if bid is None else bid.price.key,
        None if bid is None else bid.size,
        -1 if ask is None else ask.price.key,
        None if ask is None else ask.size,
    )
