"""What the sizes of depth deltas mean, found out by evidence (protocol 4.3, reliability 3).

`DepthReading` is the judge, one for all symbols of an exchange, for it means the same by all of them. `Rivals` are two
books of one symbol, fed alike and read differently, that bring the evidence while the judge has not decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from roxom_tui.model.events import BookDelta, BookSnapshot, Quote
from roxom_tui.model.market import READINGS, DepthMode, Level
from roxom_tui.state.book import OrderBook, Verdict

LEAD: Final = 12
"""So many more pieces of evidence for the one than for the other decide."""

MOST_MOMENTS: Final = 1024
"""How many moments are remembered while the quote, or the book, of the same moment has not come."""

UNDECIDED: Final = "not decided yet whether deltas are absolute or signed"

_OTHER: Final[Mapping[DepthMode, DepthMode]] = MappingProxyType(dict(zip(READINGS, reversed(READINGS), strict=True)))

V = TypeVar("V")


class DepthReading:
    """Decides between absolute and signed. `decided` stays what it was while a decision is looked at again."""

    __slots__ = ("configured", "decided", "is_open", "lead")

    def __init__(self, configured: DepthMode) -> None:
        self.configured = configured
        self.is_open = configured is DepthMode.AUTO
        self.decided = None if self.is_open else configured
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
            return UNDECIDED
        return "" if self._leader is self.decided else f"deltas do not look {self.decided.value} any more"

    @property
    def words(self) -> str:
        """For the connection screen: who decided, and what."""
        if self.configured is not DepthMode.AUTO:
            return f"{self.configured.value}, as the profile says"
        if self.decided is None:
            return f"undecided, {abs(self.lead)} of {LEAD} for {self._leader.value}"
        return f"{self.decided.value}, by evidence" + (", looked at again" if self.is_open else "")

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
        return DepthMode.SIGNED if self.lead < 0 else DepthMode.ABSOLUTE


class _Top(NamedTuple):
    """The best levels by both readings, at one moment of the exchange."""

    bids: tuple[Level | None, Level | None]
    asks: tuple[Level | None, Level | None]


class Rivals:
    """One symbol's book by each reading. `incumbent` is what was decided before, if anything."""

    __slots__ = ("_books", "_named", "_quotes", "_reading", "_tops", "incumbent")

    def __init__(self, reading: DepthReading) -> None:
        self._reading = reading
        self.incumbent = reading.decided
        self._books = {mode: OrderBook(mode) for mode in READINGS}
        self._tops: dict[int, _Top] = {}
        self._quotes: dict[int, Quote] = {}
        self._named: tuple[Level | None, Level | None] = (None, None)

    def book(self, mode: DepthMode) -> OrderBook:
        """The book by one reading."""
        return self._books[mode]

    def replace(self, snapshot: BookSnapshot) -> None:
        """Both hold what a snapshot says."""
        for book in self._books.values():
            book.apply_snapshot(snapshot)
        self._tops.clear()
        self._quotes.clear()

    def start_from(self, book: OrderBook) -> None:
        """Both hold what a book holds that was just proved."""
        self._books = {mode: book.copy(mode) for mode in READINGS}

    def weigh(self, snapshot: BookSnapshot) -> None:
        """A snapshot that follows on what both hold: how much better the one stands than the other is evidence."""
        wrong = {mode: book.differences(snapshot) for mode, book in self._books.items()}
        for mode, other in _OTHER.items():
            self._reading.favour(mode, wrong[other] - wrong[mode])

    def apply_delta(self, delta: BookDelta) -> Verdict:
        """Amend both. A signed book that falls below zero speaks for the other reading."""
        absolute, signed = (self._books[mode] for mode in READINGS)
        verdict, other = absolute.apply_delta(delta), signed.apply_delta(delta)
        if verdict is not Verdict.APPLIED:
            return verdict
        if other is Verdict.TOO_LONG:
            return other
        if other is Verdict.BELOW_ZERO:
            self._reading.favour(DepthMode.ABSOLUTE)
        top = _Top(*zip(absolute.best, signed.best, strict=True))
        quote = self._quotes.pop(delta.exchange_at, None)
        if quote is None:
            _remember(self._tops, delta.exchange_at, top)
        else:
            self._judge(quote, top)
        return verdict

    def hear(self, quote: Quote) -> None:
        """A quote names the best levels of its moment; the books of that moment may come later, or never."""
        top = self._tops.pop(quote.exchange_at, None)
        if top is None:
            _remember(self._quotes, quote.exchange_at, quote)
        else:
            self._judge(quote, top)

    def _judge(self, quote: Quote, top: _Top) -> None:
        # A side that only stands as before is no more evidence: one lost delta must not be counted a dozen times.
        named, self._named = self._named, (quote.bid, quote.ask)
        for told, before, rivals in zip(self._named, named, top, strict=True):
            fits = [_equal(told, level) for level in rivals]
            if fits[0] is not fits[1] and not _equal(told, before):
                self._reading.favour(READINGS[fits.index(True)])


def _equal(one: Level | None, other: Level | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.price.key == other.price.key and one.size == other.size


def _remember(moments: dict[int, V], at: int, what: V) -> None:
    moments[at] = what
    if len(moments) > MOST_MOMENTS:
        del moments[next(iter(moments))]
