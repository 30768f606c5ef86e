"""The status of the connection, as the connection screen shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from roxom_tui.client.journal import Journal
from roxom_tui.client.traffic import Traffic
from roxom_tui.model.channels import Stream
from roxom_tui.model.connection import Closed, Ended
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.model.verification import VerifyBy
from roxom_tui.state.store import Store
from roxom_tui.state.stream_clock import UsualGap
from roxom_tui.state.views.connection_views import ConnectionView, LastStandstill
from roxom_tui.state.views.recording_views import RecordingView

SILENT_AFTER_NS: Final = 5 * SECOND
"""No data of any stream for this long, although what is silent is asked before; sooner where much comes."""

LAGGING_S: Final = 2.0
TOO_LATE_S: Final = 10.0

_NOT_YET: Final = Reason(Cause.NOT_CONNECTED)


@dataclass(slots=True)
class ConnectionStatus:
    """The state of the connection to one profile's exchange. Times are monotonic nanoseconds."""

    profile: str
    environment: Environment
    host: str = ""
    key_tail: str = ""
    phase: Phase = Phase.CONNECTING
    reason: Reason | None = _NOT_YET
    since: int | None = None
    """When the phase began; without a connection, when that went."""
    retry_at: int | None = None
    connected_at: int | None = None
    data_at: int | None = None
    number: int = 0
    proxy: str = ""
    standstill: Reason | None = None
    """Why the connection is not believed although it stands: this computer stood still."""
    skew_ms: float | None = None
    compared_at: tuple[int, int] | None = None
    lag_s: float | None = None
    attempts: int = 0
    last_end: Reason | None = None
    last_close_code: int | None = None
    last_close_at: int | None = None
    verify_by: VerifyBy | None = None
    leaving: Reason | None = None
    """Why the connection there is is to be dropped; None while it is not."""
    last_standstill: LastStandstill | None = None
    recording: RecordingView | None = None
    """What is being recorded; None while nothing is."""

    @property
    def is_lagging(self) -> bool:
        """Whether data comes so late that a missing answer says nothing."""
        return (self.lag_s or 0.0) > LAGGING_S

    @property
    def leaving_is_dead(self) -> bool:
        """Whether it is dropped because nothing comes by it any more."""
        return self.leaving is not None and self.leaving.cause is Cause.PONG_MISSING

    def leave(self, reason: Reason) -> None:
        """Have the connection dropped; the first reason counts. Without one there is nothing to leave."""
        if self.phase is Phase.CONNECTED and self.leaving is None:
            self.leaving = reason

    def ended(self, end: Ended, wall: int) -> None:
        """A connection ended, or a try to make one did; `wall` is wall ns."""
        self.last_end, self.last_close_at = end.reason, wall
        self.last_close_code = end.code if isinstance(end, Closed) else None

    def outlived(self, now: int) -> None:
        """The connection has answered since the computer stood still."""
        if self.last_standstill is not None:
            self.last_standstill = replace(self.last_standstill, checked_at=now)

    def connected(self, number: int, proxy: str, now: int) -> None:
        """Another connection stands."""
        self.number, self.proxy, self.connected_at = number, proxy, now
        self.leaving = None

    def move(self, phase: Phase, reason: Reason | None, now: int, retry_at: int | None = None) -> None:
        """Another phase, why, and when the next try is; an outage began when the connection went, not with each try."""
        if self.since is None or (phase is Phase.CONNECTED) is not (self.phase is Phase.CONNECTED):
            self.since = now
        self.phase, self.reason, self.retry_at = phase, reason, retry_at
        if phase is not Phase.CONNECTED:
            self.connected_at = self.data_at = self.lag_s = None
        self.standstill = None

    def state(self, now: int, usual: UsualGap | None = None) -> tuple[PanelState, Reason | None]:
        """The state of the connection as a whole, and why; `usual` is how often something comes by it."""
        state, reason = self._state(now, usual)
        return (state.replayed if self.environment is Environment.REPLAY else state), reason

    def _state(self, now: int, usual: UsualGap | None) -> tuple[PanelState, Reason | None]:
        if self.phase is not Phase.CONNECTED:
            return PanelState.DOWN, self.reason
        if self.standstill:
            return PanelState.STALE, self.standstill
        if self.data_at is None:
            return PanelState.WAITING, Reason(Cause.NOTHING_YET)
        unusual = None if usual is None else usual.unusual_after
        silent_after = SILENT_AFTER_NS if unusual is None else min(SILENT_AFTER_NS, 2 * unusual)
        if now - self.data_at >= silent_after:
            return PanelState.STALE, Reason(Cause.NO_DATA)
        return self._lag_state()

    def _lag_state(self) -> tuple[PanelState, Reason | None]:
        lag = self.lag_s or 0.0
        if lag <= LAGGING_S:
            return PanelState.LIVE, None
        reason = Reason(Cause.LATE, seconds=round(lag))
        return (PanelState.STALE if lag > TOO_LATE_S else PanelState.LIVE), reason

    def view(
        self, now: int, traffic: Traffic, journal: Journal, store: Store, followed: Iterable[Stream]
    ) -> ConnectionView:
        """The picture of it."""
        state, reason = self.state(now, store.clocks.line)
        counts = store.markets.book_checks
        return ConnectionView(
            environment=self.environment,
            profile=self.profile,
            host=self.host,
            key_tail=self.key_tail,
            phase=self.phase,
            state=state,
            reason=reason,
            retry_at=self.retry_at,
            connected_at=self.connected_at,
            connection_number=self.number,
            round_trip_ms=traffic.round_trip_ms,
            wire_p50_ms=traffic.wire_p50_ms,
            wire_p99_ms=traffic.wire_p99_ms,
            rate=traffic.rate,
            messages=traffic.messages,
            bytes_received=traffic.bytes_received,
            reconnects=traffic.reconnects,
            resyncs=traffic.resyncs,
            rejected=traffic.rejected,
            streams=tuple(store.judge.stream_row(stream, now) for stream in followed),
            rejects=traffic.reject_rows(),
            log=journal.lines(),
            proxy=self.proxy,
            skew_ms=self.skew_ms,
            compared_at=self.compared_at,
            lag_s=self.lag_s,
            depth_format=store.markets.depth_format,
            checks=counts.checks,
            differences=counts.differences,
            audits=counts.audits,
            unconfirmed=counts.unconfirmed,
            attempts=self.attempts,
            last_end=self.last_end,
            last_close_code=self.last_close_code,
            last_close_at=self.last_close_at,
            verify_by=self.verify_by,
            since=self.since,
            last_standstill=self.last_standstill,
            text_marks=traffic.text_marks,
            floats=traffic.floats,
            last_rejected=traffic.last_rejected(),
            arrivals=traffic.arrivals,
            recording=self.recording,
            silent_since=store.clocks.line.silent_since(now) if state.is_live else None,
        )
