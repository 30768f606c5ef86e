"""A session's life: what one connection asks, what it is told, and that the next begins anew (protocol 3.3, 3.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roxom_tui.client.session import Session
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
    fault,
    refuse,
    reject,
    run,
    states,
    subscribe,
    unsubscribe,
)


def an_error_of_nobody(session: Session) -> None:
    refuse(session, "60015", 0.7)


def a_hunt(session: Session) -> None:
    refuse(session, "60015")
    assert session.due(at(0.5)) == (subscribe(TICKER),)


def a_hunt_between_two_suspects(session: Session) -> None:
    a_hunt(session)
    acknowledge(session, TICKER)


def a_hunt_at_its_last_suspect(session: Session) -> None:
    a_hunt(session)
    acknowledge(session, TICKER)
    assert session.due(at(0.6)) == (subscribe(DEPTH),)
    acknowledge(session, DEPTH)
    assert session.due(at(0.7)) == (subscribe(ORDERS),)


def a_planned_repeat(session: Session) -> None:
    fault(session)


def a_lack_of_room(session: Session) -> None:
    acknowledge(session, TICKER, DEPTH)
    refuse(session, "60016")


@pytest.mark.parametrize(
    "under_way",
    [
        an_error_of_nobody,
        a_hunt,
        a_hunt_between_two_suspects,
        a_hunt_at_its_last_suspect,
        a_planned_repeat,
        a_lack_of_room,
    ],
)
def test_whatever_was_under_way_the_next_connection_begins_with_one_batch_and_knows_nothing_of_it(
    under_way: Callable[[Session], None],
) -> None:
    session = connected_with(TICKER, DEPTH, ORDERS, acknowledged=False)
    under_way(session)
    session.disconnected()
    session.connected()
    assert session.due(at(0.8)) == (subscribe(TICKER, DEPTH, ORDERS),)
    assert run(session, 0.8, 5) == [], "no repeat, no hunt"
    acknowledge(session, TICKER, DEPTH, now=5)
    assert states(session)[ORDERS] == "pending", "no old error is about it"
    fault(session, 5)
    assert run(session, 5, 10) == [(6.0, subscribe(ORDERS))], "what the old connection was to repeat is not"
    acknowledge(session, ORDERS, now=10)
    session.want([TICKER, DEPTH], at(20))
    assert run(session, 20, 30) == [(21.0, unsubscribe(ORDERS))], "what is left lingers, for there is room"


def test_after_a_reconnect_everything_is_asked_for_again_in_one_batch() -> None:
    session = connected_with(TICKER, DEPTH)
    session.disconnected()
    assert session.due(at(1)) == ()
    assert session.next_at(at(1)) is None
    session.connected()
    assert session.due(at(2)) == (subscribe(TICKER, DEPTH),)


def test_a_resync_leaves_and_comes_back() -> None:
    session = connected_with(TICKER, DEPTH)
    assert session.resync(DEPTH, at(10))
    assert session.due(at(10)) == (unsubscribe(DEPTH), subscribe(DEPTH))
    assert states(session)[DEPTH] == "pending"
    acknowledge(session, DEPTH)
    assert states(session)[DEPTH] == "active"


def test_a_resync_waits_until_both_its_messages_may_be_sent() -> None:
    session = connected_with(TICKER, DEPTH)
    for step, extra in enumerate((OIL_DEPTH, ORDERS, TRADES, ACCOUNT)):
        session.want([TICKER, DEPTH, extra], at(20 + step * 0.01))
        assert session.due(at(20 + step * 0.01)) == (subscribe(extra),)
    assert session.resync(DEPTH, at(20.1))
    sent = run(session, 20.1, 25)
    pair = [when for when, command in sent if command.streams == (DEPTH,)]
    assert len(pair) == 2
    assert pair[0] == pair[1]


def test_what_is_not_answered_yet_is_not_asked_for_again_on_request() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    session.want([DEPTH, TICKER], at(0.1))
    assert not session.resync(DEPTH, at(0.1)), "it is pending"
    assert not session.resync(TICKER, at(0.1)), "it is to be asked for"
    assert session.due(at(0.1)) == (subscribe(TICKER),)


def test_a_renewed_stream_has_both_its_tries_again() -> None:
    session = connected_with(DEPTH)
    session.resync(DEPTH, at(10))
    session.due(at(10))
    assert run(session, 10.1, 29.9) == [(15.0, subscribe(DEPTH))]
    assert states(session) == {DEPTH: "unacknowledged"}


def test_what_is_not_held_or_not_connected_cannot_be_resynced() -> None:
    session = connected_with(DEPTH)
    assert not session.resync(TICKER, at(10))
    session.disconnected()
    assert not session.resync(DEPTH, at(20))


def test_data_still_under_way_acknowledges_no_stream_that_was_joined_again() -> None:
    session = connected_with(DEPTH)
    session.changes()
    assert session.resync(DEPTH, at(10))
    session.due(at(10))
    assert session.on_data(DEPTH)
    assert [(change.state.value, change.acknowledged) for change in session.changes()] == [
        ("queued", False),
        ("pending", False),
        ("active", False),
    ]
    acknowledge(session, DEPTH)
    assert [change.acknowledged for change in session.changes()] == [True]


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
    assert not session.resync_limit(DEPTH).is_slow(at(40))
    assert session.resync(DEPTH, at(40))


def test_after_five_resyncs_in_five_minutes_it_is_too_often_until_they_are_old() -> None:
    session = connected_with(DEPTH)
    for second in (10, 15, 20, 25, 30):
        assert not session.resync_limit(DEPTH).is_slow(at(second))
        assert session.resync(DEPTH, at(second))
        session.due(at(second))
        acknowledge(session, DEPTH)
    assert session.resync_limit(DEPTH).is_slow(at(31))
    assert not session.resync_limit(DEPTH).is_slow(at(310))


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
