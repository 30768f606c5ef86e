"""Frozen views of the connection, its streams, what was not believed, and the log."""

from __future__ import annotations

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.market import Environment
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.verification import DepthFormat, VerifyBy
from roxom_tui.state.views.recording_views import RecordingView, ReplayView


class StreamRow(Struct, frozen=True):
    """One subscription on the connection screen."""

    stream: Stream
    freshness: Freshness
    acknowledged: bool
    messages: int


class RejectedMessageRow(Struct, frozen=True):
    """One of the newest messages that were not believed, the last of `count` that are alike.

    `at` is wall ns; text is clipped and gated.
    """

    at: int
    reason: str
    stream: Stream | None
    detail: str
    excerpt: str
    count: int = 1


class LogLine(Struct, frozen=True):
    """A line of the connection screen's log, `count` times told from `since` to `at` (wall ns)."""

    at: int
    entry: LogEntry
    count: int = 1
    since: int | None = None


class LastStandstill(Struct, frozen=True):
    """The newest standstill of this computer: its length, when it was over, and when the connection had answered since
    (monotonic ns)."""

    seconds: float
    ended_at: int
    checked_at: int | None


class ConnectionView(Struct, frozen=True):
    """All the connection screen and the header say. `retry_at` is monotonic ns; latencies are milliseconds."""

    environment: Environment
    profile: str
    host: str
    key_tail: str
    phase: Phase
    state: PanelState
    reason: Reason | None
    retry_at: int | None
    connected_at: int | None
    connection_number: int
    round_trip_ms: float | None
    wire_p50_ms: float | None
    wire_p99_ms: float | None
    rate: int
    messages: int
    bytes_received: int
    reconnects: int
    resyncs: int
    rejected: int
    streams: tuple[StreamRow, ...]
    rejects: tuple[RejectedMessageRow, ...]
    """The newest of each reason, with how many of it there were."""
    log: tuple[LogLine, ...]
    proxy: str
    depth_format: DepthFormat
    checks: int = 0
    """Quotes and fresh snapshots the book was compared with; `differences` are levels that were wrong."""
    differences: int = 0
    audits: int = 0
    skew_ms: float | None = None
    """How far the exchange's clock is ahead of ours; `lag_s` is how late its changes come, seconds."""
    lag_s: float | None = None
    compared_at: tuple[int, int] | None = None
    """When the clocks were compared: ours, monotonic and wall (ns)."""
    attempts: int = 0
    """Handshakes tried since the start; those that led to a connection are `connection_number`."""
    last_end: Reason | None = None
    """How the last connection or try ended; the exchange's close code; and when, wall ns."""
    last_close_code: int | None = None
    last_close_at: int | None = None
    unconfirmed: int = 0
    """Quotes that no rebuilt book confirmed."""
    verify_by: VerifyBy | None = None
    since: int | None = None
    """When the phase began, monotonic ns; without a connection, when that went."""
    last_standstill: LastStandstill | None = None
    text_marks: int = 0
    """Characters of the exchange's texts that were not printable, and are marked."""
    floats: int = 0
    """Numbers that came by this connection as JSON numbers with a fraction."""
    last_rejected: tuple[RejectedMessageRow, ...] = ()
    wire_end: str = "state"
    """Where the latencies end: at the state, or at the screen, which measures its own."""
    silent_since: int | None = None
    """Since when nothing has come (monotonic ns), where that is unusual and yet no cause for another state."""
    recording: RecordingView | None = None
    """What is being recorded; None while nothing is."""
    replay: ReplayView | None = None
    """Where in a recording this is; None where it is an exchange."""
    arrivals: tuple[int, ...] = ()
    """When some of the messages came that this picture is the first to show, monotonic ns: for the screen to time."""

    @property
    def skew_bound_ms(self) -> float | None:
        """The clock difference is right to so much: half a round trip."""
        return None if self.skew_ms is None or self.round_trip_ms is None else self.round_trip_ms / 2
