"""The client without a loop and without a socket: bytes, answers and time in; texts, pings, questions and pictures
out."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from roxom_tui.client.client import Client
from roxom_tui.client.keepalive import PingReason
from roxom_tui.client.questions import Question
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.book.crossed_prices import DOUBT_NS
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.views.market_views import TapeGap
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence
from tests.client.words import empty
from tests.support import messages
from tests.support.spellings import GOLD, OIL, levels
from tests.support.standing_clock import FakeClock

DEPTH, LEVEL1, TRADE, TICKER = (
    Stream(channel, GOLD) for channel in (Channel.DEPTH, Channel.LEVEL1, Channel.TRADE, Channel.TICKER)
)
LISTS = [GetKind.ORDERS, GetKind.BALANCE, GetKind.POSITIONS]
LOOK = 0.25
NO_AUDITS = Timing(audit_first=3600.0)
"""They would subscribe to the book in between."""

GAP = Reason(Cause.CONNECTION_LOST)


class Drive:
    """Who drives a client: does what it wants, and notes what that was. Time passes by hand."""

    def __init__(self, *, has_gets: bool = False, symbols: tuple[Any, ...] = (GOLD,)) -> None:
        self.clock = FakeClock()
        profile = Profile("p", Environment.DEMO, symbols=symbols, depth_mode=DepthMode.ABSOLUTE)
        self.client = Client(profile, ViewRequest(symbols[0]), self.clock, NO_AUDITS, Random(1))
        self.has_gets = has_gets
        self.number = 0
        self.answers_pings = True
        self.sent: list[str] = []
        self.pings: list[PingReason] = []

    def connect(self) -> None:
        self.number += 1
        self.client.connected(self.number, has_gets=self.has_gets)

    def say(self, *told: dict[str, Any]) -> None:
        """Messages of the exchange, of this moment, as bytes of a frame."""
        for message in told:
            if "topic" in message:
                message["createdTime"] = message["data"]["timestamp"] = self.clock.wall()
            self.client.receive(
                Frame(self.clock.monotonic(), self.clock.wall(), self.number, json.dumps(message).encode().decode())
            )

    def begin(self) -> None:
        """A connection whose subscriptions are acknowledged, and a first message of each market stream."""
        self.connect()
        self.sent += self.client.to_send()
        self.say(*(acknowledged(stream) for stream in (DEPTH, LEVEL1, TRADE, TICKER, *ACCOUNT_LISTS)))
        self.say(messages.level1(GOLD), messages.snapshot(GOLD), messages.ticker(GOLD))

    def look(self) -> None:
        """Send what is to go out, and answer the ping."""
        self.sent += self.client.to_send()
        ping = self.client.to_ping()
        if ping is not None:
            self.pings.append(ping.reason)
            if self.answers_pings:
                self.client.ponged(ping, 0.05)

    def pass_(self, seconds: float, *speaking: str) -> None:
        """Let time go by, while some channels of gold speak with every look."""
        for _ in range(round(seconds / LOOK)):
            self.clock.pass_(LOOK)
            for channel in speaking:
                self.say(json.loads(messages.first_message(channel, GOLD)))
            self.client.tick()
            self.look()

    def ask(self) -> list[Question]:
        return list(self.client.to_ask())

    def has_output(self) -> bool:
        return self.client.has_output

    def has_questions(self) -> bool:
        return self.client.questions.has_news

    def picture(self) -> ScreenSnapshot:
        return self.client.picture(is_first=True)

    def state(self, stream: Stream) -> PanelState:
        return self.client.store.freshness(stream, self.clock.monotonic()).state

    def taken(self) -> list[tuple[str, list[str]]]:
        """The control messages since the last call: what is asked, and of which streams."""
        sent, self.sent = self.sent, []
        return [(message["op"], [arg_of(arg) for arg in message["args"]]) for message in map(json.loads, sent)]

    def told(self) -> list[str]:
        return [log_sentence(notice.entry) for notice in self.client.journal.take_notices()]


def arg_of(arg: dict[str, str]) -> str:
    return f"{arg['channel']}.{arg['symbol']}" if "symbol" in arg else arg["channel"]


def acknowledged(stream: Stream) -> dict[str, Any]:
    message = messages.acknowledgement(stream.channel.value)
    if stream.symbol is not None:
        message["arg"]["symbol"] = stream.symbol
    return message


@pytest.fixture
def drive() -> Drive:
    """Just connected, subscribed and told."""
    drive = Drive()
    drive.begin()
    drive.look()
    return drive


# Subscriptions and data


def test_the_account_the_connection_and_what_the_person_asks_matter_at_once_and_the_market_is_a_stream(
    drive: Drive,
) -> None:
    client = drive.client

    def matters(happens: Callable[[], object]) -> bool:
        client.matters = client.has_news = False
        happens()
        assert client.has_news
        return client.matters

    assert not matters(lambda: drive.say(messages.level1(GOLD), messages.delta(GOLD, [["0.04", "1"]], [])))
    assert matters(lambda: drive.say(messages.order("o-1", "submitted", side="buy")))
    assert not matters(lambda: drive.say(messages.ticker(GOLD)))
    assert matters(lambda: drive.say(messages.balance("1", "2")))
    assert matters(lambda: drive.say({"topic": "depth.GOLD-BTC", "type": "delta", "data": {"timestamp": 1, "bids": 3}}))
    assert drive.state(DEPTH) is PanelState.RESYNC
    assert matters(lambda: client.view(ViewRequest(GOLD, levels=7)))
    assert matters(lambda: client.resync(DEPTH))
    assert matters(client.disconnected)


def test_before_a_connection_nothing_is_to_go_out_and_nothing_is_believed() -> None:
    drive = Drive(has_gets=True)
    assert drive.client.to_send() == ()
    assert drive.client.to_ask() == ()
    board = drive.picture()
    assert board.connection.state is PanelState.DOWN
    assert board.book.freshness.state is PanelState.DOWN


def test_a_connection_gives_the_subscriptions_in_one_text_the_symbol_in_view_first_and_once() -> None:
    drive = Drive(symbols=(GOLD, OIL))
    drive.connect()
    assert drive.has_output()
    drive.look()
    assert drive.taken() == [
        (
            "subscribe",
            [
                *("level1.GOLD-BTC", "depth.GOLD-BTC", "trade.GOLD-BTC", "ticker.GOLD-BTC"),
                *(stream.channel.value for stream in ACCOUNT_LISTS),
                *("level1.OIL-BTC", "ticker.OIL-BTC", "account"),
            ],
        )
    ]
    drive.look()
    assert drive.taken() == []
    assert not drive.has_output()
    assert drive.told() == ["connected to "]


def test_an_acknowledgement_and_a_snapshot_make_a_book_that_is_live() -> None:
    drive = Drive()
    drive.connect()
    drive.look()
    drive.say(acknowledged(DEPTH))
    assert drive.state(DEPTH) is PanelState.WAITING
    assert drive.picture().book.bids == ()
    drive.say(messages.snapshot(GOLD, "0.04312300", "0.04312700"))
    board = drive.picture()
    assert board.book.freshness.state is PanelState.LIVE
    assert [str(row.price) for row in board.book.bids] == ["0.04312300"]
    assert board.connection.messages == 2
    assert board.connection.connection_number == 1
    assert board.connection.state is PanelState.LIVE


def test_bytes_that_are_no_message_are_counted_and_change_nothing_but_what_may_lack_a_quote_now(drive: Drive) -> None:
    before = drive.picture().book
    for payload in ("{broken", "[]", "\x00"):
        drive.client.receive(Frame(drive.clock.monotonic(), drive.clock.wall(), 1, payload))
    board = drive.picture()
    assert board.connection.rejected == 3
    assert board.book.pressure.flow is None
    assert replace(board.book, pressure=before.pressure) == before


def test_another_symbol_in_view_is_subscribed_at_once_and_the_old_is_left_after_a_moment(drive: Drive) -> None:
    drive.taken()
    drive.client.view(ViewRequest(OIL))
    assert drive.has_output()
    drive.look()
    assert drive.taken() == [("subscribe", [f"{name}.OIL-BTC" for name in ("level1", "depth", "trade", "ticker")])]
    assert drive.picture().book.symbol == OIL
    drive.pass_(1)
    assert drive.taken() == [("unsubscribe", ["depth.GOLD-BTC", "trade.GOLD-BTC"])]


# Pings


def test_a_connection_is_pinged_at_once_and_the_pong_is_its_round_trip(drive: Drive) -> None:
    assert drive.pings == [PingReason.DOCUMENTED]
    assert drive.client.to_ping() is None
    assert drive.picture().connection.round_trip_ms == 50
    assert drive.client.next_at() == drive.clock.monotonic() + 5 * SECOND, "the channel that was not acknowledged"
    drive.say(acknowledged(Stream(Channel.ACCOUNT)))
    assert drive.client.next_at() == drive.clock.monotonic() + 30 * SECOND


def test_a_line_that_falls_silent_is_news_for_who_sends_pings(drive: Drive) -> None:
    drive.client.to_send()
    for _ in range(11):
        drive.clock.pass_(LOOK)
        drive.client.tick()
        assert not drive.has_output()
    drive.clock.pass_(LOOK)
    drive.client.tick()
    # The silent streams are asked too, at the same moment: what is left when that is sent is the ping.
    drive.client.to_send()
    assert drive.has_output()
    drive.look()
    assert not drive.has_output()
    assert drive.pings == [PingReason.DOCUMENTED, PingReason.SILENCE]


def test_any_frame_of_the_connection_counts_as_a_sign_of_life() -> None:
    drive = Drive()
    drive.answers_pings = False
    drive.connect()
    drive.look()
    drive.pass_(2)
    drive.say(messages.acknowledgement("orders"))
    assert drive.client.traffic.messages == 1
    dead = Reason(Cause.PONG_MISSING, seconds=5)
    for seconds, leaving in ((2.75, None), (0.25, None), (4.75, None), (0.25, dead)):
        drive.pass_(seconds)
        assert drive.client.leaving == leaving
    assert drive.client.status.leaving_is_dead
    assert drive.pings == [PingReason.DOCUMENTED, PingReason.SILENCE]


def test_a_dead_line_is_to_be_left_and_the_reason_stays_the_first(drive: Drive) -> None:
    drive.answers_pings = False
    drive.pass_(7.75)
    assert [drive.client.leaving] == [None]
    drive.pass_(0.25)
    assert drive.client.leaving == Reason(Cause.PONG_MISSING, seconds=5)
    drive.client.reconnect()
    assert drive.client.leaving == Reason(Cause.PONG_MISSING, seconds=5)
    assert drive.client.status.leaving_is_dead
    drive.client.disconnected()
    drive.connect()
    assert [drive.client.leaving, drive.client.status.leaving_is_dead] == [None, False]


def test_the_person_can_have_the_connection_left_and_without_one_there_is_nothing_to_leave(drive: Drive) -> None:
    drive.client.reconnect()
    assert (drive.client.leaving, drive.client.status.leaving_is_dead) == (Reason(Cause.ASKED), False)
    drive = Drive()
    drive.client.reconnect()
    assert drive.client.leaving is None


def test_a_key_that_is_refused_by_message_is_to_be_left(drive: Drive) -> None:
    drive.say(messages.error("600010"))
    assert drive.client.leaving == Reason(Cause.KEY_REFUSED)
    assert drive.client.intake.refusal is not None
    assert drive.client.intake.refusal.code == "600010"


# Silence


def test_a_stream_that_falls_silent_is_asked_then_subscribed_afresh_twice_then_left(drive: Drive) -> None:
    drive.pass_(3, "level1", "depth", "ticker")
    assert climbed(drive, 30) == [
        (3.0, ["subscribe"]),
        (8.0, ["unsubscribe", "subscribe"]),
        (13.0, ["unsubscribe", "subscribe"]),
        (18.0, [Reason(Cause.STREAM_MUTE, "depth.GOLD-BTC")]),
    ]
    assert not drive.client.status.leaving_is_dead
    assert drive.client.traffic.resyncs == 2
    assert drive.state(DEPTH) is PanelState.STALE
    assert drive.state(LEVEL1) is PanelState.LIVE


def test_an_answer_of_a_silent_stream_begins_the_ladder_from_below(drive: Drive) -> None:
    drive.pass_(3, "level1", "depth", "ticker")
    assert climbed(drive, 9) == [(3.0, ["subscribe"]), (8.0, ["unsubscribe", "subscribe"])]
    assert drive.state(DEPTH) is PanelState.STALE
    drive.say(messages.snapshot(GOLD))
    assert drive.state(DEPTH) is PanelState.QUIET
    assert climbed(drive, 6) == [(3.0, ["subscribe"])]
    drive.say(messages.snapshot(GOLD))
    assert climbed(drive, 6) == [(3.0, ["subscribe"])]
    assert drive.client.traffic.resyncs == 1


def climbed(drive: Drive, seconds: float) -> list[tuple[float, list[str] | list[Reason]]]:
    """What is done about the depth while only others speak: the verbs, each acknowledged, or the reason to leave."""
    steps: list[tuple[float, list[str] | list[Reason]]] = []
    for step in range(1, round(seconds / LOOK) + 1):
        drive.taken()
        drive.pass_(LOOK, "level1", "ticker")
        verbs = [verb for verb, streams in drive.taken() if "depth.GOLD-BTC" in streams]
        if verbs:
            steps.append((step * LOOK, verbs))
            drive.say(acknowledged(DEPTH))
        if drive.client.leaving:
            return [*steps, (step * LOOK, [drive.client.leaving])]
    return steps


# The end of a connection


def test_without_a_connection_everything_is_down_and_nothing_goes_out(drive: Drive) -> None:
    assert drive.state(DEPTH) is PanelState.LIVE
    drive.client.disconnected()
    board = drive.picture()
    assert drive.client.status.phase is Phase.WAITING
    assert {board.connection.state, board.book.freshness.state, board.book.quote_freshness.state} == {PanelState.DOWN}
    assert {row.freshness.state for row in board.connection.streams} == {PanelState.DOWN}
    assert {drive.state(stream) for stream in (*ACCOUNT_LISTS, TICKER, TRADE)} == {PanelState.DOWN}
    assert board.book.freshness.reason == GAP
    drive.taken()
    drive.client.to_ping()
    drive.pass_(20)
    assert drive.taken() == []
    assert drive.client.to_ask() == ()
    assert drive.client.leaving is None


def test_the_next_connection_subscribes_all_afresh_and_begins_with_no_data(drive: Drive) -> None:
    drive.taken()
    drive.client.disconnected()
    drive.connect()
    drive.look()
    ((verb, streams),) = drive.taken()
    assert (verb, len(streams)) == ("subscribe", 8)
    board = drive.picture()
    assert (board.connection.connection_number, board.connection.reconnects) == (2, 1)
    assert board.connection.state is PanelState.WAITING
    assert not board.book.freshness.state.is_live
    drive.say(acknowledged(DEPTH), messages.snapshot(GOLD))
    assert drive.picture().book.freshness.state is PanelState.LIVE


# GETs


def test_the_lists_are_asked_for_one_after_the_other_once_the_account_is_settled() -> None:
    drive = Drive(has_gets=True)
    drive.connect()
    drive.look()
    assert drive.ask() == []
    drive.say(*(acknowledged(stream) for stream in ACCOUNT_LISTS))
    assert drive.ask() == []
    assert {drive.state(stream) for stream in ACCOUNT_LISTS} == {PanelState.WAITING}
    drive.look()
    drive.say(messages.ticker(GOLD))
    assert drive.has_output()
    drive.look()
    asked: list[tuple[GetKind, str | None]] = []
    while questions := drive.ask():
        (question,) = questions
        assert question.asked_at == drive.clock.monotonic()
        assert drive.ask() == [], "it is under way"
        assert not drive.has_output()
        drive.clock.pass_(0.1)
        drive.client.answered(question, empty(question))
        assert drive.has_output()
        asked.append((question.kind, question.symbol))
    assert asked == list(zip(LISTS, (None, None, GOLD), strict=True))
    assert {drive.state(stream) for stream in ACCOUNT_LISTS} == {PanelState.LIVE}


def test_a_question_that_nobody_makes_does_not_have_who_sends_look_again_at_once() -> None:
    drive = Drive(has_gets=True)
    drive.begin()
    drive.look()
    drive.clock.pass_(1)
    at = drive.client.poller.next_at(drive.clock.monotonic())
    assert at is not None
    assert at < drive.clock.monotonic()
    assert drive.client.next_at() == drive.clock.monotonic() + 4 * SECOND


def test_a_get_that_fails_is_told_and_asked_again_when_its_time_has_come() -> None:
    drive = Drive(has_gets=True)
    drive.begin()
    drive.look()
    (question,) = drive.ask()
    drive.told()
    drive.client.answered(question, Failed(Trouble.UNREACHABLE, "HTTP 503"))
    assert drive.ask() == []
    at = drive.client.poller.next_at(drive.clock.monotonic())
    assert at is not None
    assert 0 < at - drive.clock.monotonic() <= 4 * SECOND
    assert drive.state(ACCOUNT_LISTS[0]) is PanelState.WAITING, "it never held anything"
    assert [text.split(";")[0] for text in drive.told()] == ["orders: HTTP 503"]
    drive.clock.now = at
    assert [question.kind for question in drive.ask()] == [GetKind.BALANCE]


def test_where_there_are_no_gets_nothing_is_asked_and_the_lists_hold_what_comes(drive: Drive) -> None:
    drive.pass_(10, "level1", "depth", "ticker")
    assert drive.ask() == []
    assert {drive.state(stream) for stream in ACCOUNT_LISTS} == {PanelState.QUIET}


def test_an_answer_to_a_question_of_an_earlier_connection_is_not_taken() -> None:
    drive = Drive(has_gets=True)
    drive.begin()
    (late,) = drive.ask()
    drive.client.disconnected()
    drive.client.answered(late, empty(late))
    assert drive.ask() == []
    drive.begin()
    drive.client.answered(late, empty(late))
    assert {drive.state(stream) for stream in ACCOUNT_LISTS} == {PanelState.WAITING}
    (question,) = drive.ask()
    assert question is not late
    drive.client.answered(late, Failed(Trouble.REFUSED, "HTTP 401", 401))
    assert drive.ask() == [], "the new one is still under way"
    assert drive.client.poller.can_ask
    drive.client.answered(question, empty(question))
    assert drive.state(ACCOUNT_LISTS[0]) is PanelState.LIVE


def test_a_book_asked_for_by_get_is_compared_and_one_of_an_earlier_connection_is_not() -> None:
    drive = Drive(has_gets=True)
    drive.begin()
    same = BookSnapshot(GOLD, levels("0.04312300 0.75"), levels("0.04312700 1.20"), drive.clock.wall())

    def book() -> VerifiedBook:
        depth = drive.client.store.markets.depth(GOLD)
        assert depth is not None
        return depth

    def book_asked_for() -> Question:
        book().expect_answer()
        assert drive.client.books.want(GOLD)
        assert drive.has_output()
        return next(question for question in drive.ask() if question.kind is GetKind.ORDER_BOOK)

    late = book_asked_for()
    drive.client.disconnected()
    assert not drive.client.books.want(GOLD), "there is nobody to ask"
    drive.begin()
    question = book_asked_for()
    drive.client.answered(late, same)
    drive.pass_(3, "level1")
    assert book().verification.at is None
    assert not drive.client.books.has_news
    assert drive.client.books.want(GOLD)
    assert drive.ask() == [], "one at a time"
    drive.client.answered(question, same)
    assert drive.has_questions(), "the next is wanted already"
    drive.pass_(3, "level1")
    audit = book().verification.last
    assert audit is not None
    assert (audit.levels, audit.differences) == (2, 0)


def test_questions_that_nobody_will_answer_do_not_keep_others_from_being_asked() -> None:
    drive = Drive(has_gets=True)
    drive.begin()
    assert drive.client.books.want(GOLD)
    lost = drive.ask()
    assert [question.kind for question in lost] == [GetKind.ORDERS, GetKind.ORDER_BOOK]
    assert drive.client.books.want(GOLD)
    assert drive.ask() == []
    assert not drive.has_questions()
    drive.client.questions.forget()
    assert drive.has_questions()
    asked = drive.ask()
    assert [question.kind for question in asked] == [GetKind.BALANCE, GetKind.ORDER_BOOK]
    for question in lost:
        drive.client.answered(question, Failed(Trouble.REFUSED, "HTTP 401", 401))
    assert drive.client.poller.can_ask
    assert drive.ask() == [], "the new ones are still under way"


# Pictures


def test_while_nothing_happens_there_is_something_new_to_show_once_a_second(drive: Drive) -> None:
    drive.look()
    shown = 0
    for _ in range(round(2 / LOOK)):
        drive.client.has_news = False
        drive.clock.pass_(LOOK)
        drive.client.tick()
        shown += drive.client.has_news
    assert shown == 2
    happenings: tuple[Callable[[], object], ...] = (
        lambda: drive.say(messages.level1(GOLD)),
        lambda: drive.client.view(ViewRequest(GOLD, 5)),
        lambda: drive.client.resync(DEPTH),
        drive.client.disconnected,
    )
    for happens in happenings:
        drive.client.has_news = False
        happens()
        assert drive.client.has_news


def test_a_calm_market_that_answers_as_before_is_news_once_a_second() -> None:
    drive = Drive()
    drive.begin()
    shown, seen = [], 0
    for _ in range(round(20 / LOOK)):
        drive.client.has_news = False
        drive.clock.pass_(LOOK)
        drive.client.tick()
        is_heartbeat, drive.client.has_news = drive.client.has_news, False
        drive.look()
        for verb, streams in drive.taken():
            for stream in streams:
                channel, _, symbol = stream.partition(".")
                told = {"channel": channel, "instId": symbol}
                drive.say({"event": verb, "arg": told, "code": "0", "msg": "", "connId": "c"})
                if verb == "subscribe" and channel != "trade":
                    drive.say(json.loads(messages.first_message(channel, GOLD)))
                    seen += 1
        shown.append((is_heartbeat, drive.client.has_news))
    assert drive.state(LEVEL1) is PanelState.QUIET
    assert drive.state(DEPTH) is PanelState.QUIET
    assert seen > 6
    late = shown[len(shown) // 2 :]
    assert sum(heartbeat for heartbeat, _ in late) == 10
    assert not any(news for _, news in late)
    drive.client.has_news = False
    drive.say(messages.level1(GOLD, "0.99", "1.01"))
    assert drive.client.has_news


def test_what_waited_through_a_sleep_is_no_news_and_a_gap_begins_when_something_last_came_before_it() -> None:
    drive = Drive()
    drive.begin()
    drive.say(messages.trade(GOLD))
    heard_at, heard_wall = drive.clock.monotonic(), drive.clock.wall()
    drive.clock.pass_(0.2)
    drive.clock.slept += 60 * SECOND
    drive.say(messages.level1(GOLD, bid="0.04312400"), messages.trade(GOLD, "0.04312600"))
    assert drive.client.leaving == Reason(Cause.STANDSTILL, "slept", seconds=60)
    drive.client.disconnected()
    board = drive.picture()
    assert {board.symbols.rows[0].freshness.data_at, board.ticker.freshness.data_at} == {heard_at}
    gap = board.tape.past[0]
    assert isinstance(gap, TapeGap)
    assert gap.since == heard_wall
    assert len(board.tape.past) == 2


def test_what_waited_while_the_program_stood_still_is_taken() -> None:
    drive = Drive()
    drive.begin()
    drive.clock.pass_(13)
    drive.say(messages.level1(GOLD, bid="0.04312400"))
    assert drive.client.leaving is None
    assert drive.picture().book.quote_freshness.data_at == drive.clock.monotonic()


def test_a_standstill_and_its_end_are_to_be_shown_with_the_next_look(drive: Drive) -> None:
    drive.look()
    for seconds, is_new in ((LOOK, False), (5.0, True), (LOOK, False)):
        drive.client.has_news = False
        drive.clock.pass_(seconds)
        drive.client.tick()
        assert drive.client.has_news is is_new
    drive.look()
    drive.client.has_news = False
    drive.client.tick()
    drive.client.has_news = False
    drive.client.status.standstill = Reason(Cause.STANDSTILL, "slept", seconds=13)
    drive.client.tick()
    assert drive.client.has_news, "it is over: the ping was answered"


def test_the_next_picture_is_due_when_prices_stay_crossed_though_nothing_comes(drive: Drive) -> None:
    assert drive.client.store.judge.changes_at(GOLD, drive.clock.monotonic()) is None
    drive.say(messages.level1(GOLD, bid="0.04313000", ask="0.04312700"))
    at = drive.client.store.judge.changes_at(GOLD, drive.clock.monotonic())
    assert at == drive.clock.monotonic() + DOUBT_NS
    drive.clock.now = at - 1
    assert drive.picture().book.quote_freshness.state is PanelState.LIVE
    drive.clock.now = at
    assert drive.picture().book.quote_freshness.state is PanelState.UNPROVEN
    assert drive.client.store.judge.changes_at(GOLD, at) is None


def test_a_view_of_a_symbol_that_is_not_configured_falls_back_to_the_first() -> None:
    profile = Profile("p", Environment.DEMO, symbols=(OIL, GOLD))
    client = Client(profile, ViewRequest(GOLD), FakeClock(), Timing())
    assert client.view_request.symbol == GOLD
    client = Client(Profile("p", Environment.DEMO, symbols=(OIL,)), ViewRequest(GOLD), FakeClock(), Timing())
    assert client.view_request.symbol == OIL
