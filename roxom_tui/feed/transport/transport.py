"""Where frames come from: a socket now, a recording one day. Failures are values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

from roxom_tui.protocol.decode import Frame


class Trouble(Enum):
    """Why the exchange could not be spoken to, by what can be done about it."""

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
    is_dead: bool = False
    """We left it because nothing came by it any more."""

    @property
    def sentence(self) -> str:
        """The end of the connection in words."""
        if self.code is None:
            return self.reason or "the connection was cut off"
        return f"the exchange closed the connection ({self.code}{' ' if self.reason else ''}{self.reason})"


class Transport(Protocol):
    """One connection, used once: open, then receive until `Closed`."""

    async def open(self) -> Opened | Failed:
        """Connect and authenticate."""

    async def receive(self) -> Frame | Closed:
        """The next frame, stamped as it is taken from the socket."""

    async def send(self, text: str) -> bool:
        """Send one text frame; False if the connection is over."""

    async def ping(self) -> float | None:
        """Send a protocol ping and wait for its pong: the round trip in seconds; None if the connection is over."""

    async def close(self) -> None:
        """Leave politely, within the close timeout."""

    def abort(self) -> None:
        """Drop the connection at once; `receive` then answers `Closed`."""
