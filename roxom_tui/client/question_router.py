"""Everything that is asked by GET: the account's lists, books, and calendars once there is nothing else to ask."""

from __future__ import annotations

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.book_audits import BookPoller
from roxom_tui.client.calendars import CalendarPoller
from roxom_tui.client.questions import Answer, Question
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.get_requests import GetKind


class QuestionRouter:
    """Brings questions and answers of one kind to the one who asks them. Times are monotonic ns."""

    def __init__(self, lists: AccountPoller, books: BookPoller, calendars: CalendarPoller) -> None:
        self._lists = lists
        self._books = books
        self._calendars = calendars

    def connected(self, now: int, *, has_gets: bool) -> None:
        """Another connection, with GETs beside it or none."""
        self._books.restart(can_ask=has_gets)
        self._calendars.restart(now, can_ask=has_gets and self._lists.asks)
        if has_gets:
            self._lists.connected(now)
        else:
            self._lists.unasked()

    def disconnected(self, now: int) -> None:
        """The connection is gone, and with it whom to ask."""
        self._lists.disconnected()
        self._books.restart(can_ask=False)
        self._calendars.restart(now, can_ask=False)

    @property
    def has_news(self) -> bool:
        """Whether something happened because of which there may be something to ask."""
        return self._lists.has_news or self._books.has_news or self._calendars.has_news

    def due(self, now: int) -> tuple[Question, ...]:
        """The GETs to make now, each on its own."""
        asked = (self._lists.to_ask(now), self._books.to_ask(now))
        questions = tuple(question for question in asked if question is not None)
        if questions or not self._lists.has_all:
            return questions
        last = self._calendars.to_ask(now)
        return () if last is None else (last,)

    def answered(self, question: Question, answer: Answer) -> None:
        """A GET was answered, or failed."""
        if question.kind is GetKind.CALENDARS:
            self._calendars.answered(question, answer)
        elif question.kind is GetKind.ORDER_BOOK:
            self._books.answered(question, answer)
        else:
            self._lists.answered(question, answer)

    def retell(self, kind: GetKind, symbol: Symbol | None, now: int) -> Question | None:
        """The question that was asked at this moment when it was recorded; None where nothing can be made of it."""
        if kind is GetKind.CALENDARS and symbol is not None:
            return self._calendars.retell(symbol, now)
        if kind is not GetKind.ORDER_BOOK:
            return self._lists.retell(kind, symbol, now)
        return None if symbol is None else self._books.retell(symbol, now)

    def forget(self) -> None:
        """Nobody will answer what is under way: who asked is gone, and another begins."""
        self._lists.forget_question()
        self._books.forget_question()
        self._calendars.forget_question()
