"""The refusal of a message, raised by a reader deep inside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from roxom_tui.model.events import Event
from roxom_tui.model.status import RejectReason

Message: TypeAlias = dict[str, Any]
"""A JSON object as parsed: nothing in it is trusted until a reader has looked at its type."""


class Refusal(Exception):
    """Ends the reading of one message; `Decoder` turns it into a `FrameRejected`. It never leaves this room.

    `kept` is what was read of a message that is too long to be read whole.
    """

    def __init__(self, reason: RejectReason, detail: str, kept: Sequence[Event] = ()) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.kept = kept

    def inside(self, field: str) -> Refusal:
        """The same refusal, naming the field it was found in."""
        return Refusal(self.reason, f"{field}: {self.detail}")


def missing(field: str) -> Refusal:
    """A field the message cannot do without is absent or null."""
    return Refusal(RejectReason.MISSING_FIELD, field)


def wrong_type(field: str, value: object) -> Refusal:
    """A field holds another JSON type than it must."""
    return Refusal(RejectReason.WRONG_TYPE, f"{field} is a {type(value).__name__}")


def shown(value: object) -> str:
    """A value for a refusal's detail: text quoted, anything else by its type, for it may be large or deep."""
    return repr(value[:40]) if type(value) is str else f"a {type(value).__name__}"
