"""What a session does where the exchange did not serve it: a stream refused for good, one asked for once more.

Both act on the session's subscriptions; `now` is monotonic ns (protocol 3.4, 7.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from roxom_tui.client.rate_limiter import RetryBackoff
from roxom_tui.client.rejection_resolver import RejectionResolver
from roxom_tui.client.request_scheduler import RequestScheduler
from roxom_tui.client.subscription import Signal, Subscription, SubscriptionSet, SubscriptionState
from roxom_tui.model.channels import Stream
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import ErrorReceived, Rejected

_NOT_SERVED: Final = (SubscriptionState.QUEUED, SubscriptionState.PENDING, SubscriptionState.UNACKNOWLEDGED)


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
        pending = self._subscriptions.in_state(SubscriptionState.PENDING)
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
            suspects = self._subscriptions.in_state(SubscriptionState.PENDING)
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


class Repeats:
    """Asks once more, after a while, for what the exchange could not serve by a fault of its own."""

    def __init__(self, subscriptions: SubscriptionSet, backoff: RetryBackoff) -> None:
        self._subscriptions = subscriptions
        self._backoff = backoff
        self._repeating: tuple[Stream, ...] = ()

    @property
    def at(self) -> int | None:
        """When that is due (monotonic ns)."""
        return self._backoff.at

    def clear(self) -> None:
        """Nothing is to be repeated any more."""
        self._backoff.at, self._repeating = None, ()

    def plan(self, streams: Sequence[Stream], told: Rejected | ErrorReceived, now: int) -> None:
        """Once more for these, and for what waits already."""
        at = self._backoff.plan(now)
        fault = Reason(Cause.NOT_SUBSCRIBED, told.text, told.code, next_at=at)
        self._repeating = tuple(dict.fromkeys((*self._repeating, *streams)))
        for subscription in self._subscriptions.known(streams):
            subscription.sent_at = max(subscription.sent_at, at)
            if subscription.state in _NOT_SERVED:
                self._subscriptions.fail(subscription, fault)

    def repeat(self, now: int) -> None:
        """Ask for them, where it is time for that."""
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
