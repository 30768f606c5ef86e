"""A clock that stands where it is put."""

from __future__ import annotations

from roxom_tui.model.durations import SECOND


class FakeClock:
    """Nanoseconds; `awake` does not count sleep."""

    def __init__(self) -> None:
        self.now = 1000 * SECOND
        self.slept = 0

    def monotonic(self) -> int:
        return self.now + self.slept

    def awake(self) -> int:
        return self.now

    def wall(self) -> int:
        return 1_767_225_600 * SECOND + self.now + self.slept

    def pass_(self, seconds: float) -> None:
        """Let time go by."""
        self.now += int(seconds * SECOND)
