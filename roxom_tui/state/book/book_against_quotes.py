"""The rebuilt book against the quotes: do they agree? A check over time, because the two channels are not in step.

A quote is confirmed if the rebuilt top equalled it at some moment within a second of its arrival, before or after. One
that was not makes the book suspect, two in a row prove it broken (client 3.5).

An exchange that sums up its depth and tells each best price leaves quotes unconfirmed although nothing is wrong. But
then each rebuilt top equals some quote, as long as the book is right. So the tops are held against the quotes as well,
and where quotes alone speak against it again and again, both are needed from then on.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import Quote
from roxom_tui.model.market import PricedSize
from roxom_tui.model.reasons import Cause, Reason

WINDOW_NS: Final = SECOND
"""How far the channels may be apart."""

MOST_HELD: Final = 8192
"""Tops remembered and waiting; far more than change within the window."""

MOST_NOTED: Final = 8192
"""Tops and quotes written down until somebody asks."""

NOTED_NS: Final = MINUTE
"""What was written down so long ago is followed without being asked: a calm market need not fill the room."""

IN_A_ROW: Final = 2
OFTEN: Final = 4
SOON_NS: Final = MINUTE
"""So often within a minute quotes alone speak against a book only where depth is told in batches."""

LONG_NS: Final = 2 * MINUTE
"""If they have not for so long, it is told at once again."""

SUSPECT: Final = Reason(Cause.QUOTES_DOUBTED)

Best: TypeAlias = PricedSize | None
Top: TypeAlias = tuple[int, object, int, object]
"""Price keys and sizes of the best bid and ask. No price has the key -1, which stands for an empty side."""


def top_of(bid: Best, ask: Best) -> Top:
    """The key by which two tops are compared."""
    return (
        -1 if bid is None else bid[0].key,
        None if bid is None else bid[1],
        -1 if ask is None else ask[0].key,
        None if ask is None else ask[1],
    )


@dataclass(slots=True, eq=False)
class _Claim:
    """A top not judged yet: nobody told the same so far, or an earlier one is not judged."""

    until: int
    top: Top
    is_confirmed: bool


class TopMatcher:
    """Confirms the claimed tops that the witness tells within the window before or after. None before `begin`.

    `bid` and `ask` are what the witness tells now.
    """

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

    def witness(self, bid: Best, ask: Best, at: int) -> None:
        """Take the witness's new top; what had its time before must have been judged."""
        past = self._past
        if past and past[0][0] < at - WINDOW_NS:
            # One for one: nobody can ask for it any more, and in a calm market thousands would be kept.
            past.popleft()
        past.append((at, self.bid, self.ask))
        self.bid, self.ask = bid, ask
        if self._wanted:
            for claim in self._wanted.pop(top_of(bid, ask), ()):
                claim.is_confirmed = True

    def claim(self, top: Top, at: int) -> bool:
        """Take a top to be confirmed; True if it was at once."""
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

    def judge_due(self, now: int) -> tuple[int, int]:
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


class QuotedTops:
    """Were the tops of a rebuilt book ever quoted? Tops as claims, quotes as their witness.

    Asked only when quotes speak against the book: until then what happened is written down and no more.
    """

    def __init__(self, begin: int | None) -> None:
        self._matcher = TopMatcher(begin)
        self._notes: deque[tuple[int, Best, Best, bool]] = deque(maxlen=MOST_NOTED)
        self._since = 0
        self._bid: Best = None
        self._ask: Best = None

    def note(self, bid: Best, ask: Best, at: int, *, is_quote: bool) -> None:
        """A top of the book, or a quote."""
        notes = self._notes
        if notes and notes[0][0] < at - NOTED_NS:
            self._follow(*notes.popleft())
        notes.append((at, bid, ask, is_quote))

    def unquoted(self, now: int) -> int | None:
        """The number of tops in a row that nobody quoted; None where too much happened to tell."""
        notes, confirmation = self._notes, self._matcher
        overflowed = len(notes) == MOST_NOTED and notes[0][0] > now - 2 * WINDOW_NS
        while notes:
            self._follow(*notes.popleft())
        confirmation.judge_due(now)
        if self._is_left_behind(now):
            confirmation.missed += 1
        return None if overflowed else confirmation.missed

    def _follow(self, at: int, bid: Best, ask: Best, is_quote: bool) -> None:
        confirmation = self._matcher
        confirmation.judge_due(at)
        if is_quote:
            confirmation.witness(bid, ask, at)
            if top_of(bid, ask) == top_of(self._bid, self._ask):
                confirmation.missed = 0
        else:
            self._bid, self._ask, self._since = bid, ask, at
            confirmation.claim(top_of(bid, ask), at)

    def _is_left_behind(self, now: int) -> bool:
        """Whether the top stands although no quote has told of it for longer than the channels may be apart."""
        top = top_of(self._bid, self._ask)
        return self._since < now - WINDOW_NS and not self._matcher.knows(top, now)


class DepthBatching:
    """The finding that depth is told in batches. One for all symbols of an exchange."""

    def __init__(self) -> None:
        self.is_coarse = False
        self._alone: deque[int] = deque(maxlen=OFTEN)

    def quotes_alone(self, now: int) -> None:
        """Quotes spoke against a book, while all of its tops were quoted: a loss, or a batch if it comes often."""
        self._alone.append(now)
        if len(self._alone) == OFTEN and now - self._alone[0] < SOON_NS:
            self.is_coarse = True

    def tick(self, now: int) -> None:
        """About once a second: what was found out long ago may not hold any more."""
        if self.is_coarse and now - self._alone[-1] > LONG_NS:
            self.is_coarse = False
            self._alone.clear()


@dataclass(slots=True)
class BookCheckCounts:
    """Counts of checks since the program started, all symbols together. Never reset."""

    checks: int = 0
    """Quotes compared with the book, and audits."""
    unconfirmed: int = 0
    """Quotes that spoke against a book."""
    differences: int = 0
    """Levels that a fresh snapshot showed otherwise."""
    audits: int = 0
    batching: DepthBatching = field(default_factory=DepthBatching)

    def audited(self, differences: int | None) -> int | None:
        """A fresh snapshot was compared with a book, or with None replaced it: how many of the differences count."""
        self.audits += 1
        if differences is None or (differences and self.batching.is_coarse):
            # In batches it may know of what the next will tell.
            return None
        self.checks += 1
        self.differences += differences
        return differences


class QuoteCrossCheck:
    """Compares one symbol's rebuilt tops with its quotes. Times are monotonic ns, of arrival."""

    def __init__(self, counts: BookCheckCounts) -> None:
        self._counts = counts
        self.restart(None)

    def restart(self, at: int | None) -> None:
        """Another book: it is judged once the window lies behind it; never, without one."""
        begin = None if at is None else at + WINDOW_NS
        self._quotes = TopMatcher(begin)
        self._tops = QuotedTops(begin)
        self._unquoted = 0
        self.bid: Best = None
        self.ask: Best = None
        """The rebuilt top, as it was last told."""
        self.waiting = self._quotes.waiting
        """Quotes that are not judged yet."""

    @property
    def doubt(self) -> Reason | None:
        """The reason why the book is suspect; None when it is not."""
        return SUSPECT if self._quotes.missed and self._is_evidence else None

    @property
    def _is_evidence(self) -> bool:
        """Whether an unconfirmed quote speaks against the book."""
        return bool(self._unquoted) or not self._counts.batching.is_coarse

    def moved(self, bid: Best, ask: Best, at: int) -> bool:
        """The rebuilt top is this now. Whether the book is proven broken."""
        waiting = self.waiting
        is_broken = bool(waiting) and self.judge_due(at)
        if bid is not self.bid or ask is not self.ask:
            self.bid, self.ask = bid, ask
            self._tops.note(bid, ask, at, is_quote=False)
            self._quotes.witness(bid, ask, at)
            if waiting:
                is_broken = self.judge_due(at) or is_broken
        return is_broken

    def hear(self, quote: Quote, at: int) -> bool:
        """A quote came. Whether the book is proven broken."""
        self._tops.note(quote.bid, quote.ask, at, is_quote=True)
        self._counts.checks += self._quotes.claim(top_of(quote.bid, quote.ask), at)
        return bool(self.waiting) and self.judge_due(at)

    def judge_due(self, now: int) -> bool:
        """Judge what has had its time. Whether the book is proven broken."""
        quotes, batching = self._quotes, self._counts.batching
        batching.tick(now)
        judged, vain = quotes.judge_due(now)
        self._counts.checks += judged
        if not vain:
            return False
        unquoted = self._tops.unquoted(now)
        if unquoted == 0:
            batching.quotes_alone(now)
        self._unquoted = IN_A_ROW if unquoted is None else unquoted
        if self._is_evidence:
            self._counts.unconfirmed += vain
        return quotes.missed >= IN_A_ROW and (self._unquoted >= IN_A_ROW or not batching.is_coarse)
