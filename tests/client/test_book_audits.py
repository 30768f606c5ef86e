"""Audits of the book in view: their rhythm, what they find, and how the way to a fresh snapshot is learned."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.book_audits import BookPoller
from roxom_tui.client.journal import Journal
from roxom_tui.client.questions import Question
from roxom_tui.client.timing import Timing
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookSnapshot
from roxom_tui.model.log_entries import LogKind
from roxom_tui.model.market import DepthMode, Environment, Side, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import PanelState
from roxom_tui.model.verification import Way
from roxom_tui.protocol.auth import get_headers
from roxom_tui.protocol.get_requests import GetRequest, decode_answer
from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.server import ServerConfig
from roxom_tui.state.book.book_against_quotes import BookCheckCounts
from roxom_tui.state.book.verified_book import VerifiedBook
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import AuditResult
from tests.support.rig import DEPTH, Rig
from tests.support.spellings import GOLD, OIL
from tests.support.watched_server import WatchedServer


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    rig = Rig(private_key.public_key())
    rig.pass_(5)
    assert rig.client.store.markets.reading.decided is DepthMode.ABSOLUTE
    return rig


def counts(rig: Rig) -> BookCheckCounts:
    return rig.client.store.markets.book_checks


def depth_of(rig: Rig) -> VerifiedBook:
    depth = rig.client.store.markets.depth(GOLD)
    assert depth is not None
    return depth


def has_proof(rig: Rig) -> bool:
    return depth_of(rig).verification.at is not None


def proof(rig: Rig) -> AuditResult | None:
    return depth_of(rig).verification.last


def has_verified(rig: Rig) -> bool:
    return (result := proof(rig)) is not None and result.differences is not None


def requests(rig: Rig, op: str, since: int) -> int:
    """How often the book of gold, and it alone, was asked for or left."""
    args = [{"channel": "depth", "symbol": GOLD}]
    return sum(orjson.loads(text) == {"op": op, "args": args} for text in rig.said[since:])


class Snapshots:
    """Depth snapshots of an exchange that may not answer who is subscribed already, or nobody at all."""

    def __init__(self, rig: Rig, *, for_newcomers: bool) -> None:
        self._for_newcomers = for_newcomers
        self._is_newcomer = False
        self._rig = rig
        rig.exchange.add_hook(self)

    def allow(self) -> None:
        """From now on the exchange answers as usual."""
        self._rig.exchange.remove_hook(self)

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        said = orjson.loads(message.payload)
        if said.get("event") == "unsubscribe" and said["arg"] == {"channel": "depth", "instId": GOLD}:
            self._is_newcomer = True
        if message.stream != str(DEPTH) or said["type"] != "snapshot":
            return (message,)
        answered, self._is_newcomer = self._is_newcomer and self._for_newcomers, False
        return (message,) if answered else ()


class LostFarAway:
    """Loses deltas that touch only bids far below the best, until told to stop."""

    def __init__(self, rig: Rig) -> None:
        self.goes_on = True
        self._rig = rig
        rig.exchange.add_hook(self)

    def __call__(self, message: Outgoing) -> Iterable[Outgoing]:
        if not self.goes_on or message.stream != str(DEPTH) or b'"type":"delta"' not in message.payload:
            return (message,)
        data = orjson.loads(message.payload)["data"]
        near = {str(level.price) for level in depth_of(self._rig).book.levels(Side.BID, 12)}
        return (message,) if data["ask"] or not near.isdisjoint(price for price, _ in data["bid"]) else ()


# Rhythm and findings


def test_a_book_knows_when_it_will_first_be_checked_and_only_while_it_stands(rig: Rig) -> None:
    at = depth_of(rig).checked_next
    assert at is not None
    rig.pass_((at - rig.clock.monotonic()) / SECOND - 0.5)
    assert not has_proof(rig)
    rig.pass_(3)
    assert has_proof(rig)
    rig.client.disconnected()
    assert depth_of(rig).checked_next is None


def test_the_first_audit_comes_soon_and_then_about_one_a_minute(rig: Rig) -> None:
    assert proof(rig) is None
    assert rig.until(lambda: has_proof(rig), within=20) > 4
    times = {depth_of(rig).verification.at}
    for _ in range(600):
        rig.pass_(1)
        times.add(depth_of(rig).verification.at)
    gaps = [(later - earlier) / SECOND for earlier, later in pairwise(sorted(at for at in times if at is not None))]
    assert len(gaps) >= 7
    assert all(47 <= gap <= 75 for gap in gaps)
    assert len({round(gap) for gap in gaps}) > 1, "not always the same, or clients would ask in step"
    assert counts(rig).audits == len(gaps) + 1


def test_an_audit_of_a_book_that_is_right_finds_nothing_and_disturbs_nothing(rig: Rig) -> None:
    began, states = len(rig.said), set()
    while not has_proof(rig):
        rig.pass_(0.1)
        states.add(rig.state())
    assert states == {PanelState.LIVE}
    assert (requests(rig, "subscribe", began), requests(rig, "unsubscribe", began)) == (1, 0)
    assert (result := proof(rig)) is not None
    assert (rig.clock.now - result.at < SECOND, result.differences) == (True, 0)
    assert result.levels > 1
    assert (counts(rig).differences, rig.client.traffic.resyncs) == (0, 0)


def test_a_loss_far_from_the_best_price_is_found_and_repaired_by_the_next_audit(rig: Rig) -> None:
    lost = LostFarAway(rig)
    rig.until(lambda: not rig.book_is_true(), within=4)
    assert rig.state() is PanelState.LIVE, "nothing in the stream reveals it"
    rig.until(lambda: has_proof(rig), within=20)
    lost.goes_on = False
    wrong = counts(rig).differences
    assert wrong > 0
    rig.pass_(2)
    (found,) = (line.entry for line in rig.client.journal.lines() if line.entry.kind is LogKind.BOOK_CORRECTED)
    assert (found.stream, found.done) == (DEPTH, wrong)
    assert (found.of or 0) > wrong
    assert rig.book_is_true()
    assert rig.state() is PanelState.LIVE


def test_the_symbol_in_view_is_the_one_that_is_audited(rig: Rig) -> None:
    rig.client.view(ViewRequest(OIL))
    rig.pass_(60)
    oil = rig.client.store.markets.depth(OIL)
    assert oil is not None
    assert oil.verification.at is not None
    assert rig.client.store.markets.depth(GOLD) is None


def test_after_another_connection_the_book_is_verified_anew(rig: Rig) -> None:
    rig.until(lambda: has_proof(rig), within=20)
    rig.connect()
    rig.pass_(1)
    assert proof(rig) is None
    rig.until(lambda: has_proof(rig), within=20)


# The way to a snapshot


def test_where_a_repeated_subscription_brings_nothing_the_stream_is_left_and_joined_again(rig: Rig) -> None:
    Snapshots(rig, for_newcomers=True)
    states = set()
    while not has_proof(rig):
        rig.pass_(0.1)
        states.add(rig.state())
    assert states == {PanelState.LIVE}, "the book stays usable meanwhile"
    assert rig.client.audits.way is Way.REJOIN
    assert (result := proof(rig)) is not None
    assert result.differences is None
    assert counts(rig).differences == 0
    learned = len(rig.said)
    rig.pass_(150)
    assert requests(rig, "unsubscribe", learned) == requests(rig, "subscribe", learned) >= 2, (
        "the other way is not tried"
    )
    assert rig.client.traffic.resyncs == 0


def test_where_joining_again_brings_nothing_the_book_is_rebuilt_and_never_audited_that_way_again(rig: Rig) -> None:
    snapshots = Snapshots(rig, for_newcomers=False)
    rig.until(lambda: rig.client.audits.way is Way.GET, within=60)
    assert rig.state() is PanelState.RESYNC
    snapshots.allow()
    rig.until(lambda: rig.state() is PanelState.LIVE, within=30)
    assert rig.client.audits.way is Way.GET


def test_without_gets_there_is_no_way_and_the_book_cannot_be_verified_until_another_try(
    private_key: rsa.RSAPrivateKey,
) -> None:
    rig = Rig(private_key.public_key(), timing=Timing(audit_again=60.0))
    rig.client.audits.take(Way.GET, rig.clock.now)
    rig.until(lambda: rig.client.audits.way is Way.NONE, within=20)
    asked = len(rig.said)
    rig.pass_(2)
    assert not depth_of(rig).can_be_verified
    rig.pass_(38)
    assert proof(rig) is None
    assert requests(rig, "subscribe", asked) == 0
    rig.until(lambda: has_proof(rig), within=40)
    assert rig.client.audits.way is Way.REPEAT, "tried once more after a while"
    rig.pass_(1)
    assert depth_of(rig).can_be_verified


def test_a_book_by_get_verifies_what_the_stream_goes_on_changing(rig: Rig, private_key: rsa.RSAPrivateKey) -> None:
    lost = LostFarAway(rig)

    def ask(question: Question) -> BookSnapshot:
        lost.goes_on = False
        wanted = GetRequest(question.kind, rig.exchange.rest_prefix, question.symbol, levels=100)
        headers = get_headers(Credentials(Secret("key"), private_key), wanted)
        answer = rig.exchange.http(HttpRequest("GET", wanted.target, headers))
        assert answer is not None
        book = decode_answer(wanted, answer.body, answer.status)
        assert isinstance(book, BookSnapshot)
        return book

    rig.answer_books(ask)
    rig.client.audits.take(Way.GET, rig.clock.now)
    rig.until(lambda: has_proof(rig), within=20)
    assert counts(rig).differences > 0
    assert rig.book_is_true()
    before = counts(rig).differences
    rig.until(lambda: counts(rig).audits == 2, within=90)
    assert (counts(rig).differences, rig.client.audits.way) == (before, Way.GET)
    assert rig.state() is PanelState.LIVE


def test_a_way_that_has_worked_is_not_left_for_one_answer_that_did_not_come(rig: Rig) -> None:
    rig.until(lambda: has_proof(rig), within=20)
    audits, snapshots = counts(rig).audits, Snapshots(rig, for_newcomers=False)
    asked = len(rig.said)
    rig.until(lambda: requests(rig, "subscribe", asked) == 1, within=80)
    rig.pass_(6)
    snapshots.allow()
    rig.until(lambda: counts(rig).audits == audits + 1, within=20)
    assert rig.client.audits.way is Way.REPEAT
    assert requests(rig, "unsubscribe", asked) == 0
    assert has_verified(rig)


def test_a_way_that_has_worked_is_left_when_two_answers_in_a_row_did_not_come(rig: Rig) -> None:
    rig.until(lambda: has_proof(rig), within=20)
    Snapshots(rig, for_newcomers=True)
    rig.until(lambda: rig.client.audits.way is Way.REJOIN, within=110)


def test_where_data_comes_late_a_missing_answer_says_nothing(rig: Rig) -> None:
    rig.until(lambda: has_proof(rig), within=20)
    asked = len(rig.said)
    rig.delay = 8 * SECOND
    rig.until(lambda: requests(rig, "subscribe", asked) >= 1, within=80)
    rig.pass_(60)
    rig.delay = 0
    rig.pass_(30)
    assert rig.client.audits.way is Way.REPEAT


def test_a_question_that_went_with_its_connection_is_not_missed_on_the_next(rig: Rig) -> None:
    snapshots = Snapshots(rig, for_newcomers=False)
    asked = len(rig.said)
    rig.until(lambda: requests(rig, "subscribe", asked) == 1, within=20)
    snapshots.allow()
    rig.connect()
    asked = len(rig.said)
    rig.pass_(8)
    assert rig.client.audits.way is Way.REPEAT
    assert requests(rig, "unsubscribe", asked) == 0
    assert rig.state() is PanelState.LIVE


def test_after_a_while_the_least_disturbing_way_is_tried_again(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key(), timing=Timing(audit_again=90.0))
    snapshots = Snapshots(rig, for_newcomers=True)
    rig.until(lambda: rig.client.audits.way is Way.REJOIN, within=40)
    snapshots.allow()
    rig.until(lambda: has_verified(rig), within=170)
    assert rig.client.audits.way is Way.REPEAT


def test_joining_again_that_was_in_vain_costs_no_second_book(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key(), timing=Timing(audit_again=60.0))
    rig.answer_books(lambda question: None)
    snapshots = Snapshots(rig, for_newcomers=False)
    rig.until(lambda: rig.client.audits.way is Way.GET, within=60)
    snapshots.allow()
    rig.until(lambda: rig.state() is PanelState.LIVE, within=30)
    asked = len(rig.said)
    Snapshots(rig, for_newcomers=False)
    rig.until(lambda: rig.client.audits.way is Way.REPEAT, within=150)
    rig.until(lambda: rig.client.audits.way is Way.GET, within=30)
    assert requests(rig, "unsubscribe", asked) == 0
    assert rig.state() is PanelState.LIVE


async def test_the_get_of_a_book_reaches_the_book_and_a_refusal_the_log() -> None:
    async with WatchedServer(ServerConfig(symbols=(GOLD,), speed=0)) as server:
        assert server.private_key is not None
        credentials = Credentials(Secret(server.key_id), server.private_key)
        endpoint = Endpoint("p", Environment.SANDBOX, server.ws_url, server.rest_url, credentials, (GOLD,))
        rest = GetClient(endpoint, server.rest_url, Timing())
        store, clock = Store((GOLD,), DepthMode.ABSOLUTE), SystemClock()
        store.apply(server.truth.book(GOLD), 0)
        depth = store.markets.depth(GOLD)
        assert depth is not None
        journal = Journal(clock)
        books = BookPoller(store, journal, clock)
        books.restart(can_ask=True)
        for symbol in (Symbol("NONE-BTC"), GOLD):
            depth.expect_answer()
            assert books.want(symbol)
            question = books.to_ask(clock.monotonic())
            assert question is not None
            books.answered(question, await rest.get(question.kind, question.symbol))
        unanswered = journal.lines()[0].entry
        assert unanswered.kind is LogKind.BOOK_NOT_ANSWERED
        assert unanswered.stream == Stream(Channel.DEPTH, Symbol("NONE-BTC"))
        assert unanswered.text
        depth.overdue(clock.monotonic() + 2 * SECOND)
        assert depth.verification.last is not None
        assert depth.verification.last.differences == 0
        await rest.close()
