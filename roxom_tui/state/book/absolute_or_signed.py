"""Detects the meaning of sizes in depth deltas, by evidence (protocol 4.3, client 3.4).

`DepthModeDetector` is the judge, one for all symbols of an exchange, for it means the same by all of them.
`CandidateBooks` are two books of one symbol, fed alike and read differently, that bring the evidence while the judge
has not decided.

`QuoteEvidence` is what quotes say: one tells the best price and size of its moment, and a reading of the deltas that
had them is favoured over one that had not. The channels need not coincide: deltas may be batched, quotes told between
them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import READINGS, DepthMode, Side
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.verification import DepthFormat, FormatKnown
from roxom_tui.state.book.order_book import DeltaResult, OrderBook

LEAD: Final = 12
"""So many more pieces of evidence for the one than for the other decide."""

SKEW_NS: Final = SECOND
"""How far apart, in exchange time, quotes and deltas may tell of the same best level."""

AT_ITS_MOMENT: Final = 2
WITHIN_THE_SKEW: Final = 1
"""What evidence weighs. In the simulated markets, batched by 50 ms to 1 s, 0.2 to 4 % of the first kind and 18 % of the
second speak for the wrong reading."""

REMEMBERED_NS: Final = 3 * SKEW_NS
MOST_REMEMBERED: Final = 4096
"""So long, and so many, best levels of a side are remembered, and quotes wait to be compared."""

_OTHER: Final[Mapping[DepthMode, DepthMode]] = MappingProxyType(dict(zip(READINGS, reversed(READINGS), strict=True)))

Best: TypeAlias = tuple[int, Decimal] | None
"""A best level by its price's key and its size; None where a side is empty."""


class _BestLately:
    """The best levels of one side by one reading, and until when each stood. Times are exchange times, wall ns."""

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


class _Claim(Struct, frozen=True):
    """The best level of a side, as a quote told it."""

    side: Side
    best: Best
    at: int


class QuoteEvidence:
    """Quotes held against the best levels of both readings, around the moment of which each quote tells.

    The strongest evidence comes first: a level that stood best at that very moment, or from the next delta on. Where
    neither reading has it, because quotes and deltas are not in step, any moment within the skew counts, once the
    window is over. A quote that both readings fit, or neither, says nothing.
    """

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
            best = None if level is None else (level[0].key, level[1])
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
    return None if level is None else (level[0].key, level[1])


class DepthModeDetector:
    """Decides between absolute and signed. `decided` stays what it was while a decision is looked at again.

    `guess` is what was found out about this exchange before: it is shown while nothing is known, and proves nothing.
    """

    def __init__(self, configured: DepthMode) -> None:
        self.configured = configured
        self.is_open = configured is DepthMode.AUTO
        self.decided = None if self.is_open else configured
        self.guess: DepthMode | None = None
        self._last_told: DepthMode | None = None
        self.lead = 0
        """Evidence for absolute, less that for signed."""

    @property
    def mode(self) -> DepthMode:
        """The reading to show: what is decided, else what leads."""
        return self.decided or self._leader

    @property
    def doubt(self) -> Reason | None:
        """The reason why a book by this reading is not proven; None when nothing speaks against it."""
        if not self.is_open:
            return None
        if self.decided is None:
            return Reason(Cause.FORMAT_OPEN, done=abs(self.lead), of=LEAD)
        return None if self._leader is self.decided else Reason(Cause.FORMAT_DOUBTED, self.decided.value)

    @property
    def format(self) -> DepthFormat:
        """The format as far as it is known, and how."""
        if self.configured is not DepthMode.AUTO:
            return DepthFormat(self.configured, FormatKnown.CONFIGURED)
        if self.decided is None:
            return DepthFormat(self._leader, FormatKnown.OPEN, abs(self.lead), LEAD)
        return DepthFormat(self.decided, FormatKnown.CHECKED_AGAIN if self.is_open else FormatKnown.DETECTED)

    def favour(self, mode: DepthMode, weight: int = 1) -> None:
        """So much evidence for a reading, at most what decides."""
        if not self.is_open or weight <= 0:
            return
        weight = min(weight, LEAD)
        self.lead += weight if mode is DepthMode.ABSOLUTE else -weight
        if abs(self.lead) >= LEAD:
            self.decided = self._leader
            self.is_open = False

    def newly_detected(self) -> DepthMode | None:
        """What was just decided by evidence, once for each finding; None otherwise."""
        if self.configured is not DepthMode.AUTO or self.is_open or self.decided is self._last_told:
            return None
        self._last_told = self.decided
        return self.decided

    def look_again(self, differences: int) -> None:
        """A book by the decided reading was wrong in so many places: the more, the less is left of its lead."""
        if self.configured is not DepthMode.AUTO or self.decided is None or self.is_open or not differences:
            return
        self.is_open = True
        kept = max(-LEAD // 2, LEAD - 1 - differences)
        self.lead = kept if self.decided is DepthMode.ABSOLUTE else -kept

    @property
    def _leader(self) -> DepthMode:
        if self.lead == 0 and self.guess is not None:
            return self.guess
        return DepthMode.SIGNED if self.lead < 0 else DepthMode.ABSOLUTE


class CandidateBooks:
    """One symbol's book by each reading. `incumbent` is what was decided before, if anything."""

    def __init__(self, reading: DepthModeDetector) -> None:
        self._reading = reading
        self.incumbent = reading.decided
        self._books = {mode: OrderBook(mode) for mode in READINGS}
        self._evidence = QuoteEvidence(reading.favour, self._books, 0)

    def book(self, mode: DepthMode) -> OrderBook:
        """The book by one reading."""
        return self._books[mode]

    def replace(self, snapshot: BookSnapshot) -> None:
        """Both hold what a snapshot says."""
        for book in self._books.values():
            book.apply_snapshot(snapshot)
        self._evidence = QuoteEvidence(self._reading.favour, self._books, snapshot.exchange_at)

    def start_from(self, book: OrderBook) -> None:
        """Both hold what a book holds that was just proved."""
        self._books = {mode: book.copy(mode) for mode in READINGS}
        self._evidence = QuoteEvidence(self._reading.favour, self._books, book.exchange_at or 0)

    def weigh(self, snapshot: BookSnapshot) -> None:
        """A snapshot that follows on what both hold: how much better the one stands than the other is evidence."""
        wrong = {mode: book.differences(snapshot) for mode, book in self._books.items()}
        for mode, other in _OTHER.items():
            self._reading.favour(mode, wrong[other] - wrong[mode])

    def apply_delta(self, delta: BookDelta) -> DeltaResult:
        """Amend both. A signed book that falls below zero speaks for the other reading."""
        return self.apply_overtaken(delta, delta)

    def apply_overtaken(self, delta: BookDelta, left: BookDelta) -> DeltaResult:
        """The same behind newer deltas: changes add up in any order, and of new sizes only some are `left`."""
        absolute, signed = (self._books[mode] for mode in READINGS)
        verdict, other = absolute.apply_delta(left), signed.apply_delta(delta)
        if verdict is not DeltaResult.APPLIED:
            return verdict
        if other is DeltaResult.TOO_LONG:
            return other
        if other is DeltaResult.BELOW_ZERO:
            self._reading.favour(DepthMode.ABSOLUTE)
        self._evidence.move(self._books, delta.exchange_at)
        return verdict

    def hear(self, quote: Quote) -> None:
        """A quote names the best levels of its moment."""
        self._evidence.hear(quote)


class BookByReading:
    """One symbol's book by the reading in use: `shown`, one of the two `candidates` while there are two readings."""

    def __init__(self, reading: DepthModeDetector) -> None:
        self._reading = reading
        self.shown = OrderBook(reading.mode)
        self.candidates: CandidateBooks | None = None

    @property
    def signed(self) -> OrderBook | None:
        """The book whose deltas are changes of size; None where it is sure that they are not."""
        if self.candidates is not None:
            return self.candidates.book(DepthMode.SIGNED)
        return self.shown if self.shown.mode is DepthMode.SIGNED else None

    @property
    def is_misread(self) -> bool:
        """Whether another reading than that of the only book was decided since."""
        reading = self._reading
        return self.candidates is None and not reading.is_open and self.shown.mode is not reading.mode

    def replace(self, snapshot: BookSnapshot) -> None:
        """Hold what a snapshot says, by both readings while none is decided."""
        mode = self._reading.mode
        if self._reading.is_open:
            self.candidates = self.candidates or CandidateBooks(self._reading)
            self.candidates.replace(snapshot)
            self.shown = self.candidates.book(mode)
            return
        self.candidates = None
        if self.shown.mode is not mode:
            self.shown = OrderBook(mode)
        self.shown.apply_snapshot(snapshot)

    def reopen(self) -> None:
        """The book was just proved, or mended: go on by both readings where its own is not sure any more."""
        if self._reading.is_open:
            self.candidates = CandidateBooks(self._reading)
            self.candidates.start_from(self.shown)
            self.shown = self.candidates.book(self._reading.mode)

    def apply_delta(self, delta: BookDelta) -> DeltaResult:
        """Amend the book, or both."""
        return self.shown.apply_delta(delta) if self.candidates is None else self.candidates.apply_delta(delta)

    def apply_overtaken(self, delta: BookDelta, left: BookDelta) -> DeltaResult:
        """Amend it behind newer deltas: new sizes only as far as something is `left` of them."""
        if self.candidates is not None:
            return self.candidates.apply_overtaken(delta, left)
        return self.shown.apply_delta(delta if self.shown.mode is DepthMode.SIGNED else left)

    def follow(self) -> bool:
        """Show the candidate that leads, alone once it is decided; False if another had been decided before."""
        candidates, reading = self.candidates, self._reading
        if candidates is None:
            return True
        if not reading.is_open:
            self.candidates = None
            if candidates.incumbent not in (None, reading.mode):
                return False
        self.shown = candidates.book(reading.mode)
        return True
