"""Short words for the session tests: streams, and what the exchange can answer."""

from __future__ import annotations

from random import Random

from roxom_tui.client.questions import Answer, Question
from roxom_tui.client.request_scheduler import Verb
from roxom_tui.client.session import Command, Session
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.events import BalancesSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.status import ErrorReceived, Rejected, Subscribed
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetKind
from tests.support.rig import Rig
from tests.support.spellings import GOLD, OIL

TICKER = Stream(Channel.TICKER, GOLD)
DEPTH = Stream(Channel.DEPTH, GOLD)
TRADES = Stream(Channel.TRADE, GOLD)
OIL_DEPTH = Stream(Channel.DEPTH, OIL)
ORDERS = Stream(Channel.ORDERS)
ACCOUNT = Stream(Channel.ACCOUNT)


def at(seconds: float) -> int:
    """A moment, in nanoseconds."""
    return int(seconds * SECOND)


def subscribe(*streams: Stream) -> Command:
    return Command(Verb.SUBSCRIBE, streams)


def unsubscribe(*streams: Stream) -> Command:
    return Command(Verb.UNSUBSCRIBE, streams)


def acknowledge(session: Session, *streams: Stream, now: float = 0) -> None:
    session.on_control(Subscribed(streams, "c-1"), at(now))


def refuse(session: Session, code: str, now: float = 0) -> None:
    """An error of the subscription class: it names no stream."""
    session.on_control(ErrorReceived(code, ErrorClass.SUBSCRIPTION, f"refused {code}"), at(now))


def reject(session: Session, stream: Stream, code: str, now: float = 0) -> None:
    """A refusal that names its stream."""
    session.on_control(Rejected(stream, code, "no"), at(now))


def fault(session: Session, now: float = 0) -> None:
    session.on_control(ErrorReceived("60019", ErrorClass.TEMPORARY, "internal error"), at(now))


def connected_with(*streams: Stream, acknowledged: bool = True) -> Session:
    """A session at time 0 that has sent its batch."""
    session = Session()
    session.want(streams, at(0))
    session.connected()
    assert session.due(at(0)) == (subscribe(*streams),)
    if acknowledged:
        acknowledge(session, *streams)
    return session


def states(session: Session) -> dict[Stream, str]:
    """Every stream held, and how it stands."""
    return {change.stream: change.state.value for change in session.subscriptions()}


def run(session: Session, start: float, end: float) -> list[tuple[float, Command]]:
    """All that is sent between two moments, each with its second, stepping only where the session asks to."""
    sent: list[tuple[float, Command]] = []
    now: int | None = at(start)
    steps = 0
    while now is not None and now <= at(end):
        sent += [(now / SECOND, command) for command in session.due(now)]
        following = session.next_at(now)
        assert following is None or following > now or steps < 1000, "the session asks to be called at once, for ever"
        steps += 1
        now = following if following is None else max(following, now)
    return sent


class Longest(Random):
    """Chance that always draws the longest delay."""

    def uniform(self, a: float, b: float) -> float:
        return b


def feed(rig: Rig, payload: str, times: int) -> None:
    for _ in range(times):
        rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, payload))


def empty(question: Question) -> Answer:
    """The account has nothing."""
    if question.kind is GetKind.POSITIONS:
        return PositionsSeed(question.symbol or GOLD, ())
    return OrdersSeed(()) if question.kind is GetKind.ORDERS else BalancesSeed((), None)
