"""Goal 14, what recording adds to the feed: `python -m tests.tools.benchmarks.recording_cost`.

The dashboard's own feed without a screen, connected to the fast exchange, in slices that take turns: with a recorder
that writes a file, and without one. Processor time is that of all threads, so packing and writing are in it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from roxom_tui.client.client import Client
from roxom_tui.config.settings import Profile
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.looking import Looking, looking
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.recorder import Recorder, RecorderSettings
from roxom_tui.model.channels import MARKET_CHANNELS, streams_of
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import Notice, Phase
from tests.support.samples import private_key
from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.market import GOLD
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

RATE: Final = 1_000
LIMIT: Final = 0.10
MOST: Final = 1 << 40
_SYMBOL: Final = Symbol(GOLD)


def measure(effort: Effort) -> Iterator[Figure]:
    """Processor time a message with a recorder over that without, less one; and what could not be queued."""
    slices, seconds = (3, 2.0) if effort.quick else (9, 4.0)
    exchange = Child("tests.tools.benchmarks.exchange")
    try:
        port = exchange.hear()["port"]
        with TemporaryDirectory(prefix="roxom-benchmark-") as folder:
            pairs, lost = asyncio.run(_pairs(exchange, port, Path(folder), slices, seconds))
    finally:
        exchange.end()
    without, recorded = (median(costs) for costs in zip(*pairs, strict=True))
    note = f"{without:.0f} us a message, recorded {recorded:.0f} us; {lost} lost"
    added = [b / a - 1 for a, b in pairs]
    yield at_most(14, f"CPU that recording adds to the feed at {RATE:,} msg/s", LIMIT, added, "", note)


async def _pairs(
    exchange: Child, port: int, folder: Path, slices: int, seconds: float
) -> tuple[list[tuple[float, float]], int]:
    pairs, lost = [], 0
    for number in range(slices):
        without, _ = await _cost(exchange, port, None, seconds)
        recorded, missed = await _cost(exchange, port, folder / f"{number}.roxrec", seconds)
        pairs.append((without, recorded))
        lost += missed
    return pairs, lost


async def _cost(exchange: Child, port: int, file: Path | None, seconds: float) -> tuple[float, int]:
    """Microseconds of processor time a message, and what a recorder lost."""
    made: list[Recorder] = []
    told: list[Notice] = []

    def record(client: Client, endpoint: Endpoint) -> Recorder:
        recorder = Recorder(client, (), SystemClock(), RecorderSettings(None, MOST, ring=False, file=file), told.append)
        recorder.writing.start()
        made.append(recorder)
        return recorder

    profile = Profile("bench", Environment.DEMO, symbols=(_SYMBOL,))
    credentials = Credentials(Secret("benchmark-key-0123456789"), private_key())
    endpoint = Endpoint(
        "bench", Environment.DEMO, f"ws://127.0.0.1:{port}/ws", None, credentials, (_SYMBOL,), DepthMode.ABSOLUTE
    )
    outside = Outside(recorder=None if file is None else record)
    streams = tuple(streams_of(MARKET_CHANNELS, (_SYMBOL,)))
    async with looking(profile, endpoint, ViewRequest(_SYMBOL), streams, outside) as looker:
        await _until_connected(looker)
        await _send(exchange, 0.5)
        before = time.process_time()
        sent = await _send(exchange, seconds)
        used = time.process_time() - before
    return used / sent * 1e6, sum(recorder.lost for recorder in made)


async def _until_connected(looker: Looking) -> None:
    for _ in range(10_000):
        if looker.worker.client.status.phase is Phase.CONNECTED and looker.picture().book.bids:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError("the feed did not connect")


async def _send(exchange: Child, seconds: float) -> int:
    """Have it send for so long; how many it sent."""
    told = await asyncio.to_thread(exchange.ask, seconds + 60, to="/ws", rate=RATE, seconds=seconds)
    sent: int = told["sent"]
    return sent


if __name__ == "__main__":
    run(measure, __doc__)
