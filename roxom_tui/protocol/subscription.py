"""One subscription and the table of what can happen to it (protocol 3.3, 3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from roxom_tui.model.market import Stream


class SubscriptionState(Enum):
    """What the exchange has made of a stream we asked for, as far as we know."""

    QUEUED = "queued"
    PENDING = "pending"
    ACTIVE = "active"
    UNACKNOWLEDGED = "unacknowledged"
    REFUSED = "refused"


class Signal(Enum):
    """What can happen to a subscription."""

    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    DATA = "data"
    REFUSE = "refuse"
    GIVE_UP = "give up"
    RETRY = "retry"


_S = SubscriptionState

TRANSITIONS: Final[Mapping[tuple[SubscriptionState, Signal], SubscriptionState]] = {
    (_S.QUEUED, Signal.SEND): _S.PENDING,
    # Without asking, once the exchange said that it holds no more.
    (_S.QUEUED, Signal.REFUSE): _S.REFUSED,
    # Data may come before the acknowledgement, and proves more than it does.
    (_S.PENDING, Signal.ACKNOWLEDGE): _S.ACTIVE,
    (_S.PENDING, Signal.DATA): _S.ACTIVE,
    (_S.PENDING, Signal.REFUSE): _S.REFUSED,
    (_S.PENDING, Signal.GIVE_UP): _S.UNACKNOWLEDGED,
    (_S.PENDING, Signal.RETRY): _S.QUEUED,
    (_S.ACTIVE, Signal.REFUSE): _S.REFUSED,
    (_S.ACTIVE, Signal.RETRY): _S.QUEUED,
    (_S.UNACKNOWLEDGED, Signal.ACKNOWLEDGE): _S.ACTIVE,
    (_S.UNACKNOWLEDGED, Signal.DATA): _S.ACTIVE,
    (_S.UNACKNOWLEDGED, Signal.REFUSE): _S.REFUSED,
    (_S.UNACKNOWLEDGED, Signal.RETRY): _S.QUEUED,
    # An error names no stream, so the blame can be wrong: whatever answers is not refused.
    (_S.REFUSED, Signal.ACKNOWLEDGE): _S.ACTIVE,
    (_S.REFUSED, Signal.DATA): _S.ACTIVE,
    (_S.REFUSED, Signal.RETRY): _S.QUEUED,
}
"""A pair that is missing here leaves the state as it is."""


class Change(NamedTuple):
    """A subscription reached another state. `code` and `text` are the exchange's words when it was refused.

    `overdue`: no acknowledgement came in time.
    """

    stream: Stream
    state: SubscriptionState
    acknowledged: bool = False
    code: str = ""
    text: str = ""
    overdue: bool = False


@dataclass(slots=True)
class Subscription:
    """What is known of one stream on this connection. Times are monotonic nanoseconds."""

    stream: Stream
    state: SubscriptionState = SubscriptionState.QUEUED
    acknowledged: bool = False
    tries: int = 0
    sent_at: int = 0
    leave_at: int | None = None
    """When to unsubscribe, because nobody wants it any more."""
    renew: bool = False
    """Whether to unsubscribe and subscribe again, to be sent a fresh snapshot."""
    ask: bool = False
    """Whether to subscribe once more without leaving, to be sent a fresh snapshot."""
    asked: bool = False
    """It was subscribed once more, and nothing answered yet."""
    unanswered_at: int | None = None
    """When it was asked for first since it was acknowledged last; None if nothing is to be answered."""
    overdue: bool = False
    """It was not acknowledged in time, whatever came since."""
    code: str = ""
    text: str = ""

    def take(self, signal: Signal) -> bool:
        """Follow the table; whether that led to another state."""
        after = TRANSITIONS.get((self.state, signal), self.state)
        changed = after is not self.state
        self.state = after
        return changed

    def change(self) -> Change:
        """The state as it is reported."""
        return Change(self.stream, self.state, self.acknowledged, self.code, self.text, self.overdue)
