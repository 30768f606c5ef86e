"""Builds a board when there is news and the screen waits for one; otherwise nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from roxom_tui.feed.link import Link
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.subscriptions import Subscriptions
from roxom_tui.feed.traffic import Traffic
from roxom_tui.model.ports import Clock, Wish
from roxom_tui.state.board import BoardBuilder
from roxom_tui.state.store import Store
from roxom_tui.state.views import Board


class Publisher:
    """The feed's end of the mailbox. `wish` says what is in view."""

    def __init__(
        self,
        store: Store,
        link: Link,
        traffic: Traffic,
        subscriptions: Subscriptions,
        mailbox: SlotMailbox[Board],
        clock: Clock,
        wish: Wish,
    ) -> None:
        self._store = store
        self._link = link
        self._traffic = traffic
        self._subscriptions = subscriptions
        self._mailbox = mailbox
        self._clock = clock
        self._builder = BoardBuilder(store)
        self._due = asyncio.Event()
        self._has_news = True
        self.wish = wish
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
        self._mailbox.put(self._builder.build(now, self._clock.wall(), self.wish, connection))
        self._traffic.published(self._clock.monotonic())
