"""Which streams go together in a message, and when it is sent (protocol 3.3)."""

from __future__ import annotations

from roxom_tui.client.session import Session
from tests.client.words import (
    DEPTH,
    OIL_DEPTH,
    ORDERS,
    TICKER,
    TRADES,
    at,
    connected_with,
    run,
    states,
    subscribe,
)


def test_everything_wanted_goes_in_one_batch_when_the_connection_is_up() -> None:
    session = Session()
    session.want([TICKER, DEPTH, ORDERS], at(0))
    assert session.due(at(0)) == ()
    session.connected()
    assert session.due(at(0)) == (subscribe(TICKER, DEPTH, ORDERS),)
    assert session.due(at(1)) == ()


def test_fast_switching_keeps_to_five_messages_a_second_and_the_last_wish_wins_without_leaks() -> None:
    session = connected_with(TICKER)
    sent = []
    live: set[object] = {TICKER}
    for step in range(60):
        session.want([TICKER, (DEPTH, OIL_DEPTH, TRADES)[step % 3]], at(1 + step / 20))
        sent += run(session, 1 + step / 20, 1 + step / 20 + 0.049)
    sent += run(session, 4, 20)
    for when, _ in sent:
        assert sum(1 for other, _ in sent if when <= other < when + 1) <= 5
    for _, command in sent:
        if command.verb.value == "subscribe":
            live |= set(command.streams)
        else:
            live -= set(command.streams)
    assert live == {TICKER, TRADES}
    assert set(states(session)) == live


def test_unsubscribing_is_not_starved_by_fast_switching() -> None:
    session = connected_with(TICKER, DEPTH)
    sent = []
    for step in range(100):
        session.want([TICKER, (OIL_DEPTH, TRADES)[step % 2]], at(1 + step / 20))
        sent += run(session, 1 + step / 20, 1 + step / 20 + 0.049)
    left = [when for when, command in sent if command.verb.value == "unsubscribe" and DEPTH in command.streams]
    assert len(left) == 1
    assert left[0] <= 1 + 2 + 0.2
