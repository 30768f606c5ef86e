"""A fresh snapshot of the book in view about once a minute, to find what nothing else reveals (client 3.6).

How to get one without disturbing the stream is not documented, so it is learned: subscribing once more; else leaving
and joining again; else the GET; else there is none, and the panel says so. A way that has worked is not left for one
answer that did not come, and after a while the least disturbing is tried again.
"""

from __future__ import annotations

from random import Random
from typing import Final

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.journal import Journal
from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.session import Session
from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Failed
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.verification import VerifyBy, Way
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.store import Store

_NEXT: Final = {Way.REPEAT: Way.REJOIN, Way.REJOIN: Way.GET, Way.GET: Way.NONE}

_IN_A_ROW: Final = 2
"""So many answers must fail to come until a way that has worked is left."""


class BookPoller:
    """Asks for books by GET, one at a time."""

    def __init__(self, store: Store, journal: Journal, clock: Clock) -> None:
        self._store = store
        self._journal = journal
        self._clock = clock
        self.can_ask = False
        """Whether there is a connection, and GETs beside it."""
        self.has_news = False
        """Whether something happened because of which `to_ask` may have a question."""
        self._wanted: Symbol | None = None
        self._question: Question | None = None

    def restart(self, *, can_ask: bool) -> None:
        """Another connection, or none: a question went with the old one."""
        self.can_ask = can_ask
        self._wanted = self._question = None

    def forget_question(self) -> None:
        """Nobody will answer the question that is under way; the audit that waits for it will time out."""
        self._question, self.has_news = None, self._wanted is not None

    def want(self, symbol: Symbol) -> bool:
        """Ask for a symbol's book, the newest wish only; False where there is nobody to ask."""
        if self.can_ask:
            self._wanted, self.has_news = symbol, True
        return self.can_ask

    def to_ask(self, now: int) -> Question | None:
        """The question to ask now, if one is wanted and none is under way."""
        self.has_news = False
        if self._wanted is None or self._question is not None:
            return None
        self._question = Question(GetKind.ORDER_BOOK, self._wanted, now)
        self._wanted = None
        return self._question

    def retell(self, symbol: Symbol, now: int) -> Question | None:
        """The question that was asked at this moment when it was recorded."""
        depth = self._store.markets.depth(symbol)
        if depth is None or not self.can_ask:
            return None
        depth.expect_answer()
        self._question = Question(GetKind.ORDER_BOOK, symbol, now)
        return self._question

    def answered(self, question: Question, answer: Answer) -> None:
        """Take the answer to a question; one of another connection is dropped."""
        if question is not self._question or question.symbol is None:
            return
        self._question, self.has_news = None, self._wanted is not None
        depth = self._store.markets.depth(question.symbol)
        if isinstance(answer, Failed):
            stream = Stream(Channel.DEPTH, question.symbol)
            self._journal.log(LogEntry(LogKind.BOOK_NOT_ANSWERED, answer.sentence, stream))
        elif isinstance(answer, BookSnapshot) and depth is not None:
            depth.verification.answer(answer, self._clock.monotonic())


class BookAudits:
    """The audits of one profile: when, and by which way."""

    def __init__(
        self,
        session: Session,
        store: Store,
        books: BookPoller,
        status: ConnectionStatus,
        journal: Journal,
        random: Random,
        timing: Timing,
    ) -> None:
        self._session = session
        self._store = store
        self._books = books
        self._status = status
        self._journal = journal
        self._random = random
        self._timing = timing
        self._depth: VerifiedBook | None = None
        self._began: int | None = None
        self._stood_at: int | None = None
        """The exchange's time of the newest delta when the audit began."""
        self._due = 0
        self._told_at = 0
        self._is_learned = False
        self._missed = 0
        self._left_at = 0
        """When a gentler way was left last."""
        self._is_rejoining_vain = False
        self.way = Way.REPEAT
        self.asks = True
        """Whether audits are made here; in a recording that is played they were, and their answers come."""

    @property
    def verify_by(self) -> VerifyBy:
        """The way in use, for the connection screen."""
        known = self._is_learned or self.way is Way.NONE or (self._depth is not None and self._is_answered(self._depth))
        return VerifyBy(self.way, known)

    def restart(self) -> None:
        """Another connection, or none: a question went with the old one."""
        if self._depth is not None:
            self._depth.checked_next = None
        self._depth = self._began = None

    def tick(self, symbol: Symbol, now: int) -> None:
        """About once a second: begin what is due for the book in view, or see what became of it."""
        depth = self._store.markets.depth(symbol)
        if depth is not None:
            depth.can_be_verified = self.way is not Way.NONE
            self._log_differences(depth)
        if not self.asks:
            return
        if depth is None or not depth.is_sound:
            if self._began is not None and self.way is Way.REJOIN and depth is not None and depth is self._depth:
                self._broke(depth, now)
            self.restart()
        elif depth is not self._depth:
            self._depth = depth
            self._plan(now, self._timing.audit_first)
        elif self._began is None:
            if now >= self._due:
                self._begin(depth, now)
        elif self._is_answered(depth):
            self._is_learned, self._missed = True, 0
            self._plan(now, self._timing.audit_every)
        elif now - self._began >= self._patience:
            self._unanswered(depth, now)

    def take(self, way: Way, now: int) -> None:
        """Audit that way from now on; whether it works is to be seen."""
        self.way, self._is_learned, self._missed, self._left_at = way, False, 0, now

    def _is_answered(self, depth: VerifiedBook) -> bool:
        return self._began is not None and depth.verification.at is not None and depth.verification.at >= self._began

    def _log_differences(self, depth: VerifiedBook) -> None:
        """A line for each audit that found the book wrong."""
        audit = depth.verification.last
        if audit is None or audit.at <= self._told_at:
            return
        self._told_at = audit.at
        if audit.differences:
            found = audit.differences, audit.levels
            self._journal.log(LogEntry(LogKind.BOOK_CORRECTED, "", depth.stream, done=found[0], of=found[1]))

    @property
    def _patience(self) -> int:
        seconds = self._timing.rest_timeout + 2 if self.way is Way.GET else self._timing.audit_answer
        return int(seconds * SECOND)

    def _plan(self, now: int, seconds: float) -> None:
        spread = self._timing.audit_spread
        self._began = None
        self._due = now + int(seconds * self._random.uniform(1 - spread, 1 + spread) * SECOND)
        if self._depth is not None:
            self._depth.checked_next = self._due

    def _begin(self, depth: VerifiedBook, now: int) -> None:
        if self.way is not Way.REPEAT and now - self._left_at >= self._timing.audit_again * SECOND:
            self.take(Way.REPEAT, now)
            self._log(LogKind.VERIFY_RETURNS, depth, self.way)
        self._stood_at = depth.book.exchange_at
        if self._ask(depth, now):
            self._began = now
        elif self.way is Way.GET:
            self._give_up(now)
        else:
            # The stream is just being subscribed; the snapshot that brings is no audit, but another try is near.
            self._plan(now, self._timing.audit_answer)

    def _ask(self, depth: VerifiedBook, now: int) -> bool:
        if self.way is Way.GET:
            depth.expect_answer()
            return depth.stream.symbol is not None and self._books.want(depth.stream.symbol)
        leave_first = self.way is Way.REJOIN
        asked = self._session.probe(depth.stream, leave_first=leave_first)
        if asked and leave_first:
            depth.verification.begin_gap(now)
        return asked

    def _unanswered(self, depth: VerifiedBook, now: int) -> None:
        """Nothing came. That says something about the way only if the stream spoke meanwhile, and in time."""
        left = self.way
        if not self._speaks_against_the_way(depth):
            self._plan(now, self._timing.audit_first)
        else:
            self._is_rejoining_vain = self._is_rejoining_vain or left is Way.REJOIN
            self.take(self._next_way(), now)
            self._log(LogKind.VERIFY_FAILED, depth, left, self.way)
            if self.way is Way.NONE:
                self._give_up(now)
            elif left is not Way.REJOIN:
                self._begin(depth, now)
        if left is Way.REJOIN:
            # What changed while the stream was left is not known: the book waits for a snapshot, as after any loss.
            self._store.void(depth.stream, Reason(Cause.REJOINED))

    def _broke(self, depth: VerifiedBook, now: int) -> None:
        """The book broke while its stream was left for a snapshot: then an audit costs more than it brings."""
        self._missed += 1
        if not self._is_learned or self._missed >= _IN_A_ROW:
            self._is_rejoining_vain = True
            self.take(self._next_way(), now)
            self._log(LogKind.VERIFY_BROKE, depth, Way.REJOIN, self.way)

    def _log(self, kind: LogKind, depth: VerifiedBook, *ways: Way) -> None:
        self._journal.log(LogEntry(kind, stream=depth.stream, ways=ways))

    def _speaks_against_the_way(self, depth: VerifiedBook) -> bool:
        if depth.book.exchange_at == self._stood_at or self._status.is_lagging:
            return False
        self._missed += 1
        return not self._is_learned or self._missed >= _IN_A_ROW

    def _next_way(self) -> Way:
        """The next more disturbing one; leaving the stream costs the book, so it is not tried in vain again."""
        following = _NEXT[self.way]
        return _NEXT[following] if following is Way.REJOIN and self._is_rejoining_vain else following

    def _give_up(self, now: int) -> None:
        self.take(Way.NONE, now)
        self._plan(now, self._timing.audit_again)
