"""What costs a fresh subscription or a connection, and what does not (client 2.7)."""

from __future__ import annotations

import json

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.status import PanelState
from roxom_tui.protocol.decode import Frame
from roxom_tui.simulator.outgoing_messages import Outgoing
from tests.support.rig import DEPTH, TICKER, Rig
from tests.support.spellings import GOLD

LEVEL1 = Stream(Channel.LEVEL1, GOLD)


def refuse_ticker(rig: Rig) -> None:
    """A refusal that names its stream."""
    arg = {"channel": "ticker", "symbol": "GOLD-BTC"}
    text = json.dumps({"event": "subscribe", "arg": arg, "code": "60015", "msg": "no", "connId": "c-1"})
    assert rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, text))
    rig.client.subscriptions.absorb(rig.clock.now)


def test_for_a_refused_stream_nobody_climbs_the_ladder(rig: Rig) -> None:
    rig.mute({"ticker.GOLD-BTC"})
    before = len(rig.said)
    rig.until(lambda: rig.asked_for(TICKER, since=before) == 1, within=5)
    refuse_ticker(rig)
    rig.pass_(60)
    assert rig.state(TICKER) is PanelState.REJECTED
    assert rig.asked_for(TICKER, since=before) == 1
    assert (rig.client.traffic.resyncs, rig.given_up) == (0, [])


def test_a_channel_that_never_answers_its_subscription_costs_no_resync(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key())
    rig.mute({"ticker.GOLD-BTC", "ticker.OIL-BTC"})
    before = len(rig.said)
    rig.connect()
    rig.pass_(60)
    assert rig.state(TICKER) is PanelState.WAITING
    assert rig.asked_for(TICKER, since=before) == 1
    assert (rig.client.traffic.resyncs, rig.given_up) == (0, [])


def test_what_the_person_asked_for_too_early_is_not_done_later(rig: Rig) -> None:
    rig.client.resync(DEPTH)
    rig.until(lambda: rig.state() is PanelState.LIVE, within=2)
    rig.client.resync(DEPTH)
    rig.pass_(20)
    assert rig.client.traffic.resyncs == 1


def test_what_rests_is_not_asked_oftener_because_a_book_is_rebuilt(rig: Rig) -> None:
    rig.moves = False
    rig.pass_(20)
    before = len(rig.said)
    rig.pass_(60)
    usual = rig.asked_for(LEVEL1, since=before)
    rig.mute({"depth.GOLD-BTC"})
    rig.client.resync(DEPTH)
    before = len(rig.said)
    rig.pass_(60)
    assert rig.state() is PanelState.RESYNC
    assert 10 < rig.asked_for(LEVEL1, since=before) <= usual + 2


def lose_a_part_of_the_book(rig: Rig) -> int:
    """A second of it, which the next question mends; how many differences that was said to be."""
    counts = rig.client.store.markets.book_checks
    audits, differences = counts.audits, counts.differences
    rig.mute({"depth.GOLD-BTC", "level1.GOLD-BTC"})
    rig.moves = True
    rig.pass_(1)
    rig.moves = False
    rig.unmute()
    assert not rig.book_is_true()
    # Asked after three seconds, seen with a look a second, answered after one more where it has to be left.
    rig.until(rig.book_is_true, within=5)
    assert counts.audits > audits
    return counts.differences - differences


def test_a_book_that_was_only_asked_is_accused_of_what_it_lost(rig: Rig) -> None:
    assert lose_a_part_of_the_book(rig) > 0


def test_a_book_that_a_question_left_first_is_not_accused_for_the_gap(rig: Rig) -> None:
    def answer_nobody_who_has_not_left(message: Outgoing) -> tuple[Outgoing, ...]:
        has_left = '"unsubscribe"' in rig.said[-2]
        return () if not has_left and '"subscribe"' in rig.said[-1] and b'"snapshot"' in message.payload else (message,)

    rig.moves = False
    rig.exchange.add_hook(answer_nobody_who_has_not_left)
    rig.pass_(60)
    assert lose_a_part_of_the_book(rig) == 0
