"""Broken text leads to fresh subscriptions, then to another connection; an unread change to a fresh list at once."""

from __future__ import annotations

import pytest

from roxom_tui.client.repairs import AGAIN, RECONNECTS, WINDOW_NS, MalformedMessageAction, MalformedMessagePolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import FrameRejected, PanelState, RejectReason
from roxom_tui.protocol.decode import stream_named
from roxom_tui.protocol.limits import FRAME, MAX_BYTES, MAX_LISTED
from tests.client.words import feed
from tests.support.mailbox_reader import watching
from tests.support.rig import DEPTH, LEVEL1, TICKER, Rig
from tests.support.scripted_exchange import LoopbackExchange
from tests.support.spellings import GOLD

ORDERS, BALANCE, POSITIONS = (Stream(channel) for channel in (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS))
CUT = '{"topic":"depth.GOLD-BTC","type":"delta","da'
NOT_UTF8 = '{"topic":"depth.GOLD-BTC","type":"\ud800"}'
NAMELESS = '{"top'
UNREADABLE = (
    '{"topic":"depth.GOLD-BTC","type":"delta","createdTime":1,"data":{"symbol":"GOLD-BTC","ask":[],"bid":[%s]}}'
)
STRANGE = '{"topic":"trade.GOLD-BTC","type":"snapshot","createdTime":1,"data":{"what":"a shape nobody documented"}}'


def broken(excerpt: str = CUT, reason: RejectReason = RejectReason.BAD_JSON) -> FrameRejected:
    return FrameRejected(reason, "", excerpt, stream_named(excerpt))


def test_a_few_broken_messages_are_counted_and_nothing_else(rig: Rig) -> None:
    feed(rig, CUT, AGAIN - 1)
    assert rig.state() is PanelState.LIVE
    assert rig.client.traffic.rejected == AGAIN - 1
    assert rig.client.traffic.resyncs == 0


@pytest.mark.parametrize(("payload", "reason"), [(CUT, "not JSON"), (NOT_UTF8, "not UTF-8")], ids=["json", "text"])
def test_broken_messages_again_and_again_resync_their_channel_and_then_cost_the_connection(
    rig: Rig, payload: str, reason: str
) -> None:
    feed(rig, payload, AGAIN)
    assert rig.state() is PanelState.RESYNC
    why = rig.fresh().reason
    assert why is not None
    assert (why.cause, why.text) == (Cause.BROKEN_MESSAGES, reason)
    assert (why.next_at or 0) > rig.clock.now, "it says when more is done"
    assert rig.state(LEVEL1).is_live, "the others are not to blame"
    rig.until(lambda: rig.state() is PanelState.LIVE, 5)
    assert rig.client.traffic.resyncs == 1
    assert rig.given_up == []
    feed(rig, payload, AGAIN)
    assert rig.given_up == [Reason(Cause.BROKEN_MESSAGES, reason)]


def test_where_no_channel_can_be_read_the_book_in_view_and_the_account_are_asked_for(rig: Rig) -> None:
    seeded = rig.hear_doubts()
    feed(rig, NAMELESS, AGAIN)
    assert rig.state() is PanelState.RESYNC
    assert [stream.channel.value for stream in seeded] == ["orders", "balance", "positions"]


def test_a_shape_nobody_knows_never_costs_a_subscription_or_a_connection(rig: Rig) -> None:
    before = rig.client.traffic.resyncs
    for payload in (STRANGE, '{"type":"mystery"}', '{"topic":"candles.GOLD-BTC","data":{}}', "[]"):
        feed(rig, payload, 10 * AGAIN)
    rig.pass_(3)
    assert rig.client.traffic.rejected == 40 * AGAIN
    assert (rig.client.traffic.resyncs, rig.given_up) == (before, [])
    assert rig.state() is PanelState.LIVE


# What one message loses


@pytest.mark.parametrize(
    "payload",
    [
        UNREADABLE % '["0.0431","1e99"]',
        UNREADABLE % ",".join(['["0.0431","1.0"]'] * FRAME.containers),
        UNREADABLE % f'["0.0431","{"1" * MAX_BYTES}"]',
    ],
    ids=["bad number", "too many levels", "too many bytes"],
)
def test_a_change_of_the_book_that_was_not_read_makes_the_book_wait_for_a_snapshot(rig: Rig, payload: str) -> None:
    feed(rig, payload, 1)
    assert rig.state() is PanelState.RESYNC
    reason = rig.fresh().reason
    assert reason is not None
    assert reason.cause is Cause.UNREADABLE
    assert ": " in reason.text, "it says what was wrong, and where"
    assert rig.state(LEVEL1).is_live
    rig.until(lambda: rig.state() is PanelState.LIVE, 5)
    assert rig.book_is_true()


@pytest.mark.parametrize(
    ("kind", "data", "stream"),
    [
        ("order", f"[{'{},' * MAX_LISTED}{{}}]", ORDERS),
        ("balance", f"[{'0,' * FRAME.values}0]", BALANCE),
        ("position", f"{'[' * 20}{']' * 20}", POSITIONS),
        ("position", '[{"id":7}]', POSITIONS),
    ],
    ids=["too many", "far too many", "too deep", "wrong type"],
)
def test_an_event_of_the_account_that_was_not_read_makes_its_list_doubtful_until_it_was_asked_for(
    rig: Rig, kind: str, data: str, stream: Stream
) -> None:
    asked = rig.hear_doubts()
    assert rig.state(stream) is PanelState.LIVE
    feed(rig, f'{{"type":"{kind}","data":{data}}}', 1)
    assert (asked, rig.state(stream)) == ([stream], PanelState.STALE)
    reason = rig.fresh(stream).reason
    assert reason is not None
    assert reason.cause is Cause.UNREADABLE
    assert ": " in reason.text
    assert {rig.state(other) for other in {ORDERS, BALANCE, POSITIONS} - {stream}} == {PanelState.LIVE}


def test_where_nobody_can_be_asked_a_list_of_which_an_event_was_not_read_is_not_proven(rig: Rig) -> None:
    feed(rig, '{"type":"order","data":[7]}', 1)
    rig.pass_(30)
    assert rig.state(ORDERS) is PanelState.UNPROVEN
    assert rig.fresh(ORDERS).reason == Reason(Cause.UNREADABLE, "wrong type: data is a int")
    assert rig.state(BALANCE).is_live
    rig.connect()
    rig.pass_(3)
    assert rig.state(ORDERS).is_live


@pytest.mark.parametrize("stream", [LEVEL1, TICKER], ids=str)
def test_a_quote_or_ticker_that_was_not_read_makes_the_one_before_unproven_until_the_next(
    rig: Rig, stream: Stream
) -> None:
    rig.moves = False
    feed(rig, f'{{"topic":"{stream}","type":"snapshot","data":7}}', 1)
    assert rig.state(stream) is PanelState.UNPROVEN
    rig.until(lambda: rig.state(stream).is_live, 6)


def test_a_quote_a_trade_or_a_stream_nobody_follows_lose_nothing_that_the_next_does_not_tell(rig: Rig) -> None:
    before = rig.client.traffic.resyncs, len(rig.client.store.clocks.all())
    for name in ("level1.GOLD-BTC", "trade.GOLD-BTC", *(f"depth.X{number}-BTC" for number in range(50))):
        feed(rig, f'{{"topic":"{name}","type":"delta","data":{{"bid":{"[0]," * FRAME.containers}0}}}}', 1)
        feed(rig, f'{{"topic":"{name}","type":"delta","data":7}}', 1)
    rig.pass_(1)
    assert (rig.client.traffic.resyncs, len(rig.client.store.clocks.all())) == before
    assert rig.state() is PanelState.LIVE


# How often


def test_broken_messages_far_apart_are_accidents() -> None:
    malformed, held = MalformedMessagePolicy(), frozenset({DEPTH})
    step = WINDOW_NS // (AGAIN - 1) + 1
    assert [malformed.note(broken(), held, number * step) for number in range(50)] == [None] * 50


def test_a_channel_that_is_not_followed_is_not_blamed() -> None:
    malformed = MalformedMessagePolicy()
    remedies = [malformed.note(broken('{"topic":"depth.NOPE-BTC"'), frozenset({DEPTH}), 0) for _ in range(AGAIN)]
    assert remedies[-1] == MalformedMessageAction(False, None)


def test_another_connection_begins_with_no_guilt() -> None:
    malformed, held = MalformedMessagePolicy(), frozenset({DEPTH})
    nearly = [None] * (AGAIN - 1)
    for _ in range(2):
        malformed.connected()
        remedies = [malformed.note(broken(), held, 0) for _ in range(2 * AGAIN - 1)]
        assert remedies == [*nearly, MalformedMessageAction(False, DEPTH), *nearly], (
            "it is not left before all was asked for afresh"
        )


def test_what_another_connection_does_not_cure_a_fourth_does_not_either() -> None:
    malformed, held, left = MalformedMessagePolicy(), frozenset({DEPTH}), 0
    for number in range(20):
        malformed.connected()
        for _ in range(2 * AGAIN):
            remedy = malformed.note(broken(), held, number * SECOND)
            left += remedy is not None and remedy.reconnect
    assert left == RECONNECTS


async def test_over_a_socket_broken_text_leads_to_another_connection(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        for _ in range(AGAIN):
            await exchange.send(CUT)
        await exchange.until(lambda: ["depth.GOLD-BTC"] in exchange.control("unsubscribe"))
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        for _ in range(AGAIN):
            await exchange.send(CUT)
        await exchange.until(lambda: exchange.handshakes == 2)
        board = await screen.until(lambda board: board.connection.connection_number == 2)
        assert board.connection.last_end is not None
        assert board.connection.last_end.by == Reason(Cause.BROKEN_MESSAGES, "not JSON")
        assert board.connection.attempts == 2
        assert board.connection.last_rejected[-1].excerpt == CUT
        assert board.book.symbol == GOLD


@pytest.mark.parametrize(
    ("payload", "is_doubted"), [(STRANGE, True), (NAMELESS, True), (UNREADABLE % '["0.0431","1e99"]', False)]
)
def test_what_may_have_been_a_trade_and_was_not_read_leaves_a_gap_among_the_bars(
    rig: Rig, payload: str, is_doubted: bool
) -> None:
    rig.until(lambda: rig.client.store.markets.market(GOLD).history.candles.newest(5) is not None, 60)
    feed(rig, payload, 1)
    assert bool(rig.client.store.markets.market(GOLD).history.candles.gaps) is is_doubted
