"""Goal 11, resident memory: `python -m tests.tools.benchmarks.memory`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools.benchmarks.rig import DASHBOARD, PROGRAM, Rig, rig
from tests.tools.benchmarks.samples import rss
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Figure, at_most, run

FILLED = 100_000
"""Messages until 10,000 trades came."""


def measure(quick: bool) -> Iterator[Figure]:
    """Against a Textual app of one widget; then what grows."""
    small = _minimal()
    with rig(bare=False) as made:
        live = rss(made.pid(DASHBOARD))
        yield at_most(11, "memory with a live profile / minimal Textual app", 1.6, live / small, note=_mib(live, small))
        demo = _demo()
        yield at_most(11, "memory in demo / minimal Textual app", 1.8, demo / small, note=_mib(demo, small))
        yield from _growth(made, live, 2 if quick else 4)


def _minimal() -> float:
    with Screen("tests.tools.benchmarks.minimal") as screen:
        screen.shows("minimal")
        time.sleep(1.0)
        return rss(screen.child.process.pid)


def _demo() -> float:
    with TemporaryDirectory() as home, Screen(PROGRAM, HOME=str(Path(home))) as screen:
        screen.shows("LIVE")
        time.sleep(1.0)
        return rss(screen.child.process.pid)


def _growth(made: Rig, start: float, rounds: int) -> Iterator[Figure]:
    pid, sizes = made.pid(DASHBOARD), []
    for _ in range(rounds):
        made.exchange.ask(120, to=DASHBOARD, rate=0, count=FILLED)
        time.sleep(0.3)
        sizes.append(rss(pid))
    yield at_most(11, "memory grown with 10,000 trades", 10, sizes[0] - start, " MiB")
    growth = (sizes[-1] - sizes[0]) / (rounds - 1)
    note = f"over {(rounds - 1) * FILLED:,} messages"
    yield at_most(11, "memory grown a 100,000 messages after that", 1, growth, " MiB", note)


def _mib(ours: float, theirs: float) -> str:
    return f"{ours:.1f} MiB, {theirs:.1f} MiB"


if __name__ == "__main__":
    run(measure, __doc__)
