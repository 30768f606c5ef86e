"""A peer that answers what it is told to, for the socket and for the GETs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed
from roxom_tui.protocol.get_requests import GetKind
from tests.support.mailbox_reader import FAST

HOST = "exchange.example"


def raw(status: int, body: bytes = b"", headers: str = "") -> bytes:
    """An HTTP answer as bytes."""
    return f"HTTP/1.1 {status} Word\r\n{headers}Content-Length: {len(body)}\r\n\r\n".encode() + body


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[int]:
    """A port where each request in turn is answered with one of these, the last one from then on."""
    left = list(answers)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        # What speaks TLS sends no request.
        if (await reader.read(1)).isalpha():
            await reader.readuntil(b"\r\n\r\n")
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        writer.close()

    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for writer in writers:
            with suppress(OSError):
                await writer.wait_closed()


async def both(endpoint: Endpoint) -> list[Failed]:
    """How the handshake fails, and how a GET does."""
    assert endpoint.rest_url is not None
    rest = GetClient(endpoint, endpoint.rest_url, FAST)
    found = [await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open(), await rest.get(GetKind.BALANCE)]
    await rest.close()
    failed = [each for each in found if isinstance(each, Failed)]
    assert len(failed) == 2, found
    return failed
