"""What is known to be lost: it is not believed until it was told afresh, and it is asked for (client 2.7, 5.4)."""

from __future__ import annotations

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.malformed_messages import MalformedMessagePolicy, lost_from
from roxom_tui.client.resync_ladder import ResyncLadder
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import FrameRejected, NeedsResync
from roxom_tui.state.store import Store


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
        asked = self._ladder.resync(stream, "asked for", self._clock.monotonic(), insist=False)
        if asked and stream.channel.traits.loss_corrupts:
            self._store.void(stream, "asked for a fresh snapshot")

    def rejected(self, rejection: FrameRejected, now: int) -> None:
        """What a rejected message loses is asked for; broken text again and again loses more than it shows."""
        followed = self._subscriptions.followed
        lost = lost_from(rejection)
        if lost in followed:
            self._distrust(lost, f"a message could not be read: {rejection.reason.value}, {rejection.detail}")
        remedy = self._malformed.note(rejection, frozenset(followed), now)
        if remedy is None:
            return
        why = f"broken messages again and again ({rejection.reason.value})"
        if remedy.reconnect:
            self._status.leave(why)
            return
        in_view = Stream(Channel.DEPTH, self._store.selected)
        for stream in (remedy.stream,) if remedy.stream is not None else (in_view, *ACCOUNT_LISTS):
            self._distrust(stream, why)

    def _distrust(self, stream: Stream, why: str) -> None:
        """Part of a stream is known to be lost: it is not believed until it was told afresh."""
        now = self._clock.monotonic()
        if stream.channel.traits.loss_corrupts:
            self._store.void(stream, why)
            self._ladder.unread(stream, why, now)
        elif stream in ACCOUNT_LISTS and self._poller.can_ask:
            self._store.seeding(stream, why, now)
            self._poller.at_once(stream)
        else:
            # The next quote or ticker tells it whole; for a list of the account there is nobody to ask.
            self._store.miss(stream, why)
