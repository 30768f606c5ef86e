"""Notices when this program or this computer stood still: timers do not (client 2.9)."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.journal import Journal
from roxom_tui.client.keepalive import KeepAlive
from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.store import Store
from roxom_tui.state.views.connection_views import LastStandstill


class Pause(Enum):
    """The kinds of a standstill."""

    STALLED = "stalled"
    SLEPT = "slept"


class Paused(Struct, frozen=True):
    """A pause and its length in seconds."""

    pause: Pause
    seconds: float

    @property
    def reason(self) -> Reason:
        """Why nothing is believed after it."""
        return Reason(Cause.STANDSTILL, self.pause.value, seconds=self.seconds)


class StallDetector:
    """Compares looks at the clock that come about once a second or oftener; more than `stall` seconds between two are
    a pause."""

    def __init__(self, clock: Clock, stall: float) -> None:
        self._clock = clock
        self._stall = int(stall * SECOND)
        self._awake_at = clock.awake()
        self._looked_at = clock.monotonic()

    @property
    def late_from(self) -> int:
        """From then on (monotonic ns) nobody has looked for so long that there was a standstill."""
        return self._looked_at + self._stall

    def look(self) -> Paused | None:
        """Compare the clocks; the standstill since the last look, if there was one."""
        now, awake = self._clock.monotonic(), self._clock.awake()
        gap, ran = now - self._looked_at, awake - self._awake_at
        self._looked_at, self._awake_at = now, awake
        if gap - ran > self._stall:
            return Paused(Pause.SLEPT, (gap - ran) / SECOND)
        return Paused(Pause.STALLED, ran / SECOND) if ran > self._stall else None


class Standstill:
    """The consequences of a pause: nothing is believed until the connection has shown that it outlived it."""

    def __init__(
        self,
        store: Store,
        status: ConnectionStatus,
        journal: Journal,
        keep_alive: KeepAlive,
        clock: Clock,
        timing: Timing,
    ) -> None:
        self._store = store
        self._status = status
        self._journal = journal
        self._keep_alive = keep_alive
        self._clock = clock
        self._notified_from = timing.stall_told
        self._detector = StallDetector(clock, timing.stall)
        self.late_from = self._detector.late_from
        """What is read later than that (monotonic ns) has to be asked about: see `is_slept_through`."""
        self.ended_at: int | None = None
        """When the newest pause was over, and with it the backlog that came of it (monotonic ns)."""

    def is_slept_through(self, at: int) -> bool:
        """Whether what is read at a moment (monotonic ns) waited while this computer slept, and its connection is left.

        It came when the computer woke, and tells of before: as news it would be minutes old and be called new.
        """
        if at > self.late_from:
            self.look()
        leaving = self._status.leaving
        return leaving is not None and leaving.cause is Cause.STANDSTILL

    def look(self) -> None:
        """Notice a pause; also before a picture: the first one after it must not show old data as true."""
        paused = self._detector.look()
        self.late_from = self._detector.late_from
        if paused is None:
            return
        entry = LogEntry(LogKind.STANDSTILL, reason=paused.reason, seconds=paused.seconds)
        if paused.seconds >= self._notified_from:
            self._journal.notify(entry)
        else:
            self._journal.log(entry)
        self.ended_at = now = self._clock.monotonic()
        self._status.standstill = self._store.clocks.suspended = paused.reason
        self._status.last_standstill = LastStandstill(paused.seconds, now, None)
        if self._status.phase is Phase.CONNECTED:
            self._keep_alive.probe(now)
            if paused.pause is Pause.SLEPT:
                self._status.leave(paused.reason)

    def tick(self, now: int) -> None:
        """Several times a second: believe again once the connection has answered."""
        if not self._status.standstill:
            return
        if self._status.phase is Phase.CONNECTED and self._keep_alive.is_sure:
            self._status.standstill = self._store.clocks.suspended = None
            self._status.outlived(now)
        else:
            # Until the connection has outlived it what comes is still the backlog.
            self.ended_at = now
