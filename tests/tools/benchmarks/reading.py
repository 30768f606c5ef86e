"""Goal 14, the tools to read, all on: `python -m tests.tools.benchmarks.reading`.

Two demos of the ordinary day (no config, an empty home) stand at 120x40 side by side, and are watched through the same
windows. One is as it begins; in the other the book has all its columns, a cursor and the cost of a size. Processor time
of the whole processes, from outside.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryDirectory
from typing import Final

from tests.tools.benchmarks.day import WARM_UP, ratios, watch
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

ALL_COLUMNS: Final = "total,cost,traded,change,queue"
KEYS: Final = (*"x3.5", "\r", *"kkk")
"""What 3.5 contracts cost, and a cursor on the third ask: the book has the keys at the beginning."""

_A_KEY: Final = 0.3


def measure(effort: Effort) -> Iterator[Figure]:
    """The ratio decides; percents are told as they are here."""
    seconds, windows = (8.0, 3) if effort.quick else (20.0, 5)
    with ExitStack() as stack:
        homes = [stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-")) for _ in range(2)]
        plain = stack.enter_context(Screen(PROGRAM, HOME=homes[0]))
        reading = stack.enter_context(Screen(PROGRAM, HOME=homes[1], ROXOM_TUI_BOOK_COLUMNS=ALL_COLUMNS))
        for screen in (plain, reading):
            screen.shows("LIVE")
        for key in KEYS:
            reading.press(key)
            time.sleep(_A_KEY)
        time.sleep(WARM_UP)
        before, after = watch((plain, reading), seconds, windows)
    yield at_most(14, "the demo with all tools to read on, CPU / as it begins", 1.25, ratios(after, before))
    yield told(14, "the demo with all tools to read on, share of a core", [each.cpu * 100 for each in after], " %")


if __name__ == "__main__":
    run(measure, __doc__)
