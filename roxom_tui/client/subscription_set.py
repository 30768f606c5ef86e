"""Which streams are wanted, how each one stands, and what changed since the last look."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.client.subscription import TRIES, Change, Signal, Subscription, SubscriptionState
from roxom_tui.model.channels import Stream


class SubscriptionSet:
    """The desired set in order of importance, and every subscription held, wanted or leaving."""

    def __init__(self) -> None:
        self.wanted: tuple[Stream, ...] = ()
        self.held: dict[Stream, Subscription] = {}
        self._changes: list[Change] = []

    def want(self, streams: Iterable[Stream]) -> list[Subscription]:
        """Take over the desired set; what is held and wanted no more is handed back."""
        self.wanted = tuple(dict.fromkeys(streams))
        for stream in self.wanted:
            self.held.setdefault(stream, Subscription(stream)).leave_at = None
        keep = set(self.wanted)
        return [held for held in self.held.values() if held.stream not in keep]

    def restart(self) -> None:
        """Nothing was asked for yet: another connection, or none."""
        self.held = {stream: Subscription(stream) for stream in self.wanted}
        self._changes.clear()

    def forget(self, stream: Stream) -> None:
        """The stream is nobody's any more."""
        self.held.pop(stream, None)

    def signal(self, held: Subscription, signal: Signal, *, always: bool = False) -> None:
        """Follow the table, and report a new state (or `always`)."""
        if held.take(signal) or always:
            self._changes.append(held.change())

    def go_on(self, held: Subscription) -> None:
        """No acknowledgement came: ask again; after some tries only now and then, for as long as nothing comes."""
        is_given_up = held.state is SubscriptionState.UNACKNOWLEDGED
        if is_given_up or (held.state is SubscriptionState.PENDING and held.tries < TRIES):
            self.signal(held, Signal.RETRY)
        else:
            self.give_up(held)

    def give_up(self, held: Subscription) -> None:
        """Wait for no acknowledgement any more; reported the first time."""
        if held.overdue:
            held.take(Signal.GIVE_UP)
        else:
            held.overdue = True
            self.signal(held, Signal.GIVE_UP, always=True)

    def changes(self) -> tuple[Change, ...]:
        """What became of streams since the last call."""
        changes, self._changes = tuple(self._changes), []
        return changes

    def known(self, streams: Iterable[Stream]) -> list[Subscription]:
        """Those of `streams` that are held."""
        return [held for stream in streams if (held := self.held.get(stream)) is not None]

    def ranked(self) -> list[Subscription]:
        """Everything held, the most important first, what is leaving last."""
        wanted = self.known(self.wanted)
        known = set(self.wanted)
        return [*wanted, *(held for held in self.held.values() if held.stream not in known)]

    def in_state(self, state: SubscriptionState) -> list[Subscription]:
        """Everything in that state, leaving ones included."""
        return [held for held in self.held.values() if held.state is state]

    def queued(self) -> list[Subscription]:
        """What is wanted and not asked for yet, the most important first."""
        return [held for held in self.known(self.wanted) if held.state is SubscriptionState.QUEUED]

    def renewing(self) -> list[Subscription]:
        """What is to be unsubscribed and subscribed again."""
        return [held for held in self.held.values() if held.renew and held.leave_at is None]

    def asking(self) -> list[Subscription]:
        """What is to be subscribed once more without leaving it."""
        return [held for held in self.held.values() if held.ask and held.leave_at is None]

    def leaving(self) -> list[Subscription]:
        """What nobody wants any more."""
        return [held for held in self.held.values() if held.leave_at is not None]
