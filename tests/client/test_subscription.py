"""One subscription and what can happen to it: every stream reaches an end (protocol 3.3)."""

from __future__ import annotations

from roxom_tui.client.session import Answer, Session
from roxom_tui.client.subscription import MOST_UNANSWERED, SubscriptionState
from roxom_tui.model.status import Unsubscribed
from tests.client.words import (
    DEPTH,
    OIL_DEPTH,
    TICKER,
    TRADES,
    acknowledge,
    at,
    connected_with,
    reject,
    run,
    states,
    subscribe,
    unsubscribe,
)


def test_an_acknowledged_stream_is_active() -> None:
    session = connected_with(TICKER)
    assert states(session) == {TICKER: "active"}
    assert session.next_at(at(0)) is None


def test_data_before_the_acknowledgement_counts_as_active_and_the_acknowledgement_is_still_reported() -> None:
    session = connected_with(TICKER, acknowledged=False)
    session.changes()
    session.on_data(TICKER)
    assert [(change.state.value, change.acknowledged) for change in session.changes()] == [("active", False)]
    acknowledge(session, TICKER)
    assert [(change.state.value, change.acknowledged) for change in session.changes()] == [("active", True)]


def test_a_missing_acknowledgement_is_asked_for_once_more_then_reported_without_blocking() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, DEPTH)
    assert run(session, 0, 19.9) == [(5.0, subscribe(TICKER))]
    assert states(session) == {TICKER: "unacknowledged", DEPTH: "active"}
    session.on_data(TICKER)
    assert states(session)[TICKER] == "active"


def test_what_nobody_answers_is_asked_for_now_and_then_for_as_long_as_nothing_comes_and_reported_once() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, DEPTH)
    session.changes()
    asked_at = [second for second, _ in run(session, 0, 60)]
    assert asked_at == [5, 20, 35, 50]
    gone_on = [change for change in session.changes() if change.state is SubscriptionState.UNACKNOWLEDGED]
    assert [change.overdue for change in gone_on] == [True]
    session.on_data(TICKER)
    assert run(session, 60, 200) == []


def test_data_without_an_acknowledgement_is_reported_as_overdue_once() -> None:
    session = connected_with(TICKER, acknowledged=False)
    session.on_data(TICKER)
    session.changes()
    assert session.next_at(at(0)) == at(10)
    session.due(at(9.9))
    assert session.changes() == ()
    assert run(session, 9.9, 60) == []
    assert [(change.state.value, change.overdue) for change in session.changes()] == [("active", True)]
    session.resync(TICKER, at(60))
    session.due(at(60))
    session.on_data(TICKER)
    assert run(session, 60, 90) == []
    assert [change.overdue for change in session.changes()] == [False, False, False, True], "joined again, told again"


def test_how_long_an_answer_took_is_counted_from_the_question_that_it_is_to() -> None:
    session = connected_with(TICKER, acknowledged=False)
    session.due(at(5))
    took = []
    for now in (6, 7, 8):
        acknowledge(session, TICKER, now=now)
        took.append(session.answer)
    assert took == [Answer(at(6), at(6)), Answer(at(7), at(2)), Answer(at(7), at(2))], "the third answers nothing"
    session.probe(TICKER)
    session.due(at(20))
    acknowledge(session, TICKER, now=20.5)
    assert session.answer == Answer(at(20.5), at(0.5))
    session.connected()
    assert session.answer is None


def test_a_late_acknowledgement_of_a_subscription_that_was_left_is_not_taken_for_that_of_the_next() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    session.want([TICKER], at(0.1))
    assert run(session, 0.1, 2) == [(1.1, unsubscribe(DEPTH))]
    session.want([TICKER, DEPTH], at(3))
    assert session.due(at(3)) == (subscribe(DEPTH),)
    acknowledge(session, DEPTH, now=3.5)
    assert (states(session)[DEPTH], session.answer) == ("pending", Answer(at(3.5), at(3.5)))
    acknowledge(session, DEPTH, now=4)
    assert (states(session)[DEPTH], session.answer) == ("active", Answer(at(4), at(1)))


def test_nor_of_one_that_was_left_to_be_joined_again_at_once() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    session.on_data(DEPTH)
    assert session.resync(DEPTH, at(1))
    assert session.due(at(1)) == (unsubscribe(DEPTH), subscribe(DEPTH))
    acknowledge(session, DEPTH, now=2)
    assert states(session)[DEPTH] == "pending"
    acknowledge(session, DEPTH, now=2)
    assert states(session)[DEPTH] == "active"


def left_and_joined_again() -> Session:
    """DEPTH was asked for at 0, left at 1.1, and asked for again at 3."""
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    session.want([TICKER], at(0.1))
    run(session, 0.1, 2)
    session.want([TICKER, DEPTH], at(3))
    session.due(at(3))
    return session


def test_what_comes_after_the_exchange_says_that_the_stream_was_left_is_of_the_next() -> None:
    session = left_and_joined_again()
    session.on_control(Unsubscribed((DEPTH,)), at(3.2))
    acknowledge(session, DEPTH, now=3.5)
    assert (states(session)[DEPTH], session.answer) == ("active", Answer(at(3.5), at(0.5)))


def test_an_answer_that_comes_while_the_stream_is_not_held_is_not_waited_for_afterwards() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    session.want([TICKER], at(0.1))
    run(session, 0.1, 2)
    acknowledge(session, DEPTH, now=2.5)
    session.want([TICKER, DEPTH], at(3))
    session.due(at(3))
    acknowledge(session, DEPTH, now=3.5)
    assert states(session)[DEPTH] == "active"


def test_a_refusal_answers_as_well_and_one_of_a_subscription_that_was_left_refuses_nothing() -> None:
    session = left_and_joined_again()
    reject(session, DEPTH, "60015", now=3.2)
    assert states(session)[DEPTH] == "pending"
    acknowledge(session, DEPTH, now=3.5)
    assert states(session)[DEPTH] == "active"


def test_one_that_has_not_come_for_ten_seconds_is_not_waited_for() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    session.on_data(DEPTH)
    assert session.resync(DEPTH, at(10.5))
    session.due(at(10.5))
    acknowledge(session, DEPTH, now=11)
    assert states(session)[DEPTH] == "active"


def test_where_nothing_is_ever_acknowledged_no_more_than_some_questions_are_remembered() -> None:
    session = connected_with(TICKER)
    for second in range(10, 110, 10):
        session.probe(TICKER)
        session.due(at(second))
    for _ in range(MOST_UNANSWERED + 1):
        acknowledge(session, TICKER, now=200)
    assert session.answer == Answer(at(200), at(120)), "too long rather than too short"


def test_a_stream_wished_for_twice_is_asked_for_once() -> None:
    session = Session()
    session.want([TICKER, TICKER, DEPTH], at(0))
    session.connected()
    assert session.due(at(0)) == (subscribe(TICKER, DEPTH),)


def test_what_a_symbol_switch_leaves_behind_is_unsubscribed_within_two_seconds() -> None:
    session = connected_with(TICKER, DEPTH)
    session.want([TICKER, OIL_DEPTH], at(10))
    assert run(session, 10, 20)[:2] == [(10.0, subscribe(OIL_DEPTH)), (11.0, unsubscribe(DEPTH))]
    assert DEPTH not in states(session)


def test_coming_back_within_the_linger_sends_nothing() -> None:
    session = connected_with(TICKER, DEPTH)
    session.want([TICKER], at(10))
    session.want([TICKER, DEPTH], at(10.5))
    assert run(session, 10.5, 20) == []
    assert states(session) == {TICKER: "active", DEPTH: "active"}


def test_coming_back_after_the_linger_subscribes_anew() -> None:
    session = connected_with(TICKER, DEPTH)
    session.want([TICKER], at(10))
    run(session, 10, 12)
    session.want([TICKER, DEPTH], at(13))
    assert session.due(at(13)) == (subscribe(DEPTH),)


def test_what_was_never_sent_is_dropped_without_a_message() -> None:
    session = connected_with(TICKER)
    session.want([TICKER, DEPTH], at(1))
    session.want([TICKER, TRADES], at(1))
    assert session.due(at(1)) == (subscribe(TRADES),)
