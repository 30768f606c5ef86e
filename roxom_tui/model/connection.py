"""The beginning and the end of a connection, and its failures. All are values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Trouble(Enum):
    """Kinds of failure to connect, by what can be done about them."""

    REFUSED = "credentials refused"
    THROTTLED = "too many requests"
    REDIRECTED = "redirected"
    INTERCEPTED = "answered by a network in between"
    UNAVAILABLE = "unavailable"
    CERTIFICATE = "certificate not trusted"
    UNREACHABLE = "unreachable"
    NOT_ALLOWED = "not allowed"


@dataclass(frozen=True, slots=True)
class Failed:
    """No connection, or no answer: the class, a sentence for the person; and HTTP's status and Retry-After (s)."""

    trouble: Trouble
    sentence: str
    status: int | None = None
    retry_after: float | None = None


class Opened(NamedTuple):
    """A connection stands. `proxy` is what it goes through, without credentials; empty for none."""

    proxy: str = ""


class Closed(NamedTuple):
    """The connection is over. `code` is the exchange's close code, None if it left without one; `reason` is gated."""

    code: int | None
    reason: str

    @property
    def sentence(self) -> str:
        """The end of the connection in words."""
        if self.code is None:
            return self.reason or "the connection was cut off"
        return f"the exchange closed the connection ({self.code}{' ' if self.reason else ''}{self.reason})"
