"""The real clock."""

from __future__ import annotations

import time

from roxom_tui.feed.clock import SystemClock
from roxom_tui.model.durations import SECOND


def test_the_clock_of_this_machine_counts_its_sleep() -> None:
    ahead = SystemClock.monotonic() - SystemClock.awake()
    assert ahead > -SECOND
    if hasattr(time, "CLOCK_BOOTTIME"):
        slept = time.clock_gettime_ns(time.CLOCK_BOOTTIME) - time.monotonic_ns()
        assert abs(ahead - slept) < SECOND
