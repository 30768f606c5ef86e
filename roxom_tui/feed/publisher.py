"""Builds a board when there is news and the screen waits for one; otherwise nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from roxom_tui.client.connection_status import ConnectionStatus
from roxom_tui.client.subscriptions import Subscriptions
from roxom_tui.client.traffic import Traffic
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock, ViewRequest
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder

_DOUBTED: Final = (Channel.DEPTH, Channel.LEVEL1)


class Publisher:
    """The feed's end of the mailbox. `view_request` says what is in view."""

    def __init__(
        self,
        store: Store,
        link: ConnectionStatus,
        traffic: Traffic,
        subscriptions: Subscriptions,
        mailbox: SlotMailbox[ScreenSnapshot],
        clock: Clock,
        view_request: ViewRequest,
    ) -> None:
        self._store = store
        self._link = link
        self._traffic = traffic
        self._subscriptions = subscriptions
        self._mailbox = mailbox
        self._clock = clock
        self._builder = SnapshotBuilder(store)
        self._due = asyncio.Event()
        self._has_news = True
        self._waking: asyncio.TimerHandle | None = None
        self._wakes_at = 0
        self.view_request = view_request
        self.before: Callable[[], None] = lambda: None
        """Called before each picture: what must not be missing on it."""

    def news(self) -> None:
        """Something visible may have changed. Called for every message, so it only leaves a mark."""
        self._has_news = True
        if self._mailbox.is_asked:
            self._due.set()

    def asked(self) -> None:
        """The screen waits for a picture. Called in the feed's loop."""
        if self._has_news:
            self._due.set()

    async def run(self) -> None:
        """Publish whenever both are so. In a burst that is after all that has arrived was applied."""
        while True:
            if self._has_news and self._mailbox.is_asked:
                self.publish()
            await self._due.wait()
            self._due.clear()

    def publish(self) -> None:
        """Put a picture into the mailbox, asked for or not."""
        self._has_news = False
        self.before()
        self._traffic.picture(is_first=self._mailbox.is_empty)
        now = self._clock.monotonic()
        connection = self._link.view(now, self._traffic, self._store, self._subscriptions.followed)
        self._mailbox.put(self._builder.build(now, self._clock.wall(), self.view_request, connection))
        self._traffic.published(self._clock.monotonic())
        self._wake_for_what_time_changes(now)

    def _wake_for_what_time_changes(self, now: int) -> None:
        """Between two beats no message may come to tell that prices stay crossed, or that silence is unusual by now."""
        symbol = self.view_request.symbol
        doubted = (self._store.markets.doubtful_at(Stream(channel, symbol)) for channel in _DOUBTED)
        moments = (*doubted, self._store.clocks.line.unusual_at)
        at = min((moment for moment in moments if moment is not None and moment > now), default=None)
        if at is None or (self._waking is not None and self._wakes_at <= at):
            return
        if self._waking is not None:
            self._waking.cancel()
        self._wakes_at = at
        self._waking = asyncio.get_running_loop().call_later((at - now) / SECOND, self._wake)

    def _wake(self) -> None:
        self._waking = None
        self.news()
