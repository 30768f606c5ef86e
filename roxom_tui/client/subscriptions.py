"""The session's facts handed to the store and told to the person: what is wanted, what came of it, what is let go."""

from __future__ import annotations

from collections.abc import Iterable

from roxom_tui.client.journal import Journal
from roxom_tui.client.request_scheduler import Verb
from roxom_tui.client.session import Change, Session
from roxom_tui.client.subscription import SubscriptionState
from roxom_tui.model.channels import ACCOUNT, ACCOUNT_LISTS, MARKET_CHANNELS, Stream, streams_of
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Rejected, Subscribed
from roxom_tui.protocol import encode
from roxom_tui.state.store import Store

EXTRA_SYMBOLS = 16
"""How many contracts outside the configuration may bring their streams along."""


def wanted_streams(
    selected: Symbol, symbols: Iterable[Symbol], extras: Iterable[Symbol], brought: Iterable[Stream] = ()
) -> tuple[Stream, ...]:
    """The desired streams, the most important first: the symbol in view whole, of the others quote and ticker, and what
    the rules of alerts read (`brought`)."""
    listed = dict.fromkeys((*symbols, *tuple(extras)[:EXTRA_SYMBOLS]))
    in_view = streams_of(MARKET_CHANNELS, (selected,))
    for_all = [channel for channel in MARKET_CHANNELS if channel.traits.is_for_all]
    others = [stream for symbol in listed if symbol != selected for stream in streams_of(for_all, (symbol,))]
    return tuple(dict.fromkeys((*in_view, *ACCOUNT_LISTS, *brought, *others, ACCOUNT)))


class Subscriptions:
    """Stands between the session and the store."""

    def __init__(self, session: Session, store: Store, journal: Journal) -> None:
        self._session = session
        self._store = store
        self._journal = journal
        self.followed: tuple[Stream, ...] = ()
        """Wanted, the most important first, or not let go of yet."""
        self.only_asked_again = False
        """Whether what was due last is only to prove once more that nothing is new."""

    def want(self, streams: Iterable[Stream], now: int) -> None:
        """Replace the desired set."""
        self._session.want(streams, now)
        self._release_what_is_not_followed(now)

    def probe(self, stream: Stream) -> None:
        """Ask what a stream holds now, if it is active; it goes on as it was."""
        self._session.probe(stream)

    def due(self, now: int) -> tuple[str, ...]:
        """The texts to send now."""
        commands = self._session.due(now)
        self.only_asked_again = all(self._store.judge.are_quiet(command.streams) for command in commands)
        for command in commands:
            for stream in command.streams:
                if command.verb is Verb.SUBSCRIBE:
                    self._store.clocks.join(stream)
                else:
                    self._store.leave(stream, now)
        self._release_what_is_not_followed(now)
        return tuple(
            encode.subscribe(command.streams) if command.verb is Verb.SUBSCRIBE else encode.unsubscribe(command.streams)
            for command in commands
        )

    def disconnected(self, now: int) -> None:
        """The connection is gone: what only lingered is let go."""
        self._session.disconnected()
        self._release_what_is_not_followed(now)

    def absorb(self, now: int) -> None:
        """Hand what became of the streams to the store."""
        for change in self._session.changes():
            self._hand_over(change, now)

    def account_is_settled(self) -> bool:
        """Whether the exchange has answered, one way or the other, for each of the account's lists, and a market
        stream speaks, if any may.

        The lists' data is no answer: the account is told to every connection, whatever was asked (protocol 3.5).
        """
        standing = self._session.subscriptions()
        lists = [change for change in standing if change.stream in ACCOUNT_LISTS]
        if not all(change.acknowledged or _is_refused(change) for change in lists):
            return False
        return self._store.clocks.has_heard() or all(
            _is_refused(one) for one in standing if one.stream.symbol is not None
        )

    def _release_what_is_not_followed(self, now: int) -> None:
        self.absorb(now)
        held = tuple(change.stream for change in self._session.subscriptions())
        for stream in set(self.followed).difference(held):
            self._store.release(stream, now)
        self.followed = held

    def _hand_over(self, change: Change, now: int) -> None:
        stream = change.stream
        self._store.not_subscribed(stream, change.fault)
        if _is_refused(change):
            self._store.subscription(stream, Rejected(stream, change.code, change.text), now)
            # That a channel is missing which only some pages know is no news (protocol 7.1 #13).
            if not stream.channel.traits.is_optional:
                reason = Reason(Cause.REFUSED, change.text, change.code)
                self._journal.notify(LogEntry(LogKind.REFUSED, stream=stream, reason=reason))
        elif change.state is SubscriptionState.ACTIVE and change.acknowledged:
            self._store.subscription(stream, Subscribed((stream,)), now)
        elif change.overdue or change.state is SubscriptionState.UNACKNOWLEDGED:
            self._store.note_joined(stream, now)
            if change.state is SubscriptionState.UNACKNOWLEDGED:
                self._journal.notify(LogEntry(LogKind.NOT_ACKNOWLEDGED, stream=stream))


def _is_refused(change: Change) -> bool:
    return change.state is SubscriptionState.REFUSED
