"""The exchange's calendars by GET, one contract after another, once all else is known (client 4.6).

Only an older page documents them. What does not answer is not asked again on this connection, and nothing is told of
it: without an answer nothing is shown.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.client.questions import Answer, Question
from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.events import CalendarsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.store import Store

CALENDARS_AFTER_NS: Final = 10 * SECOND
"""After a connection stands: what is asked then must not wait for this."""

CALENDARS_EVERY_NS: Final = 6 * HOUR


class CalendarPoller:
    """Asks for the calendars of one connection after another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._due: deque[Symbol] = deque()
        self._question: Question | None = None
        self._next_at = 0
        self.can_ask = False
        """Whether there is a connection, and GETs that answer this."""
        self.has_news = False
        """Whether something happened because of which `to_ask` may have a question."""

    def restart(self, now: int, *, can_ask: bool) -> None:
        """Another connection, or none."""
        self.can_ask, self._question = can_ask, None
        self._due.clear()
        self._next_at = now + CALENDARS_AFTER_NS

    def forget_question(self) -> None:
        """Nobody will answer the question that is under way."""
        self._question = None

    def to_ask(self, now: int) -> Question | None:
        """The question to ask now, if one is due and none is under way."""
        self.has_news = False
        if not self.can_ask or self._question is not None:
            return None
        if not self._due and now >= self._next_at:
            self._due.extend(self._store.symbols)
            self._next_at = now + CALENDARS_EVERY_NS
        if self._due:
            self._question = Question(GetKind.CALENDARS, self._due.popleft(), now)
        return self._question

    def retell(self, symbol: Symbol, now: int) -> Question:
        """The question that was asked at this moment when it was recorded."""
        self._question = Question(GetKind.CALENDARS, symbol, now)
        return self._question

    def answered(self, question: Question, answer: Answer) -> None:
        """Take the answer to a question; one of another connection is dropped."""
        if question is not self._question:
            return
        self._question = None
        if isinstance(answer, CalendarsSeed):
            self._store.calendars[answer.symbol] = answer
            self.has_news = bool(self._due)
        else:
            self.can_ask = False
