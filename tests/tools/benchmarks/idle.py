"""Goal 9, connected and nothing comes: `python -m tests.tools.benchmarks.idle`."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pyte

from tests.tools.benchmarks.rig import DASHBOARD, rig
from tests.tools.benchmarks.samples import cpu
from tests.tools.benchmarks.screen import COLUMNS, ROWS
from tests.tools.benchmarks.table import Figure, at_most, run

SETTLED = 1.5
"""Seconds after the last message until the rate and the ages of just now have changed for the last time."""

CLOCKS = {0, 2}
"""The header with the time of day, and the strip with the countdown to the next funding."""


def measure(quick: bool) -> Iterator[Figure]:
    """Processor time and written bytes; which lines they changed."""
    seconds = 3.0 if quick else 6.0
    with rig(bare=False) as made:
        time.sleep(SETTLED)
        pid = made.pid(DASHBOARD)
        before, written = cpu(pid), made.screen.bytes
        time.sleep(seconds)
        spent, wrote = cpu(pid) - before, made.screen.bytes - written
        output = bytes(made.screen.output)
    yield at_most(9, "idle: share of a core", 1, spent / seconds * 100, " %")
    lines = changed_lines(output, written)
    note = f"{wrote / seconds:.0f} bytes/s in all; lines changed: {sorted(lines)}"
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
