"""Notices when this program or this computer stood still: asyncio's timers do not (reliability 2)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from roxom_tui.model.ports import Clock

_NANOSECONDS = 1_000_000_000


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


class Heartbeat:
    """Compares beats that should come evenly. `boot` is a clock that goes on while the computer sleeps."""

    def __init__(self, clock: Clock, boot: Callable[[], int], every: float, stall: float) -> None:
        self._clock = clock
        self._boot = boot
        self._every = every
        self._stall = stall
        self._beat_at = clock.monotonic()
        self._boot_at = boot()

    def beat(self) -> Paused | None:
        """One beat; what stood still since the last one, if anything did."""
        now, boot = self._clock.monotonic(), self._boot()
        late = (now - self._beat_at) / _NANOSECONDS - self._every
        slept = ((boot - self._boot_at) - (now - self._beat_at)) / _NANOSECONDS
        self._beat_at, self._boot_at = now, boot
        if slept > self._stall:
            return Paused(Pause.SLEPT, slept)
        return Paused(Pause.STALLED, late) if late > self._stall else None
