"""What is known of a book's checks, as facts: the meaning of its deltas, and the way to a fresh snapshot."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from roxom_tui.model.market import DepthMode


class FormatKnown(Enum):
    """How the meaning of depth deltas is known."""

    CONFIGURED = "configured"
    OPEN = "open"
    DETECTED = "detected"
    CHECKED_AGAIN = "checked_again"


class DepthFormat(Struct, frozen=True):
    """The meaning of depth deltas, or the likelier one with `evidence` of `of` pieces of evidence (protocol 4.3)."""

    mode: DepthMode
    known: FormatKnown
    evidence: int = 0
    of: int = 0
    in_batches: bool = False
    """The exchange sums up its depth before it tells of it."""


class Way(Enum):
    """The ways to get a fresh snapshot, the least disturbing first (client 3.6)."""

    REPEAT = "resubscribe"
    REJOIN = "unsubscribe_and_resubscribe"
    GET = "get"
    NONE = "none"


class VerifyBy(Struct, frozen=True):
    """The way in use, and whether it has brought a snapshot yet."""

    way: Way
    is_tried: bool
