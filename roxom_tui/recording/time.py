"""The clocks of a recording: they stand at the moment that was played last."""

from __future__ import annotations


class RecordedTime:
    """The model's Clock; nanoseconds. `elapsed` is set by who plays, and never goes back under one client."""

    def __init__(self, monotonic: int, wall: int, elapsed: int) -> None:
        self._monotonic = monotonic
        self._offset = wall
        self.elapsed = elapsed
        self.asleep = 0
        """How long the computer slept in what was played."""

    def at(self, elapsed: int) -> int:
        """The monotonic time of a moment of the recording."""
        return self._monotonic + elapsed

    def wall_at(self, elapsed: int, wall: int) -> None:
        """At that moment the wall clock said this."""
        self._offset = wall - elapsed

    def wall_of(self, elapsed: int) -> int:
        """What the wall clock would have said then, by what it says now."""
        return self._offset + elapsed

    def monotonic(self) -> int:
        """Nanoseconds to measure ages by."""
        return self._monotonic + self.elapsed

    def awake(self) -> int:
        """The same without the time asleep."""
        return self._monotonic + self.elapsed - self.asleep

    def wall(self) -> int:
        """Nanoseconds since the epoch, as the computer believed then."""
        return self._offset + self.elapsed
