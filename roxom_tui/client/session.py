"""Wanted and confirmed subscriptions of one connection, without a socket and without a clock (protocol 3.3, 3.4, 7.1).

`now` is an argument, monotonic nanoseconds. What to send comes out of `due`, what became of the streams out of
`changes`; `next_at` says when to ask again. The transitions are the table in `subscription`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from roxom_tui.client.rate_limiter import RateLimiter, ResyncLimiter, ResyncPolicy, RetryBackoff
from roxom_tui.client.rejection_resolver import RejectionResolver
from roxom_tui.client.request_scheduler import Command, RequestScheduler, Verb
from roxom_tui.client.subscription import Change, Signal, Subscription, SubscriptionSet, SubscriptionState
from roxom_tui.model.channels import Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.error_codes import ErrorClass, ErrorCode
from roxom_tui.model.reasons import Cause, Reason
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


class Refusals:
    """Applies refusals to the subscriptions of a session."""

    def __init__(self, subscriptions: SubscriptionSet, hunt: RejectionResolver, scheduler: RequestScheduler) -> None:
        self._subscriptions = subscriptions
        self._hunt = hunt
        self._scheduler = scheduler
        self.needless: set[Stream] = set()
        """What some pages document and this exchange does not know: refused once, never asked for again."""

    def refuse(self, subscription: Subscription, code: str, text: str) -> None:
        """The exchange does not give us this stream, in these words."""
        subscription.code, subscription.text, subscription.renew = code, text, False
        self._subscriptions.signal(subscription, Signal.REFUSE)
        self._hunt.answered(subscription.stream)
        if subscription.stream.channel.traits.is_optional and code == ErrorCode.UNKNOWN_CHANNEL:
            # Documented by some pages only (protocol 7.1 #13): once refused, never asked for again.
            self.needless.add(subscription.stream)
        elif code == ErrorCode.TOO_MANY_STREAMS:
            self._stop_adding(text)

    def _stop_adding(self, text: str) -> None:
        """The exchange holds no more streams: the rest is not asked for (protocol 7.1 #9)."""
        self._scheduler.is_full = True
        self._hunt.suspects.clear()
        for subscription in self._subscriptions.in_state(SubscriptionState.QUEUED):
            subscription.code, subscription.text = ErrorCode.TOO_MANY_STREAMS, text
            self._subscriptions.signal(subscription, Signal.REFUSE)

    def blame_the_only_suspects(self) -> None:
        """Blame without asking again, where acknowledgements have left no other suspect."""
        pending = self._subscriptions.in_state(_PENDING)
        error = self._hunt.explained_by(len(pending))
        if error is not None:
            self._hunt.close_case()
            for subscription in pending:
                self.refuse(subscription, error.code, error.text)

    def not_needless(self, streams: Iterable[Stream]) -> list[Stream]:
        """The streams without those that this exchange does not know."""
        return [stream for stream in streams if stream not in self.needless]

    def ask_one_by_one(self, now: int) -> None:
        """Once the grace for acknowledgements that are under way is over."""
        if self._hunt.begins_at is not None and self._hunt.begins_at <= now:
            suspects = self._subscriptions.in_state(_PENDING)
            self._hunt.begin(subscription.stream for subscription in suspects)
            for subscription in suspects:
                self._subscriptions.signal(subscription, Signal.RETRY)

    def give_up_a_suspect_that_does_not_answer(self, now: int) -> None:
        """The next one can be asked."""
        probe = self._hunt.probe
        if probe is not None and probe.until <= now:
            self._hunt.probe = None
            for subscription in self._subscriptions.known((probe.stream,)):
                self._subscriptions.give_up(subscription)


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
        self._backoff = RetryBackoff(policy.again_first, policy.again_most, policy.again_calm)
        self._repeating: tuple[Stream, ...] = ()
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
        self._repeat_after_fault(now)
        self._expire(now)
        self._refusals.ask_one_by_one(now)
        return tuple(self._scheduler.commands(now))

    def next_at(self, now: int) -> int | None:
        """The time at which `due` has something new; None when only an event can change anything."""
        if not self._connected:
            return None
        within, again = self._policy.acknowledged_within, self._policy.again_most
        overdue = (subscription.overdue_at(within, again) for subscription in self._subscriptions.by_stream.values())
        others = (self._backoff.at, self._hunt.next_at(), self._scheduler.next_at(now))
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
                self._plan_repeat((subscription.stream,), control, now)
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
            self._plan_repeat(meant, error, now)
        elif error.error_class is ErrorClass.SUBSCRIPTION and len(pending) == 1:
            self._refusals.refuse(pending[0], error.code, error.text)
        elif error.error_class is ErrorClass.SUBSCRIPTION and pending:
            self._hunt.note(error, now)
            self._refusals.blame_the_only_suspects()

    # Timers

    def _plan_repeat(self, streams: Sequence[Stream], told: Rejected | ErrorReceived, now: int) -> None:
        at = self._backoff.plan(now)
        fault = Reason(Cause.NOT_SUBSCRIBED, told.text, told.code, next_at=at)
        self._repeating = tuple(dict.fromkeys((*self._repeating, *streams)))
        for subscription in self._subscriptions.known(streams):
            subscription.sent_at = max(subscription.sent_at, at)
            if subscription.state in (SubscriptionState.QUEUED, _PENDING, SubscriptionState.UNACKNOWLEDGED):
                self._subscriptions.fail(subscription, fault)

    def _repeat_after_fault(self, now: int) -> None:
        if not self._backoff.is_due(now):
            return
        self._subscriptions.ask_again()
        for subscription in self._subscriptions.known(self._repeating):
            if subscription.state is SubscriptionState.ACTIVE:
                # Whatever failed, it is not this one: it is asked once more, for left it would be missed until then.
                subscription.ask = True
            elif subscription.state is not SubscriptionState.REFUSED:
                self._subscriptions.signal(subscription, Signal.RETRY)
        self._repeating = ()

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
        self._backoff.at, self._repeating = None, ()
        self._scheduler.is_full = False
        self._subscriptions.want(self._refusals.not_needless(self._subscriptions.wanted))
        self._subscriptions.restart()
