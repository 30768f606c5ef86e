"""Quiet told from mute: what is asked, what is believed meanwhile, and how far it goes (client 2.6)."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from msgspec.structs import astuple

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.state.views.market_builders import BookViewBuilder
from tests.support.rig import DEPTH, LEVEL1, TICKER, TRADE, Rig
from tests.support.spellings import GOLD, OIL

QUIET, LIVE, STALE = PanelState.QUIET, PanelState.LIVE, PanelState.STALE
SPOKEN = (DEPTH, LEVEL1, TICKER)
OIL_QUOTE = Stream(Channel.LEVEL1, OIL)


def still(rig: Rig, seconds: float = 8) -> None:
    """Let the market stand still until that is proven."""
    rig.moves = False
    rig.pass_(seconds)
    assert {rig.state(stream) for stream in (*SPOKEN, TRADE, OIL_QUOTE)} == {QUIET}


# Quiet


def test_a_market_that_stands_still_is_quiet_and_never_anything_worse(rig: Rig) -> None:
    rig.moves = False
    seen, links = [], set()
    for _ in range(600):
        rig.pass_(0.1)
        seen += [rig.state(stream) for stream in (*SPOKEN, TRADE, OIL_QUOTE)]
        links.add(rig.client.status.state(rig.clock.now))
    assert set(seen) == {LIVE, QUIET}
    assert links == {(LIVE, None)}
    assert seen[-1] is QUIET
    assert rig.given_up == []
    assert rig.client.traffic.resyncs == 0


def test_quiet_says_when_it_was_proven_and_is_proven_again_and_again(rig: Rig) -> None:
    still(rig)
    ages = []
    for _ in range(30):
        rig.pass_(1)
        proven_at = rig.fresh().proven_at
        assert proven_at is not None
        ages.append((rig.clock.now - proven_at) // SECOND)
    assert set(ages) == {0, 1, 2}


def test_proofs_cost_a_bounded_number_of_messages(rig: Rig) -> None:
    still(rig)
    before = len(rig.said)
    rig.pass_(60)
    assert rig.asked_for(DEPTH, since=before) <= 60 / 3 + 2
    assert len(rig.said) - before <= 60, "what is asked at one moment goes in one message"


def test_news_ends_the_quiet(rig: Rig) -> None:
    still(rig)
    rig.moves = True
    rig.until(lambda: rig.state() is LIVE, within=3)
    assert rig.book_is_true()


def test_an_acknowledgement_or_a_pong_proves_nothing(rig: Rig) -> None:
    still(rig)
    rig.mute()
    assert rig.until(lambda: rig.state() is STALE, within=6) <= 5.1
    said = len(rig.said)
    rig.pass_(4)
    assert rig.state() is STALE, "acknowledgements came for each of the questions"
    assert rig.client.status.state(rig.clock.now)[0] is STALE
    assert said


def test_the_tape_is_live_with_its_symbol_and_never_stale_on_its_own(rig: Rig) -> None:
    rig.mute({str(TRADE), str(TICKER)})
    for _ in range(600):
        rig.pass_(0.1)
        assert rig.state(TRADE).is_live
    assert rig.asked_for(TRADE) == 1


def test_a_tape_that_lacks_what_the_ticker_tells_is_not_proven_until_the_next_print_and_never_asked(rig: Rig) -> None:
    rig.mute({str(TRADE)})
    rig.until(lambda: not rig.state(TRADE).is_live, within=30)
    for _ in range(300):
        assert rig.fresh(TRADE).state is PanelState.UNPROVEN
        assert rig.fresh(TRADE).reason == Reason(Cause.PRINT_MISSING)
        assert {rig.state(stream) for stream in SPOKEN} <= {LIVE, QUIET}
        rig.pass_(0.1)
    rig.unmute()
    rig.until(lambda: rig.state(TRADE) is LIVE, within=10)
    assert rig.asked_for(TRADE) == 1


# Mute


@pytest.mark.parametrize("stream", SPOKEN, ids=str)
def test_one_mute_stream_among_others_that_move_is_stale_in_five_seconds(rig: Rig, stream: Stream) -> None:
    rig.mute({str(stream)})
    assert rig.until(lambda: not rig.state(stream).is_live, within=6) <= 5.1
    rig.until(lambda: rig.state(stream) is STALE, within=6)
    others = [other for other in SPOKEN if other != stream]
    for _ in range(40):
        rig.pass_(0.1)
        assert rig.state(stream) is STALE
        assert {rig.state(other) for other in others} <= {LIVE, QUIET}


def test_a_mute_stream_is_seen_in_six_seconds_at_most_whenever_it_falls_mute(private_key: rsa.RSAPrivateKey) -> None:
    random, waits = Random(5), []
    for seed in range(12):
        rig = Rig(private_key.public_key(), seed=seed)
        rig.pass_(4 + random.uniform(0, 3))
        rig.moves = random.random() < 0.5
        rig.pass_(random.uniform(0, 9))
        rig.mute()
        waits.append(rig.until(lambda rig=rig: not rig.state().is_live, within=6.01))  # type: ignore[misc]
    assert max(waits) <= 5.1


@pytest.mark.parametrize("stream", [TRADE, Stream(Channel.ORDERS)], ids=str)
def test_a_silence_that_begins_while_the_book_is_rebuilt_is_seen_as_soon(rig: Rig, stream: Stream) -> None:
    rig.client.resync(DEPTH)
    rig.mute()
    assert rig.state() is PanelState.RESYNC
    assert rig.until(lambda: not rig.state(stream).is_live, within=6) <= 5.1


def test_what_was_lost_is_rebuilt_by_the_question_itself(rig: Rig) -> None:
    rig.mute({"depth.GOLD-BTC", "level1.GOLD-BTC"})
    rig.pass_(1)
    rig.moves = False
    rig.unmute()
    assert not rig.book_is_true()
    before = len(rig.said)
    rig.until(lambda: rig.asked_for(DEPTH, since=before) == 1, within=4)
    assert rig.book_is_true()
    assert rig.state() is not QUIET, "the answer differed, so it is news"
    assert rig.client.traffic.resyncs == 0


def test_after_a_suspicious_silence_a_delta_alone_does_not_make_the_book_believed(rig: Rig) -> None:
    still(rig)
    rig.mute({"level1.GOLD-BTC"})
    rig.exchange.add_hook(lambda message: () if b'"snapshot"' in message.payload else (message,))
    rig.until(lambda: rig.state() is STALE, within=6)
    rig.moves = True
    deltas = rig.client.store.clocks.clock(DEPTH).messages
    rig.until(lambda: rig.client.store.clocks.clock(DEPTH).messages > deltas + 3, within=4)
    assert not rig.state().is_live


def test_silence_climbs_question_by_question_to_another_connection(rig: Rig) -> None:
    rig.mute()
    began = rig.clock.now
    steps: list[Reason] = []
    while not rig.given_up:
        rig.pass_(0.1)
        reason = rig.fresh().reason
        if rig.state() is STALE and reason not in steps:
            assert reason is not None
            steps.append(reason)
            due = reason.next_at or 0
            assert 0 < due - rig.clock.now <= 5 * SECOND, "it says when more is done"
    assert [(reason.cause, reason.seconds) for reason in steps] == [
        (Cause.SILENT_ASKED, None),
        (Cause.NO_DATA, None),
        (Cause.SILENT_RESUBSCRIBED, 5),
        (Cause.SILENT_RESUBSCRIBED, 10),
    ], "once nothing comes by any stream, that is told"
    assert 17 <= (rig.clock.now - began) / SECOND <= 22
    assert rig.given_up[0].cause is Cause.STREAM_MUTE
    rig.unmute()
    rig.connect()
    rig.pass_(0.2)
    assert rig.state() is LIVE
    assert rig.book_is_true()


def test_a_stream_that_speaks_again_before_that_is_live_and_climbs_no_further(rig: Rig) -> None:
    rig.mute({"ticker.GOLD-BTC"})
    rig.pass_(12)
    assert rig.state(TICKER) is STALE
    rig.unmute()
    rig.until(lambda: rig.state(TICKER).is_live, within=6)
    rig.pass_(30)
    assert rig.given_up == []


def test_a_stream_that_stays_mute_costs_few_connections_and_then_one_try_a_minute(rig: Rig) -> None:
    still(rig)
    rig.moves = True
    rig.mute({"depth.GOLD-BTC"})
    connections, tries = 0, []
    for _ in range(600):
        rig.pass_(1)
        if rig.given_up:
            rig.given_up.clear()
            connections += 1
            rig.connect()
        tries.append(rig.client.traffic.resyncs)
    assert connections <= 3
    assert tries[-1] - tries[-301] <= 12, "in five minutes: two to a connection, then one a minute"
    assert rig.state(LEVEL1) is LIVE
    assert not rig.state().is_live
    rig.unmute()
    rig.until(lambda: rig.state() is LIVE, within=70)
    assert rig.book_is_true()


def test_streams_that_fall_mute_one_after_another_cost_few_connections_together(rig: Rig) -> None:
    still(rig)
    muted: set[str] = set()
    rig.mute(muted)
    connections = 0
    for second in range(290):
        if second % 70 == 0:
            muted.add(("ticker.GOLD-BTC", "level1.OIL-BTC", "ticker.OIL-BTC", "level1.GOLD-BTC", "")[second // 70])
        rig.pass_(1)
        if rig.given_up:
            rig.given_up.clear()
            connections += 1
            muted_now, rig.muted = rig.muted, lambda stream: False
            rig.connect()
            rig.pass_(0.2)
            rig.muted = muted_now
    assert connections == 3


def test_an_exchange_that_never_answers_a_second_subscription_is_left_first(rig: Rig) -> None:
    """Some day it may not answer a repeated subscription: then leaving and coming back is the question."""
    asked: list[str] = []

    def ignore(message: Outgoing) -> tuple[Outgoing, ...]:
        text = rig.said[-1]
        again = '"subscribe"' in text and not any('"unsubscribe"' in said for said in rig.said[-2:-1])
        asked.append(message.stream)
        return () if again and b'"snapshot"' in message.payload and not rig.moves else (message,)

    rig.exchange.add_hook(ignore)
    rig.moves = False
    rig.pass_(60)
    states = set()
    for _ in range(200):
        rig.pass_(0.1)
        states |= {rig.state(stream) for stream in SPOKEN}
    assert states == {QUIET}
    assert rig.given_up == []


def test_a_first_answer_that_does_not_come_is_asked_for_again_without_leaving_a_connection_that_works(
    rig: Rig,
) -> None:
    still(rig)
    rig.mute({"depth.GOLD-BTC"})
    rig.connect()
    rig.pass_(120)
    assert rig.given_up == []
    assert rig.state(LEVEL1) is QUIET
    assert rig.state() is PanelState.RESYNC
    rig.unmute()
    rig.until(lambda: rig.state().is_live, within=70)
    assert rig.book_is_true()


# Too many


def test_a_book_that_breaks_too_often_is_hidden_behind_its_reason_and_tried_once_a_minute(rig: Rig) -> None:
    rig.moves = False
    store = rig.client.store
    tries = []
    for second in range(240):
        before = rig.client.traffic.resyncs
        if not store.judge.is_hidden(DEPTH) and rig.state() is not PanelState.RESYNC:
            store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
            rig.client.ladder.resync(DEPTH, Reason(Cause.CROSSED_LONG), rig.clock.now)
        rig.pass_(1)
        if rig.client.traffic.resyncs > before:
            tries.append(second)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert max(gaps[:4]) <= 7
    assert min(gaps[4:]) >= 59
    assert store.judge.is_hidden(DEPTH)
    state, reason = astuple(rig.fresh())[:2]
    assert state is PanelState.RESYNC
    assert reason is not None
    assert reason.next_at is not None
    assert replace(reason, next_at=None) == Reason(Cause.BROKE_TOO_OFTEN, by=Reason(Cause.CROSSED_LONG))
    rig.until(lambda: rig.state().is_live, within=61)
    assert abs(rig.clock.now - reason.next_at) <= 2 * SECOND, "that was the next try"
    assert not store.judge.is_hidden(DEPTH)
    assert rig.book_is_true()


def test_a_hidden_book_has_no_rows(rig: Rig) -> None:
    painter = BookViewBuilder(rig.client.store)
    assert painter.view(rig.clock.now, ViewRequest(GOLD)).bids
    rig.client.store.clocks.clock(DEPTH).hide(Reason(Cause.BROKE_TOO_OFTEN))
    hidden = painter.view(rig.clock.now, ViewRequest(GOLD))
    assert (hidden.bids, hidden.asks, hidden.freshness.reason) == ((), (), Reason(Cause.BROKE_TOO_OFTEN))
