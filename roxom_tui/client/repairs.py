"""Repairs what is known to be lost: not believed until it was told afresh, and asked for (client 2.7, 5.4)."""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.rate_limiter import RateLimiter
from roxom_tui.client.resync_ladder import ResyncLadder
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.durations import MINUTE
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import FrameRejected, NeedsResync, RejectReason
from roxom_tui.state.store import Store

BROKEN: Final = frozenset({RejectReason.BAD_JSON, RejectReason.BAD_TEXT})
AGAIN: Final = 6
"""So many within the window are no accident."""

WINDOW_NS: Final = MINUTE
RECONNECTS: Final = 3
PERIOD_NS: Final = 5 * MINUTE
"""So many connections are left for it in this time: what another does not cure, a fourth will not."""

_UNREAD: Final = frozenset(
    {
        RejectReason.BAD_NUMBER,
        RejectReason.MISSING_FIELD,
        RejectReason.WRONG_TYPE,
        RejectReason.TOO_LARGE,
        RejectReason.TOO_DEEP,
    }
)
"""A message of a known stream that told something, and nobody knows what."""


_MAY_BE_ANY: Final = BROKEN | _UNREAD
"""Where it is not known what it was of, it may have been anything."""


class MalformedMessageAction(Struct, frozen=True):
    """What broken messages make necessary: another connection, or a stream afresh (None: it is not known which)."""

    reconnect: bool
    stream: Stream | None


_ASKED: Final = Reason(Cause.REFRESH_ASKED)


class MalformedMessagePolicy:
    """Counts by stream, on one connection after another. `now` is monotonic ns."""

    def __init__(self) -> None:
        self._seen: dict[Stream | None, deque[int]] = {}
        self._resynced: set[Stream | None] = set()
        self._reconnects = RateLimiter(RECONNECTS, PERIOD_NS)

    def connected(self) -> None:
        """Another connection begins with no guilt."""
        self._seen.clear()
        self._resynced.clear()

    def note(self, rejection: FrameRejected, held: frozenset[Stream], now: int) -> MalformedMessageAction | None:
        """A message was rejected; what is to be done, if it is time. `held` are the streams there are to blame."""
        if rejection.reason not in BROKEN:
            return None
        stream = rejection.stream if rejection.stream in held else None
        seen = self._seen.setdefault(stream, deque(maxlen=AGAIN))
        seen.append(now)
        if len(seen) < AGAIN or now - seen[0] > WINDOW_NS:
            return None
        seen.clear()
        if stream not in self._resynced:
            self._resynced.add(stream)
            return MalformedMessageAction(False, stream)
        return MalformedMessageAction(True, stream) if self._reconnects.take(now) else None


def lost_from(rejection: FrameRejected) -> Stream | None:
    """The stream of which a part was lost with this message, so that what is held of it is wrong; None if of none."""
    if rejection.reason not in _UNREAD:
        return None
    stream = rejection.stream
    return stream if stream is not None and not stream.channel.traits.is_optional else None


def _may_be_of(rejection: FrameRejected, *channels: Channel) -> bool:
    """Whether what is counted of these channels may lack this message."""
    if rejection.stream is None:
        return rejection.reason in _MAY_BE_ANY
    return rejection.stream.channel in channels


class Repairs:
    """Sends each loss to who can mend it: the ladder for what is subscribed, the poller for the account's lists."""

    def __init__(
        self,
        store: Store,
        subscriptions: Subscriptions,
        status: ConnectionStatus,
        ladder: ResyncLadder,
        poller: AccountPoller,
        clock: Clock,
    ) -> None:
        self._store = store
        self._subscriptions = subscriptions
        self._status = status
        self._ladder = ladder
        self._poller = poller
        self._clock = clock
        self._malformed = MalformedMessagePolicy()

    def restart(self) -> None:
        """Another connection, or none: it begins with no guilt."""
        self._malformed.connected()
        self._ladder.restart()

    def lost(self, verdict: NeedsResync) -> None:
        """An event showed that something before it never came."""
        if verdict.stream in ACCOUNT_LISTS:
            self._poller.sooner(verdict.stream)
        else:
            self._ladder.resync(verdict.stream, verdict.why, self._clock.monotonic())

    def refresh_soon(self, stream: Stream) -> None:
        """An event of the account told only a part."""
        self._poller.soon(stream)

    def resync(self, stream: Stream) -> None:
        """Ask for a stream afresh because the person wants it; the book waits for its snapshot."""
        if stream in ACCOUNT_LISTS:
            self._poller.soon(stream)
            return
        asked = self._ladder.resync(stream, _ASKED, self._clock.monotonic(), insist=False)
        if asked and stream.channel.traits.loss_corrupts:
            self._store.void(stream, _ASKED)

    def ask_for_all(self, *, with_account: bool) -> None:
        """Have every stream that is followed tell what it holds. What goes on is not disturbed, as by an audit
        (client 3.6)."""
        for stream in self._subscriptions.followed:
            if with_account or stream.symbol is not None:
                self._subscriptions.probe(stream)
                self._poller.at_once(stream)

    def rejected(self, rejection: FrameRejected, now: int) -> None:
        """Ask for what a rejected message lost; broken text again and again loses more than it shows."""
        followed = self._subscriptions.followed
        lost = lost_from(rejection)
        symbol = None if rejection.stream is None else rejection.stream.symbol
        if _may_be_of(rejection, Channel.LEVEL1):
            self._store.markets.miss_quotes(symbol)
        if _may_be_of(rejection, Channel.DEPTH, Channel.TRADE):
            self._store.markets.miss_changes(symbol, now, is_trade=_may_be_of(rejection, Channel.TRADE))
        if lost in followed:
            self._distrust(lost, Reason(Cause.UNREADABLE, f"{rejection.reason.value}: {rejection.detail}"))
        action = self._malformed.note(rejection, frozenset(followed), now)
        if action is None:
            return
        why = Reason(Cause.BROKEN_MESSAGES, rejection.reason.value)
        if action.reconnect:
            self._status.leave(why)
            return
        in_view = Stream(Channel.DEPTH, self._store.selected)
        for stream in (action.stream,) if action.stream is not None else (in_view, *ACCOUNT_LISTS):
            self._distrust(stream, why)

    def _distrust(self, stream: Stream, why: Reason) -> None:
        """Part of a stream is known to be lost: it is not believed until it was told afresh."""
        now = self._clock.monotonic()
        self._store.clocks.clock(stream).note_unread(why, now)
        if stream.channel.traits.loss_corrupts:
            self._store.void(stream, why)
            self._ladder.unread(stream, why, now)
        elif stream in ACCOUNT_LISTS and self._poller.can_ask:
            self._store.seeding(stream, why, now)
            self._poller.at_once(stream)
        else:
            # The next quote or ticker tells it whole; for a list of the account there is nobody to ask.
            self._store.clocks.clock(stream).miss(why)
