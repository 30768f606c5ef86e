"""The control messages: which streams go together in the next one, and when it may be sent (protocol 3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from msgspec import Struct

from roxom_tui.client.rate_limiter import RateLimiter
from roxom_tui.client.rejection_resolver import RejectionResolver
from roxom_tui.client.subscription import Signal, Subscription, SubscriptionSet
from roxom_tui.model.channels import Stream
from roxom_tui.model.error_codes import ErrorCode

KEPT_FREE: Final = 2
"""Messages a question leaves to what the person wants."""


class Verb(Enum):
    """The only two things a client may ask for over the socket."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


class Command(Struct, frozen=True):
    """One control message to send: all of `streams` in one batch."""

    verb: Verb
    streams: tuple[Stream, ...]


class RequestScheduler:
    """Turns what is wanted of the subscriptions into messages, in batches and at the pace allowed."""

    def __init__(
        self, subscriptions: SubscriptionSet, hunt: RejectionResolver, limiter: RateLimiter, overdue: int
    ) -> None:
        self._subscriptions = subscriptions
        self._hunt = hunt
        self._limiter = limiter
        self._overdue = overdue
        self.is_full = False
        """The exchange said that it holds no more streams for us."""

    def commands(self, now: int) -> Iterator[Command]:
        """The commands to send now. New wishes come first, unless a leaving stream waited long or room is short."""
        leaving = [
            subscription for subscription in self._subscriptions.leaving() if (subscription.leave_at or 0) <= now
        ]
        pressing = self.is_full or any(now - (subscription.leave_at or 0) >= self._overdue for subscription in leaving)
        if pressing:
            yield from self._unsubscribe(leaving, now)
        yield from self._renew(now)
        yield from self._subscribe(now)
        if not pressing:
            yield from self._unsubscribe(leaving, now)
        yield from self._ask_again(now)

    def next_at(self, now: int) -> int | None:
        """The time at which there is something to send; what the pace holds back waits for the pace."""
        free_at = self._limiter.next_at(now)
        times = [max(subscription.leave_at or 0, free_at) for subscription in self._subscriptions.leaving()]
        if self._subscriptions.renewing():
            times.append(self._limiter.next_at(now, permits=2))
        if not self._hunt.is_on and self._subscriptions.asking():
            times.append(self._limiter.next_at(now, permits=1 + KEPT_FREE))
        if self._can_ask() if self._hunt.is_on else self._subscriptions.queued():
            times.append(free_at)
        return min(times, default=None)

    def _unsubscribe(self, leaving: Sequence[Subscription], now: int) -> Iterator[Command]:
        if not leaving or not self._limiter.take(now):
            return
        for subscription in leaving:
            self._subscriptions.forget(subscription.stream)
        if self.is_full:
            self._use_room(len(leaving))
        yield Command(Verb.UNSUBSCRIBE, tuple(subscription.stream for subscription in leaving))

    def _use_room(self, room: int) -> None:
        self.is_full = False
        waiting = [
            subscription
            for subscription in self._subscriptions.known(self._subscriptions.wanted)
            if subscription.code == ErrorCode.TOO_MANY_STREAMS
        ]
        for subscription in waiting[:room]:
            subscription.code = subscription.text = ""
            self._subscriptions.signal(subscription, Signal.RETRY)

    def _renew(self, now: int) -> Iterator[Command]:
        renewing = self._subscriptions.renewing()
        # Two messages belong together: an end without a new beginning would leave the stream dead.
        if not renewing or self._limiter.free(now) < 2:
            return
        self._limiter.take(now)
        for subscription in renewing:
            # What is acknowledged from now on is the new subscription.
            subscription.renew = subscription.ask = subscription.acknowledged = subscription.overdue = False
            subscription.tries = 0
            subscription.unanswered.leave()
            self._subscriptions.signal(subscription, Signal.RETRY)
        yield Command(Verb.UNSUBSCRIBE, tuple(subscription.stream for subscription in renewing))

    def _ask_again(self, now: int) -> Iterator[Command]:
        asking = self._subscriptions.asking()
        # Not during a hunt: an error must be about the suspect alone.
        if not asking or self._hunt.is_on or self._limiter.free(now) <= KEPT_FREE:
            return
        self._limiter.take(now)
        for subscription in asking:
            subscription.ask, subscription.asked = False, True
            subscription.unanswered.ask(now)
        yield Command(Verb.SUBSCRIBE, tuple(subscription.stream for subscription in asking))

    def _subscribe(self, now: int) -> Iterator[Command]:
        if self._hunt.is_on:
            yield from self._ask_suspect(now)
            return
        batch = self._subscriptions.queued()
        if batch and self._limiter.take(now):
            yield self._sent(batch, now)

    def _ask_suspect(self, now: int) -> Iterator[Command]:
        queued = {subscription.stream: subscription for subscription in self._subscriptions.queued()}
        self._hunt.line_up(queued)
        if self._can_ask() and self._limiter.take(now):
            suspect = queued[self._hunt.suspects.popleft()]
            suspect.tries = 1
            self._hunt.ask(suspect.stream, now)
            yield self._sent([suspect], now)

    def _can_ask(self) -> bool:
        return bool(self._hunt.suspects) and self._hunt.probe is None

    def _sent(self, batch: Sequence[Subscription], now: int) -> Command:
        for subscription in batch:
            subscription.sent_at = now
            subscription.unanswered.ask(now)
            subscription.tries += 1
            self._subscriptions.signal(subscription, Signal.SEND)
        return Command(Verb.SUBSCRIBE, tuple(subscription.stream for subscription in batch))
