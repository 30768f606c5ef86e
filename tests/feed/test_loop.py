"""The feed's event loop: a name that does not resolve holds up no exit."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from dataclasses import replace

import pytest

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.status import Phase
from tests.feed.threads import Feed, opener_of, running
from tests.support.mailbox_reader import profile_of


async def test_it_closes_within_a_second_while_a_name_is_looked_up(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, release = threading.Event(), threading.Event()

    def hang(*_: object) -> list[object]:
        # One that is not would be joined when the process ends.
        assert threading.current_thread().daemon
        asked.set()
        release.wait(5)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    far = replace(endpoint, ws_url="wss://exchange.invalid/ws")
    feed = Feed({"one": profile_of(endpoint)}, "one", opener_of(one=far))
    feed.start()
    assert await asyncio.to_thread(asked.wait, 5)
    began = time.monotonic()
    closed = await asyncio.to_thread(feed.close, 1.0)
    assert closed
    assert time.monotonic() - began < 1.0
    release.set()


async def test_a_name_that_does_not_resolve_is_told_so(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with running(one=replace(endpoint, ws_url="wss://exchange.invalid/ws")) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
        assert board.connection.reason == "the name exchange.invalid is not known here"
