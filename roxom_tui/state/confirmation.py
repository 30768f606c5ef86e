"""Claims of one channel, held against what another told about the same time. Times are monotonic ns, of arrival."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, TypeAlias

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Level

WINDOW_NS: Final = SECOND
"""How far the channels may be apart."""

MOST_HELD: Final = 8192
"""Tops remembered and waiting; far more than change within the window."""

Best: TypeAlias = Level | None
Top: TypeAlias = tuple[int, object, int, object]
"""Price keys and sizes of the best bid and ask. No price has the key -1, which stands for an empty side."""


def top_of(bid: Best, ask: Best) -> Top:
    """What two tops are compared by."""
    return (
        -1 if bid is None else bid.price.key,
        None if bid is None else bid.size,
        -1 if ask is None else ask.price.key,
        None if ask is None else ask.size,
    )


@dataclass(slots=True, eq=False)
class _Claim:
    """A top not judged yet: nobody told the same so far, or an earlier one is not judged."""

    until: int
    top: Top
    is_confirmed: bool


class Confirmation:
    """Confirms the claimed tops that the witness tells within the window before or after. None before `begin`.

    `bid` and `ask` are what the witness tells now.
    """

    __slots__ = ("_begin", "_gone", "_order", "_past", "_wanted", "ask", "bid", "missed", "waiting")

    def __init__(self, begin: int | None) -> None:
        self._begin = begin
        self._past: deque[tuple[int, Best, Best]] = deque(maxlen=MOST_HELD)
        self._gone: dict[Top, int] = {}
        self._order: deque[tuple[int, Top]] = deque()
        self._wanted: dict[Top, list[_Claim]] = {}
        self.waiting: deque[_Claim] = deque()
        self.bid: Best = None
        self.ask: Best = None
        self.missed = 0
        """Claims in a row that nothing confirmed."""

    def tell(self, bid: Best, ask: Best, at: int) -> None:
        """What the witness says from now on; what had its time before must have been judged."""
        self._past.append((at, self.bid, self.ask))
        self.bid, self.ask = bid, ask
        if self._wanted:
            for claim in self._wanted.pop(top_of(bid, ask), ()):
                claim.is_confirmed = True

    def claim(self, top: Top, at: int) -> bool:
        """What is to be confirmed. Whether it was at once."""
        if self._begin is None or at < self._begin:
            return False
        confirmed = self.knows(top, at)
        if confirmed and not self.waiting:
            self.missed = 0
            return True
        if len(self.waiting) < MOST_HELD:
            claim = _Claim(at + WINDOW_NS, top, confirmed)
            self.waiting.append(claim)
            if not confirmed:
                self._wanted.setdefault(top, []).append(claim)
        return False

    def knows(self, top: Top, now: int) -> bool:
        """Whether the witness says the same, or did within the window."""
        return top == top_of(self.bid, self.ask) or self._said_lately(top, now)

    def settle(self, now: int) -> tuple[int, int]:
        """Judge the claims whose time is over, in the order they came: how many, and how many in vain."""
        waiting, judged, vain = self.waiting, 0, 0
        while waiting and (waiting[0].is_confirmed or waiting[0].until < now):
            claim = waiting.popleft()
            judged += 1
            if claim.is_confirmed:
                self.missed = 0
            else:
                self._give_up(claim)
                self.missed += 1
                vain += 1
        return judged, vain

    def _said_lately(self, top: Top, now: int) -> bool:
        """Mostly nobody asks, so the past is sorted only here."""
        since, past, order, gone = now - WINDOW_NS, self._past, self._order, self._gone
        while past:
            ended, bid, ask = past.popleft()
            if ended >= since:
                said = top_of(bid, ask)
                gone[said] = ended
                order.append((ended, said))
        while order and (order[0][0] < since or len(order) > MOST_HELD):
            ended, said = order.popleft()
            if gone.get(said) == ended:
                del gone[said]
        return top in gone

    def _give_up(self, claim: _Claim) -> None:
        same = self._wanted[claim.top]
        same.remove(claim)
        if not same:
            del self._wanted[claim.top]
