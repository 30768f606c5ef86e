"""Goal 12, the ordinary day from outside: `python -m tests.tools.benchmarks.day`.

The demo (no config, an empty home) at 120x40 and a Textual app that only tells the time, each in a terminal of its
own, are watched through the same windows: processor time of the whole process, ended threads too, and the bytes that
came out of the terminal. Both run all the while: what the little one costs is the same beside the demo as alone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.samples import cpu
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

TICKING = "tests.tools.benchmarks.ticking"
WARM_UP = 8.0
"""Seconds after the first data until the demo has imported and compiled all that an hour of it needs."""

CLOCK = ":"
"""Both write the time of day."""


class Spent(NamedTuple):
    """What one program took of one window: share of a core, and bytes a second."""

    cpu: float
    bytes: float


class Window(NamedTuple):
    """The same seconds of both."""

    ours: Spent
    clock: Spent

    @property
    def ratio(self) -> float:
        return self.ours.cpu / self.clock.cpu


def measure(effort: Effort) -> Iterator[Figure]:
    """The ratio decides; percents and bytes are told as they are here."""
    with both() as screens:
        time.sleep(WARM_UP)
        windows = [window(screens, 8.0 if effort.quick else 20.0) for _ in range(3 if effort.quick else 5)]
    yield at_most(12, "the demo, CPU / a Textual app's that tells the time", 13, [each.ratio for each in windows])
    yield at_most(12, "the demo, bytes to the terminal", 25, [each.ours.bytes / 1000 for each in windows], " KB/s")
    yield told(12, "the demo, share of a core", [each.ours.cpu * 100 for each in windows], " %")
    yield told(12, "the app that tells the time, share of a core", [each.clock.cpu * 100 for each in windows], " %")


@contextmanager
def both() -> Iterator[tuple[Screen, Screen]]:
    """The demo and the clock, each with something to see."""
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-"))
        demo = stack.enter_context(Screen(PROGRAM, HOME=home))
        clock = stack.enter_context(Screen(TICKING, HOME=home))
        demo.shows("LIVE")
        clock.shows(CLOCK)
        yield demo, clock


def window(screens: Sequence[Screen], seconds: float) -> Window:
    """What both take from now on for so long."""
    before = [(cpu(screen.child.process.pid), screen.bytes) for screen in screens]
    started = time.perf_counter()
    time.sleep(seconds)
    after = [(cpu(screen.child.process.pid), screen.bytes) for screen in screens]
    elapsed = time.perf_counter() - started
    pairs = zip(before, after, strict=True)
    ours, clock = (Spent((b[0] - a[0]) / elapsed, (b[1] - a[1]) / elapsed) for a, b in pairs)
    return Window(ours, clock)


if __name__ == "__main__":
    run(measure, __doc__)
