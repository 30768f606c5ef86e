"""Has the client make a picture when there is news and the screen waits for one; otherwise nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final

from roxom_tui.client.client import Client
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Clock
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

_BY_ITSELF: Final = 5 * SECOND // 4
"""What lasts longer is renewed by the pictures that come about once a second though nothing happens."""


def _ends(picture: ScreenSnapshot) -> Iterator[int]:
    """When its parts become history (monotonic ns): from then on the screen wants to be told why."""
    yield picture.book.quote_freshness.valid_until
    for part in (picture.book, picture.ticker, picture.tape, picture.positions, picture.balances, picture.orders):
        yield part.freshness.valid_until


class Publisher:
    """The feed's end of the mailbox."""

    def __init__(self, client: Client, mailbox: SlotMailbox[ScreenSnapshot], clock: Clock) -> None:
        self._client = client
        self._mailbox = mailbox
        self._clock = clock
        self._due = asyncio.Event()
        self._has_news = True
        self._waking: asyncio.TimerHandle | None = None
        self._wakes_at = 0

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
        picture = self._client.picture(is_first=self._mailbox.is_empty)
        self._mailbox.put(picture)
        self._client.traffic.published(self._clock.monotonic())
        self._wake_for_what_time_changes(picture)

    def _wake_for_what_time_changes(self, picture: ScreenSnapshot) -> None:
        now = picture.built_at
        judged_at = self._client.store.judge.changes_at(self._client.view_request.symbol, now)
        moments = (judged_at, *(end for end in _ends(picture) if now < end < now + _BY_ITSELF))
        at = min((moment for moment in moments if moment is not None), default=None)
        if at is None or (self._waking is not None and self._wakes_at <= at):
            return
        if self._waking is not None:
            self._waking.cancel()
        self._wakes_at = at
        self._waking = asyncio.get_running_loop().call_later((at - now) / SECOND, self._wake)

    def _wake(self) -> None:
        self._waking = None
        self.news()
