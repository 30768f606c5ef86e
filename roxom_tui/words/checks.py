"""The checks of the book in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from roxom_tui.model.verification import DepthFormat, FormatKnown, VerifyBy, Way

WAYS: Final[Mapping[Way, str]] = {
    Way.REPEAT: "resubscribe",
    Way.REJOIN: "unsubscribe and resubscribe",
    Way.GET: "GET",
    Way.NONE: "nothing, cannot be verified",
}


def verify_words(verify_by: VerifyBy | None) -> str:
    """The way to a fresh snapshot, and whether it is known to work."""
    if verify_by is None:
        return ""
    return WAYS[verify_by.way] + ("" if verify_by.is_tried else " (not run yet)")


def format_words(format_: DepthFormat) -> str:
    """The meaning of depth deltas, and how it is known."""
    return _known(format_) + (", in batches" if format_.in_batches else "")


def _known(format_: DepthFormat) -> str:
    mode = format_.mode.value
    if format_.known is FormatKnown.CONFIGURED:
        return f"{mode} (set in the profile)"
    if format_.known is FormatKnown.OPEN:
        return f"detecting, {format_.evidence} of {format_.of} for {mode}"
    return f"{mode} ({'checking again' if format_.known is FormatKnown.CHECKED_AGAIN else 'detected'})"
