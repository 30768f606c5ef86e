"""A connection that has something to say in every part of its screen."""

from __future__ import annotations

from typing import Any

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import DepthMode, Environment, Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.model.verification import DepthFormat, FormatKnown, VerifyBy, Way
from roxom_tui.state.views.connection_views import (
    ConnectionView,
    LogLine,
    RejectedMessageRow,
    StreamRow,
)

NOW = 5_000 * SECOND
WALL = 1_760_000_000 * SECOND
"""08:53:20 UTC."""

GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")


RESTART = Reason(Cause.CONNECTION_LOST, "service restart", "1012")


def stream(
    channel: Channel,
    symbol: Symbol | None,
    state: PanelState,
    age: int | None = 0,
    reason: Reason | None = None,
    *,
    acknowledged: bool = True,
) -> StreamRow:
    data_at = None if age is None else NOW - age * SECOND
    fresh = Freshness(state, reason, data_at, NOW + 10 * SECOND)
    return StreamRow(Stream(channel, symbol), fresh, acknowledged, 120_345)


def connection_view(**changes: Any) -> ConnectionView:
    view = ConnectionView(
        environment=Environment.SANDBOX,
        profile="sandbox",
        host="sandbox.example.com:443",
        key_tail="…a1b2",
        phase=Phase.CONNECTED,
        state=PanelState.STALE,
        reason=Reason(Cause.LATE, seconds=12),
        retry_at=None,
        connected_at=NOW - 3723 * SECOND,
        connection_number=3,
        round_trip_ms=1.83,
        wire_p50_ms=0.42,
        wire_p99_ms=None,
        rate=118,
        messages=412_345,
        bytes_received=88_123_456,
        reconnects=2,
        resyncs=1,
        rejected=14,
        streams=(
            stream(Channel.LEVEL1, GOLD, PanelState.LIVE),
            stream(Channel.TRADE, GOLD, PanelState.QUIET, 75),
            stream(Channel.DEPTH, OIL, PanelState.STALE, 14, Reason(Cause.SILENT_ALONE, seconds=5)),
            stream(
                Channel.ACCOUNT,
                None,
                PanelState.REJECTED,
                None,
                Reason(Cause.REFUSED, "not for this key [red]", "401"),
                acknowledged=False,
            ),
        ),
        rejects=(
            RejectedMessageRow(
                WALL, "unknown shape", None, "trade.GOLD-BTC", '{"px":"0.0431","[/x]":[' + "1," * 60, count=12
            ),
        ),
        log=(
            LogLine(WALL - 60 * SECOND, LogEntry(LogKind.DISCONNECTED, reason=RESTART, seconds=4.0)),
            LogLine(WALL, LogEntry(LogKind.CONNECTED, "sandbox.example.com:443")),
        ),
        proxy="",
        depth_format=DepthFormat(DepthMode.ABSOLUTE, FormatKnown.DETECTED),
        checks=1_204,
        differences=3,
        audits=17,
        skew_ms=-120.4,
        lag_s=12.04,
        attempts=5,
        last_end=RESTART,
        last_close_code=1012,
        last_close_at=WALL - 60 * SECOND,
        unconfirmed=2,
        verify_by=VerifyBy(Way.REPEAT, is_tried=True),
        text_marks=4,
        last_rejected=(
            RejectedMessageRow(WALL - SECOND, "not JSON", None, "column 3", '{"topic":'),
            RejectedMessageRow(
                WALL, "unknown shape", Stream(Channel.TRADE, GOLD), "no list", '{"px":"0.0431","[/x]":[' + "1," * 60
            ),
        ),
        wire_end="screen",
    )
    return replace(view, **changes)
