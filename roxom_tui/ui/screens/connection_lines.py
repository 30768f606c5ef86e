"""All that is known of the connection, as lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.views import ConnectionView, LogLine, RejectRow, StreamRow
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import Line, Role, Span, cut
from roxom_tui.ui.look import seen
from roxom_tui.ui.panels.base import STATE_ROLES
from roxom_tui.ui.screens.blocks import GAP, Block, beside, headed, stacked, wrapped
from roxom_tui.ui.widgets.table import Cell, Column, table

TWO_COLUMNS = 100
"""The least width for facts and lists side by side."""

_FACTS = 46
_LABEL = 15
_SECOND = 1_000_000_000
_BYTE_UNITS = ("B", "kB", "MB", "GB", "TB")

_STREAM_COLUMNS = (
    Column("stream", 16),
    Column("state", 8),
    Column("last data", 11, drop=2),
    Column("acked", 5, drop=3),
    Column("messages", 9, drop=1, is_number=True),
)


def connection_lines(view: ConnectionView, width: int, now: int, wall: int) -> list[Line]:
    """The whole screen: facts beside lists where it is wide, below each other where it is not."""
    wide = width >= TWO_COLUMNS
    facts = _FACTS if wide else width
    lists = width - _FACTS - GAP if wide else width
    first = stacked([_link(view, facts, now, wall), _traffic(view, facts), _counters(view, facts)])
    second = stacked(
        [_streams(view.streams, lists, now), _rejects(view.rejects, lists), _log(view.log, lists)],
    )
    return beside(first, second, facts) if wide else stacked([first, second])


def byte_count(count: int) -> str:
    """A number of bytes in the unit that leaves at most four digits before it."""
    power = min((len(str(count)) - 1) // 3, len(_BYTE_UNITS) - 1)
    if power == 0:
        return f"{count} B"
    return f"{count / 1000**power:.1f} {_BYTE_UNITS[power]}"


def _fact(label: str, text: str, width: int, role: Role = Role.TEXT) -> Block:
    """A label and what it says, over more lines where the words need them."""
    text = text or fmt.UNKNOWN
    return wrapped(text, width, role, lead=(Span(f"{label:<{_LABEL}}", Role.FAINT),), indent=_LABEL)


def _link(view: ConnectionView, width: int, now: int, wall: int) -> Block:
    lines: Block = [
        *_fact("profile", view.profile, width),
        (Span(f"{'environment':<{_LABEL}}", Role.FAINT), Span(f" {view.environment.value.upper()} ", Role.BADGE)),
        *_fact("host", view.host, width),
        *_fact("key", view.key_tail, width),
        _standing(view),
    ]
    if view.reason:
        lines += _fact("why", view.reason, width, _state_role(view.state))
    if view.retry_at is not None:
        seconds = max(0, view.retry_at - now + _SECOND - 1) // _SECOND
        lines += _fact("next try", f"in {seconds} s", width)
    lines += [
        *_fact("connected", _since(view, now, wall), width),
        *_fact("connection", f"number {view.connection_number}", width),
        *_fact("proxy", view.proxy or "none", width),
        *_fact("depth mode", view.depth_mode, width),
    ]
    return headed("Link", lines, width)


def _standing(view: ConnectionView) -> Line:
    """Phase and state; one word where they say the same."""
    words = (Span(f"{'phase':<{_LABEL}}", Role.FAINT), Span(view.phase.value.lower(), Role.TEXT))
    return (*words, Span("  "), Span(view.state.value, _state_role(view.state)))


def _state_role(state: PanelState) -> Role:
    return Role.GOOD if state is PanelState.LIVE else STATE_ROLES[state]


def _since(view: ConnectionView, now: int, wall: int) -> str:
    if view.connected_at is None or view.phase is not Phase.CONNECTED:
        return "no"
    lasted = now - view.connected_at
    return f"since {fmt.clock(wall - lasted)} UTC, {fmt.age(lasted)}"


def _traffic(view: ConnectionView, width: int) -> Block:
    wire = f"p50 {fmt.milliseconds(view.wire_p50_ms)} · p99 {fmt.milliseconds(view.wire_p99_ms)}"
    lines = [
        *_fact("rate", f"{view.rate:,} msg/s", width),
        *_fact("messages", f"{view.messages:,}", width),
        *_fact("received", byte_count(view.bytes_received), width),
        *_fact("round trip", fmt.milliseconds(view.round_trip_ms), width),
        *_fact("wire to state", wire, width),
        *_clock(view, width),
    ]
    return headed("Traffic", lines, width)


def _clock(view: ConnectionView, width: int) -> Block:
    """How far the exchange's clock is from ours, and how late its data comes, once that is known."""
    if view.skew_ms is None:
        return []
    late = "" if view.lag_s is None else f" · data {view.lag_s:.1f} s late"
    ahead = "ahead" if view.skew_ms >= 0 else "behind"
    return _fact("its clock", f"{fmt.milliseconds(abs(view.skew_ms))} {ahead}{late}", width)


def _counters(view: ConnectionView, width: int) -> Block:
    counts = (
        ("reconnects", view.reconnects),
        ("resyncs", view.resyncs),
        ("rejected", view.rejected),
        ("book checks", view.checks),
        ("differences", view.differences),
        ("audits", view.audits),
    )
    lines = [line for name, count in counts for line in _fact(name, f"{count:,}", width)]
    return headed("Since the start", lines, width)


def _streams(streams: Sequence[StreamRow], width: int, now: int) -> Block:
    if not streams:
        return headed("Streams", [(Span("No subscription yet.", Role.SOFT),)], width)
    heading, *rows = table(_STREAM_COLUMNS, [_stream_cells(row, now) for row in streams], width)
    lines: Block = [heading]
    for row, line in zip(streams, rows, strict=True):
        lines.append(line)
        fresh = seen(row.freshness, now)
        if fresh.reason and not fresh.state.is_live:
            lead = (Span("   "), Span("╰ ", Role.BORDER))
            lines += wrapped(fresh.reason, width, Role.SOFT, lead=lead, indent=5)
    return headed("Streams", lines, width)


def _stream_cells(row: StreamRow, now: int) -> tuple[Cell, ...]:
    fresh = seen(row.freshness, now)
    old = "never" if fresh.data_at is None else fmt.age(now - fresh.data_at)
    return (
        Span(str(row.stream), Role.TEXT),
        Span(fresh.state.value, _state_role(fresh.state)),
        Span(old, Role.SOFT),
        Span("yes", Role.SOFT) if row.acknowledged else Span("no", Role.WARNING),
        Span(f"{row.messages:,}", Role.TEXT),
    )


def _rejects(rejects: Sequence[RejectRow], width: int) -> Block:
    lines: Block = []
    for row in rejects:
        count = Span(f"{row.count:>7,} ", Role.WARNING)
        text = f"{row.reason} · {row.detail}" if row.detail else row.reason
        lines += wrapped(text, width, Role.TEXT, lead=(count,), indent=8)
        if row.excerpt:
            lines.append((Span(" " * 8), Span(cut(row.excerpt, width - 8), Role.FAINT)))
    return headed("Rejected messages", lines, width) if lines else []


def _log(log: Sequence[LogLine], width: int) -> Block:
    """The newest first, so that it is seen without moving."""
    lines: Block = []
    for entry in sorted(log, key=lambda entry: entry.at, reverse=True):
        lines += wrapped(entry.text, width, Role.SOFT, lead=(Span(f"{fmt.clock(entry.at)}  ", Role.FAINT),), indent=10)
    return headed("Log · UTC, newest first", lines or [(Span("Nothing yet.", Role.SOFT),)], width)
