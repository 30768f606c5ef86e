"""Does the rebuilt book agree with the quotes? A check over time, because the two channels are not in step.

A quote is confirmed if the rebuilt top equalled it at some moment within a second of its arrival, before or after. One
that was not makes the book suspect, two in a row prove it broken (client 3.5).

An exchange that sums up its depth and tells each best price leaves quotes unconfirmed although nothing is wrong. But
then each rebuilt top equals some quote, as long as the book is right. So the tops are held against the quotes as well,
and where quotes alone speak against it again and again, both are needed from then on.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final

from roxom_tui.model.durations import MINUTE
from roxom_tui.model.events import Quote
from roxom_tui.state.confirmation import WINDOW_NS, Best, Confirmation, top_of
from roxom_tui.state.quoted import QuotedTops

IN_A_ROW: Final = 2
OFTEN: Final = 4
SOON_NS: Final = MINUTE
"""So often within a minute quotes alone speak against a book only where depth is told in batches."""

LONG_NS: Final = 2 * MINUTE
"""If they have not for so long, it is told at once again."""

SUSPECT: Final = "the best prices of the book and of level1 disagree"


class Grain:
    """Whether depth is told in batches, as was found out. One for all symbols of an exchange."""

    __slots__ = ("_alone", "is_coarse")

    def __init__(self) -> None:
        self.is_coarse = False
        self._alone: deque[int] = deque(maxlen=OFTEN)

    def quotes_alone(self, now: int) -> None:
        """Quotes spoke against a book, while all of its tops were quoted: a loss, or a batch if it comes often."""
        self._alone.append(now)
        if len(self._alone) == OFTEN and now - self._alone[0] < SOON_NS:
            self.is_coarse = True

    def beat(self, now: int) -> None:
        """About once a second: what was found out long ago may not hold any more."""
        if self.is_coarse and now - self._alone[-1] > LONG_NS:
            self.is_coarse = False
            self._alone.clear()


@dataclass(slots=True)
class IntegrityCounts:
    """What was checked since the program started, all symbols together. Never reset."""

    checks: int = 0
    """Quotes compared with the book, and audits."""
    unconfirmed: int = 0
    """Quotes that spoke against a book."""
    differences: int = 0
    """Levels that a fresh snapshot showed otherwise."""
    audits: int = 0
    grain: Grain = field(default_factory=Grain)


class CrossCheck:
    """Compares one symbol's rebuilt tops with its quotes. Times are monotonic ns, of arrival."""

    __slots__ = ("_counts", "_quotes", "_tops", "_unquoted")

    def __init__(self, counts: IntegrityCounts) -> None:
        self._counts = counts
        self.restart(None)

    def restart(self, at: int | None) -> None:
        """Another book: it is judged once the window lies behind it; never, without one."""
        begin = None if at is None else at + WINDOW_NS
        self._quotes = Confirmation(begin)
        self._tops = QuotedTops(begin)
        self._unquoted = 0

    def stands(self, bid: Best, ask: Best) -> bool:
        """Whether the rebuilt top is the one last heard of, and no quote waits for another: there is nothing to do."""
        quotes = self._quotes
        return bid is quotes.bid and ask is quotes.ask and not quotes.waiting

    @property
    def doubt(self) -> str:
        """Why the book is suspect; empty when it is not."""
        return SUSPECT if self._quotes.missed and self._is_evidence else ""

    @property
    def _is_evidence(self) -> bool:
        """Whether an unconfirmed quote speaks against the book."""
        return bool(self._unquoted) or not self._counts.grain.is_coarse

    def moved(self, bid: Best, ask: Best, at: int) -> bool:
        """The rebuilt top is this now. Whether the book is proven broken."""
        quotes = self._quotes
        is_broken = bool(quotes.waiting) and self.settle(at)
        if bid is not quotes.bid or ask is not quotes.ask:
            self._tops.note(bid, ask, at, is_quote=False)
            quotes.tell(bid, ask, at)
            is_broken = (bool(quotes.waiting) and self.settle(at)) or is_broken
        return is_broken

    def hear(self, quote: Quote, at: int) -> bool:
        """A quote came. Whether the book is proven broken."""
        self._tops.note(quote.bid, quote.ask, at, is_quote=True)
        self._counts.checks += self._quotes.claim(top_of(quote.bid, quote.ask), at)
        return bool(self._quotes.waiting) and self.settle(at)

    def settle(self, now: int) -> bool:
        """Judge what has had its time. Whether the book is proven broken."""
        quotes, grain = self._quotes, self._counts.grain
        grain.beat(now)
        judged, vain = quotes.settle(now)
        self._counts.checks += judged
        if not vain:
            return False
        unquoted = self._tops.unquoted(now)
        if unquoted == 0:
            grain.quotes_alone(now)
        self._unquoted = IN_A_ROW if unquoted is None else unquoted
        if self._is_evidence:
            self._counts.unconfirmed += vain
        return quotes.missed >= IN_A_ROW and (self._unquoted >= IN_A_ROW or not grain.is_coarse)
