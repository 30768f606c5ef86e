"""Real time to exchange time: started at a moment, scaled, and stopped at will."""

from __future__ import annotations

import time

from roxom_tui.model.durations import SECOND


class Pacing:
    """The pace of exchange time. `speed` 0 stands still; changing it never jumps."""

    def __init__(self, start: int, speed: float) -> None:
        self._origin = start
        self._since = time.monotonic_ns()
        self._speed = speed

    @property
    def speed(self) -> float:
        """Exchange seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._origin, self._since = self.now(), time.monotonic_ns()
        self._speed = speed

    def now(self) -> int:
        """Exchange time in ns."""
        return self._origin + round((time.monotonic_ns() - self._since) * self._speed)

    def seconds_until(self, moment: int) -> float:
        """Real seconds until a moment of exchange time; an hour when time stands still."""
        if self._speed <= 0:
            return 3600.0
        return (moment - self.now()) / self._speed / SECOND
