"""A simulated exchange on a port whose time stands until a test steps it, and a client of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT, Scenario
from roxom_tui.simulator.server import ServerConfig
from tests.simulator.heard import KEY_ID, Message, good_headers, private_key
from tests.support.watched_server import WatchedServer

PATIENCE = 5.0
STANDING = ServerConfig(speed=0.0, key_id=KEY_ID, public_key=private_key().public_key())


def standing(scenario: Scenario = DEFAULT, queue_limit: int = 8192, remember: float = 0.0) -> WatchedServer:
    """A server whose time moves only by `step`."""
    return WatchedServer(replace(STANDING, scenario=scenario, queue_limit=queue_limit), remember)


@asynccontextmanager
async def client_of(server: WatchedServer) -> AsyncIterator[ClientConnection]:
    async with connect(
        server.ws_url, additional_headers=good_headers(), proxy=None, max_queue=None, compression=None, close_timeout=1
    ) as client:
        yield client


async def hear(client: ClientConnection) -> Message:
    async with asyncio.timeout(PATIENCE):
        message: Message = orjson.loads(await client.recv())
        return message


async def hear_topic(client: ClientConnection, topic: str) -> Message:
    while (message := await hear(client)).get("topic") != topic:
        pass
    return message


async def end_of(client: ClientConnection) -> ConnectionClosed:
    """How the connection ended, whatever was still said before."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                await client.recv()
            except ConnectionClosed as ended:
                return ended
