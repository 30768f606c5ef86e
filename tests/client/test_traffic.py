"""What the connection screen counts."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.traffic import LATENCIES_A_PICTURE, REJECTED_KEPT, Traffic
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Frame
from tests.support.mailbox_reader import watching
from tests.support.rig import Rig
from tests.support.scripted_exchange import LoopbackExchange


def test_a_message_that_nobody_sees_anything_of_is_counted_and_not_timed() -> None:
    traffic = Traffic()
    traffic.received("a", 1_000_000)
    traffic.received("b", 2_000_000)
    traffic.is_not_shown(2_000_000)
    traffic.picture(is_first=True)
    assert traffic.messages == 2
    assert traffic.arrivals == (1_000_000,)


def test_rate_bytes_and_messages_are_counted() -> None:
    traffic = Traffic()
    traffic.tick(0)
    for _ in range(118):
        traffic.received("aé", 0)
    traffic.received(b"1234", 0)
    traffic.tick(2 * SECOND)
    assert (traffic.messages, traffic.bytes_received, traffic.rate) == (119, 118 * 3 + 4, 60)
    traffic.tick(3 * SECOND)
    assert (traffic.messages, traffic.rate) == (119, 0)


def test_delays_from_the_wire_to_the_picture_are_told_as_quantiles() -> None:
    traffic = Traffic()
    traffic.tick(0)
    for number in range(100):
        traffic.received("x", 0)
        traffic.published((number + 1) * 1_000_000)
    traffic.published(SECOND)
    traffic.tick(SECOND)
    quantiles = (traffic.wire_p50_ms, traffic.wire_p99_ms)
    assert quantiles == (51.0, 100.0)


def test_rejections_are_counted_by_reason_with_the_newest_kept() -> None:
    traffic = Traffic()
    for number in range(3):
        traffic.reject(FrameRejected(RejectReason.BAD_JSON, "", f"excerpt {number}"), number)
    traffic.reject(FrameRejected(RejectReason.BINARY, "4 bytes", "...."), 9)
    rows = traffic.reject_rows()
    assert [(row.reason, row.count, row.excerpt) for row in rows] == [
        ("not JSON", 3, "excerpt 2"),
        ("binary frame", 1, "...."),
    ]
    assert traffic.rejected == 4


def test_what_the_screen_has_not_taken_is_timed_from_the_first_moment() -> None:
    traffic = Traffic()
    traffic.received("x", 1)
    traffic.picture(is_first=True)
    assert list(traffic.arrivals) == [1]
    traffic.published(1)
    traffic.received("x", 2)
    traffic.picture(is_first=False)
    assert list(traffic.arrivals) == [1, 2]


def test_only_so_many_rejected_messages_are_kept_the_newest_of_them() -> None:
    traffic = Traffic()
    for number in range(1000):
        traffic.reject(FrameRejected(RejectReason.BAD_JSON, "", f"excerpt {number}"), number)
    kept = traffic.last_rejected()
    assert [row.at for row in kept] == list(range(1000 - REJECTED_KEPT, 1000))
    assert kept[-1].excerpt == "excerpt 999"


@pytest.mark.parametrize(
    ("payload", "marks"),
    [
        (json.dumps({"event": "error", "code": "99999", "msg": "red \x1b[31m alert \u202e"}), 2),
        (json.dumps({"event": "error", "code": "99999", "msg": "plain"}), 0),
        ('{"type":"mystery\x00', 1),
    ],
)
def test_characters_that_the_gate_marks_are_counted(private_key: rsa.RSAPrivateKey, payload: str, marks: int) -> None:
    rig = Rig(private_key.public_key())
    rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, payload))
    assert rig.client.traffic.text_marks == marks


def test_json_numbers_with_a_fraction_are_counted_by_connection(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key())
    rig.pass_(1)
    assert rig.client.traffic.floats == 0
    frame = '{"topic":"level1.GOLD-BTC","createdTime":1,"data":{"bid":[0.0431,"1"],"ask":["0.0432",1.5]}}'
    rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, frame))
    assert rig.client.picture(is_first=True).connection.floats == 2
    rig.connect()
    assert rig.client.traffic.floats == 0


async def test_a_picture_brings_the_arrivals_it_is_the_first_to_show(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.arrivals)
        assert len(board.connection.arrivals) <= LATENCIES_A_PICTURE
        assert all(at <= board.built_at for at in board.connection.arrivals)


def test_the_rejected_messages_keep_one_of_each_kind() -> None:
    traffic = Traffic()
    traffic.reject(FrameRejected(RejectReason.BAD_JSON, "column 3", "{x"), 1)
    for number in range(5_000):
        traffic.reject(FrameRejected(RejectReason.UNKNOWN_SHAPE, "trade", f'{{"n":{number}}}'), number)
    rows = traffic.last_rejected()
    assert len(rows) <= REJECTED_KEPT
    assert any(row.excerpt == "{x" for row in rows)
    assert rows[-1].excerpt == '{"n":4999}'
    for number in range(500):
        traffic.reject(FrameRejected(RejectReason.BAD_NUMBER, "px", "same"), number)
    assert traffic.last_rejected()[-1].count == 500
    assert traffic.rejected == 5_501
