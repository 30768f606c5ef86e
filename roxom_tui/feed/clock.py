"""The real clock."""

from __future__ import annotations

import time

_BOOT = getattr(time, "CLOCK_BOOTTIME", None)


class SystemClock:
    """`monotonic` and `wall` of this machine, nanoseconds (model's Clock), and `boot`, which also counts sleep."""

    monotonic = staticmethod(time.monotonic_ns)
    wall = staticmethod(time.time_ns)

    @staticmethod
    def boot() -> int:
        """Nanoseconds since the machine started, sleep included; where that is not known, without it."""
        return time.monotonic_ns() if _BOOT is None else time.clock_gettime_ns(_BOOT)
