"""Goal 9, connected and nothing comes: `python -m tests.tools.benchmarks.idle`.

The simulated exchange, with the account's lists and the GETs, falls silent after a while of an ordinary day. What is
asked is answered as it was, so that everything the dashboard shows comes to be QUIET, and stays it.
"""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from statistics import mean, median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyte

from tests.tools.benchmarks.channel import Child
from tests.tools.benchmarks.day import CLOCK, TICKING, watch
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.screen import COLUMNS, ROWS, Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

BEFORE = 10.0
"""Seconds of an ordinary day, for trades and a first check of the book."""

SETTLED = 25.0
"""Seconds from the last message until all that shows silence does: streams were asked, and answered as before."""

TELLS_TIME = re.compile(
    r"\d\d:\d\d:\d\d (UTC|longs|shorts|none)|\d (s|min) ago|\d (s|min \d\d s) old|\d+[ms] \d+:\d\d|[▁-█]"
)
"""A clock, a countdown, an age, a window that fills, a graph over time."""


class Idle(NamedTuple):
    """The dashboard, and the little app beside it."""

    screen: Screen
    clock: Screen


class Second(NamedTuple):
    """The rows whose picture changed, and those written to, in one second."""

    changed: set[int]
    without_time: set[int]


def measure(effort: Effort) -> Iterator[Figure]:
    """Processor time; which lines are written each second, and whether a clock or an age is in them."""
    seconds, windows = (5.0, 3) if effort.quick else (10.0, 6)
    with idle() as made:
        began = time.perf_counter()
        ours, theirs = watch(made, seconds, windows)
        ended = time.perf_counter()
    note = f"an app that tells the time {median(each.cpu for each in theirs) * 100:.2f} %"
    yield at_most(9, "idle: share of a core", 0.7, [each.cpu * 100 for each in ours], " %", note)
    told = list(each_second(made.screen, began, ended))
    rows = sorted(set().union(*(each.changed for each in told)))
    wrong = sorted(set().union(*(each.without_time for each in told)))
    lines, written = mean(len(each.changed) for each in told), median(each.bytes for each in ours)
    note = f"{lines:.1f} lines a second, of {rows}; {written:.0f} bytes"
    yield at_most(9, "idle: lines changed that tell no time", 0, len(wrong), "", f"{note}; wrong {wrong}")


@contextmanager
def idle() -> Iterator[Idle]:
    """Both, when the market has been silent for a while."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-"))
        exchange = Child("tests.tools.benchmarks.quiet", folder)
        stack.callback(exchange.end)
        config = exchange.hear()["config"]
        screen = stack.enter_context(Screen(PROGRAM, "--config", config, HOME=folder))
        clock = stack.enter_context(Screen(TICKING, HOME=folder))
        screen.shows("LIVE")
        clock.shows(CLOCK)
        time.sleep(BEFORE)
        exchange.ask()
        time.sleep(SETTLED)
        yield Idle(screen, clock)


def each_second(screen: Screen, began: float, ended: float) -> Iterator[Second]:
    """What the picture of the terminal was changed by, second by second between two moments."""
    terminal = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(terminal)
    marks = [_written_by(screen, began + second) for second in range(int(ended - began) + 1)]
    stream.feed(bytes(screen.output[: marks[0]]))
    for since, until in pairwise(marks):
        before = list(terminal.display)
        stream.feed(bytes(screen.output[since:until]))
        changed = {row for row, line in enumerate(terminal.display) if line != before[row]}
        timeless = {row for row in changed if not TELLS_TIME.search(terminal.display[row])}
        yield Second(changed, timeless)


def _written_by(screen: Screen, moment: float) -> int:
    place = bisect_right(screen.arrivals, moment, key=lambda arrival: arrival[0])
    return screen.arrivals[place - 1][1] if place else 0


if __name__ == "__main__":
    run(measure, __doc__)
