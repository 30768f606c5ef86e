"""Notices when this program or this computer stood still: asyncio's timers do not (client 2.9)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from roxom_tui.model.durations import SECOND


class Pause(Enum):
    """What stood still."""

    STALLED = "stalled"
    SLEPT = "slept"


class Paused(NamedTuple):
    """A pause and its length in seconds."""

    pause: Pause
    seconds: float

    @property
    def sentence(self) -> str:
        """What to tell the person."""
        who = "this computer slept" if self.pause is Pause.SLEPT else "this computer held the program up"
        return f"{who} for {self.seconds:.0f} s"


class StallDetector:
    """Compares looks that come about once a second or oftener. `awake` is a clock that stands while the computer
    sleeps, `monotonic` one that goes on. More than `stall` seconds between two looks are a pause."""

    def __init__(self, awake: Callable[[], int], monotonic: Callable[[], int], stall: float) -> None:
        self._awake = awake
        self._monotonic = monotonic
        self._stall = int(stall * SECOND)
        self._awake_at = awake()
        self._looked_at = monotonic()

    def look(self) -> Paused | None:
        """What stood still since the last look, if anything did."""
        now, awake = self._monotonic(), self._awake()
        gap, ran = now - self._looked_at, awake - self._awake_at
        self._looked_at, self._awake_at = now, awake
        if gap - ran > self._stall:
            return Paused(Pause.SLEPT, (gap - ran) / SECOND)
        return Paused(Pause.STALLED, ran / SECOND) if ran > self._stall else None
