"""A fresh snapshot on request, at a bounded rate (client 2.7)."""

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
    reject,
    run,
    states,
    subscribe,
    unsubscribe,
)


def test_a_resync_leaves_and_comes_back() -> None:
    session = connected_with(TICKER, DEPTH)
    assert session.resync(DEPTH, at(10))
    assert session.due(at(10)) == (unsubscribe(DEPTH), subscribe(DEPTH))
    assert states(session)[DEPTH] == "pending"
    acknowledge(session, DEPTH)
    assert states(session)[DEPTH] == "active"


def test_a_second_resync_within_five_seconds_is_refused() -> None:
    session = connected_with(DEPTH)
    assert session.resync(DEPTH, at(10))
    session.due(at(10))
    acknowledge(session, DEPTH)
    assert not session.resync(DEPTH, at(14.9))
    assert session.resync(DEPTH, at(15))


def test_after_five_in_five_minutes_only_one_a_minute_is_allowed() -> None:
    session = connected_with(DEPTH)
    allowed = []
    for second in range(10, 250):
        if session.resync(DEPTH, at(second)):
            allowed.append(second)
        session.due(at(second))
        acknowledge(session, DEPTH)
    assert allowed == [10, 15, 20, 25, 30, 90, 150, 210]


def test_one_stream_resynced_often_does_not_hold_up_another() -> None:
    session = connected_with(DEPTH, OIL_DEPTH)
    assert session.resync(DEPTH, at(10))
    assert session.resync(OIL_DEPTH, at(10))
    assert session.due(at(10)) == (unsubscribe(DEPTH, OIL_DEPTH), subscribe(DEPTH, OIL_DEPTH))


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


def test_a_refused_stream_is_asked_for_again_on_request() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    reject(session, DEPTH, "60015")
    assert session.resync(DEPTH, at(10))
    assert session.due(at(10)) == (subscribe(DEPTH),)


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
