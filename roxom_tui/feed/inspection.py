"""A connection watched for some seconds, as the dashboard would, until enough is known of it: `roxom-tui check`.

The same worker as the dashboard's does it, so that what it finds is what a person would see.
"""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress

from msgspec import Struct

from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.worker import Worker
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.connection_views import ConnectionView
from roxom_tui.state.views.overall_status import OverallStatus, overall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

_AUDIT_AFTER = 0.5
"""Seconds: nobody watches here for a minute, so the book is verified at once."""

_UNDECIDED = frozenset({PanelState.LIVE, PanelState.QUIET, PanelState.WAITING, PanelState.UNPROVEN})


class Inspection(Struct, frozen=True):
    """The newest view of the inspected connection, its time (monotonic ns), and the verdict on it."""

    view: ConnectionView
    now: int

    @property
    def overall_status(self) -> OverallStatus:
        """The verdict on what a dashboard would show."""
        return overall(self.view)

    @property
    def is_sound(self) -> bool | None:
        """None where nothing is wrong and something is not decided yet."""
        judged = self.overall_status
        if judged.is_true and judged.state.is_live:
            return True
        return None if judged.state in _UNDECIDED and self.view.messages else False


async def inspect(
    profile: Profile, endpoint: Endpoint, *, patience: float, outside: Outside | None = None
) -> Inspection:
    """Watch until every fact is known, at most `patience` seconds."""
    outside = outside or Outside()
    outside = replace(outside, timing=replace(outside.timing, audit_first=_AUDIT_AFTER))
    clock = outside.clock
    mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
    worker = Worker(profile, mailbox, outside=outside)
    mailbox.on_ask(worker.asked)
    running = asyncio.create_task(worker.run(lambda: nullcontext(endpoint)))
    try:
        return Inspection(await _watch(mailbox, clock, patience), clock.monotonic())
    finally:
        mailbox.on_ask(None)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _watch(mailbox: SlotMailbox[ScreenSnapshot], clock: Clock, patience: float) -> ConnectionView:
    news = asyncio.Event()
    mailbox.on_news(news.set)
    newest: ConnectionView | None = None
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while newest is None or not _is_complete(newest):
                news.clear()
                mailbox.ask()
                await news.wait()
                picture = mailbox.take()
                newest = newest if picture is None else picture.connection
    if newest is None:
        raise RuntimeError("the worker published nothing")
    return newest


def _is_complete(view: ConnectionView) -> bool:
    """Whether waiting longer would tell nothing new: all that was not refused is well, and everything was measured."""
    measured = (view.wire_p99_ms, view.skew_ms, view.lag_s)
    accepted = tuple(row for row in view.streams if row.freshness.state is not PanelState.REJECTED)
    judged = overall(replace(view, streams=accepted))
    is_settled = judged.is_true and judged.state.is_live and bool(view.audits) and None not in measured
    return is_settled or view.phase is Phase.STOPPED
