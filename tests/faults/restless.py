"""A restless person on a slow line: goes from symbol to symbol, asks for all afresh, and is cut off now and then.

No fault is like another here, so what they do to each other is seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Reconnect, Resync, ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, Scenario
from tests.faults.bench import Bench, Setting, Story
from tests.faults.verdicts import Tally

LASTS: Final = 150.0
_BEFORE: Final = 6.0
_AFTER: Final = 15.0
_LATENCIES: Final = (0.02, 0.1, 0.25, 0.4)
_MANNERS: Final = ("default", "signed", "busy", "short_orders", "sats", "late_acks", "symbol_acks")
_MARKET: Final = (Channel.DEPTH, Channel.LEVEL1, Channel.TRADE, Channel.TICKER)
_ACCOUNT: Final = (Channel.ORDERS, Channel.BALANCE, Channel.POSITIONS)


def play(seed: int) -> Tally:
    """One such story, the same for the same seed; what the oracle counted."""
    bench = Bench(Setting(seed=seed, scenario=manners(seed)))
    bench.play(story(seed))
    return bench.tally


def story(seed: int, lasts: float = LASTS) -> Story:
    """What happens for so many seconds, on a line as slow as the seed says."""

    async def told(bench: Bench) -> None:
        await asyncio.sleep(_BEFORE)
        bench.network.latency = round(Random(seed).choice(_LATENCIES) * SECOND)
        for at, act in _acts(bench, Random(seed), lasts):
            bench.later(at, act)
        await asyncio.sleep(lasts + _AFTER)

    return told


def manners(seed: int) -> Scenario:
    """How the exchange behaves."""
    name = _MANNERS[seed % len(_MANNERS)]
    return replace(DEFAULT, pace=3.0) if name == "busy" else SCENARIOS[name]


def _acts(bench: Bench, random: Random, lasts: float) -> Iterator[tuple[float, Callable[[], object]]]:
    worker, at = bench.worker, 0.0
    while (at := at + random.expovariate(1.2)) < lasts:
        symbol, what = random.choice(bench.setting.symbols), random.random()
        if what < 0.5:
            yield at, partial(worker.obey, ViewRequest(symbol, 12))
        elif what < 0.8:
            yield at, partial(worker.obey, Resync(Stream(random.choice(_MARKET), symbol)))
        elif what < 0.92:
            yield at, partial(worker.obey, Resync(Stream(random.choice(_ACCOUNT))))
        elif what < 0.97:
            yield at, partial(bench.network.close_all, None)
        else:
            yield at, partial(worker.obey, Reconnect())
