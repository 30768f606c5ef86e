"""The feed on its thread, opened by name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.thread import FeedThread
from tests.support.mailbox_reader import FAST, Screen, profile_of

Profiles = Callable[[str], AbstractAsyncContextManager[Endpoint]]


def opener_of(**endpoints: Endpoint | Exception) -> Profiles:
    @asynccontextmanager
    async def opened(name: str) -> AsyncIterator[Endpoint]:
        endpoint = endpoints[name]
        if isinstance(endpoint, Exception):
            raise endpoint
        yield endpoint

    return opened


@asynccontextmanager
async def running(first: str = "one", **endpoints: Endpoint | Exception) -> AsyncIterator[tuple[FeedThread, Screen]]:
    """A feed thread, watched from this loop."""
    some = next(endpoint for endpoint in endpoints.values() if isinstance(endpoint, Endpoint))
    profiles = {name: replace(profile_of(some), name=name) for name in endpoints}
    feed = FeedThread(profiles, first, opener_of(**endpoints), timing=FAST)
    screen = Screen(feed)
    feed.start()
    try:
        yield feed, screen
    finally:
        assert await asyncio.to_thread(feed.close, 5.0)
