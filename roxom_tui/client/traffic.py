"""The counters of the connection screen. Nothing here but `floats` is ever reset while the program runs."""

from __future__ import annotations

from collections import deque
from typing import Final

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.folded_lines import FoldedLines
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.model.values import replace
from roxom_tui.protocol.numbers import FLOATS
from roxom_tui.state.views.connection_views import RejectedMessageRow

REJECTED_KEPT: Final = 20
LATENCIES_KEPT: Final = 512
LATENCIES_A_PICTURE: Final = 8
"""Of the messages between two pictures the first few are timed: they wait longest, so the figure does not flatter."""


class Traffic:
    """Messages, bytes, rejections and delays. Times are nanoseconds."""

    def __init__(self) -> None:
        self.messages = 0
        self.controls = 0
        """Answers to what we asked for, and errors: no data."""
        self.bytes_received = 0
        self.rate = 0
        self.reconnects = 0
        self.resyncs = 0
        self.rejected = 0
        self.round_trip_ms: float | None = None
        self.wire_p50_ms: float | None = None
        self.wire_p99_ms: float | None = None
        self.text_marks = 0
        """Characters that the decoder's gate marked in texts meant for the person."""
        self._floats_before = FLOATS.taken
        self.arrivals: tuple[int, ...] = ()
        """When some of the messages came that the screen has not been shown yet."""
        self._rejects: dict[RejectReason, RejectedMessageRow] = {}
        self._rejected = FoldedLines[RejectedMessageRow](REJECTED_KEPT, _said_of)
        self._unpublished: list[int] = []
        self._latencies: deque[int] = deque(maxlen=LATENCIES_KEPT)
        self._counted_at: int | None = None
        self._counted = 0

    def connected(self) -> None:
        """Another connection: how it spells its numbers is counted anew."""
        self._floats_before = FLOATS.taken

    @property
    def floats(self) -> int:
        """Numbers of this connection, and of the GETs beside it, that came as JSON numbers with a fraction."""
        return FLOATS.taken - self._floats_before

    def received(self, payload: str | bytes, at: int) -> None:
        """A message came."""
        self.messages += 1
        self.bytes_received += len(payload) if payload.isascii() else _size(payload)
        if len(self._unpublished) < LATENCIES_A_PICTURE:
            self._unpublished.append(at)

    def is_not_shown(self, at: int) -> None:
        """The message that came then changes nothing on the screen: it is not timed."""
        if self._unpublished and self._unpublished[-1] == at:
            self._unpublished.pop()

    def picture(self, *, is_first: bool) -> None:
        """A picture is about to be made. `is_first`: the screen has taken the one before, and timed what came by it."""
        waiting = () if is_first else self.arrivals
        self.arrivals = (*waiting, *self._unpublished)[:LATENCIES_A_PICTURE]

    def published(self, now: int) -> None:
        """A picture was handed to the screen: what came since the last one is on it."""
        self._latencies.extend(now - at for at in self._unpublished)
        self._unpublished.clear()

    def reject(self, rejection: FrameRejected, wall: int) -> None:
        """A message was not believed; the newest are kept, clipped and gated by the decoder."""
        self.rejected += 1
        before = self._rejects.get(rejection.reason)
        row = RejectedMessageRow(wall, rejection.reason.value, rejection.stream, rejection.detail, rejection.excerpt)
        self._rejects[rejection.reason] = replace(row, count=1 if before is None else before.count + 1)
        self._rejected.add(row, wall)

    def tick(self, now: int) -> None:
        """About once a second: messages of data a second since the last time, and how long they took to the screen."""
        if self._counted_at is not None and now > self._counted_at:
            seconds = (now - self._counted_at) / SECOND
            self.rate = round((self.messages - self.controls - self._counted) / seconds)
        self._counted_at, self._counted = now, self.messages - self.controls
        if self._latencies:
            ordered = sorted(self._latencies)
            self.wire_p50_ms = _quantile(ordered, 0.5)
            self.wire_p99_ms = _quantile(ordered, 0.99)

    def reject_rows(self) -> tuple[RejectedMessageRow, ...]:
        """The rejections by reason, the most frequent first."""
        return tuple(sorted(self._rejects.values(), key=lambda row: -row.count))

    def last_rejected(self) -> tuple[RejectedMessageRow, ...]:
        """The newest rejected messages, each kind once, the one that came last at the end."""
        return tuple(replace(entry.line, count=entry.count) for entry in self._rejected.entries())


def _said_of(row: RejectedMessageRow) -> str:
    return f"{row.stream or ''} {row.reason} {row.detail} {row.excerpt}"


def _size(payload: str | bytes) -> int:
    if isinstance(payload, str) and not payload.isascii():
        return len(payload.encode("utf-8", "surrogatepass"))
    return len(payload)


def _quantile(ordered: list[int], fraction: float) -> float:
    return ordered[min(int(fraction * len(ordered)), len(ordered) - 1)] / MILLISECOND
