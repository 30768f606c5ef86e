"""Frozen views of a recording that is written, and of one that is played."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class RecordingView(Struct, frozen=True):
    """A recording that is being written: since when (monotonic ns), bytes, and what could not be kept up with."""

    since: int
    size: int
    lost: int
    account: bool
    """Whether the account is in it, which the screen says for as long as it is."""


class Notable(Enum):
    """The kinds of moments of a recording that a person goes to, the ones most worth it first."""

    GAP = "gap"
    FINDING = "finding"
    FILL = "fill"
    MARK = "mark"


class Moment(Struct, frozen=True):
    """One of them: when (elapsed ns), what kind, and a sentence; a gap lasts `until`."""

    at: int
    kind: Notable
    said: str
    until: int | None = None


class ReplayView(Struct, frozen=True):
    """Where a replay is. Times are elapsed ns of the recording, `wall` the recording's time of day at `position`.

    `speed` is how many times as fast as it was; 0 for as fast as it goes. `since` is when what accumulates began.
    """

    name: str
    recorded: str
    """What was recorded: the environment, and its host."""
    begin: int
    end: int
    position: int
    wall: int
    speed: float
    is_playing: bool
    since: int
    moments: tuple[Moment, ...]
    """All of the recording: the same object in each view."""
    reached: float | None = None
    """How many times as fast as it was it goes, where that is less than `speed`: this computer cannot."""
