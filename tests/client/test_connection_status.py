"""What the feed notes for the connection screen: ends, tries, marks, the newest rejections, and what is to be timed."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.endpoint import Endpoint
from tests.support.mailbox_reader import watching
from tests.support.rig import Rig
from tests.support.scripted_exchange import LoopbackExchange


def test_the_way_of_the_audits_is_told_and_whether_it_was_learned(private_key: rsa.RSAPrivateKey) -> None:
    rig = Rig(private_key.public_key())
    rig.pass_(2)
    assert rig.client.status.audit_way == "resubscribe (not run yet)"
    rig.pass_(20)
    assert rig.client.status.audit_way == "resubscribe"


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
