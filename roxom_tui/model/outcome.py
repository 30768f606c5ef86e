"""The results of applying an event to the state."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from roxom_tui.model.channels import Stream


class Applied(NamedTuple):
    """The event is part of the state now."""

    stream: Stream


class Skipped(NamedTuple):
    """The event changed nothing: a duplicate, late, or for something we do not follow."""

    stream: Stream
    why: str
    is_kept: bool = False
    """It will be part of the state once the snapshot that it amends has come."""


class NeedsResync(NamedTuple):
    """The stream's data can no longer be believed; ask for a snapshot."""

    stream: Stream
    why: str


Outcome: TypeAlias = Applied | Skipped | NeedsResync
