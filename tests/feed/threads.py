"""The feed on its thread, opened by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.thread import FeedThread
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.mailbox_reader import Screen, outside, profile_of

Profiles = Callable[[str], AbstractAsyncContextManager[Endpoint]]


def opener_of(**endpoints: Endpoint | Exception) -> Profiles:
    @asynccontextmanager
    async def opened(name: str) -> AsyncIterator[Endpoint]:
        endpoint = endpoints[name]
        if isinstance(endpoint, Exception):
            raise endpoint
        yield endpoint

    return opened


class Feed:
    """A feed on its thread, and the screen's ends of its queue of commands and of its mailbox."""

    def __init__(
        self, profiles: Mapping[str, Profile], first: str, opener: Profiles, outside: Outside | None = None
    ) -> None:
        self.commands = CommandQueue()
        self.mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
        thread = FeedThread(profiles, first, opener, self.commands, self.mailbox, outside)
        self.start, self.close, self.send = thread.start, thread.close, self.commands.send


@asynccontextmanager
async def running(first: str = "one", **endpoints: Endpoint | Exception) -> AsyncIterator[tuple[Feed, Screen]]:
    """A feed thread, watched from this loop."""
    some = next(endpoint for endpoint in endpoints.values() if isinstance(endpoint, Endpoint))
    profiles = {name: replace(profile_of(some), name=name) for name in endpoints}
    feed = Feed(profiles, first, opener_of(**endpoints), outside())
    screen = Screen(feed.mailbox)
    feed.start()
    try:
        yield feed, screen
    finally:
        assert await asyncio.to_thread(feed.close, 5.0)
