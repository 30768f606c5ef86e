"""Nothing that was under way with one connection goes on with the next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roxom_tui.client.session import Session
from tests.client.words import (
    DEPTH,
    ORDERS,
    TICKER,
    acknowledge,
    at,
    connected_with,
    fault,
    refuse,
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
