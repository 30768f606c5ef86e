"""What a stream holds now, asked without leaving it (client 2.6)."""

from __future__ import annotations

from tests.client.words import (
    ACCOUNT,
    DEPTH,
    OIL_DEPTH,
    ORDERS,
    TICKER,
    TRADES,
    acknowledge,
    at,
    connected_with,
    refuse,
    reject,
    run,
    states,
    subscribe,
    unsubscribe,
)


def test_questions_of_one_moment_go_in_one_message_and_nothing_is_left() -> None:
    session = connected_with(TICKER, DEPTH, OIL_DEPTH)
    assert session.probe(DEPTH)
    assert session.probe(TICKER)
    assert session.due(at(10)) == (subscribe(TICKER, DEPTH),)
    assert states(session) == {TICKER: "active", DEPTH: "active", OIL_DEPTH: "active"}
    assert run(session, 10, 60) == []


def test_a_question_can_leave_the_stream_first() -> None:
    session = connected_with(TICKER, DEPTH)
    assert session.probe(DEPTH, leave_first=True)
    assert session.due(at(10)) == (unsubscribe(DEPTH), subscribe(DEPTH))
    assert not session.probe(DEPTH), "it is not active before it is answered"


def test_questions_do_not_count_as_resyncs() -> None:
    session = connected_with(DEPTH)
    for second in range(10, 40):
        assert session.probe(DEPTH)
        assert session.due(at(second)) == (subscribe(DEPTH),)
    assert not session.is_resynced_too_often(DEPTH, at(40))
    assert session.resync(DEPTH, at(40))


def test_after_five_resyncs_in_five_minutes_it_is_too_often_until_they_are_old() -> None:
    session = connected_with(DEPTH)
    for second in (10, 15, 20, 25, 30):
        assert not session.is_resynced_too_often(DEPTH, at(second))
        assert session.resync(DEPTH, at(second))
        session.due(at(second))
        acknowledge(session, DEPTH)
    assert session.is_resynced_too_often(DEPTH, at(31))
    assert not session.is_resynced_too_often(DEPTH, at(310))


def test_a_question_leaves_room_for_what_the_person_wants() -> None:
    session = connected_with(TICKER, DEPTH)
    for step, extra in enumerate((OIL_DEPTH, ORDERS, TRADES)):
        session.want([TICKER, DEPTH, extra], at(20 + step * 0.01))
        assert session.due(at(20 + step * 0.01)) == (subscribe(extra),)
    assert session.probe(DEPTH)
    assert session.due(at(20.1)) == ()
    session.want([TICKER, DEPTH, ACCOUNT], at(20.2))
    assert session.due(at(20.2)) == (subscribe(ACCOUNT),)
    assert subscribe(DEPTH) in [command for _, command in run(session, 20.2, 25)]


def test_during_a_hunt_no_question_goes_out() -> None:
    session = connected_with(TICKER)
    session.want([TICKER, DEPTH, TRADES], at(0))
    session.due(at(0))
    refuse(session, "60015")
    assert session.due(at(0.5)) == (subscribe(DEPTH),)
    assert session.probe(TICKER)
    assert run(session, 0.6, 15) == [(2.5, subscribe(TRADES)), (4.5, subscribe(TICKER))]


def test_what_is_about_to_be_renewed_is_not_asked_as_well() -> None:
    session = connected_with(DEPTH)
    assert session.resync(DEPTH, at(10))
    assert not session.probe(DEPTH)
    assert session.due(at(10)) == (unsubscribe(DEPTH), subscribe(DEPTH))


def test_a_stream_that_may_not_be_subscribed_twice_is_not_taken_for_refused() -> None:
    session = connected_with(TICKER, DEPTH)
    session.probe(DEPTH)
    session.due(at(10))
    session.on_data(DEPTH)
    reject(session, DEPTH, "60017")
    refuse(session, "60017")
    assert states(session) == {TICKER: "active", DEPTH: "active"}
    reject(session, DEPTH, "60015")
    assert states(session)[DEPTH] == "refused", "what comes unasked is about the subscription itself"


def test_an_acknowledgement_settles_the_question_and_data_does_not() -> None:
    session = connected_with(DEPTH)
    session.probe(DEPTH)
    session.due(at(10))
    assert not session.on_data(DEPTH)
    reject(session, DEPTH, "60017")
    assert states(session)[DEPTH] == "active"
    session.probe(DEPTH)
    session.due(at(20))
    acknowledge(session, DEPTH)
    reject(session, DEPTH, "60015")
    assert states(session)[DEPTH] == "refused"


def test_what_is_not_active_cannot_be_asked() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    assert not session.probe(DEPTH)
    acknowledge(session, DEPTH)
    assert not session.probe(TICKER)
    assert session.holds(DEPTH)
    session.want([TICKER], at(1))
    assert not session.probe(DEPTH)
    assert not session.holds(DEPTH)
    session.disconnected()
    assert not session.probe(TICKER)
