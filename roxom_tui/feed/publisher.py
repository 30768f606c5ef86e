"""Has the client make a picture when there is news and the screen wants to see it; otherwise nothing."""

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
        self._loop: asyncio.AbstractEventLoop | None = None
        """While it runs; before, and once the feed has failed, nothing waits for its time."""
        self._matters = False
        """Whether some of the news is what a person must see at once."""
        self._later: asyncio.TimerHandle | None = None
        """Waits until the screen wants the news."""
        self._waking: asyncio.TimerHandle | None = None
        mailbox.has_news = True

    def news(self, *, matters: bool = False) -> None:
        """Something visible may have changed, of the stream or what matters. Called for every message."""
        is_more = matters and not self._matters
        self._matters = self._matters or matters
        self._mailbox.has_news = True
        if self._mailbox.is_asked and (self._later is None or is_more):
            self._plan()

    def asked(self) -> None:
        """The screen wants a picture, now or by and by. Called in the feed's loop."""
        if self._mailbox.has_news:
            self._plan()

    async def run(self) -> None:
        """Publish whenever both are so. In a burst that is after all that has arrived was applied."""
        self._loop = asyncio.get_running_loop()
        self.news()
        try:
            while True:
                await self._due.wait()
                self._due.clear()
                if self._mailbox.has_news and self._mailbox.is_asked:
                    self.publish()
        finally:
            self._loop = None
            self._plan_nothing()
            self._wake_for_nothing()

    def _plan(self) -> None:
        """Publish as soon as the screen wants it."""
        self._plan_nothing()
        seconds = self._mailbox.seconds_left(matters=self._matters)
        if seconds <= 0:
            self._due.set()
        elif self._loop is not None:
            self._later = self._loop.call_later(seconds, self._due.set)

    def _plan_nothing(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None

    def publish(self) -> None:
        """Put a picture into the mailbox, asked for or not."""
        self._plan_nothing()
        self._mailbox.has_news = self._matters = False
        picture = self._client.picture(is_first=self._mailbox.is_empty)
        self._client.traffic.published(self._clock.monotonic())
        self._wake_for_what_time_changes(picture)
        # Last, for it wakes the screen: two threads share one interpreter.
        self._mailbox.put(picture)

    def _wake_for_what_time_changes(self, picture: ScreenSnapshot) -> None:
        now = picture.built_at
        judged_at = self._client.store.judge.changes_at(self._client.view_request.symbol, now)
        moments = (judged_at, *(end for end in _ends(picture) if now < end < now + _BY_ITSELF))
        at = min((moment for moment in moments if moment is not None), default=None)
        # What a picture before would have run out by may have been renewed since.
        self._wake_for_nothing()
        if at is not None and self._loop is not None:
            self._waking = self._loop.call_later((at - now) / SECOND, self._wake)

    def _wake_for_nothing(self) -> None:
        if self._waking is not None:
            self._waking.cancel()
            self._waking = None

    def _wake(self) -> None:
        self._waking = None
        self.news(matters=True)
