"""What was refused, or failed by a fault of the exchange's own."""

from __future__ import annotations

from roxom_tui.model.reasons import Cause, Reason
from tests.client.words import (
    DEPTH,
    TICKER,
    TRADES,
    acknowledge,
    at,
    connected_with,
    fault,
    refuse,
    reject,
    states,
    subscribe,
)


def test_a_refused_stream_is_asked_for_again_on_request() -> None:
    session = connected_with(DEPTH, acknowledged=False)
    reject(session, DEPTH, "60015")
    assert session.resync(DEPTH, at(10))
    assert session.due(at(10)) == (subscribe(DEPTH),)


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


def test_a_fault_of_the_exchange_is_told_with_when_it_is_asked_again_until_it_answers() -> None:
    session = connected_with(DEPTH, TRADES, acknowledged=False)
    acknowledge(session, TRADES)
    session.changes()
    fault(session, 0.5)
    told = {change.stream: change.fault for change in session.changes()}
    assert told == {DEPTH: Reason(Cause.NOT_SUBSCRIBED, "internal error", "60019", next_at=at(1.5))}
    session.due(at(1.5))
    assert next(one.fault and one.fault.next_at for one in session.changes() if one.stream == DEPTH) is None
    session.on_data(DEPTH)
    assert [(change.stream, change.fault) for change in session.changes()] == [(DEPTH, None)]
