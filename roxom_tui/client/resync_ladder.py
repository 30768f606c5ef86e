"""The ladder for silent streams and broken books: ask, subscribe afresh, once more, reconnect (client 2.7).

A stream of which nothing is heard is subscribed once more, for that is answered with what it holds now. While nothing
answers, it climbs: left and subscribed afresh, once more, and then the connection is given up. Every step is bounded.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.journal import Journal
from roxom_tui.client.rate_limiter import RateLimiter
from roxom_tui.client.session import Session
from roxom_tui.client.traffic import Traffic
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.state.store import Store

PATIENCE_NS: Final = 5 * SECOND
"""How long an answer may take."""

RECONNECTS: Final = 3
PERIOD_NS: Final = 5 * MINUTE
"""So many connections are given up for silence in this time; then what is silent stays STALE, in sight."""

DEAF_AFTER: Final = 2
"""So often in a row a channel answered only once it was left: from then on it is left first."""


class Step(IntEnum):
    """The rungs of the ladder."""

    ASKED = 0
    SUBSCRIBED_AGAIN = 1
    ONCE_MORE = 2


class Trigger(Enum):
    """The triggers of a question."""

    SILENCE = "silence"
    NO_FIRST_DATA = "no first data"
    LOSS = "loss"
    """Something was lost or is wanted afresh; the reason beside it says what."""


_SILENT: Final = Reason(Cause.SILENT)
_NEVER_HEARD: Final = Reason(Cause.NOTHING_YET)


@dataclass(slots=True)
class _Question:
    """An open question to a stream: when it was sent (monotonic ns), its rung, and why."""

    at: int
    step: Step
    trigger: Trigger
    why: Reason


class ResyncLadder:
    """Asks, waits and climbs for one profile."""

    def __init__(
        self, session: Session, store: Store, status: ConnectionStatus, traffic: Traffic, journal: Journal
    ) -> None:
        self._session = session
        self._store = store
        self._status = status
        self._traffic = traffic
        self._journal = journal
        self._open: dict[Stream, _Question] = {}
        self._broke: dict[Stream, Reason] = {}
        """What a book broke of last, other than that no snapshot came."""
        self._refused: dict[Stream, Reason] = {}
        """Fresh subscriptions that are wanted and were not allowed yet, and why they are wanted."""
        self._unread: set[Stream] = set()
        """Books of which something came that could not be read, and nothing else since."""
        self._reconnects = RateLimiter(RECONNECTS, PERIOD_NS)
        self._answered: set[Channel] = set()
        self._blamed: set[Channel] = set()
        self._deaf: Counter[Channel] = Counter()

    def resync(self, stream: Stream, why: Reason, now: int, *, insist: bool = True) -> bool:
        """Subscribe a stream afresh; False if it is too early, and then it is done later where we `insist`."""
        if why.cause is not Cause.NO_SNAPSHOT:
            self._broke[stream] = why
        question = self._open.get(stream)
        if question is not None and question.step is not Step.ASKED and not self._has_answered(stream, question):
            return False
        if self._subscribe(stream, _Question(now, Step.SUBSCRIBED_AGAIN, Trigger.LOSS, why)):
            return True
        if insist and self._session.holds(stream):
            self._refused[stream] = why
            self._hide(stream, why, now)
        return False

    def unread(self, stream: Stream, why: Reason, now: int) -> None:
        """A message of a book could not be read: subscribe it afresh. That it is not silent is known for now."""
        self._unread.add(stream)
        self.resync(stream, why, now)

    def tick(self, now: int) -> None:
        """About once a second: ask what is silent, and go on where nothing answered."""
        self.ask(now)
        for stream, why in tuple(self._refused.items()):
            if not self._session.holds(stream) or self._subscribe(
                stream, _Question(now, Step.SUBSCRIBED_AGAIN, Trigger.LOSS, why)
            ):
                self._refused.pop(stream, None)
        for stream, question in tuple(self._open.items()):
            if not self._session.holds(stream):
                self._open.pop(stream, None)
            elif self._has_answered(stream, question):
                self._note_answer(stream, question)
            elif now - question.at >= PATIENCE_NS:
                self._climb(stream, question, now)

    def restart(self) -> None:
        """Another connection, or none: every question went with the old one."""
        self._open.clear()
        self._refused.clear()
        self._unread.clear()
        self._broke.clear()

    def ask(self, now: int) -> None:
        """Ask what is silent, and with it what rests; oftener than once a second, because where much comes little
        silence is unusual."""
        asked = [stream for stream in self._store.judge.silent(now) if self._ask(stream, now)]
        for stream in self._store.judge.resting(now) if asked else ():
            self._ask(stream, now)
        for stream in self._store.clocks.speechless():
            if stream not in self._open and stream.channel in self._answered and self._session.holds(stream):
                # Its first subscription is the question.
                self._open[stream] = _Question(now, Step.ASKED, Trigger.NO_FIRST_DATA, _NEVER_HEARD)

    def _ask(self, stream: Stream, now: int) -> bool:
        """Whether a question goes out."""
        question = self._open.get(stream)
        if question is not None and not self._has_answered(stream, question):
            # It was subscribed afresh already: that is the question.
            self._store.clocks.clock(stream).ask(question.at, question.at + PATIENCE_NS)
            return False
        if question is not None:
            self._note_answer(stream, question)
        if not self._question(stream, now):
            return False
        self._store.clocks.clock(stream).ask(now, now + PATIENCE_NS)
        self._open[stream] = _Question(now, Step.ASKED, Trigger.SILENCE, _SILENT)
        return True

    def _question(self, stream: Stream, now: int) -> bool:
        leave_first = self._deaf[stream.channel] >= DEAF_AFTER
        depth = self._store.markets.depth(stream.symbol) if stream.symbol is not None else None
        if leave_first and depth is not None and stream.channel is Channel.DEPTH:
            depth.verification.begin_gap(now)
        return self._session.probe(stream, leave_first=leave_first)

    def _subscribe(self, stream: Stream, question: _Question) -> bool:
        if not self._session.resync(stream, question.at):
            return False
        if stream.channel.traits.answers_subscribe:
            self._open[stream] = question
            self._store.clocks.clock(stream).next_at = question.at + PATIENCE_NS
        self._refused.pop(stream, None)
        self._traffic.resyncs += 1
        kind = LogKind.RESUBSCRIBED_AGAIN if question.step is Step.ONCE_MORE else LogKind.RESUBSCRIBED
        self._journal.log(LogEntry(kind, stream=stream, reason=question.why))
        return True

    def _has_answered(self, stream: Stream, question: _Question) -> bool:
        at = self._store.clocks.answered_at(stream)
        return at is not None and at >= question.at

    def _note_answer(self, stream: Stream, question: _Question) -> None:
        self._open.pop(stream, None)
        self._store.clocks.clock(stream).next_at = None
        self._unread.discard(stream)
        self._answered.add(stream.channel)
        deaf = self._deaf[stream.channel]
        if question.step is Step.ASKED and deaf < DEAF_AFTER:
            self._deaf[stream.channel] = 0
        elif question.step is not Step.ASKED and question.trigger is Trigger.SILENCE:
            self._deaf[stream.channel] = deaf + 1

    def _climb(self, stream: Stream, question: _Question, now: int) -> None:
        if question.step is Step.ONCE_MORE and self._may_reconnect(stream, question, now):
            self._status.leave(Reason(Cause.STREAM_MUTE, str(stream)))
            return
        step = Step(min(question.step + 1, Step.ONCE_MORE))
        if self._subscribe(stream, _Question(now, step, question.trigger, question.why)):
            waited = (question.step + 1) * PATIENCE_NS // SECOND
            trouble = Reason(Cause.SILENT_RESUBSCRIBED, seconds=waited, next_at=now + PATIENCE_NS)
            self._store.clocks.clock(stream).trouble = trouble
        elif self._session.resync_limit(stream).is_slow(now):
            next_at = self._session.resync_limit(stream).next_at(now)
            self._store.clocks.clock(stream).trouble = Reason(Cause.SILENT_UNANSWERED, next_at=next_at)
            self._hide(stream, question.why, now)

    def _may_reconnect(self, stream: Stream, question: _Question, now: int) -> bool:
        channel = stream.channel
        if self._session.resync_limit(stream).is_slow(now):
            return False
        if stream in self._unread:
            # It speaks, and by another connection it would not speak more clearly.
            return False
        if question.trigger is Trigger.NO_FIRST_DATA and self._store.clocks.has_heard():
            # The connection works; perhaps there is nothing to say about this one.
            return False
        if channel in self._blamed and channel not in self._answered:
            # It has never answered anything, so that it is silent now says little.
            return False
        if not self._reconnects.take(now):
            return False
        self._blamed.add(channel)
        return True

    def _hide(self, stream: Stream, why: Reason, now: int) -> None:
        if stream.channel is Channel.DEPTH and self._session.resync_limit(stream).is_slow(now):
            by, next_at = self._broke.get(stream, why), self._session.resync_limit(stream).next_at(now)
            self._store.clocks.clock(stream).hide(Reason(Cause.BROKE_TOO_OFTEN, by=by, next_at=next_at))
