"""Connections made again and again to the simulated exchange, over real sockets, and what is left behind of them."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

import orjson

from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import Stream
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import DEFAULT_SYMBOLS, Environment
from roxom_tui.model.values import replace
from roxom_tui.simulator.contracts import btc_text, size_text
from roxom_tui.simulator.server import ServerConfig
from tests.support.mailbox_reader import FAST, Screen, watching
from tests.support.watched_server import WatchedServer
from tests.tools.soak.small import small_bounds
from tests.tools.soak.weighing import Containers, files, resident

WARM: Final = 100
"""So many until every bounded container is full."""

GROWTH_MOST: Final = 4 * 2**20
"""Bytes of resident memory that all the others together may cost."""

_WATCHED: Final = ("roxom_tui.feed", "roxom_tui.protocol", "roxom_tui.state", "websockets", "asyncio", "_asyncio")
_AT_ONCE: Final = ReconnectPolicy(first=0.0, most=0.0, on_close={}, attempts=10_000)


class Residue(NamedTuple):
    """What `connections` after the first few left behind. `grown` are containers that gained one for each."""

    connections: int
    before: tuple[int, int, int]
    """Tasks, threads, descriptors."""
    after: tuple[int, int, int]
    objects: Counter[str]
    grown: list[str]
    memory: int

    @property
    def flaws(self) -> list[str]:
        """What should not have been left, in words."""
        found = [f"a container grew: {words}" for words in self.grown]
        if self.after != self.before:
            found.append(f"tasks, threads, descriptors: {self.before} before, {self.after} after")
        # Timers of the last connections still run; one object kept of each connection would be twice as many.
        if self.objects.total() >= self.connections // 2:
            found.append(f"{self.objects.total()} objects more, such as {self.objects.most_common(5)}")
        if self.memory > GROWTH_MOST:
            found.append(f"{self.memory / 2**20:.1f} MiB more")
        return found


async def come_back(times: int, tell: Callable[[int], None] = lambda number: None) -> Residue:
    """Cut and come back so often, without waiting in between. AssertionError where a connection was not as it must be:
    one batch, every stream wanted in it once, every stream acknowledged, no other connection open.
    """
    with small_bounds():
        async with WatchedServer(ServerConfig(seed=3)) as server:
            timing = replace(FAST, judge_every=1.0, reconnect=_AT_ONCE)
            async with watching(_endpoint(server), timing) as (worker, screen):
                await _stands(server, screen, 1)
                wanted = server.exchange.subscriptions(server.connections[-1])
                for number in range(2, WARM + 1):
                    await _again(server, screen, wanted, number)
                before, held, containers, memory = _things(), _objects(), Containers(worker), resident()
                for number in range(WARM + 1, times + 1):
                    await _again(server, screen, wanted, number)
                    tell(number)
                after, kept, count = _things(), _objects(), times - WARM
                return Residue(count, before, after, kept - held, containers.grown(count), resident() - memory)


def _endpoint(server: WatchedServer) -> Endpoint:
    assert server.private_key is not None
    credentials = Credentials(Secret(server.key_id), server.private_key)
    return Endpoint("storm", Environment.DEMO, server.ws_url, None, credentials, DEFAULT_SYMBOLS)


async def _stands(server: WatchedServer, screen: Screen, number: int) -> None:
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


async def _again(server: WatchedServer, screen: Screen, wanted: tuple[Stream, ...], number: int) -> None:
    """Cut and come back: one batch, and nothing twice or missing."""
    server.journal.messages.clear()
    server.journal.requests.clear()
    # The exchange keeps the texts of numbers for an hour or so until it has all it keeps: that is no growth of ours.
    btc_text.cache_clear()
    size_text.cache_clear()
    server.kill_sockets()
    await _stands(server, screen, number)
    assert len(server.connections) == 1
    assert server.exchange.subscriptions(server.connections[-1]) == wanted
    batches = [orjson.loads(heard.payload) for heard in server.journal.messages]
    assert [batch["op"] for batch in batches] == ["subscribe"]
    asked = [tuple(sorted(wish.items())) for wish in batches[0]["args"]]
    assert len(asked) == len(set(asked)) == len(wanted)


def _things() -> tuple[int, int, int]:
    return len(asyncio.all_tasks()), threading.active_count(), files()


def _objects() -> Counter[str]:
    """What lives of the feed and of what it is made of, by kind."""
    gc.collect()
    # Some types tell no module, or not as text.
    kinds = ((type(thing), str(getattr(type(thing), "__module__", ""))) for thing in gc.get_objects())
    return Counter(f"{module}.{kind.__qualname__}" for kind, module in kinds if module.startswith(_WATCHED))
