"""What is known to be lost is not believed until it was told afresh, and it is asked for (client 2.7, 5.4)."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.status import PanelState
from roxom_tui.protocol.limits import FRAME, MAX_BYTES, MAX_LISTED
from tests.client.words import feed
from tests.support.rig import LEVEL1, TICKER, Rig

ORDERS, BALANCE, POSITIONS = (Stream(channel) for channel in (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS))
UNREADABLE = (
    '{"topic":"depth.GOLD-BTC","type":"delta","createdTime":1,"data":{"symbol":"GOLD-BTC","ask":[],"bid":[%s]}}'
)


@pytest.fixture
def rig(private_key: rsa.RSAPrivateKey) -> Rig:
    rig = Rig(private_key.public_key())
    rig.pass_(5)
    return rig


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
    assert rig.fresh().reason.startswith("a message could not be read: ")
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
    assert rig.fresh(stream).reason.startswith("a message could not be read: ")
    assert {rig.state(other) for other in {ORDERS, BALANCE, POSITIONS} - {stream}} == {PanelState.LIVE}


def test_where_nobody_can_be_asked_a_list_of_which_an_event_was_not_read_is_not_proven(rig: Rig) -> None:
    feed(rig, '{"type":"order","data":[7]}', 1)
    rig.pass_(30)
    assert rig.state(ORDERS) is PanelState.UNPROVEN
    assert rig.fresh(ORDERS).reason == "a message could not be read: wrong type, data is a int"
    assert rig.state(BALANCE) is PanelState.LIVE
    rig.connect()
    rig.pass_(3)
    assert rig.state(ORDERS) is PanelState.LIVE


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
