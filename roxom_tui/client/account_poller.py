"""The account's lists by GET: all on every connection, again after what calls for it, and now and then (client 4.1).

What the stream reports after a question was sent wins over its answer; the store sees to that, for it knows both.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.journal import Journal
from roxom_tui.client.list_schedule import ListSchedule
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.reconnect_delay import Backoff
from roxom_tui.client.session import Session
from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.connection import Failed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.events import BookSnapshot, CalendarsSeed, PositionsSeed, Seed
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import DISPROVEN_BY_SUCCESS, Cause, Guess, Reason
from roxom_tui.model.status import NeedsResync, Outcome
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.store import BEHIND, Store

MOST_WAITS: Final = 30
"""So many times `seed_patience` the first questions wait for the account's streams at most."""

BEHIND_AT_MOST: Final = 4
"""So often in a row a list may know less than the stream, and is asked for again soon."""


_OF_THE_KEY: Final = frozenset((Guess.OTHER_ENVIRONMENT, Guess.KEY_MISMATCH))
"""Disproven by the connection that stands with the same key."""


@dataclass(slots=True)
class _Round:
    """One list being asked for: positions take a question a symbol, and count only when all are answered."""

    stream: Stream
    symbols: deque[Symbol | None]
    answers: list[tuple[Seed, int]] = field(default_factory=list)
    """What was answered, and when it was asked for (wall ns, monotonic ns)."""

    def next_question(self, is_unknown: Callable[[Symbol], bool], now: int) -> Question | None:
        """The next question of it; None once there is none left."""
        while self.symbols:
            # A list and the GET that tells it have one name.
            question = Question(GetKind[self.stream.channel.name], self.symbols.popleft(), now)
            if question.symbol is None or not is_unknown(question.symbol):
                return question
            # Nothing can be held in a contract the exchange does not know, and asking for it spoils the list.
            self.answers.append((PositionsSeed(question.symbol, ()), now))
        return None


class AccountPoller:
    """Asks for the lists of one connection after another, one question at a time."""

    def __init__(
        self,
        store: Store,
        session: Session,
        status: ConnectionStatus,
        journal: Journal,
        clock: Clock,
        random: Random,
        timing: Timing,
    ) -> None:
        self._store = store
        self._session = session
        self._status = status
        self._journal = journal
        self._clock = clock
        self._timing = timing
        self._random = random
        self.is_waiting = False
        """Whether the first questions wait for `account_is_settled`."""
        self.can_ask = False
        """Whether there is a connection, and GETs that may yet be answered."""
        self.has_news = False
        """Whether something happened because of which `to_ask` may have a question."""
        self.asks = True
        """Whether `to_ask` has questions at all; in a recording that is played `retell` has those of then."""

    def connected(self, now: int) -> None:
        """Another connection: every list is asked for, once it is settled that no event falls between."""
        self.can_ask = self.has_news = True
        self._backoff = Backoff(self._timing.rest_backoff, self._random)
        self._store.account.unlisted = None
        together = int(min(self._timing.lists_together, self._timing.lists_every / 3) * SECOND)
        self._schedule = ListSchedule(self._store.account.due, ACCOUNT_LISTS, now, together)
        self._unseeded = set(ACCOUNT_LISTS)
        self._behind: Counter[Stream] = Counter()
        self._round: _Round | None = None
        self._question: Question | None = None
        self.is_waiting = True
        self._began_at = now
        for stream in ACCOUNT_LISTS:
            self._store.seeding(stream, Reason(Cause.LIST_ASKED))

    def disconnected(self) -> None:
        """The connection is gone, and with it whom to ask; what is still answered is not taken."""
        self.can_ask = self.is_waiting = False
        self._store.account.due.clear()

    def unasked(self) -> None:
        """A connection without GETs: what was there before it nobody tells."""
        self._store.account.unlisted = Reason(Cause.NO_GETS)

    def account_is_settled(self) -> None:
        """No event falls between the account's streams and the GETs any more, and the exchange speaks."""
        self.is_waiting, self.has_news = False, True

    def soon(self, stream: Stream) -> None:
        """Something happened that only a GET can tell in full; what happens until then is answered with it."""
        self._plan(stream, self._timing.reseed_after)

    def sooner(self, stream: Stream) -> None:
        """An event was lost, though what came after it is believed: the list is here within two seconds."""
        self._plan(stream, self._timing.reseed_lost)

    def at_once(self, stream: Stream) -> None:
        """Ask now for what is doubted, but not without end."""
        if self.can_ask and stream in ACCOUNT_LISTS:
            gap = int(self._timing.doubt_gap * SECOND)
            self.has_news |= self._schedule.plan_apart(stream, self._clock.monotonic(), gap)

    def _plan(self, stream: Stream, seconds: float) -> None:
        if self.can_ask and stream in ACCOUNT_LISTS:
            self.has_news |= self._schedule.plan(stream, self._clock.monotonic() + int(seconds * SECOND))

    @property
    def has_all(self) -> bool:
        """Whether every list of this connection was told, and none is being asked for."""
        return self.can_ask and not self._unseeded and self._round is None

    def to_ask(self, now: int) -> Question | None:
        """The question to ask now, if one is due and none is under way."""
        self.has_news = False
        if not self.asks or not self.can_ask or self._question is not None or now < self._schedule.paused_until:
            return None
        if not self._may_begin(now):
            return None
        if self._round is None:
            self._round = self._next_round(now)
            self._note_retry()
        if self._round is not None:
            self._question = self._round.next_question(self._is_unknown, now)
            if self._question is None:
                self._finish(self._round)
                return self.to_ask(now)
        return self._question

    def retell(self, kind: GetKind, symbol: Symbol | None, now: int) -> Question | None:
        """The question that was asked at this moment when it was recorded; None where its list began before."""
        stream = next((stream for stream in ACCOUNT_LISTS if stream.channel.name == kind.name), None)
        if not self.can_ask or stream is None:
            return None
        if self._round is None or self._round.stream != stream or symbol not in self._round.symbols:
            self._schedule.begin(stream)
            self._round, self.is_waiting = _Round(stream, deque(self._symbols(stream))), False
        question = self._round.next_question(self._is_unknown, now)
        if question is None or question.symbol != symbol:
            self._round = question = None
        self._question = question
        return question

    def next_at(self, now: int) -> int | None:
        """The time at which `to_ask` may have a question; None while one is under way, or nothing is planned."""
        if not self.can_ask or self._question is not None:
            return None
        if self.is_waiting:
            patience = int(self._timing.seed_patience * SECOND)
            return now + patience - (now - self._began_at) % patience
        return self._schedule.next_at

    def answered(self, question: Question, answer: Answer) -> None:
        """Take the answer to a question; one of another connection is dropped."""
        if not self.can_ask or question is not self._question or self._round is None:
            return
        self._question, self.has_news = None, True
        if isinstance(answer, Failed):
            stream, self._round = self._round.stream, None
            self._failed(stream, answer)
        elif not isinstance(answer, BookSnapshot | CalendarsSeed):
            self._round.answers.append((answer, question.asked_at))
            if not self._round.symbols:
                self._finish(self._round)

    def forget_question(self) -> None:
        """Nobody will answer the question that is under way: its list is asked for again."""
        if self._round is not None:
            self._schedule.plan_if_none(self._round.stream, self._clock.monotonic())
        self._question = self._round = None
        self.has_news = True

    def _may_begin(self, now: int) -> bool:
        """Once the connection speaks, or has shown how late it is: behind an answer, old events make a list old."""
        if self.is_waiting:
            waits = (now - self._began_at) / (self._timing.seed_patience * SECOND)
            self.is_waiting = waits < MOST_WAITS and (waits < 1 or self._status.lag_s is None)
        return not self.is_waiting

    def _next_round(self, now: int) -> _Round | None:
        stream = self._schedule.begin_due(now)
        return None if stream is None else _Round(stream, deque(self._symbols(stream)))

    def _note_retry(self) -> None:
        """What failed is asked for again: when that would be is not said any more."""
        for stream in self._unseeded if self._round is not None else ():
            reason = self._store.clocks.clock(stream).seeding
            if reason is not None and reason.next_at is not None:
                self._store.seeding(stream, replace(reason, next_at=None))

    def _symbols(self, stream: Stream) -> tuple[Symbol | None, ...]:
        if stream.channel is not Channel.POSITIONS:
            return (None,)
        return (*self._store.symbols, *self._store.extra_symbols())

    def _is_unknown(self, symbol: Symbol) -> bool:
        """Refused for what it is (protocol 3.4), not for a limit: what is merely not followed can be held."""
        return self._session.refusal(Stream(Channel.LEVEL1, symbol)) == ErrorCode.UNKNOWN_SYMBOL

    def _finish(self, round_: _Round) -> None:
        """All answers at once: a list that is half there must not look whole."""
        self._round = None
        now = self._clock.monotonic()
        outcomes = [self._store.seed(seed, now, at) for seed, at in round_.answers]
        self._unseeded.discard(round_.stream)
        self._schedule.plan_if_none(round_.stream, now + int(self._timing.lists_every * SECOND))
        self._ask_again_where_behind(round_.stream, outcomes)
        self._backoff.reset()

    def _ask_again_where_behind(self, stream: Stream, outcomes: Iterable[Outcome]) -> None:
        """Ask again where answer and stream know different things: soon they agree, or they never do."""
        if not any(isinstance(outcome, NeedsResync) for outcome in outcomes):
            self._behind[stream] = 0
            return
        self._behind[stream] += 1
        if self._behind[stream] < BEHIND_AT_MOST:
            self.soon(stream)
        else:
            self._store.seeding(stream, None)
            self._store.clocks.clock(stream).miss(BEHIND)

    def _failed(self, stream: Stream, failure: Failed) -> None:
        """Plan to ask again, unless only the person can change anything."""
        # Only what failed counts as a try: who answers "come back at once" is not asked at once for ever.
        now = self._clock.monotonic()
        self._backoff.trying(now)
        delay = self._backoff.after_failure(failure)
        if delay is None:
            self._give_up(failure)
            return
        self._schedule.pause(stream, now + int(delay * SECOND))
        for listed in self._unseeded:
            self._store.seeding(listed, self._reason_of(failure))
        self._journal.notify(LogEntry(LogKind.LIST_FAILED, failure.sentence, stream, delay))

    def _reason_of(self, failure: Failed) -> Reason:
        """Without the guesses that are disproven by what this key and this address have answered."""
        is_known = len(self._unseeded) < len(ACCOUNT_LISTS)
        disproven = DISPROVEN_BY_SUCCESS if is_known else _OF_THE_KEY
        guesses = tuple(guess for guess in failure.guesses if guess not in disproven)
        return Reason(Cause.LIST_FAILED, failure.sentence, _code(failure), guesses, next_at=self._schedule.paused_until)

    def _give_up(self, failure: Failed) -> None:
        self.can_ask = False
        self._schedule.clear()
        self._store.account.unlisted = Reason(Cause.LISTS_REFUSED, failure.sentence, _code(failure))
        self._journal.notify(LogEntry(LogKind.LISTS_GIVEN_UP, failure.sentence))
        for listed in ACCOUNT_LISTS:
            if listed not in self._unseeded:
                self._store.clocks.clock(listed).miss(Reason(Cause.UNCHECKABLE, failure.sentence))
            self._store.seeding(listed, None)


def _code(failure: Failed) -> str:
    return str(failure.status) if failure.status is not None else failure.trouble.value
