"""Calendars are asked for late, one contract after another, and what does not answer is let go without a word."""

from __future__ import annotations

from roxom_tui.client.calendars import CALENDARS_AFTER_NS, CALENDARS_EVERY_NS, CalendarPoller
from roxom_tui.client.questions import Question
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.events import CalendarsSeed
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.store import Store
from tests.support.spellings import GOLD, OIL, new_store

NOT_THERE = Failed(Trouble.UNAVAILABLE, "nothing there")


def poller() -> tuple[CalendarPoller, Store]:
    store = new_store()
    made = CalendarPoller(store)
    made.restart(0, can_ask=True)
    return made, store


def asked(made: CalendarPoller, now: int) -> Question:
    question = made.to_ask(now)
    assert question is not None
    return question


def test_each_contract_is_asked_about_once_one_at_a_time_and_again_after_hours() -> None:
    made, store = poller()
    assert made.to_ask(CALENDARS_AFTER_NS - 1) is None
    for symbol, is_last in ((GOLD, False), (OIL, True)):
        question = asked(made, CALENDARS_AFTER_NS)
        assert (question.kind, question.symbol) == (GetKind.CALENDARS, symbol)
        assert made.to_ask(CALENDARS_AFTER_NS) is None
        made.answered(question, CalendarsSeed(symbol))
        assert made.has_news is not is_last
    assert store.calendars.keys() == {GOLD, OIL}
    assert made.to_ask(CALENDARS_AFTER_NS + CALENDARS_EVERY_NS - 1) is None
    assert asked(made, CALENDARS_AFTER_NS + CALENDARS_EVERY_NS).symbol == GOLD


def test_what_does_not_answer_is_not_asked_again_on_that_connection() -> None:
    made, store = poller()
    made.answered(asked(made, CALENDARS_AFTER_NS), NOT_THERE)
    assert made.to_ask(10 * CALENDARS_EVERY_NS) is None
    assert store.calendars == {}
    made.restart(0, can_ask=True)
    assert asked(made, CALENDARS_AFTER_NS).symbol == GOLD


def test_an_answer_to_a_connection_that_is_gone_is_dropped_and_what_was_told_stays() -> None:
    made, store = poller()
    question = asked(made, CALENDARS_AFTER_NS)
    made.restart(0, can_ask=True)
    made.answered(question, CalendarsSeed(GOLD))
    assert store.calendars == {}
    made.answered(asked(made, CALENDARS_AFTER_NS), CalendarsSeed(GOLD))
    made.restart(0, can_ask=False)
    assert made.to_ask(CALENDARS_EVERY_NS) is None
    assert store.calendars.keys() == {GOLD}
