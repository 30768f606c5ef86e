"""The account's lists by GET: what calls for one, and what a failure does and does not do (client 4.1)."""

from __future__ import annotations

import json

import pytest

from roxom_tui.client.account_poller import MOST_WAITS, AccountPoller
from roxom_tui.client.client import Client
from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.reasons import Cause, Guess, Reason
from roxom_tui.model.status import PanelState, Rejected
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetKind
from tests.client.words import Longest, empty
from tests.support import messages
from tests.support.rig import Rig
from tests.support.spellings import GOLD, OIL
from tests.support.standing_clock import FakeClock

ORDERS, BALANCE, POSITIONS = (Stream(channel) for channel in (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS))
USUAL = Timing()
IN_TROUBLE = Failed(Trouble.UNREACHABLE, "HTTP 503")
EVERY_LIST = [GetKind.ORDERS, GetKind.BALANCE, GetKind.POSITIONS, GetKind.POSITIONS]
"""What the lists of two symbols take."""


class Asking:
    """A poller whose questions are answered at once, with empty lists or with a failure."""

    def __init__(self, poller: AccountPoller, clock: FakeClock) -> None:
        self.poller = poller
        self.clock = clock
        self.failure: Failed | None = None
        self.asked: list[GetKind] = []
        self.symbols: list[Symbol | None] = []

    def all_that_is_due(self) -> list[GetKind]:
        """Ask and answer until nothing is due; what was asked for now."""
        before = len(self.asked)
        while (question := self.poller.to_ask(self.clock.monotonic())) is not None:
            assert self.poller.to_ask(self.clock.monotonic()) is None, "one question at a time"
            assert self.poller.next_at(self.clock.monotonic()) is None
            self.asked.append(question.kind)
            self.symbols.append(question.symbol)
            self.poller.answered(question, self.failure or empty(question))
        return self.asked[before:]

    def until(self, seconds: float) -> list[tuple[float, GetKind]]:
        """What is asked for in so many seconds, each with its second; it looks only when told that it is time."""
        began, told = self.clock.now, list[tuple[float, GetKind]]()
        end = began + int(seconds * SECOND)
        while self.clock.now <= end:
            told += [(round((self.clock.now - began) / SECOND, 3), kind) for kind in self.all_that_is_due()]
            at = self.poller.next_at(self.clock.monotonic())
            if at is None:
                break
            assert at > self.clock.now, "it asks to be looked at again at once, for ever"
            self.clock.now = at
        self.clock.now = end
        return told


@pytest.fixture
def rig(rig: Rig) -> Rig:
    """A market that stands still, so that the account's stream tells nothing."""
    rig.moves = False
    rig.pass_(1)
    return rig


def poller_of(rig: Rig, timing: Timing = USUAL) -> Asking:
    """One at work for the rig's connection, which is settled."""
    client = rig.client
    poller = AccountPoller(client.store, client.session, client.status, client.journal, rig.clock, Longest(), timing)
    poller.connected(rig.clock.monotonic())
    poller.account_is_settled()
    return Asking(poller, rig.clock)


def client_of(clock: FakeClock, *, settled: bool = True) -> Client:
    """A client that is connected and may make GETs."""
    client = Client(Profile("p", Environment.DEMO, symbols=(GOLD, OIL)), None, clock, Timing(), Longest())
    client.connected(1, has_gets=True)
    client.to_send()
    if settled:
        client.poller.account_is_settled()
    return client


def frame(clock: FakeClock, message: dict[str, object]) -> Frame:
    return Frame(clock.monotonic(), clock.wall(), 1, json.dumps(message))


def test_every_list_is_asked_for_on_a_connection_and_again_each_half_minute(rig: Rig) -> None:
    asking = poller_of(rig)
    assert rig.state(ORDERS) is PanelState.STALE
    assert asking.until(31) == [*((0.0, kind) for kind in EVERY_LIST), *((30.0, kind) for kind in EVERY_LIST)]
    assert asking.symbols == [None, None, GOLD, OIL] * 2


def test_while_one_list_waits_after_a_failure_no_other_is_asked_for(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.failure = IN_TROUBLE
    assert asking.all_that_is_due() == [GetKind.ORDERS]
    assert rig.state(ORDERS) is PanelState.STALE
    assert asking.until(3.9) == []
    asking.failure = None
    assert asking.until(0.2) == [(0.1, kind) for kind in (*EVERY_LIST[1:], GetKind.ORDERS)]


def test_a_host_that_says_come_back_at_once_is_asked_twenty_times_a_minute_and_no_more(rig: Rig) -> None:
    policy = ReconnectPolicy(retry_after=(0.0, 600.0))
    asking = poller_of(rig, Timing(rest_backoff=policy))
    asking.failure = Failed(Trouble.THROTTLED, "HTTP 429", 429, 0.0)
    asking.all_that_is_due()
    assert len(asking.asked) == policy.attempts


def test_a_check_that_fails_does_not_make_a_list_stale_that_is_here(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.all_that_is_due()
    assert {rig.state(stream) for stream in (ORDERS, BALANCE, POSITIONS)} == {PanelState.LIVE}
    rig.pass_(10)
    asking.failure = IN_TROUBLE
    asking.poller.at_once(ORDERS)
    assert asking.all_that_is_due() == [GetKind.ORDERS]
    (failed,) = (line.entry for line in rig.client.journal.lines() if line.entry.kind is LogKind.LIST_FAILED)
    assert (failed.stream, failed.text[:8]) == (ORDERS, "HTTP 503")
    assert rig.state(ORDERS) is PanelState.LIVE


def test_what_only_the_person_can_change_ends_the_asking_for_this_connection(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.failure = Failed(Trouble.REFUSED, "HTTP 401", 401)
    assert asking.all_that_is_due() == [GetKind.ORDERS]
    assert not asking.poller.can_ask
    assert asking.poller.next_at(rig.clock.monotonic()) is None
    asking.poller.at_once(BALANCE)
    assert asking.until(3600) == []
    assert rig.client.journal.notices[-1].entry == LogEntry(LogKind.LISTS_GIVEN_UP, "HTTP 401")


def test_the_account_knows_why_no_get_tells_its_lists_until_the_next_connection(rig: Rig) -> None:
    asking, account = poller_of(rig), rig.client.store.account
    asking.failure = Failed(Trouble.REFUSED, "HTTP 401", 401)
    asking.all_that_is_due()
    assert account.unlisted == Reason(Cause.LISTS_REFUSED, "HTTP 401", "401")
    assert account.due == {}
    asking.poller.disconnected()
    asking.poller.unasked()
    assert account.unlisted == Reason(Cause.NO_GETS)
    asking.poller.connected(rig.clock.monotonic())
    assert vars(account)["unlisted"] is None


def test_the_account_knows_when_each_list_is_asked_for_next(rig: Rig) -> None:
    asking, account = poller_of(rig), rig.client.store.account
    asking.all_that_is_due()
    began = rig.clock.now
    assert account.due == dict.fromkeys(ACCOUNT_LISTS, began + int(USUAL.lists_every * SECOND))
    asking.poller.soon(BALANCE)
    assert account.due[BALANCE] == began + int(USUAL.reseed_after * SECOND)
    asking.failure = IN_TROUBLE
    rig.clock.now = account.due[BALANCE]
    asking.all_that_is_due()
    at = asking.poller.next_at(rig.clock.monotonic())
    assert at is not None
    assert min(account.due.values()) >= at, "while a host is in trouble nothing is asked for"
    asking.poller.disconnected()
    assert account.due == {}


def test_lists_that_nothing_calls_for_come_together_again(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.all_that_is_due()
    asking.poller.soon(BALANCE)
    told = asking.until(70)
    assert [(at, kind) for at, kind in told if kind is not GetKind.POSITIONS] == [
        (2.0, GetKind.BALANCE),
        (30.0, GetKind.ORDERS),
        (30.0, GetKind.BALANCE),
        (60.0, GetKind.ORDERS),
        (60.0, GetKind.BALANCE),
    ]


def test_a_list_that_is_doubted_again_and_again_is_asked_for_each_five_seconds(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.all_that_is_due()
    began, asked_at = rig.clock.now, list[float]()
    while rig.clock.now - began < 12 * SECOND:
        asking.poller.at_once(BALANCE)
        assert asking.all_that_is_due() in ([], [GetKind.BALANCE])
        asked_at += [(rig.clock.now - began) / SECOND] * (len(asking.asked) - len(EVERY_LIST) - len(asked_at))
        rig.clock.pass_(0.25)
    assert asked_at == [5.0, 10.0]


def test_a_contract_the_exchange_does_not_know_is_not_asked_for_and_holds_nothing(rig: Rig) -> None:
    quote = Stream(Channel.LEVEL1, OIL)
    rig.client.session.on_control(Rejected(quote, ErrorCode.UNKNOWN_SYMBOL, "no"), rig.clock.monotonic())
    asking = poller_of(rig)
    asking.all_that_is_due()
    assert asking.symbols == [None, None, GOLD]
    assert rig.state(POSITIONS) is PanelState.LIVE


def test_an_answer_to_an_earlier_connection_is_not_taken(rig: Rig) -> None:
    asking = poller_of(rig)
    late = asking.poller.to_ask(rig.clock.monotonic())
    assert late is not None
    asking.poller.disconnected()
    asking.poller.answered(late, empty(late))
    asking.poller.connected(rig.clock.monotonic())
    asking.poller.account_is_settled()
    asking.poller.answered(late, empty(late))
    question = asking.poller.to_ask(rig.clock.monotonic())
    assert question is not None
    asking.poller.answered(late, empty(late))
    assert asking.poller.to_ask(rig.clock.monotonic()) is None, "the new one is still under way"
    assert rig.state(ORDERS) is PanelState.STALE


def test_a_question_that_nobody_will_answer_is_asked_again(rig: Rig) -> None:
    asking = poller_of(rig)
    lost = asking.poller.to_ask(rig.clock.monotonic())
    assert lost is not None
    asking.poller.forget_question()
    assert asking.poller.has_news
    assert sorted(asking.all_that_is_due(), key=EVERY_LIST.index) == EVERY_LIST


def test_the_lists_are_asked_for_once_the_account_is_answered_for_and_a_market_stream_speaks() -> None:
    clock = FakeClock()
    client = client_of(clock, settled=False)
    acks = [messages.acknowledgement(str(stream)) for stream in ACCOUNT_LISTS]
    settled = [not client.poller.is_waiting]
    for message in (*acks, messages.ticker(GOLD, last="0.01000000")):
        assert client.to_ask() == ()
        client.receive(frame(clock, message))
        settled.append(not client.poller.is_waiting)
    assert settled == [False, False, False, False, True]
    assert [question.kind for question in client.to_ask()] == [GetKind.ORDERS]


def test_where_nothing_settles_it_the_lists_are_asked_for_after_half_a_minute() -> None:
    clock = FakeClock()
    asking = Asking(client_of(clock, settled=False).poller, clock)
    asked = asking.until(MOST_WAITS * USUAL.seed_patience + 1)
    assert asked == [(MOST_WAITS * USUAL.seed_patience, kind) for kind in EVERY_LIST]


@pytest.mark.parametrize("after", [0.0, 0.4])
def test_a_line_that_has_shown_how_late_it_is_is_waited_for_no_longer_than_a_moment(after: float) -> None:
    clock = FakeClock()
    client = client_of(clock, settled=False)
    clock.pass_(after)
    client.status.lag_s = 3.0
    assert client.to_ask() == ()
    assert Asking(client.poller, clock).until(1.1)[0] == (USUAL.seed_patience - after, GetKind.ORDERS)


@pytest.mark.parametrize(
    ("status", "told", "asked"),
    [
        ("submitted", {"side": "buy"}, [GetKind.BALANCE]),
        ("submitted", {}, [GetKind.ORDERS, GetKind.BALANCE]),
        ("filled", {}, [GetKind.BALANCE]),
    ],
    ids=["told whole", "told without its side", "ended without its side"],
)
def test_an_order_that_is_not_told_whole_has_the_list_asked_for(
    status: str, told: dict[str, str], asked: list[GetKind]
) -> None:
    clock = FakeClock()
    client = client_of(clock)
    asking = Asking(client.poller, clock)
    assert asking.all_that_is_due() == EVERY_LIST
    client.receive(frame(clock, messages.order("o-1", status, **told)))
    assert client.has_output
    assert asking.until(3) == [(USUAL.reseed_after, kind) for kind in asked]


REFUSED_OR_WRONG = Failed(
    Trouble.UNAVAILABLE, "HTTP 404", 404, guesses=(Guess.UNAVAILABLE, Guess.ADDRESS_WRONG, Guess.KEY_MISMATCH)
)


def test_a_list_that_was_not_answered_says_when_the_next_try_is_and_what_may_be_behind_it(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.failure = REFUSED_OR_WRONG
    asking.all_that_is_due()
    for stream in (ORDERS, BALANCE, POSITIONS):
        reason = rig.fresh(stream).reason
        assert reason is not None
        assert (reason.cause, reason.text, reason.code) == (Cause.LIST_FAILED, "HTTP 404", "404")
        assert reason.next_at == asking.poller.next_at(rig.clock.monotonic())
        assert reason.guesses == (Guess.UNAVAILABLE, Guess.ADDRESS_WRONG), "the key was taken by the connection"


def test_while_a_list_is_asked_for_again_nothing_says_when_that_will_be(rig: Rig) -> None:
    asking = poller_of(rig)
    asking.failure = IN_TROUBLE
    asking.all_that_is_due()
    due = asking.poller.next_at(rig.clock.monotonic())
    assert due is not None
    rig.clock.now = due
    assert asking.poller.to_ask(due) is not None
    for stream in (ORDERS, BALANCE, POSITIONS):
        reason = rig.fresh(stream).reason
        assert reason is not None
        assert (reason.cause, reason.next_at) == (Cause.LIST_FAILED, None)


def test_after_one_list_was_answered_the_address_is_not_doubted(rig: Rig) -> None:
    asking = poller_of(rig)
    question = asking.poller.to_ask(rig.clock.monotonic())
    assert question is not None
    asking.poller.answered(question, empty(question))
    asking.failure = REFUSED_OR_WRONG
    asking.all_that_is_due()
    reason = rig.fresh(BALANCE).reason
    assert reason is not None
    assert (reason.cause, reason.guesses) == (Cause.LIST_FAILED, (Guess.UNAVAILABLE,))
