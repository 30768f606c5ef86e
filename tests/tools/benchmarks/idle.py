"""Goal 9, connected and nothing comes: `python -m tests.tools.benchmarks.idle`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

import pyte

from tests.tools.benchmarks.day import TICKING, watch
from tests.tools.benchmarks.rig import rig
from tests.tools.benchmarks.screen import COLUMNS, ROWS, Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

SETTLED = 1.5
"""Seconds after the last message until the rate and the ages of just now have changed for the last time."""

CLOCKS = {0, 2}
"""The header with the time of day, and the strip with the countdown to the next funding."""


def measure(effort: Effort) -> Iterator[Figure]:
    """Processor time and written bytes; which lines they changed. Beside it, what an app takes that tells the time."""
    seconds, windows = (3.0, 2) if effort.quick else (6.0, 5)
    with rig(bare=False) as made, Screen(TICKING) as clock:
        time.sleep(SETTLED)
        written = made.screen.bytes
        ours, theirs = watch((made.screen, clock), seconds, windows)
        wrote, output = made.screen.bytes - written, bytes(made.screen.output)
    note = f"an app that tells the time {median(each.cpu for each in theirs) * 100:.2f} %"
    yield at_most(9, "idle: share of a core", 0.7, [each.cpu * 100 for each in ours], " %", note)
    lines = changed_lines(output, written)
    note = f"{wrote / seconds / windows:.0f} bytes/s in all; lines changed: {sorted(lines)}"
    yield at_most(9, "idle: lines changed without a clock in them", 0, len(lines - CLOCKS), "", note)


def changed_lines(output: bytes, since: int) -> set[int]:
    """The rows of the terminal whose picture was changed by what was written after so many bytes."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    stream.feed(output[:since])
    before = list(screen.display)
    stream.feed(output[since:])
    return {row for row, line in enumerate(screen.display) if line != before[row]}


if __name__ == "__main__":
    run(measure, __doc__)
