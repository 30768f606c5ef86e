"""One connection without a state of the market: bytes and time in, texts, pings and what was read out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roxom_tui.client.keepalive import PingReason
from roxom_tui.client.protocol_client import ProtocolClient
from roxom_tui.client.timing import Timing
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Ticker
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import ErrorReceived, FrameRejected, Rejected, Subscribed
from roxom_tui.protocol.decode import Frame
from tests.support import messages
from tests.support.standing_clock import FakeClock

GOLD = Symbol("GOLD-BTC")
TICKER, DEPTH, ORDERS = Stream(Channel.TICKER, GOLD), Stream(Channel.DEPTH, GOLD), Stream(Channel.ORDERS)
LOOK = 0.25


class Drive:
    """Who drives one: does what it wants when it says so. Time passes by hand."""

    def __init__(self, *streams: Stream) -> None:
        self.clock = FakeClock()
        self.client = ProtocolClient(streams, self.clock, Timing())
        self.answers_pings = True
        self.sent: list[tuple[str, list[str]]] = []
        self.pings: list[PingReason] = []
        self._wakes_at = 0

    def say(self, message: dict[str, Any] | str) -> None:
        """A frame of the exchange."""
        text = message if isinstance(message, str) else json.dumps(message)
        self.client.receive(Frame(self.clock.monotonic(), self.clock.wall(), 1, text))
        self.look()

    def look(self) -> None:
        """Send what is to go out, where there is news or its time has come."""
        now = self.clock.monotonic()
        if not self.client.has_output and now < self._wakes_at:
            return
        for text in self.client.to_send():
            message = json.loads(text)
            self.sent.append((message["op"], [arg["channel"] for arg in message["args"]]))
        ping = self.client.to_ping()
        if ping is not None:
            self.pings.append(ping.reason)
            if self.answers_pings:
                self.client.ponged(ping, 0.05)
        at = self.client.next_at()
        assert at is not None
        assert at > now, "it asks to be looked at again at once, for ever"
        self._wakes_at = at

    def pass_(self, seconds: float) -> None:
        for _ in range(round(seconds / LOOK)):
            self.clock.pass_(LOOK)
            self.client.tick()
            self.look()

    def states(self) -> dict[Stream, str]:
        return {change.stream: change.state.value for change in self.client.subscriptions()}


@pytest.fixture
def drive() -> Drive:
    """Just connected, and subscribed to two streams of gold."""
    drive = Drive(TICKER, DEPTH)
    drive.client.connected()
    drive.look()
    return drive


def acknowledged(channel: str) -> dict[str, Any]:
    message = messages.acknowledgement(channel)
    message["arg"]["symbol"] = GOLD
    return message


def test_before_a_connection_nothing_is_to_be_sent() -> None:
    drive = Drive(TICKER)
    assert drive.client.to_send() == ()
    assert drive.states() == {TICKER: "queued"}
    assert drive.client.newest is None


def test_a_connection_gives_the_subscriptions_in_one_text_and_a_ping(drive: Drive) -> None:
    assert drive.sent == [("subscribe", ["ticker", "depth"])]
    assert drive.states() == {TICKER: "pending", DEPTH: "pending"}
    assert drive.pings == [PingReason.DOCUMENTED]
    assert drive.client.round_trip == 0.05


def test_what_a_frame_says_is_kept_with_the_streams_it_brought_data_for(drive: Drive) -> None:
    drive.say(acknowledged("depth"))
    newest = drive.client.newest
    assert newest is not None
    assert isinstance(newest.decoded[0], Subscribed)
    assert newest.data == ()
    assert drive.states() == {TICKER: "pending", DEPTH: "active"}
    drive.say(messages.ticker(GOLD))
    newest = drive.client.newest
    assert newest is not None
    assert isinstance(newest.decoded[0], Ticker)
    assert newest.data == (TICKER,)
    assert newest.frame.received_at == drive.clock.monotonic()
    assert drive.states() == {TICKER: "active", DEPTH: "active"}
    drive.say("{broken")
    newest = drive.client.newest
    assert newest is not None
    assert isinstance(newest.decoded[0], FrameRejected)
    assert (newest.frame.payload, newest.data) == ("{broken", ())


def test_a_subscription_that_nobody_acknowledges_is_sent_once_more(drive: Drive) -> None:
    drive.say(acknowledged("ticker"))
    drive.pass_(4.75)
    assert drive.sent == [("subscribe", ["ticker", "depth"])]
    drive.pass_(0.25)
    assert drive.sent == [("subscribe", ["ticker", "depth"]), ("subscribe", ["depth"])]
    drive.pass_(5)
    assert drive.states() == {TICKER: "active", DEPTH: "unacknowledged"}


def test_a_refused_stream_says_so_and_the_others_go_on(drive: Drive) -> None:
    drive.say(acknowledged("ticker"))
    drive.say(messages.error("60015"))
    newest = drive.client.newest
    assert newest is not None
    assert isinstance(newest.decoded[0], ErrorReceived | Rejected)
    assert drive.states() == {TICKER: "active", DEPTH: "refused"}
    assert drive.client.refusal is None
    assert drive.client.leaving is None


def test_a_key_that_is_refused_by_message_is_kept_with_its_code(drive: Drive) -> None:
    drive.say(messages.error("600010"))
    assert drive.client.refusal is not None
    assert drive.client.refusal.code == "600010"


def test_a_quiet_line_that_answers_is_pinged_and_not_left(drive: Drive) -> None:
    drive.say(acknowledged("ticker"))
    drive.say(acknowledged("depth"))
    drive.pass_(60)
    assert drive.client.leaving is None
    assert drive.pings == [PingReason.DOCUMENTED, *[PingReason.SILENCE] * 20]


def test_a_line_that_says_nothing_and_answers_nothing_is_to_be_left(drive: Drive) -> None:
    drive.answers_pings = False
    drive.pass_(7.75)
    assert [drive.client.leaving] == [None]
    drive.pass_(0.25)
    assert drive.client.leaving == Reason(Cause.PONG_MISSING, seconds=5)
    drive.say(messages.ticker(GOLD))
    drive.pass_(1)
    assert drive.client.leaving == Reason(Cause.PONG_MISSING, seconds=5)


def test_the_next_moment_is_that_of_the_ping_or_of_the_subscription_whichever_comes_first(drive: Drive) -> None:
    began = drive.clock.monotonic()
    assert drive.client.next_at() == began + 5 * SECOND
    drive.say(acknowledged("ticker"))
    drive.say(acknowledged("depth"))
    assert drive.client.next_at() == began + 30 * SECOND
