"""A process with the simulated exchange, whose market falls silent when it is told to.

Whoever asks is answered as ever: books, quotes and lists are as they were, and so they agree with each other.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from pathlib import Path

from roxom_tui.simulator.server import ServerConfig
from tests.support.simulated_exchange import write_profile
from tests.support.watched_server import WatchedServer
from tests.tools.benchmarks.channel import Line, child_channel

LOOK = 0.25
"""Seconds between looks at the clock while nothing happens."""


class LullServer(WatchedServer):
    """Time goes on, and after `fall_silent` nothing happens in it."""

    _is_silent = False

    def fall_silent(self, _: Line) -> Line:
        self._is_silent = True
        return {}

    def _catch_up(self) -> None:
        if self._is_silent:
            self.exchange.skip(max(0, self._pacing.now() - self.exchange.world.now))
        else:
            super()._catch_up()

    async def _drive(self) -> None:
        while not self._is_silent:
            self._catch_up()
            self._flush()
            await asyncio.sleep(LOOK / 10)
        while True:
            self._catch_up()
            self._flush()
            await asyncio.sleep(LOOK)


async def main(folder: Path) -> None:
    """Serve until the benchmark is gone; the profile is written into the folder."""
    async with LullServer(ServerConfig(seed=9)) as server:
        config = write_profile(server, folder)
        channel = threading.Thread(target=child_channel, args=(server.fall_silent, {"config": str(config)}))
        channel.start()
        await asyncio.to_thread(channel.join)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
