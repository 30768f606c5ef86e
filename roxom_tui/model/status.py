"""States and outcomes: of connections, subscriptions, messages, orders and events, and the freshness of data."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.log_entries import LogEntry
from roxom_tui.model.reasons import Reason


class PanelState(StrEnum):
    """The states of a panel, worst first; the first that holds is the one shown (client 1.2)."""

    DOWN = "DOWN"
    REJECTED = "REJECTED"
    STALE = "STALE"
    RESYNC = "RESYNC"
    UNPROVEN = "UNPROVEN"
    WAITING = "WAITING"
    QUIET = "QUIET"
    LIVE = "LIVE"
    SOUND = "SOUND"
    """What is LIVE in a recording that is played: it was true then, and nobody takes it for now."""

    __hash__ = str.__hash__

    @property
    def rank(self) -> int:
        """0 for the worst state."""
        return _RANK[self]

    @property
    def is_live(self) -> bool:
        """Whether values may be drawn as true right now; in a replay, as true at its time."""
        return self is PanelState.LIVE or self is PanelState.QUIET or self is PanelState.SOUND

    @property
    def is_moving(self) -> bool:
        """Whether data comes in, and is true."""
        return self is PanelState.LIVE or self is PanelState.SOUND

    @property
    def replayed(self) -> PanelState:
        """The same where it is played from a recording."""
        return PanelState.SOUND if self is PanelState.LIVE else self


_RANK = {state: rank for rank, state in enumerate(PanelState)}


def worst(*states: PanelState) -> PanelState:
    """The least trustworthy of some states: what a derived value takes over from its inputs."""
    return min(states, key=_RANK.__getitem__)


class Freshness(Struct, frozen=True):
    """The state of one stream or panel, why, and since when. Times are monotonic nanoseconds.

    Every state but LIVE and QUIET has a reason. `data_at` is when data last came (None: never), `valid_until` when the
    screen must stop believing it, `since` when the state began. Where it is LIVE and yet unusually silent,
    `silent_since` says since when; where it is QUIET, `proven_at` when that was last proven.
    """

    state: PanelState
    reason: Reason | None = None
    data_at: int | None = None
    valid_until: int = 0
    silent_since: int | None = None
    since: int | None = None
    proven_at: int | None = None


class Phase(StrEnum):
    """The phases of a connection."""

    CONNECTING = "CONNECTING"
    CONNECTED = "CONNECTED"
    WAITING = "WAITING"
    STOPPED = "STOPPED"


class Subscribed(Struct, frozen=True):
    """The exchange acknowledged subscriptions (protocol 3.3)."""

    streams: tuple[Stream, ...]
    connection_id: str | None = None


class Unsubscribed(Struct, frozen=True):
    """The exchange acknowledged the end of subscriptions (protocol 3.3)."""

    streams: tuple[Stream, ...]


class Rejected(Struct, frozen=True):
    """An acknowledgement that refuses one named stream (protocol 3.3)."""

    stream: Stream
    code: str
    text: str


class ErrorReceived(Struct, frozen=True):
    """An error message; nothing in it names the stream it is about (protocol 3.4)."""

    code: str
    error_class: ErrorClass
    text: str
    connection_id: str | None = None


class RejectReason(StrEnum):
    """The reasons for refusing a message; also the names of their counters."""

    TOO_LARGE = "too large"
    TOO_DEEP = "nested too deep"
    BINARY = "binary frame"
    BAD_TEXT = "not UTF-8"
    BAD_JSON = "not JSON"
    NOT_AN_OBJECT = "not an object"
    UNKNOWN_SHAPE = "unknown shape"
    UNKNOWN_CHANNEL = "unknown channel"
    MISSING_FIELD = "missing field"
    WRONG_TYPE = "wrong type"
    BAD_NUMBER = "bad number"
    SYMBOL_MISMATCH = "topic and symbol disagree"


class FrameRejected(Struct, frozen=True):
    """A message that was not believed: the reason, the field, the stream if known, and a clipped excerpt."""

    reason: RejectReason
    detail: str
    excerpt: str
    stream: Stream | None = None


Control: TypeAlias = Subscribed | Unsubscribed | Rejected | ErrorReceived


class Notice(Struct, frozen=True):
    """Something that must not be lost between frames, for the notice line. `at` is wall nanoseconds.

    `count` equal ones came; `more` is how many others did at the same moment.
    """

    at: int
    entry: LogEntry
    count: int = 1
    more: int = 0


class Applied(Struct, frozen=True):
    """The event is part of the state now."""

    stream: Stream


class Skipped(Struct, frozen=True):
    """The event changed nothing: a duplicate, late, or for something we do not follow."""

    stream: Stream
    why: str
    is_kept: bool = False
    """It will be part of the state once the snapshot that it amends has come."""


class NeedsResync(Struct, frozen=True):
    """The stream's data can no longer be believed; ask for a snapshot."""

    stream: Stream
    why: Reason


Outcome: TypeAlias = Applied | Skipped | NeedsResync
