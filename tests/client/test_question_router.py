"""Questions and answers reach the one who asks them, and calendars wait for all else."""

from __future__ import annotations

import pytest

from roxom_tui.client.calendars import CALENDARS_AFTER_NS
from roxom_tui.client.client import Client
from roxom_tui.client.questions import Question
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.log_entries import LogKind
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.protocol.get_requests import GetKind
from tests.support.spellings import GOLD
from tests.support.standing_clock import FakeClock

NOT_NOW = Failed(Trouble.UNAVAILABLE, "not now", 503)


class Desk:
    """That of a client on a standing clock."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        profile = Profile("test", Environment.SANDBOX, symbols=(GOLD,))
        self.client = Client(profile, ViewRequest(GOLD), self.clock, Timing())
        self.client.connected(1, has_gets=True)
        self.client.poller.account_is_settled()

    def due(self) -> tuple[Question, ...]:
        return self.client.questions.due(self.clock.monotonic())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_book_is_asked_for_beside_the_lists_and_answered_apart(desk: Desk) -> None:
    desk.client.books.want(GOLD)
    listed, book = desk.due()
    assert book.kind is GetKind.ORDER_BOOK
    assert listed.kind is not GetKind.ORDER_BOOK
    assert desk.due() == (), "both are under way"
    desk.client.questions.answered(book, NOT_NOW)
    assert desk.due() == (), "the list still is"


def test_calendars_are_asked_for_only_once_every_list_was_told(desk: Desk) -> None:
    desk.clock.now += CALENDARS_AFTER_NS
    assert GetKind.CALENDARS not in [question.kind for question in desk.due()]


def test_without_a_connection_nothing_is_asked_and_an_answer_of_before_is_dropped(desk: Desk) -> None:
    (question,) = desk.due()
    desk.client.questions.disconnected(desk.clock.monotonic())
    desk.client.questions.answered(question, NOT_NOW)
    assert desk.due() == ()
    assert LogKind.LIST_FAILED not in [notice.entry.kind for notice in desk.client.journal.take_notices()]


def test_what_was_under_way_is_asked_again_once_it_is_forgotten(desk: Desk) -> None:
    assert desk.due()
    assert desk.due() == ()
    desk.client.questions.forget()
    assert desk.client.questions.has_news
    assert desk.due()


def test_a_recording_retells_what_was_asked_then(desk: Desk) -> None:
    question = desk.client.questions.retell(GetKind.BALANCE, None, desk.clock.monotonic())
    assert question is not None
    assert question.kind is GetKind.BALANCE
    assert desk.client.questions.retell(GetKind.ORDER_BOOK, None, desk.clock.monotonic()) is None
