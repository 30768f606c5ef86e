"""The clock of one stream, and the usual gap between its messages (client 2.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.reasons import Cause, Reason

TOLD_FROM_NS: Final = 1500 * MILLISECOND
"""No silence is called unusual before it has lasted so long."""

TOLD_UNTIL_NS: Final = 4750 * MILLISECOND
"""Where gaps are so long that only a longer silence were unusual, none is: it is asked about before."""

TIMES: Final = 4
"""A silence is unusual from so many times the longest gap on."""

SPAN_NS: Final = 30 * SECOND
"""The longest gap of the last one to two spans counts."""

ENOUGH: Final = 20
"""So many messages, over so long at least, before anything is called usual."""
ENOUGH_NS: Final = 3 * SECOND

_LEAST_NS: Final = 250 * MILLISECOND

ASK_AFTER_NS: Final = 3 * SECOND
"""Silent for this long, or unusually long: time to ask, so that the answer is here before the silence is suspicious."""

ASKED_SILENCE_NS: Final = 4750 * MILLISECOND
"""Silent for this long while a question waits: suspicious. Seen on the screen within 5 s. Where data usually comes much
oftener it is twice the time after which it was asked."""

ANSWER_NS: Final = 500 * MILLISECOND
"""What the exchange may need for an answer, beside the way."""


class UsualGap:
    """The longest gap between messages lately, so that an unusual silence is known for one. Times are monotonic ns.

    One long gap counts for no more than twice the longest before it: a single interruption is not usual yet, but a lull
    is after a few messages.
    """

    def __init__(self) -> None:
        self.last_at: int | None = None
        self.sure_until = 0
        """Until then no gap can be longer than the longest, because something came a little before."""
        self._longest = self._before = 0
        self.count = 0
        """Messages; public as `sure_until` is, for who notes one with each message and saves the call."""
        self._since = self._turned_at = 0

    def note(self, at: int) -> None:
        """A message came."""
        if at > self.sure_until:
            self.measure(at)
        else:
            self.count += 1
        self.last_at = at

    def measure(self, at: int) -> None:
        """A message came after a gap that may be the longest, or a span is over."""
        last = self.last_at
        if last is not None:
            self.count += 1
            if at - last > self._longest:
                self._longest = min(at - last, 2 * max(self._longest, self._before, _LEAST_NS))
            if at - self._turned_at > SPAN_NS:
                self._before, self._longest, self._turned_at = self._longest, 0, at
        elif not self.count:
            self._since = self._turned_at = at
        self.sure_until = min(at + self._longest, self._turned_at + SPAN_NS)

    def interrupt(self) -> None:
        """The connection went: the time until the next message is no gap."""
        self.last_at = None
        self.sure_until = 0

    @property
    def unusual_after(self) -> int | None:
        """The length from which a silence is unusual (ns); None where none is, or too little came to tell."""
        if self.last_at is None or self.count < ENOUGH or self.last_at - self._since < ENOUGH_NS:
            return None
        after = max(TOLD_FROM_NS, TIMES * max(self._longest, self._before))
        return after if after <= TOLD_UNTIL_NS else None

    @property
    def unusual_at(self) -> int | None:
        """The time at which the silence becomes unusual if nothing more comes."""
        after = self.unusual_after
        return None if after is None or self.last_at is None else self.last_at + after

    def silent_since(self, now: int) -> int | None:
        """Since when nothing has come, if that is unusual by now."""
        at = self.unusual_at
        return self.last_at if at is not None and now >= at else None


class ConnectionTiming(UsualGap):
    """The timing of the whole connection. Told of every frame, and of the round trip of a ping (ns)."""

    def __init__(self) -> None:
        super().__init__()
        self.round_trip = 0


@dataclass(slots=True, eq=False)
class StreamClock:
    """The clock of one stream. Times are monotonic ns; all but `data_at` are of this connection."""

    stream: Stream
    siblings: list[StreamClock]
    """All clocks of its symbol."""
    line: ConnectionTiming = field(default_factory=ConnectionTiming)
    gaps: UsualGap = field(default_factory=UsualGap)
    messages: int = 0
    revision: int = 0
    data_at: int | None = None
    """Survives the connection, so that an age can be shown."""
    moved_at: int | None = None
    """The newest news, and the newest proof that nothing is new."""
    proven_at: int | None = None
    asked_at: int | None = None
    """A question without an answer."""
    next_at: int | None = None
    """When more is done about it if there is none."""
    snapshot_at: int | None = None
    """The newest whole book."""
    acknowledged: bool = False
    heard: bool = False
    """Something came, which for account channels may be a seed or the acknowledgement."""
    refusal: Reason | None = None
    fault: Reason | None = None
    """Why it is not subscribed yet."""
    seeding: Reason | None = None
    """Why an account's list must be asked for again; a question of before `seeding_since` does not count."""
    seeding_since: int = 0
    trouble: Reason | None = None
    """What was done about a silence."""
    missed: Reason | None = None
    """Why something is known to be missing that only a whole telling brings back."""
    unread_at: int | None = None
    """When something last came that could not be read."""
    unread_for: Reason | None = None
    hidden: Reason | None = None
    """Why the stream is not to be drawn at all."""

    def touch(self, at: int) -> None:
        """News came that stands for itself: a quote, a trade, a whole book, or an event of the account."""
        self.data_at = self.moved_at = at
        gaps = self.gaps
        # As `gaps.note` does.
        if at > gaps.sure_until:
            gaps.measure(at)
        else:
            gaps.count += 1
        gaps.last_at = at
        self.asked_at = self.refusal = None
        self.heard = True
        if self.missed is not None and self.stream.symbol is not None:
            self.missed = None

    def amend(self, at: int, *, is_shown: bool = True) -> None:
        """News came that only changes what we hold. After a suspicious silence that needs a whole answer first.

        What is held back until a snapshot comes is not shown: the data on the screen is as old as before.
        """
        if self.asked_at is None and is_shown:
            self.touch(at)
            return
        before = self.data_at
        self._amend(at)
        if not is_shown:
            self.data_at = before

    def _amend(self, at: int) -> None:
        if self.asked_at is None:
            self.touch(at)
            return
        known = self.known_at
        self.data_at = at
        self.gaps.note(at)
        if known is not None and at - known < self.stale_after:
            self.moved_at = at

    def prove(self, at: int) -> None:
        """Data came because we asked, and says what we hold already."""
        self.data_at = self.proven_at = at
        self.gaps.note(at)
        self.asked_at = None
        self.heard = True
        self.missed = None

    def ask(self, at: int, next_at: int | None = None) -> None:
        """The exchange was asked what the stream holds; unless it answers more is done at `next_at`."""
        self.asked_at, self.next_at = at, next_at
        self.trouble = None

    def refuse(self, code: str, text: str) -> None:
        """The exchange refused the stream."""
        self.refusal = Reason(Cause.REFUSED, text, code)

    def acknowledge(self) -> None:
        """The exchange said that the stream is subscribed."""
        self.acknowledged = True
        self.refusal = None

    def miss(self, why: Reason) -> None:
        """Part of what it told is lost: it is not proven until it is told whole, by the stream or by a GET."""
        self.revision += self.missed != why
        self.missed = why

    def note_unread(self, why: Reason, at: int) -> None:
        """Something came that could not be read: the stream is not silent, though nothing of it counts."""
        self.unread_for, self.unread_at = why, at

    def unread(self, now: int) -> Reason | None:
        """Why nothing counts that comes; None where nothing comes, or it can be read."""
        return None if self.unread_at is None or now - self.unread_at >= TOLD_FROM_NS else self.unread_for

    def hide(self, reason: Reason) -> None:
        """Show `reason` in place of a book, until its next snapshot."""
        self.revision += self.hidden != reason
        self.hidden = reason

    def restart(self) -> None:
        """The connection went: nothing of it counts for the next."""
        self.moved_at = self.proven_at = self.asked_at = self.snapshot_at = self.next_at = None
        self.acknowledged = self.heard = False
        self.refusal = self.seeding = self.trouble = self.hidden = self.missed = self.fault = None
        self.unread_at = self.unread_for = None
        self.seeding_since = 0
        self.gaps.interrupt()

    @property
    def ask_after(self) -> int:
        """The silence after which the exchange is asked (ns)."""
        return min(ASK_AFTER_NS, self.gaps.unusual_after or ASK_AFTER_NS)

    @property
    def stale_after(self) -> int:
        """The silence after which it is STALE while a question waits (ns); longer where a ping takes long."""
        patience = max(self.ask_after, self.line.round_trip * 2 + ANSWER_NS)
        return min(ASKED_SILENCE_NS, self.ask_after + patience)

    @property
    def known_at(self) -> int | None:
        """The time at which what we hold was last known to be right."""
        if self.proven_at is None or self.moved_at is None:
            return self.moved_at if self.proven_at is None else self.proven_at
        return max(self.moved_at, self.proven_at)

    @property
    def is_quiet(self) -> bool:
        """Whether the newest data was a proof and no news."""
        proven_at, moved_at = self.proven_at, self.moved_at
        return proven_at is not None and (moved_at is None or moved_at < proven_at)
