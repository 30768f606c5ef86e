"""Goal 11, resident memory: `python -m tests.tools.benchmarks.memory [--minutes 60]`.

Each of the three is started anew, in turns. What the demo keeps is watched for two minutes, which says little; the
goal is about the second half of an hour.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from tempfile import TemporaryDirectory

from tests.tools.benchmarks.rig import DASHBOARD, PROGRAM, Rig, rig
from tests.tools.benchmarks.samples import pss, rss
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

FILLED = 100_000
"""Messages until 10,000 trades came."""

FLOOD = 20_000
"""Messages a second. Sent faster, they wait for the thread that keeps the last minutes, and take memory meanwhile."""

SETTLED = 1.0
"""Seconds from the first data until what a start needs is there."""

Sizes = tuple[float, float]
"""MiB: resident, and with the pages shared with other processes counted in part."""


def measure(effort: Effort) -> Iterator[Figure]:
    """Against a Textual app of one widget; then what grows."""
    starts = [(_minimal(), _live(), _demo()) for _ in range(2 if effort.quick else 5)]
    for title, limit, which in (("with a live profile", 1.6, 1), ("in demo", 1.75, 2)):
        ratios = [each[which][0] / each[0][0] for each in starts]
        small, large = (
            [median(sizes) for sizes in zip(*(each[n] for each in starts), strict=True)] for n in (0, which)
        )
        note = f"{large[0]:.1f} MiB, {small[0]:.1f} MiB; in proportion {large[1]:.1f}, {small[1]:.1f}"
        yield at_most(11, f"memory {title} / minimal Textual app", limit, ratios, note=note)
    with rig(bare=False) as made:
        yield from _filled(made, 3 if effort.quick else 5)
    yield from _kept(0.5 if effort.quick else effort.minutes)


def _minimal() -> Sizes:
    with Screen("tests.tools.benchmarks.minimal") as screen:
        screen.shows("minimal")
        return _settled(screen)


def _demo() -> Sizes:
    with TemporaryDirectory() as home, Screen(PROGRAM, HOME=home) as screen:
        screen.shows("LIVE")
        return _settled(screen)


def _live() -> Sizes:
    with rig(bare=False) as made:
        return _settled(made.screen)


def _settled(screen: Screen) -> Sizes:
    time.sleep(SETTLED)
    pid = screen.child.process.pid
    return rss(pid), pss(pid)


def _filled(made: Rig, rounds: int) -> Iterator[Figure]:
    """So many messages again and again. Of what grows, 8 MiB may be the last minutes, packed (`recording.ring`)."""
    pid = made.pid(DASHBOARD)
    sizes = [rss(pid)]
    for _ in range(rounds):
        made.exchange.ask(120, to=DASHBOARD, rate=FLOOD, count=FILLED)
        time.sleep(0.3)
        sizes.append(rss(pid))
    grown = [after - before for before, after in pairwise(sizes)]
    yield at_most(11, "memory grown with 10,000 trades", 10, grown[0], " MiB")
    note = f"over {(rounds - 1) * FILLED:,} messages"
    yield at_most(11, "memory grown a 100,000 messages after that", 1, grown[1:], " MiB", note)


def _kept(minutes: float) -> Iterator[Figure]:
    """The demo's sizes at the beginning, after half of the time and at its end."""
    with TemporaryDirectory() as home, Screen(PROGRAM, HOME=home) as screen:
        screen.shows("LIVE")
        time.sleep(SETTLED)
        first, half, last = _watched(lambda: rss(screen.child.process.pid), minutes * 30)
    what, note = f"memory of the demo grown in {minutes:g} minutes", f"{first:.1f}, {half:.1f}, {last:.1f} MiB"
    if minutes < 60:
        yield told(11, what, last - first, " MiB", f"{note}; the goal is about the second half of an hour")
    else:
        hourly = (last - half) / (minutes / 120)
        yield at_most(11, "memory of the demo grown an hour, second half", 1, hourly, " MiB", note)


def _watched(size: Callable[[], float], seconds: float) -> list[float]:
    sizes = [size()]
    for _ in range(2):
        time.sleep(seconds)
        sizes.append(size())
    return sizes


if __name__ == "__main__":
    run(measure, __doc__)
