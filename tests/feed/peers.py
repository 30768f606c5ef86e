"""A source that answers pings when told to, and an ear for the answers."""

from __future__ import annotations

import asyncio

from roxom_tui.model.connection import Closed, Opened
from roxom_tui.protocol.decode import Frame


class SlowPeer:
    """A source that answers a ping when told to."""

    def __init__(self) -> None:
        self.pings: asyncio.Queue[asyncio.Future[float]] = asyncio.Queue()

    async def ping(self) -> float | None:
        answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        await self.pings.put(answer)
        return await answer

    async def open(self) -> Opened:
        return Opened()

    async def receive(self) -> Frame | Closed:
        return Closed(None, "")

    async def send(self, text: str) -> bool:
        return True

    async def close(self) -> None: ...

    def abort(self) -> None: ...


class Pongs:
    """The round trips told, and a way to wait for the next."""

    def __init__(self) -> None:
        self.trips: list[float] = []
        self._came = asyncio.Event()

    def __call__(self, round_trip: float) -> None:
        self.trips.append(round_trip)
        self._came.set()

    async def next(self) -> None:
        """Wait for one more."""
        async with asyncio.timeout(5):
            await self._came.wait()
        self._came.clear()
