"""Which of two readings of depth deltas agrees with the quotes (protocol 4.3, client 3.4).

A quote tells the best price and size of its moment. A reading of the deltas that had them is favoured over one that had
not. The two channels need not coincide: deltas may be batched, and quotes be told between the batches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.market import READINGS, DepthMode, Side
from roxom_tui.state.book.order_book import OrderBook

SKEW_NS: Final = SECOND
"""How far apart, in exchange time, quotes and deltas may tell of the same best level."""

AT_ITS_MOMENT: Final = 2
WITHIN_THE_SKEW: Final = 1
"""What evidence weighs. In the simulated markets, batched by 50 ms to 1 s, 0.2 to 4 % of the first kind and 18 % of the
second speak for the wrong reading."""

REMEMBERED_NS: Final = 3 * SKEW_NS
MOST_REMEMBERED: Final = 4096
"""So long, and so many, best levels of a side are remembered, and quotes wait to be compared."""

Best: TypeAlias = tuple[int, Decimal] | None
"""A best level by its price's key and its size; None where a side is empty."""


class _BestLately:
    """The best levels of one side by one reading, and until when each stood. Times are exchange times, wall ns."""

    __slots__ = ("_ended", "_now")

    def __init__(self, now: Best) -> None:
        self._now = now
        self._ended: dict[Best, int] = {}

    def move(self, best: Best, at: int) -> None:
        """From `at` on this is the best level."""
        if best == self._now:
            return
        ended = self._ended
        ended.pop(self._now, None)
        ended[self._now] = at
        self._now = best
        # The dictionary's order is that of the times at which they ended.
        oldest = next(iter(ended))
        while ended[oldest] < at - REMEMBERED_NS or len(ended) > MOST_REMEMBERED:
            del ended[oldest]
            if not ended:
                return
            oldest = next(iter(ended))

    def stood(self, best: Best, since: int) -> bool:
        """Whether that was the best level at any moment from `since` until now; one that ended just then was not."""
        if best == self._now:
            return True
        ended = self._ended.get(best)
        return ended is not None and ended > since


class _Claim(NamedTuple):
    """The best level of a side, as a quote told it."""

    side: Side
    best: Best
    at: int


class Evidence:
    """Quotes held against the best levels of both readings, around the moment of which each quote tells.

    The strongest evidence comes first: a level that stood best at that very moment, or from the next delta on. Where
    neither reading has it, because quotes and deltas are not in step, any moment within the skew counts, once the
    window is over. A quote that both readings fit, or neither, says nothing.
    """

    __slots__ = ("_claims", "_counted", "_favour", "_late", "_lately", "_named", "_newest")

    def __init__(self, favour: Callable[[DepthMode, int], None], books: Mapping[DepthMode, OrderBook], at: int) -> None:
        """`favour` is told of each piece of evidence and its weight; the books hold what was so `at` that moment."""
        self._favour = favour
        self._lately = {side: [_BestLately(_best(books[mode], side)) for mode in READINGS] for side in Side}
        self._claims: deque[_Claim] = deque(maxlen=MOST_REMEMBERED)
        """Told, and no delta came since that is as new."""
        self._late: deque[_Claim] = deque(maxlen=MOST_REMEMBERED)
        """Neither reading had it at its moment: what stands until the window is over counts too."""
        self._named: dict[Side, Best] = {}
        self._counted: set[Side] = set()
        """Sides of which a piece of evidence was counted since the newest delta: more of them say the same again."""
        self._newest = at

    def hear(self, quote: Quote) -> None:
        """A quote names the best levels of its moment; the deltas of that moment may come later, or never."""
        for side, level in ((Side.BID, quote.bid), (Side.ASK, quote.ask)):
            best = None if level is None else (level.price.key, level.size)
            # A side that only stands as before is no more evidence: one lost delta must not be counted a dozen times.
            if side in self._named and self._named[side] == best:
                continue
            self._named[side] = best
            claim = _Claim(side, best, quote.exchange_at)
            if claim.at > self._newest:
                self._claims.append(claim)
            else:
                self._judge(claim)

    def move(self, books: Mapping[DepthMode, OrderBook], at: int) -> None:
        """A delta of that moment was applied to both books."""
        late, claims = self._late, self._claims
        self._counted.clear()
        while late and late[0].at + SKEW_NS < at:
            claim = late.popleft()
            self._count(claim, claim.at - SKEW_NS, WITHIN_THE_SKEW)
        for side, lately in self._lately.items():
            for place, mode in enumerate(READINGS):
                lately[place].move(_best(books[mode], side), at)
        self._newest = max(self._newest, at)
        while claims and claims[0].at <= at:
            self._judge(claims.popleft())

    def _judge(self, claim: _Claim) -> None:
        if self._count(claim, claim.at, AT_ITS_MOMENT):
            return
        if claim.at + SKEW_NS < self._newest:
            self._count(claim, claim.at - SKEW_NS, WITHIN_THE_SKEW)
        else:
            self._late.append(claim)

    def _count(self, claim: _Claim, since: int, weight: int) -> bool:
        """Count it for the one reading that has it, if it is one; whether any has."""
        fits = [lately.stood(claim.best, since) for lately in self._lately[claim.side]]
        if fits[0] is not fits[1] and claim.side not in self._counted:
            self._counted.add(claim.side)
            self._favour(READINGS[fits.index(True)], weight)
        return any(fits)


def _best(book: OrderBook, side: Side) -> Best:
    level = book.best[0 if side is Side.BID else 1]
    return None if level is None else (level.price.key, level.size)
