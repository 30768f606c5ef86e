"""What the feed notes for the connection screen: ends, tries, marks, the newest rejections, and what is to be timed."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.traffic import LATENCIES_A_PICTURE, REJECTED_KEPT, Traffic
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Frame
from tests.support.mailbox_reader import watching
from tests.support.rig import Rig
from tests.support.scripted_exchange import LoopbackExchange


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


def test_the_way_of_the_audits_is_told_and_whether_it_was_learned(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key())
    rig.pass_(2)
    assert rig.client.status.audit_way == "subscribing once more, untried"
    rig.pass_(20)
    assert rig.client.status.audit_way == "subscribing once more"


def test_the_slot_knows_whether_its_picture_was_taken() -> None:
    mailbox: SlotMailbox[str] = SlotMailbox()
    known = [mailbox.is_empty]
    mailbox.put("a")
    known.append(mailbox.is_empty)
    mailbox.take()
    known.append(mailbox.is_empty)
    assert known == [True, False, True]


async def test_the_last_close_is_told_with_its_code_and_the_tries_are_counted(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.connected_at)
        assert (board.connection.attempts, board.connection.last_close_at) == (1, None)
        await exchange.close(1012)
        board = await screen.until(lambda board: board.connection.connection_number == 2)
        view = board.connection
        assert (view.attempts, view.last_close_code) == (2, 1012)
        assert view.last_close.startswith("the exchange closed the connection (1012")
        assert view.last_close_at is not None


async def test_a_try_that_fails_is_an_end_without_a_code(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.handshake_status = 503
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.attempts == 3)
        assert board.connection.last_close_code is None
        assert "503" in board.connection.last_close


async def test_a_picture_brings_the_arrivals_it_is_the_first_to_show(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.arrivals)
        assert len(board.connection.arrivals) <= LATENCIES_A_PICTURE
        assert all(at <= board.built_at for at in board.connection.arrivals)
