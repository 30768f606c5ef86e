"""A server that accepts and closes, and connections made again and again: how often, and what is left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections import Counter, deque
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

import orjson
import pytest

from roxom_tui.feed.backoff import Backoff, ReconnectPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.market import Environment, Stream
from roxom_tui.model.secret import Secret
from roxom_tui.simulator.contracts import DEFAULT_SYMBOLS
from roxom_tui.simulator.server import ServerConfig, SimulatedServer
from tests.feed.clock import SECOND
from tests.feed.screen import FAST, Screen, watching

RECONNECTS: Final = int(os.environ.get("ROXOM_RECONNECTS", "500"))
WARM: Final = 100
"""So many until every bounded container is full."""

WATCHED: Final = ("roxom_tui.feed", "roxom_tui.protocol", "roxom_tui.state", "websockets", "asyncio", "_asyncio")
AT_ONCE: Final = ReconnectPolicy(first=0.0, most=0.0, on_close={}, attempts=1_000_000)


class Loaded(Random):
    """Dice that always fall as low as they can."""

    def uniform(self, a: float, b: float) -> float:
        return a


@pytest.mark.parametrize("code", [None, 1000, 1001, 1011, 1012])
@pytest.mark.parametrize("dice", [Loaded(1), *(Random(seed) for seed in range(20))], ids=lambda dice: "")
def test_at_most_twenty_connections_a_minute_to_a_server_that_accepts_and_closes(
    code: int | None, dice: Random
) -> None:
    backoff, now = Backoff(ReconnectPolicy(), dice), 0
    tries: deque[int] = deque()
    while now < 1800 * SECOND:
        backoff.trying(now)
        tries.append(now)
        while tries[0] <= now - 60 * SECOND:
            tries.popleft()
        assert len(tries) <= 20
        backoff.up(now)
        backoff.proven()
        now += round(backoff.after_close(code, now) * SECOND)


async def test_connections_made_again_and_again_leave_nothing_behind() -> None:
    async with SimulatedServer(ServerConfig(seed=3)) as server:
        timing = replace(FAST, heartbeat=1.0, reconnect=AT_ONCE)
        async with watching(_endpoint(server), timing) as (_, screen):
            await _stands(server, screen, 1)
            wanted = server.exchange.subscriptions(server.connections[-1])
            await _again(server, screen, wanted, 2, WARM)
            before, held = _things(), _objects()
            await _again(server, screen, wanted, WARM + 1, RECONNECTS)
            after, kept = _things(), _objects()
        assert after == before, "tasks, threads, files"
        assert kept.total() - held.total() < 100, kept - held


def _endpoint(server: SimulatedServer) -> Endpoint:
    assert server.private_key is not None
    credentials = Credentials(Secret(server.key_id), server.private_key)
    return Endpoint("storm", Environment.DEMO, server.ws_url, None, credentials, DEFAULT_SYMBOLS)


async def _stands(server: SimulatedServer, screen: Screen, number: int) -> None:
    await screen.until(
        lambda board: (
            board.connection.connection_number == number
            and board.book.levels_held
            and all(row.acknowledged for row in board.connection.streams)
        ),
        20,
    )
    screen.boards.clear()
    screen.notices.clear()


async def _again(server: SimulatedServer, screen: Screen, wanted: tuple[Stream, ...], first: int, last: int) -> None:
    """Cut and come back, from one connection's number to another's: one batch each, and nothing twice or missing."""
    for number in range(first, last + 1):
        server.journal.messages.clear()
        server.journal.requests.clear()
        server.kill_sockets()
        await _stands(server, screen, number)
        assert len(server.connections) == 1
        assert server.exchange.subscriptions(server.connections[-1]) == wanted
        batches = [orjson.loads(heard.payload) for heard in server.journal.messages]
        assert [batch["op"] for batch in batches] == ["subscribe"]
        assert len(batches[0]["args"]) == len(wanted)


def _things() -> tuple[int, int, int]:
    descriptors = Path("/proc/self/fd")
    files = len(list(descriptors.iterdir())) if descriptors.exists() else 0
    return len(asyncio.all_tasks()), threading.active_count(), files


def _objects() -> Counter[str]:
    """What lives of the feed and of what it is made of, by kind."""
    gc.collect()
    # Some types tell no module, or not as text.
    kinds = ((type(thing), str(getattr(type(thing), "__module__", ""))) for thing in gc.get_objects())
    return Counter(f"{module}.{kind.__qualname__}" for kind, module in kinds if module.startswith(WATCHED))
