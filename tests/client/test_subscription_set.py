"""The desired set: what is wanted, what is left behind, what comes back."""

from __future__ import annotations

from roxom_tui.client.session import Session
from tests.client.words import (
    DEPTH,
    OIL_DEPTH,
    TICKER,
    TRADES,
    at,
    connected_with,
    run,
    states,
    subscribe,
    unsubscribe,
)


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
