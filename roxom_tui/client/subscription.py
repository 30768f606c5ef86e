"""One subscription and the table of what can happen to it (protocol 3.3, 3.4)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, TypeVar

from msgspec import Struct

from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Reason
from roxom_tui.model.values import replace

V = TypeVar("V")

MOST_UNANSWERED: Final = 8

ANSWERED_WITHIN_NS: Final = 10 * SECOND
"""So long the acknowledgement of a subscription that was left is waited for, lest the next one takes it for its own."""

TRIES: Final = 2
"""So often a stream is asked for in a row."""


class SubscriptionState(Enum):
    """The state of one subscription, as far as we know."""

    QUEUED = "queued"
    PENDING = "pending"
    ACTIVE = "active"
    UNACKNOWLEDGED = "unacknowledged"
    REFUSED = "refused"


class Signal(Enum):
    """The events in the life of a subscription."""

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


class Change(Struct, frozen=True):
    """A subscription reached another state. `code` and `text` are the exchange's words when it was refused.

    `overdue`: no acknowledgement came in time. `fault`: the exchange's own, after which it is asked for again.
    """

    stream: Stream
    state: SubscriptionState
    acknowledged: bool = False
    code: str = ""
    text: str = ""
    overdue: bool = False
    fault: Reason | None = None


class Unanswered:
    """When a stream was asked for and left without an answer until now, in order, within bounds (monotonic ns).

    The exchange answers in order. Where nothing is ever acknowledged the first times are kept: too long is no proof.
    """

    def __init__(self) -> None:
        self._sent: deque[int | None] = deque()
        """None where the stream was left."""

    def __bool__(self) -> bool:
        return bool(self._sent)

    def ask(self, now: int) -> None:
        """It is asked for."""
        if len(self._sent) < MOST_UNANSWERED:
            self._sent.append(now)

    def leave(self) -> None:
        """It is left: what was asked until now says nothing of what is asked from now on."""
        if len(self._sent) < MOST_UNANSWERED:
            self._sent.append(None)

    def left(self) -> None:
        """The exchange says that it was left: all that was asked before that is answered, or never will be."""
        if None in self._sent:
            while self._sent.popleft() is not None:
                pass

    def answered(self, now: int) -> tuple[int | None, bool]:
        """When it was asked for what is answered now; and whether that is the newest subscription, not one left since.

        That it was left need not be acknowledged, and what has not come for long is not waited for.
        """
        asked_at = None
        while self._sent and asked_at is None:
            asked_at = self._sent.popleft()
        is_late = asked_at is not None and now - asked_at > ANSWERED_WITHIN_NS
        return asked_at, is_late or None not in self._sent


@dataclass(slots=True)
class Subscription:
    """One subscription on this connection. Times are monotonic nanoseconds."""

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
    unanswered: Unanswered = field(default_factory=Unanswered)
    overdue: bool = False
    """It was not acknowledged in time, whatever came since."""
    code: str = ""
    text: str = ""
    fault: Reason | None = None
    """The last error that is the exchange's own, until it answers."""

    def take(self, signal: Signal) -> bool:
        """Follow the table; whether that led to another state."""
        after = TRANSITIONS.get((self.state, signal), self.state)
        changed = after is not self.state
        self.state = after
        return changed

    def overdue_at(self, within: int, again: int) -> int | None:
        """The time to go on without an acknowledgement; it may take `within`, and is given up for `again`.

        Where data came in its place there is nothing to ask for, and time for both tries.
        """
        if self.state is SubscriptionState.PENDING:
            return self.sent_at + within
        if self.state is SubscriptionState.UNACKNOWLEDGED:
            return self.sent_at + again
        if self.state is SubscriptionState.ACTIVE and not (self.acknowledged or self.overdue):
            return self.sent_at + TRIES * within
        return None

    def change(self) -> Change:
        """The state as it is reported."""
        return Change(self.stream, self.state, self.acknowledged, self.code, self.text, self.overdue, self.fault)


class SubscriptionSet:
    """The desired set in order of importance, and every subscription held, wanted or leaving."""

    def __init__(self) -> None:
        self.wanted: tuple[Stream, ...] = ()
        self.by_stream: dict[Stream, Subscription] = {}
        self._changes: list[Change] = []
        self._left: dict[Stream, Unanswered] = {}
        """Of subscriptions that are held no more, as far as they were not answered."""

    def want(self, streams: Iterable[Stream]) -> list[Subscription]:
        """Take over the desired set; what is held and wanted no more is handed back."""
        self.wanted = tuple(dict.fromkeys(streams))
        for stream in self.wanted:
            if stream not in self.by_stream:
                self.by_stream[stream] = Subscription(stream, unanswered=self._left.pop(stream, Unanswered()))
            self.by_stream[stream].leave_at = None
        keep = set(self.wanted)
        return [subscription for subscription in self.by_stream.values() if subscription.stream not in keep]

    def restart(self) -> None:
        """Nothing was asked for yet: another connection, or none."""
        self.by_stream = {stream: Subscription(stream) for stream in self.wanted}
        self._left.clear()
        self._changes.clear()

    def forget(self, stream: Stream) -> None:
        """The stream is nobody's any more."""
        subscription = self.by_stream.pop(stream, None)
        if subscription is not None:
            subscription.unanswered.leave()
            self._left[stream] = subscription.unanswered

    def left(self, streams: Iterable[Stream]) -> None:
        """The exchange says that they were left."""
        for stream in streams:
            self._settle(stream, Unanswered.left)

    def answered(self, stream: Stream, now: int) -> tuple[int | None, bool]:
        """As `Unanswered.answered`, also of a stream that is held no more."""
        return self._settle(stream, lambda unanswered: unanswered.answered(now)) or (None, True)

    def _settle(self, stream: Stream, settle: Callable[[Unanswered], V]) -> V | None:
        subscription = self.by_stream.get(stream)
        unanswered = self._left.get(stream) if subscription is None else subscription.unanswered
        if unanswered is None:
            return None
        settled = settle(unanswered)
        if subscription is None and not unanswered:
            del self._left[stream]
        return settled

    def kept(self, stream: Stream) -> Subscription | None:
        """The subscription of a stream, unless it is leaving."""
        subscription = self.by_stream.get(stream)
        return subscription if subscription is not None and subscription.leave_at is None else None

    def signal(self, subscription: Subscription, signal: Signal, *, always: bool = False) -> None:
        """Follow the table, and report a new state (or `always`)."""
        if subscription.take(signal) or always:
            self._changes.append(subscription.change())

    def fail(self, subscription: Subscription, fault: Reason) -> None:
        """It could not be subscribed by a fault of the exchange's own, and is asked for again; that is reported."""
        subscription.fault = fault
        self._changes.append(subscription.change())

    def ask_again(self) -> None:
        """What failed is asked for again: from now on its answer is waited for."""
        for subscription in self.by_stream.values():
            if subscription.fault is not None:
                self.fail(subscription, replace(subscription.fault, next_at=None))

    def go_on(self, subscription: Subscription) -> None:
        """No acknowledgement came: ask again; after some tries only now and then, for as long as nothing comes."""
        is_given_up = subscription.state is SubscriptionState.UNACKNOWLEDGED
        if is_given_up or (subscription.state is SubscriptionState.PENDING and subscription.tries < TRIES):
            self.signal(subscription, Signal.RETRY)
        else:
            self.give_up(subscription)

    def give_up(self, subscription: Subscription) -> None:
        """Wait for no acknowledgement any more; reported the first time."""
        if subscription.overdue:
            subscription.take(Signal.GIVE_UP)
        else:
            subscription.overdue = True
            self.signal(subscription, Signal.GIVE_UP, always=True)

    def changes(self) -> tuple[Change, ...]:
        """The changes of streams since the last call."""
        changes, self._changes = tuple(self._changes), []
        return changes

    def known(self, streams: Iterable[Stream]) -> list[Subscription]:
        """Those of `streams` that are held."""
        return [subscription for stream in streams if (subscription := self.by_stream.get(stream)) is not None]

    def ranked(self) -> list[Subscription]:
        """Everything held, the most important first, what is leaving last."""
        wanted = self.known(self.wanted)
        known = set(self.wanted)
        return [
            *wanted,
            *(subscription for subscription in self.by_stream.values() if subscription.stream not in known),
        ]

    def in_state(self, state: SubscriptionState) -> list[Subscription]:
        """Everything in that state, leaving ones included."""
        return [subscription for subscription in self.by_stream.values() if subscription.state is state]

    def queued(self) -> list[Subscription]:
        """Subscriptions that are wanted and not asked for yet, the most important first."""
        return [
            subscription for subscription in self.known(self.wanted) if subscription.state is SubscriptionState.QUEUED
        ]

    def renewing(self) -> list[Subscription]:
        """Subscriptions to be ended and begun again."""
        return [
            subscription
            for subscription in self.by_stream.values()
            if subscription.renew and subscription.leave_at is None
        ]

    def asking(self) -> list[Subscription]:
        """Subscriptions to be asked for once more without leaving them."""
        return [
            subscription
            for subscription in self.by_stream.values()
            if subscription.ask and subscription.leave_at is None
        ]

    def leaving(self) -> list[Subscription]:
        """Subscriptions that nobody wants any more."""
        return [subscription for subscription in self.by_stream.values() if subscription.leave_at is not None]
