"""What the sizes of depth deltas mean, found out by evidence (protocol 4.3, client 3.4).

`DepthReading` is the judge, one for all symbols of an exchange, for it means the same by all of them. `Rivals` are two
books of one symbol, fed alike and read differently, that bring the evidence while the judge has not decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import READINGS, DepthMode
from roxom_tui.state.book.order_book import OrderBook, Verdict
from roxom_tui.state.depth_evidence import Evidence

LEAD: Final = 12
"""So many more pieces of evidence for the one than for the other decide."""

_OTHER: Final[Mapping[DepthMode, DepthMode]] = MappingProxyType(dict(zip(READINGS, reversed(READINGS), strict=True)))


class DepthReading:
    """Decides between absolute and signed. `decided` stays what it was while a decision is looked at again.

    `guess` is what was found out about this exchange before: it is shown while nothing is known, and proves nothing.
    """

    __slots__ = ("configured", "decided", "guess", "is_open", "lead")

    def __init__(self, configured: DepthMode) -> None:
        self.configured = configured
        self.is_open = configured is DepthMode.AUTO
        self.decided = None if self.is_open else configured
        self.guess: DepthMode | None = None
        self.lead = 0
        """Evidence for absolute, less that for signed."""

    @property
    def mode(self) -> DepthMode:
        """The reading to show: what is decided, else what leads."""
        return self.decided or self._leader

    @property
    def doubt(self) -> str:
        """Why a book by this reading is not proven; empty when nothing speaks against it."""
        if not self.is_open:
            return ""
        if self.decided is None:
            return f"depth format {abs(self.lead)} of {LEAD}: detecting whether sizes are absolute or signed"
        return "" if self._leader is self.decided else f"deltas do not look {self.decided.value} any more"

    @property
    def words(self) -> str:
        """For the connection screen: who decided, and what."""
        if self.configured is not DepthMode.AUTO:
            return f"{self.configured.value}, as the profile says"
        if self.decided is None:
            return f"detecting: {abs(self.lead)} of {LEAD} for {self._leader.value}"
        return f"{self.decided.value} ({'checking again' if self.is_open else 'detected'})"

    def favour(self, mode: DepthMode, weight: int = 1) -> None:
        """So much evidence for a reading, at most what decides."""
        if not self.is_open or weight <= 0:
            return
        weight = min(weight, LEAD)
        self.lead += weight if mode is DepthMode.ABSOLUTE else -weight
        if abs(self.lead) >= LEAD:
            self.decided = self._leader
            self.is_open = False

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


class Rivals:
    """One symbol's book by each reading. `incumbent` is what was decided before, if anything."""

    __slots__ = ("_books", "_evidence", "_reading", "incumbent")

    def __init__(self, reading: DepthReading) -> None:
        self._reading = reading
        self.incumbent = reading.decided
        self._books = {mode: OrderBook(mode) for mode in READINGS}
        self._evidence = Evidence(reading.favour, self._books, 0)

    def book(self, mode: DepthMode) -> OrderBook:
        """The book by one reading."""
        return self._books[mode]

    def replace(self, snapshot: BookSnapshot) -> None:
        """Both hold what a snapshot says."""
        for book in self._books.values():
            book.apply_snapshot(snapshot)
        self._evidence = Evidence(self._reading.favour, self._books, snapshot.exchange_at)

    def start_from(self, book: OrderBook) -> None:
        """Both hold what a book holds that was just proved."""
        self._books = {mode: book.copy(mode) for mode in READINGS}
        self._evidence = Evidence(self._reading.favour, self._books, book.exchange_at or 0)

    def weigh(self, snapshot: BookSnapshot) -> None:
        """A snapshot that follows on what both hold: how much better the one stands than the other is evidence."""
        wrong = {mode: book.differences(snapshot) for mode, book in self._books.items()}
        for mode, other in _OTHER.items():
            self._reading.favour(mode, wrong[other] - wrong[mode])

    def apply_delta(self, delta: BookDelta) -> Verdict:
        """Amend both. A signed book that falls below zero speaks for the other reading."""
        return self.apply_overtaken(delta, delta)

    def apply_overtaken(self, delta: BookDelta, left: BookDelta) -> Verdict:
        """The same behind newer deltas: changes add up in any order, and of new sizes only some are `left`."""
        absolute, signed = (self._books[mode] for mode in READINGS)
        verdict, other = absolute.apply_delta(left), signed.apply_delta(delta)
        if verdict is not Verdict.APPLIED:
            return verdict
        if other is Verdict.TOO_LONG:
            return other
        if other is Verdict.BELOW_ZERO:
            self._reading.favour(DepthMode.ABSOLUTE)
        self._evidence.move(self._books, delta.exchange_at)
        return verdict

    def hear(self, quote: Quote) -> None:
        """A quote names the best levels of its moment."""
        self._evidence.hear(quote)
