"""Frozen views of the connection, its streams, what was not believed, and the log."""

from __future__ import annotations

from dataclasses import dataclass

from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Environment
from roxom_tui.model.status import Freshness, OrderOutcome, PanelState, Phase


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One subscription on the connection screen."""

    stream: Stream
    freshness: Freshness
    acknowledged: bool
    messages: int
    refusal_code: str = ""
    """The exchange's code where it refused the stream."""


@dataclass(frozen=True, slots=True)
class RejectedMessageRow:
    """One of the newest messages that were not believed, the last of `count` that are alike.

    `at` is wall ns; text is clipped and gated.
    """

    at: int
    reason: str
    stream: Stream | None
    detail: str
    excerpt: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the connection screen's log, `count` times told from `since` to `at` (wall ns).

    `private` lines tell of the account; `order` are the facts of a line about one, whose `text` says them in BTC.
    """

    at: int
    text: str
    private: bool = False
    order: OrderOutcome | None = None
    count: int = 1
    since: int | None = None


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """All the connection screen and the header say. `retry_at` is monotonic ns; latencies are milliseconds."""

    environment: Environment
    profile: str
    host: str
    key_tail: str
    phase: Phase
    state: PanelState
    reason: str
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
    depth_mode: str
    checks: int = 0
    """Quotes and fresh snapshots the book was compared with; `differences` are levels that were wrong."""
    differences: int = 0
    audits: int = 0
    skew_ms: float | None = None
    """How far the exchange's clock is ahead of ours; `lag_s` is how late its changes come, seconds."""
    lag_s: float | None = None
    skew_bound_ms: float | None = None
    """The clock difference is right to so much: half a round trip."""
    compared_at: tuple[int, int] | None = None
    """When the clocks were compared: ours, monotonic and wall (ns)."""
    attempts: int = 0
    """Handshakes tried since the start; those that led to a connection are `connection_number`."""
    last_close: str = ""
    """How the last connection or try ended, in words; the exchange's close code; and when, wall ns."""
    last_close_code: int | None = None
    last_close_at: int | None = None
    unconfirmed: int = 0
    """Quotes that no rebuilt book confirmed."""
    audit_way: str = ""
    text_marks: int = 0
    """Characters of the exchange's texts that were not printable, and are marked."""
    floats: int = 0
    """Numbers that came by this connection as JSON numbers with a fraction."""
    last_rejected: tuple[RejectedMessageRow, ...] = ()
    wire_end: str = "state"
    """Where the latencies end: at the state, or at the screen, which measures its own."""
    silent_since: int | None = None
    """Since when nothing has come (monotonic ns), where that is unusual and yet no cause for another state."""
    arrivals: tuple[int, ...] = ()
    """When some of the messages came that this picture is the first to show, monotonic ns: for the screen to time."""
