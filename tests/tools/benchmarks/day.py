"""Goal 12, the ordinary day from outside: `python -m tests.tools.benchmarks.day`.

The demo (an empty home, and a config that only says which market) at 120x40, a Textual app that only tells the time,
and the nearest peer where it is installed, each in a terminal of its own, are watched through the same windows:
processor time of the whole process, ended threads too, and the bytes that came out of the terminal. All run all the
while: what the little one costs is the same beside the others as alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.tools.benchmarks.nearest import PACKAGE, is_installed, nearest
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.samples import cpu
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told, unknown

TICKING = "tests.tools.benchmarks.ticking"
WARM_UP = 8.0
"""Seconds after the first data until the demo has imported and compiled all that an hour of it needs."""

MARKET = """
[profiles.demo]
environment = "demo"
seed = 2
"""
"""One that brings 80 to 92 messages a second for two minutes: others bring 55 to 160, and no run is like another."""

CLOCK = ":"
"""Both write the time of day."""


class Spent(NamedTuple):
    """What one program took of one window: share of a core, and bytes a second."""

    cpu: float
    bytes: float


class Day(NamedTuple):
    """The terminals that stand."""

    demo: Screen
    clock: Screen
    peer: Screen | None


def measure(effort: Effort) -> Iterator[Figure]:
    """The ratios decide; percents and bytes are told as they are here."""
    seconds, windows = (8.0, 3) if effort.quick else (20.0, 5)
    with day() as screens:
        time.sleep(WARM_UP)
        demo, clock, *peer = watch([screen for screen in screens if screen is not None], seconds, windows)
    yield at_most(12, "the demo, CPU / a Textual app's that tells the time", 13, ratios(demo, clock))
    yield at_most(12, "the demo, bytes to the terminal", 25, [each.bytes / 1000 for each in demo], " KB/s")
    yield from _to_peer(demo, peer[0] if peer else None)
    named = {"the demo": demo, "the app that tells the time": clock} | ({"the nearest peer": peer[0]} if peer else {})
    for name, spent in named.items():
        yield told(12, f"{name}, share of a core", [each.cpu * 100 for each in spent], " %")


def _to_peer(demo: list[Spent], peer: list[Spent] | None) -> Iterator[Figure]:
    titles = ("the demo, CPU / crypto-terminal's at 40 ticks/s", "the demo, bytes / crypto-terminal's")
    if peer is None:
        for title, parts in zip(titles, (8, 15), strict=True):
            yield unknown(12, title, f"<= 1/{parts}", f"{PACKAGE} is not installed")
        return
    cpu_ratios, byte_ratios = ratios(demo, peer), [a.bytes / b.bytes for a, b in zip(demo, peer, strict=True)]
    yield at_most(12, titles[0], 0.125, cpu_ratios, note=f"1/{1 / median(cpu_ratios):.1f}, wanted 1/8")
    note = f"1/{1 / median(byte_ratios):.1f}, wanted 1/15; its {median(each.bytes for each in peer) / 1000:.0f} KB/s"
    yield at_most(12, titles[1], 0.067, byte_ratios, note=note)


@contextmanager
def day(*, alone: bool = False) -> Iterator[Day]:
    """The demo and the clock, and the peer if there is one and they are not to be alone; each with something to see."""
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-"))
        config = Path(home, "config.toml")
        config.write_text(MARKET)
        demo = stack.enter_context(Screen(PROGRAM, "--config", str(config), HOME=home))
        clock = stack.enter_context(Screen(TICKING, HOME=home))
        peer = None if alone or not is_installed() else stack.enter_context(nearest(home))
        demo.shows("LIVE")
        clock.shows(CLOCK)
        yield Day(demo, clock, peer)


def watch(screens: Sequence[Screen], seconds: float, windows: int) -> list[list[Spent]]:
    """What each takes from now on, window by window."""
    marks = [[_mark(screen) for screen in screens]]
    for _ in range(windows):
        time.sleep(seconds)
        marks.append([_mark(screen) for screen in screens])
    return [[_spent(before, after) for before, after in pairwise(each)] for each in zip(*marks, strict=True)]


def ratios(ours: Sequence[Spent], theirs: Sequence[Spent]) -> list[float]:
    """Of processor time, window by window."""
    return [a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)]


def _mark(screen: Screen) -> tuple[float, float, int]:
    return time.perf_counter(), cpu(screen.child.process.pid), screen.bytes


def _spent(before: tuple[float, float, int], after: tuple[float, float, int]) -> Spent:
    elapsed = after[0] - before[0]
    return Spent((after[1] - before[1]) / elapsed, (after[2] - before[2]) / elapsed)


if __name__ == "__main__":
    run(measure, __doc__)
