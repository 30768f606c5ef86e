"""The real clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial


def _counting_sleep() -> Callable[[], int]:
    """A monotonic clock that goes on while the computer sleeps, where there is one."""
    number: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    if number is None and hasattr(time, "CLOCK_UPTIME_RAW"):
        # macOS: there the raw monotonic clock goes on, and the one that Python takes does not.
        number = getattr(time, "CLOCK_MONOTONIC_RAW", None)
    return time.monotonic_ns if number is None else partial(time.clock_gettime_ns, number)


class SystemClock:
    """`monotonic` and `wall` of this machine, nanoseconds (model's Clock), and `awake`, which stands while it sleeps.

    `monotonic` counts sleep, so that whatever was drawn before is too old in the first frame after it.
    """

    monotonic = staticmethod(_counting_sleep())
    wall = staticmethod(time.time_ns)
    awake = staticmethod(time.monotonic_ns)
