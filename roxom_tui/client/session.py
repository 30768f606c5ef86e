"""Wanted and confirmed subscriptions of one connection, without a socket and without a clock (protocol 3.3, 3.4, 7.1).

`now` is an argument, monotonic nanoseconds. What to send comes out of `due`, what became of the streams out of
`changes`; `next_at` says when to ask again. The transitions are the table in `subscription`.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from roxom_tui.client.rate_limiter import RateLimiter, ResyncLimiter, ResyncPolicy, RetryBackoff
from roxom_tui.client.refusals import Refusals, Repeats
from roxom_tui.client.rejection_resolver import RejectionResolver
from roxom_tui.client.request_scheduler import Command, RequestScheduler, Verb
from roxom_tui.client.subscription import Change, Signal, Subscription, SubscriptionSet, SubscriptionState
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.error_codes import ErrorClass, ErrorCode
from roxom_tui.model.status import Control, ErrorReceived, Rejected, Subscribed, Unsubscribed

__all__ = ["Change", "Command", "Session", "SessionPolicy", "SubscriptionState", "Verb"]

_PENDING, _ACTIVE, _QUEUED = SubscriptionState.PENDING, SubscriptionState.ACTIVE, SubscriptionState.QUEUED


class SessionPolicy(Struct, frozen=True):
    """The session's patience, in nanoseconds, and its pace."""

    acknowledged_within: int = 5 * SECOND
    linger: int = SECOND
    overdue: int = SECOND // 2
    grace: int = SECOND // 2
    probe_patience: int = 2 * SECOND
    again_first: int = SECOND
    again_most: int = 15 * SECOND
    again_calm: int = MINUTE
    messages: int = 5
    window: int = SECOND + SECOND // 10
    """A little over a second: the network may bunch up what we sent evenly."""
    resync: ResyncPolicy = field(default_factory=ResyncPolicy)


class Answer(Struct, frozen=True):
    """An acknowledgement: when it came, and how long after the question at most (monotonic ns, ns)."""

    at: int
    took: int


class Session:
    """One desired set of streams, and what the exchange has made of it."""

    def __init__(self, policy: SessionPolicy | None = None) -> None:
        self._policy = policy = policy or SessionPolicy()
        self._connected = False
        self._subscriptions = SubscriptionSet()
        self._hunt = RejectionResolver(policy.grace, policy.probe_patience)
        self._scheduler = RequestScheduler(
            self._subscriptions, self._hunt, RateLimiter(policy.messages, policy.window), policy.overdue
        )
        self._refusals = Refusals(self._subscriptions, self._hunt, self._scheduler)
        backoff = RetryBackoff(policy.again_first, policy.again_most, policy.again_calm)
        self._repeats = Repeats(self._subscriptions, backoff)
        self._resyncs: dict[Stream, ResyncLimiter] = {}
        self.answer: Answer | None = None
        """The newest acknowledgement of this connection."""
        self.has_news = False
        """Whether something happened because of which `due` may have something to say."""

    # What is wanted

    def want(self, streams: Iterable[Stream], now: int) -> None:
        """The whole desired set, the most important first. The last wish wins; what it leaves out lingers a moment."""
        self.has_news = True
        for subscription in self._subscriptions.want(self._refusals.not_needless(streams)):
            if subscription.state is SubscriptionState.QUEUED:
                self._subscriptions.forget(subscription.stream)
            elif subscription.state is not SubscriptionState.REFUSED and subscription.leave_at is None:
                # Where room is short nothing lingers: the next symbol needs it.
                subscription.leave_at = now if self._scheduler.is_full else now + self._policy.linger

    def resync(self, stream: Stream, now: int) -> bool:
        """Ask for a fresh snapshot by unsubscribing and subscribing; False if it is not held or too early.

        A refused stream is only asked for again.
        """
        subscription = self._subscriptions.kept(stream)
        if subscription is None or subscription.state in (SubscriptionState.QUEUED, _PENDING):
            return False
        if not self.resync_limit(stream).take(now):
            return False
        if subscription.state is SubscriptionState.REFUSED:
            self._subscriptions.signal(subscription, Signal.RETRY)
        else:
            subscription.renew = True
        self.has_news = True
        return True

    def probe(self, stream: Stream, *, leave_first: bool = False) -> bool:
        """Ask what an active stream holds now by subscribing once more; False if it is not active.

        It goes on as it was. `leave_first` unsubscribes before, for an exchange that does not answer otherwise. This is
        not bounded here: who asks keeps the rate.
        """
        subscription = self._subscriptions.kept(stream)
        if subscription is None or subscription.renew or subscription.state is not SubscriptionState.ACTIVE:
            return False
        if leave_first:
            subscription.renew = True
        else:
            subscription.ask = True
        self.has_news = True
        return True

    def holds(self, stream: Stream) -> bool:
        """Whether the stream is wanted of this connection, and not refused."""
        subscription = self._subscriptions.kept(stream)
        return subscription is not None and subscription.state is not SubscriptionState.REFUSED

    def refusal(self, stream: Stream) -> str:
        """The code a stream is refused with; empty for one that is not."""
        subscription = self._subscriptions.by_stream.get(stream)
        return subscription.code if subscription is not None and subscription.state is SubscriptionState.REFUSED else ""

    def resync_limit(self, stream: Stream) -> ResyncLimiter:
        """How often fresh snapshots of it may be asked for."""
        return self._resyncs.setdefault(stream, ResyncLimiter(self._policy.resync))

    # What happens

    def connected(self) -> None:
        """A connection is up: nothing is subscribed, so everything wanted is asked for, in one batch."""
        self._restart(connected=True)

    def disconnected(self) -> None:
        """The connection is gone, and every subscription with it."""
        self._restart(connected=False)

    def on_data(self, stream: Stream) -> bool:
        """Data came for a stream, which proves the subscription whatever was acknowledged. Whether that is news."""
        subscription = self._subscriptions.by_stream.get(stream)
        if subscription is None or (state := subscription.state) is _ACTIVE or state is _QUEUED:
            return False
        self._answered(subscription, Signal.DATA)
        self.has_news = True
        return True

    def on_control(self, control: Control, now: int) -> None:
        """An acknowledgement, a refusal or an error came."""
        self.has_news = True
        if isinstance(control, Subscribed):
            for stream in control.streams:
                self._subscribed(stream, now)
        elif isinstance(control, Unsubscribed):
            self._subscriptions.left(control.streams)
        elif isinstance(control, Rejected):
            self._rejected(control, now)
        elif isinstance(control, ErrorReceived):
            self._error(control, now)

    # What to do

    def due(self, now: int) -> tuple[Command, ...]:
        """The commands to send now, at the pace allowed. Call it when something happened and at `next_at`."""
        self.has_news = False
        if not self._connected:
            return ()
        self._repeats.repeat(now)
        self._expire(now)
        self._refusals.ask_one_by_one(now)
        return tuple(self._scheduler.commands(now))

    def next_at(self, now: int) -> int | None:
        """The time at which `due` has something new; None when only an event can change anything."""
        if not self._connected:
            return None
        within, again = self._policy.acknowledged_within, self._policy.again_most
        overdue = (subscription.overdue_at(within, again) for subscription in self._subscriptions.by_stream.values())
        others = (self._repeats.at, self._hunt.next_at(), self._scheduler.next_at(now))
        return min((at for at in (*overdue, *others) if at is not None), default=None)

    def changes(self) -> tuple[Change, ...]:
        """The changes of streams since the last call, the oldest first."""
        return self._subscriptions.changes()

    def subscriptions(self) -> tuple[Change, ...]:
        """Every stream held now and how it stands, the most important first, what is leaving last."""
        return tuple(subscription.change() for subscription in self._subscriptions.ranked())

    # Answers

    def _subscribed(self, stream: Stream, now: int) -> None:
        asked_at, is_of_this = self._subscriptions.answered(stream, now)
        subscription = self._subscriptions.by_stream.get(stream)
        if subscription is None:
            return
        if asked_at is not None:
            self.answer = Answer(now, now - asked_at)
        if is_of_this:
            self._acknowledged(subscription)

    def _acknowledged(self, subscription: Subscription) -> None:
        news = not subscription.acknowledged
        subscription.acknowledged, subscription.asked = True, False
        self._answered(subscription, Signal.ACKNOWLEDGE, always=news)

    def _answered(self, subscription: Subscription, signal: Signal, *, always: bool = False) -> None:
        if subscription.state is SubscriptionState.REFUSED:
            subscription.code = subscription.text = ""
        had_fault, subscription.fault = subscription.fault is not None, None
        self._subscriptions.signal(subscription, signal, always=always or had_fault)
        self._hunt.answered(subscription.stream)
        self._refusals.blame_the_only_suspects()

    def _rejected(self, control: Rejected, now: int) -> None:
        if not self._subscriptions.answered(control.stream, now)[1]:
            # Of one that was left since.
            return
        for subscription in self._subscriptions.known((control.stream,)):
            if subscription.asked and subscription.state is SubscriptionState.ACTIVE:
                # That it cannot be subscribed twice says nothing against the subscription that there is.
                subscription.asked = False
            elif control.code == ErrorCode.INTERNAL_ERROR:
                self._repeats.plan((subscription.stream,), control, now)
            else:
                self._refusals.refuse(subscription, control.code, control.text)
                self._refusals.blame_the_only_suspects()

    def _error(self, error: ErrorReceived, now: int) -> None:
        pending = self._subscriptions.in_state(_PENDING)
        if error.error_class is ErrorClass.TEMPORARY or len(pending) == 1:
            for subscription in pending:
                subscription.unanswered.answered(now)
        if error.error_class is ErrorClass.TEMPORARY:
            meant = tuple(subscription.stream for subscription in pending) or self._subscriptions.wanted
            self._repeats.plan(meant, error, now)
        elif error.error_class is ErrorClass.SUBSCRIPTION and len(pending) == 1:
            self._refusals.refuse(pending[0], error.code, error.text)
        elif error.error_class is ErrorClass.SUBSCRIPTION and pending:
            self._hunt.note(error, now)
            self._refusals.blame_the_only_suspects()

    # Timers

    def _expire(self, now: int) -> None:
        self._refusals.give_up_a_suspect_that_does_not_answer(now)
        for subscription in tuple(self._subscriptions.by_stream.values()):
            at = subscription.overdue_at(self._policy.acknowledged_within, self._policy.again_most)
            if at is not None and at <= now:
                self._subscriptions.go_on(subscription)

    def _restart(self, *, connected: bool) -> None:
        self._connected = connected
        self.has_news = connected
        self.answer = None
        self._hunt.clear()
        self._repeats.clear()
        self._scheduler.is_full = False
        self._subscriptions.want(self._refusals.not_needless(self._subscriptions.wanted))
        self._subscriptions.restart()
