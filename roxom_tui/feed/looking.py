"""A connection that is looked at now and then, without a screen: the dashboard's own worker, and its pictures."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.worker import Worker
from roxom_tui.model.channels import Stream
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot


class Looking:
    """Pictures of what is so now."""

    def __init__(self, worker: Worker, outside: Outside) -> None:
        self.worker = worker
        self.outside = outside

    def picture(self) -> ScreenSnapshot:
        """What a screen would show at this moment."""
        return self.worker.client.picture(is_first=True)

    @property
    def now(self) -> int:
        """The time that pictures are judged by, monotonic ns."""
        return self.outside.clock.monotonic()


@asynccontextmanager
async def looking(
    profile: Profile, endpoint: Endpoint, view: ViewRequest, streams: Sequence[Stream], outside: Outside | None = None
) -> AsyncIterator[Looking]:
    """Follow some streams for as long as the block lasts; the account's lists only with one of its streams."""
    outside = outside or Outside()
    if not any(stream.symbol is None for stream in streams):
        endpoint = replace(endpoint, rest_url=None)
    worker = Worker(profile, SlotMailbox[ScreenSnapshot](), view, outside)
    worker.client.follow_only(tuple(streams))
    running = asyncio.create_task(worker.run(lambda: nullcontext(endpoint)))
    try:
        yield Looking(worker, outside)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
