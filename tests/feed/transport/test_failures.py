"""What went wrong when connecting, told in one sentence for the socket and the GETs alike."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import retry_after_seconds
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed
from roxom_tui.model.events import BalancesSeed
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.transport.answering import HOST, answering, both
from tests.support.mailbox_reader import FAST
from tests.support.scripted_exchange import LoopbackExchange


@pytest.mark.parametrize("status", [407, 403, 502])
async def test_a_proxy_that_refuses_is_named_for_the_socket_and_the_gets(
    status: int, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    answer = f"HTTP/1.1 {status} canary\r\nContent-Length: 0\r\n\r\n".encode()
    async with answering(answer) as port:
        monkeypatch.setenv("https_proxy", f"http://user:s3cret@127.0.0.1:{port}")
        found = await both(replace(endpoint, ws_url=f"wss://{HOST}/ws", rest_url=f"https://{HOST}/v1"))
    for failed in found:
        assert failed.sentence.startswith(f"the proxy http://127.0.0.1:{port} ")
        assert f"(HTTP {status})" in failed.sentence


@contextmanager
def no_more_files() -> Iterator[None]:
    """So few descriptors that none is left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_without_a_descriptor_left_it_says_so_for_the_socket_and_the_gets(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    rest = GetClient(endpoint, exchange.rest_url, FAST)
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    await rest.close()
    with no_more_files():
        found = [await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open(), await rest.get(GetKind.BALANCE)]
        await rest.close()
    for failed in found:
        assert isinstance(failed, Failed)
        assert failed.sentence == "this program may open no more files, so 127.0.0.1 cannot be connected to (ulimit -n)"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 23:59:00 GMT", -60.0),
        ("soon", None),
        ("٣", None),
        ("9" * 400, None),
        ("Fri, 31 Dec 99999999999 23:59:59 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(text: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(text, datetime(2026, 1, 1, tzinfo=UTC)) == seconds
