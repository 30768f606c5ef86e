"""All there is to tell of a connection, listed once: the connection screen draws it, `check --json` prints it. Pure.

A fact has a key for programs, a label for the screen, and a kind that says its unit. Facts that follow each other under
one label share a row; `part` then tells them apart.
One without a label is told elsewhere: in the answer, or by its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Final, Generic, TypeAlias, TypeVar

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.views.connection_views import ConnectionView, LogLine, StreamRow
from roxom_tui.state.views.overall_status import Trouble, overall
from roxom_tui.words.checks import format_words, verify_words
from roxom_tui.words.log import log_sentence
from roxom_tui.words.overall import answer, trouble_words
from roxom_tui.words.reasons import whole

V = TypeVar("V")
Value: TypeAlias = str | int | float | bool | None


class FactKind(Enum):
    """The kinds of values, by which they are drawn."""

    TEXT = "text"
    BADGE = "the environment"
    YES = "yes or no"
    COUNT = "count"
    CODE = "number of a kind"
    RATE = "per second"
    BYTES = "bytes"
    MILLISECONDS = "ms"
    SECONDS = "s"
    MOMENT = "wall ns"


class Fact(Struct, Generic[V], frozen=True):
    """One fact of a `V`. `read` gets it and the monotonic time, ns; None is "not known"."""

    key: str
    label: str
    kind: FactKind
    read: Callable[[V, int], Value]
    part: str = ""


class Section(Struct, frozen=True):
    """Facts that belong together, under a title."""

    key: str
    title: str
    facts: tuple[Fact[ConnectionView], ...]


def _connected_s(view: ConnectionView, now: int) -> float | None:
    if view.connected_at is None or view.phase is not Phase.CONNECTED:
        return None
    return (now - view.connected_at) / SECOND


def _retry_s(view: ConnectionView, now: int) -> float | None:
    return None if view.retry_at is None else max(0, view.retry_at - now) / SECOND


def _stopped_s(view: ConnectionView, _: int) -> Value:
    return None if view.last_standstill is None else view.last_standstill.seconds


def _stopped_before_s(view: ConnectionView, now: int) -> float | None:
    return None if view.last_standstill is None else _age_s(view.last_standstill.ended_at, now)


LINK: Final = Section(
    "link",
    "Link",
    (
        Fact("environment", "profile", FactKind.BADGE, lambda view, _: view.environment.value),
        Fact("profile", "profile", FactKind.TEXT, lambda view, _: view.profile),
        Fact("host", "host", FactKind.TEXT, lambda view, _: view.host or None),
        Fact("proxy", "proxy", FactKind.TEXT, lambda view, _: view.proxy or "none"),
        Fact("key", "key", FactKind.TEXT, lambda view, _: view.key_tail or None),
        Fact("phase", "phase", FactKind.TEXT, lambda view, _: view.phase.value.lower()),
        Fact("state", "phase", FactKind.TEXT, lambda view, _: view.state.value),
        Fact("for_s", "", FactKind.SECONDS, lambda view, now: _age_s(view.since, now)),
        Fact("reason", "", FactKind.TEXT, lambda view, _: _whole(view.reason)),
        Fact("cause", "", FactKind.TEXT, lambda view, _: _cause(view.reason)),
        Fact("next_try_s", "", FactKind.SECONDS, _retry_s),
        Fact("stopped_s", "", FactKind.SECONDS, _stopped_s),
        Fact("stopped_before_s", "", FactKind.SECONDS, _stopped_before_s),
        Fact("silent_s", "", FactKind.SECONDS, lambda view, now: _age_s(view.silent_since, now)),
        Fact("connected_s", "connected for", FactKind.SECONDS, _connected_s),
        Fact("generation", "connection", FactKind.COUNT, lambda view, _: view.connection_number),
        Fact("attempts", "connection", FactKind.COUNT, lambda view, _: view.attempts, "tries"),
        Fact("last_close_at", "last close", FactKind.MOMENT, lambda view, _: view.last_close_at),
        Fact("last_close_code", "last close", FactKind.CODE, lambda view, _: view.last_close_code, "code"),
        Fact("last_close", "ended by", FactKind.TEXT, lambda view, _: _whole(view.last_end)),
        Fact(
            "recorded_bytes",
            "",
            FactKind.BYTES,
            lambda view, _: None if view.recording is None else view.recording.size,
        ),
        Fact(
            "recording_lost",
            "",
            FactKind.COUNT,
            lambda view, _: None if view.recording is None else view.recording.lost,
        ),
        Fact("replay_of", "", FactKind.TEXT, lambda view, _: None if view.replay is None else view.replay.recorded),
    ),
)

TRAFFIC: Final = Section(
    "traffic",
    "Measures",
    (
        Fact("rate_per_s", "messages", FactKind.RATE, lambda view, _: view.rate),
        Fact("messages", "messages", FactKind.COUNT, lambda view, _: view.messages, "in all"),
        Fact("received_bytes", "received", FactKind.BYTES, lambda view, _: view.bytes_received),
        Fact("latency_p50_ms", "wire to screen", FactKind.MILLISECONDS, lambda view, _: view.wire_p50_ms, "p50"),
        Fact("latency_p99_ms", "wire to screen", FactKind.MILLISECONDS, lambda view, _: view.wire_p99_ms, "p99"),
        Fact("latency_ends_at", "", FactKind.TEXT, lambda view, _: view.wire_end),
        Fact("json_floats", "JSON floats", FactKind.COUNT, lambda view, _: view.floats),
        Fact("round_trip_ms", "round trip", FactKind.MILLISECONDS, lambda view, _: view.round_trip_ms),
        Fact("clock_ahead_ms", "exchange clock", FactKind.MILLISECONDS, lambda view, _: view.skew_ms, "ahead"),
        Fact("clock_bound_ms", "exchange clock", FactKind.MILLISECONDS, lambda view, _: view.skew_bound_ms, "±"),
        Fact("lag_s", "data delay", FactKind.SECONDS, lambda view, _: view.lag_s),
    ),
)

CHECKS: Final = Section(
    "checks",
    "Checks, since the start",
    (
        Fact("depth_format", "depth format", FactKind.TEXT, lambda view, _: format_words(view.depth_format)),
        Fact("verify_by", "verify by", FactKind.TEXT, lambda view, _: verify_words(view.verify_by) or None),
        Fact("audits", "verified", FactKind.COUNT, lambda view, _: view.audits),
        Fact("differences", "verified", FactKind.COUNT, lambda view, _: view.differences, "corrected"),
        Fact("checks", "book checks", FactKind.COUNT, lambda view, _: view.checks),
        Fact("unconfirmed", "book checks", FactKind.COUNT, lambda view, _: view.unconfirmed, "unconfirmed"),
        Fact("reconnects", "reconnects", FactKind.COUNT, lambda view, _: view.reconnects),
        Fact("resyncs", "reconnects", FactKind.COUNT, lambda view, _: view.resyncs, "resyncs"),
        Fact("rejected", "rejected", FactKind.COUNT, lambda view, _: view.rejected),
        Fact("text_marks", "rejected", FactKind.COUNT, lambda view, _: view.text_marks, "replaced"),
    ),
)

SECTIONS: Final = (LINK, TRAFFIC, CHECKS)

STREAM: Final[tuple[Fact[StreamRow], ...]] = (
    Fact("stream", "stream", FactKind.TEXT, lambda row, _: str(row.stream)),
    Fact("state", "state", FactKind.TEXT, lambda row, _: row.freshness.state.value),
    Fact("for_s", "for", FactKind.SECONDS, lambda row, now: _age_s(row.freshness.since, now)),
    Fact("age_s", "data age", FactKind.SECONDS, lambda row, now: _age_s(row.freshness.data_at, now)),
    Fact("acknowledged", "acked", FactKind.YES, lambda row, _: row.acknowledged),
    Fact("messages", "messages", FactKind.COUNT, lambda row, _: row.messages),
    Fact("reason", "", FactKind.TEXT, lambda row, _: _whole(row.freshness.reason)),
    Fact("cause", "", FactKind.TEXT, lambda row, _: _cause(row.freshness.reason)),
    Fact("ends", "", FactKind.TEXT, lambda row, _: _ends(row.freshness.reason)),
    Fact("next_step_s", "", FactKind.SECONDS, lambda row, now: _next_s(row.freshness.reason, now)),
)
REJECTS: Final = ("count", "reason")
REJECTED: Final = ("at", "reason", "stream", "detail", "excerpt", "count")
LOG: Final = ("at", "kind", "text", "private", "count", "since")
"""The fields of these rows that programs are told."""


def as_data(view: ConnectionView, now: int) -> dict[str, object]:
    """Every fact by its key, in plain values for a program. `now` is monotonic ns."""
    judged = overall(view)
    data: dict[str, object] = {
        "verdict": {
            "true": judged.is_true,
            "answer": judged.answer.value,
            "state": judged.state.value,
            "sentence": answer(judged, view, now),
            "troubles": [_trouble(trouble, now) for trouble in judged.troubles],
        }
    }
    data |= {section.key: _plain(section.facts, view, now) for section in SECTIONS}
    return data | {
        "streams": [_plain(STREAM, row, now) for row in view.streams],
        "rejects": [_fields(row, *REJECTS) for row in view.rejects],
        "last_rejected": [_fields(row, *REJECTED) for row in view.last_rejected],
        "log": [dict(zip(LOG, _logged(line), strict=True)) for line in view.log],
    }


def _plain(facts: Sequence[Fact[V]], subject: V, now: int) -> dict[str, Value]:
    return {fact.key: _short(fact.read(subject, now)) for fact in facts}


def _fields(row: object, *names: str) -> dict[str, Value]:
    """Some fields of a row, in plain values; text that is empty is not known."""
    values = ((name, getattr(row, name)) for name in names)
    return {name: str(value) if isinstance(value, Stream) else None if value == "" else value for name, value in values}


def _short(value: Value) -> Value:
    return round(value, 3) if isinstance(value, float) else value


def _age_s(at: int | None, now: int) -> float | None:
    return None if at is None else max(0, now - at) / SECOND


def _trouble(trouble: Trouble, now: int) -> dict[str, object]:
    return {
        "streams": [str(stream) for stream in trouble.streams],
        "state": trouble.state.value,
        "cause": _cause(trouble.reason),
        "for_s": _short(_age_s(trouble.since, now)),
        "ends": _ends(trouble.reason),
        "next_step_s": _short(_next_s(trouble.reason, now)),
        "can_do": [] if trouble.reason is None else [remedy.value for remedy in trouble.reason.remedies],
        "sentence": trouble_words(trouble, now),
    }


def _logged(line: LogLine) -> tuple[Value, ...]:
    entry = line.entry
    return line.at, entry.kind.value, log_sentence(entry), entry.is_private, line.count, line.since


def _whole(reason: Reason | None) -> str | None:
    return None if reason is None else whole(reason)


def _cause(reason: Reason | None) -> str | None:
    return None if reason is None else reason.cause.value


def _ends(reason: Reason | None) -> str | None:
    return None if reason is None else reason.ending.value


def _next_s(reason: Reason | None, now: int) -> float | None:
    return None if reason is None or reason.next_at is None else max(0, reason.next_at - now) / SECOND
