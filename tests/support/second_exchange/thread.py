"""The second exchange on a thread of its own, for those who have no event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tests.support.second_exchange.conventions import Conventions
from tests.support.second_exchange.keys import key_in
from tests.support.second_exchange.server import Exchange

T = TypeVar("T")
PATIENCE = 10.0


class ExchangeThread:
    """`with ExchangeThread(key_file) as running:`; `running.do(...)` is called on the exchange's own thread."""

    def __init__(
        self,
        key_file: Path,
        conventions: Conventions | None = None,
        *,
        rate: float = 40.0,
        seed: int = 1,
        port: int = 0,
    ) -> None:
        self._make: Callable[[], Exchange] = lambda: Exchange(
            key_in(key_file), conventions, rate=rate, seed=seed, port=port
        )
        self._key_file = key_file
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="second exchange", daemon=True)
        self.exchange: Exchange

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise TimeoutError("the second exchange did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)

    def do(self, action: Callable[[Exchange], T]) -> T:
        """What an action gives that is done between two messages."""

        async def act() -> T:
            return action(self.exchange)

        return asyncio.run_coroutine_threadsafe(act(), self._loop).result(PATIENCE)

    def profile(self) -> str:
        """A config file that opens it."""
        return profile(self.exchange, self._key_file)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._live())
        self._loop.close()

    async def _live(self) -> None:
        self.exchange = self._make()
        async with self.exchange:
            self._ready.set()
            await self._stop.wait()


def profile(exchange: Exchange, key_file: Path) -> str:
    """The lines of a config file that open an exchange."""
    symbols = ", ".join(f'"{symbol}"' for symbol in exchange.venue.floors)
    return f"""profile = "second"

[profiles.second]
environment = "sandbox"
ws_url = "ws://127.0.0.1:{exchange.port}/ws"
rest_url = "http://127.0.0.1:{exchange.port}/v1"
api_key = "{exchange.key.id}"
private_key_file = "{key_file.resolve()}"
symbols = [{symbols}]
"""
