"""What is no GET and no handshake is answered with a status, never dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.simulator.standing import PATIENCE, standing


@pytest.mark.parametrize(
    ("method", "more", "status"),
    [
        ("POST", {"content": b'{"side":"buy"}'}, 405),
        ("POST", {"content": b"x" * 300_000}, 405),
        ("PUT", {"json": {"size": 1}}, 405),
        ("PATCH", {"data": {"size": "1"}}, 405),
        ("DELETE", {}, 405),
        ("OPTIONS", {}, 405),
        ("HEAD", {}, 405),
        ("GET", {"content": b"{}"}, 400),
    ],
)
@pytest.mark.parametrize("path", ["/v1/orders", "/ws", "/nowhere"])
async def test_another_verb_or_a_body_is_answered_and_not_dropped(
    method: str, more: dict[str, Any], status: int, path: str
) -> None:
    async with standing() as server, httpx2.AsyncClient(trust_env=False) as client:
        answer = await client.request(method, f"http://127.0.0.1:{server.port}{path}", **more)
        assert answer.status_code == status
        assert answer.headers.get("Allow") == ("GET" if status == 405 else None)
        assert bool(answer.content) == (method != "HEAD")
        assert [(asked.method, asked.status) for asked in server.journal.requests] == [(method, status)]


async def test_a_body_in_chunks_and_a_head_in_pieces_are_answered_too() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 1000

    async with standing() as server, httpx2.AsyncClient(trust_env=False) as client:
        chunked = await client.post(f"{server.rest_url}/orders", content=pieces())
        assert (chunked.status_code, chunked.headers["Allow"]) == (405, "GET")
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        for byte in b"DELETE /v1/orders HTTP/1.1\r\nHost: x\r\n\r\n":
            writer.write(bytes((byte,)))
            await writer.drain()
        async with asyncio.timeout(PATIENCE):
            answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 405 ")
        writer.close()
