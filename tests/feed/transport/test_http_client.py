"""The HTTP library as it is used here: a redirect reaches nobody, not even with a connection (client 2.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.certificates import Authority, server_context, write_pem
from tests.support.mailbox_reader import FAST
from tests.support.scripted_exchange import LoopbackExchange

STATUSES = (300, 301, 302, 303, 307, 308)


class Elsewhere:
    """Another origin, and how many came to it."""

    def __init__(self) -> None:
        self.port = 0
        self.visits = 0

    async def visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()
        await writer.wait_closed()

    def targets(self) -> tuple[str, ...]:
        """The ways to name it."""
        place = f"127.0.0.1:{self.port}"
        return (*(f"{kind}://{place}/ws" for kind in ("ws", "wss", "http", "https")), f"//{place}/v1")


@asynccontextmanager
async def somewhere_else() -> AsyncIterator[Elsewhere]:
    elsewhere = Elsewhere()
    server = await asyncio.start_server(elsewhere.visit, "127.0.0.1", 0)
    async with server:
        elsewhere.port = server.sockets[0].getsockname()[1]
        yield elsewhere
        # It does note who comes.
        reader, writer = await asyncio.open_connection("127.0.0.1", elsewhere.port)
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
        assert elsewhere.visits == 1


async def redirected(endpoint: Endpoint, exchange: LoopbackExchange, elsewhere: Elsewhere, setting: str) -> None:
    """One that is sent elsewhere in every way by the handshake, or by a GET."""
    asked = 0
    for status in STATUSES:
        for target in elsewhere.targets():
            exchange.manners.handshake_status = exchange.manners.rest_status = status
            exchange.manners.handshake_headers = exchange.manners.rest_headers = {"Location": target}
            rest = GetClient(endpoint, exchange.rest_url, FAST)
            if setting == "ws_url":
                failed: object = await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open()
            else:
                failed = await rest.get(GetKind.ORDERS)
            await rest.close()
            asked += 1
            assert failed == Failed(
                Trouble.REDIRECTED,
                f"127.0.0.1 sends us to another address (HTTP {status}); that is never followed, for it would take the"
                f" key along. Check {setting}",
                status,
            )
    assert elsewhere.visits == 0
    assert len(exchange.asked) == asked


@pytest.mark.parametrize("setting", ["ws_url", "rest_url"])
async def test_no_redirect_of_a_plain_exchange_is_followed(
    exchange: LoopbackExchange, endpoint: Endpoint, setting: str
) -> None:
    async with somewhere_else() as elsewhere:
        await redirected(endpoint, exchange, elsewhere, setting)


@pytest.mark.parametrize("setting", ["ws_url", "rest_url"])
async def test_no_redirect_of_a_secure_exchange_is_followed(
    endpoint: Endpoint, private_key: rsa.RSAPrivateKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    authority = Authority("authority", private_key)
    monkeypatch.setenv("SSL_CERT_FILE", str(write_pem(tmp_path / "authorities.pem", authority.certificate())))
    server = server_context(tmp_path, private_key, authority.issue())
    async with LoopbackExchange(private_key.public_key(), server) as secure, somewhere_else() as elsewhere:
        await redirected(replace(endpoint, ws_url=secure.ws_url), secure, elsewhere, setting)
