"""The beginning and the end of a connection, and its failures. All are values."""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.reasons import Cause, Guess, Reason


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


class Failed(Struct, frozen=True):
    """No connection, or no answer: the class, a sentence for the person; and HTTP's status and Retry-After (s).

    `guesses` are what may be behind it, where the sentence cannot say.
    """

    trouble: Trouble
    sentence: str
    status: int | None = None
    retry_after: float | None = None
    guesses: tuple[Guess, ...] = ()

    @property
    def reason(self) -> Reason:
        """What stands in the way."""
        return Reason(Cause.CONNECTION_FAILED, self.sentence, guesses=self.guesses)


class Opened(Struct, frozen=True):
    """A connection stands. `proxy` is what it goes through, without credentials; empty for none."""

    proxy: str = ""


class Closed(Struct, frozen=True):
    """The connection is over. `code` is the exchange's close code, None if it left without one; `text` is gated.

    `left` is why it was left by us; None where it was not.
    """

    code: int | None
    text: str
    left: Reason | None = None

    @property
    def reason(self) -> Reason:
        """What became of it."""
        return Reason(Cause.CONNECTION_LOST, self.text, "" if self.code is None else str(self.code), by=self.left)


Ended: TypeAlias = Closed | Failed
