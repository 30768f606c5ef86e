"""How often something may be done: five control messages a second, few fresh snapshots (protocol 3.3, client 2.7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from roxom_tui.client.request_scheduler import Verb
from roxom_tui.client.session import Command, Session
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from tests.client.words import (
    DEPTH,
    OIL_DEPTH,
    acknowledge,
    at,
    connected_with,
    refuse,
    run,
    subscribe,
    unsubscribe,
)

STREAMS = tuple(Stream(Channel.DEPTH, Symbol(f"X{number}-BTC")) for number in range(60))
ASKED = tuple(Stream(Channel.TICKER, Symbol(f"X{number}-BTC")) for number in range(60))
STEP = 0.05


Stir = Callable[[Session, int], object]


def wanting_more(session: Session, step: int) -> None:
    session.want(STREAMS[: step + 1], at(step * STEP))


def wanting_less(session: Session, step: int) -> None:
    session.want(STREAMS[step:], at(step * STEP))


def renewing(session: Session, step: int) -> None:
    session.resync(STREAMS[step], at(step * STEP))


def asking(session: Session, step: int) -> None:
    session.probe(STREAMS[step])


def hunting(session: Session, step: int) -> None:
    if step == 0:
        refuse(session, "60015")


def everything(session: Session, step: int) -> None:
    """Half are left one by one; of the others each is asked or renewed, an error of nobody among them."""
    session.want((*STREAMS[step // 2 : 40], *ASKED[:step]), at(step * STEP))
    session.resync(STREAMS[59 - step], at(step * STEP))
    session.probe(STREAMS[step])
    if step == 20:
        refuse(session, "60015", step * STEP)


def sent_while(stir: Stir, held: Sequence[Stream], *, answered: bool) -> list[tuple[float, Command]]:
    """What three seconds of it cause until all is quiet; the exchange acknowledges at once what is asked of it."""
    session = Session()
    session.want(held, 0)
    session.connected()
    sent = [(0.0, command) for command in session.due(0)]
    if answered:
        acknowledge(session, *held)
    for step in range(400):
        if step < len(STREAMS):
            stir(session, step)
        news = run(session, step * STEP, (step + 0.98) * STEP)
        acknowledge(
            session, *(stream for _, command in news if command.verb is Verb.SUBSCRIBE for stream in command.streams)
        )
        sent += news
    return sent


@pytest.mark.parametrize(
    ("stir", "held", "answered", "most"),
    [
        (wanting_more, (), True, 5),
        (wanting_less, STREAMS, True, 5),
        (renewing, STREAMS, True, 5),
        # Questions leave two messages to what the person wants.
        (asking, STREAMS, True, 3),
        (hunting, STREAMS, False, 5),
        (everything, STREAMS[20:], True, 5),
    ],
)
def test_no_second_holds_more_than_five_messages(stir: Stir, held: Sequence[Stream], answered: bool, most: int) -> None:
    sent = sent_while(stir, held, answered=answered)
    # A little more than a second, for the network may bunch up what we sent evenly.
    assert max(sum(1 for other, _ in sent if when <= other < when + 1.09) for when, _ in sent) == most


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
