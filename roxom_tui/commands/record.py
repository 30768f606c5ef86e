"""`roxom-tui record FILE`: a recording without a screen, of all market streams of every symbol."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from roxom_tui.commands.options import known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.stdio import write_notice
from roxom_tui.commands.wiring import open_profile, recording_outside
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.worker import Worker
from roxom_tui.model.channels import ACCOUNT_LISTS, MARKET_CHANNELS, streams_of
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError, UsageError
from roxom_tui.model.reasons import Cause, Guess
from roxom_tui.model.status import Notice, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.reasons import whole

LOOK: Final = 0.25
"""Seconds between looks whether the recording still goes on."""


def run(options: SimpleNamespace) -> int:
    """Records until --for is over, or a signal comes; the file is complete either way."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    wished = options.symbols or ([options.symbol] if options.symbol else None)
    if wished:
        profile = replace(profile, symbols=tuple(dict.fromkeys(known_symbol(one, profile) for one in wished)))
    path = Path(options.file).expanduser()
    if path.exists() or path.is_symlink():
        raise UsageError(f"{path} is there already, and no recording is written over")
    refuse_key_log(profile)
    leave_no_traces()
    return run_headless(
        lambda: _record(settings, profile, path, seconds=options.length, with_account=options.with_account)
    )


async def _record(
    settings: Settings, profile: Profile, path: Path, *, seconds: float | None, with_account: bool
) -> int:
    failed: list[str] = []

    def notify(notice: Notice) -> None:
        if notice.entry.severity == "error":
            failed.append(notice.entry.text)
        write_notice(notice.entry.text)

    outside = recording_outside(settings, notify, with_account=with_account, ring=False, file=path)
    worker = Worker(profile, SlotMailbox[ScreenSnapshot](), outside=outside)
    worker.client.follow_only((*streams_of(MARKET_CHANNELS, profile.symbols), *(ACCOUNT_LISTS if with_account else ())))
    write_notice(f"recording {', '.join(profile.symbols)} to {path}{'; THE ACCOUNT IS IN IT' if with_account else ''}")
    async with open_profile(profile) as endpoint:
        if not with_account:
            endpoint = replace(endpoint, rest_url=None)
        await _watch(worker, endpoint, seconds, failed)
    if failed:
        raise RoxomError(failed[0])
    return 0


async def _watch(worker: Worker, endpoint: Endpoint, seconds: float | None, failed: list[str]) -> None:
    """Let it run: to its time, or until nothing more comes of it."""
    running = asyncio.create_task(worker.run(lambda: nullcontext(endpoint)))
    try:
        async with asyncio.timeout(seconds):
            while not failed:
                await asyncio.wait((running,), timeout=LOOK)
                _end_where_it_is_in_vain(worker)
    except TimeoutError:
        return
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def _end_where_it_is_in_vain(worker: Worker) -> None:
    """Raises what stopped the connection for good: nobody is there to ask for another."""
    status = worker.client.status
    if status.phase is not Phase.STOPPED or status.reason is None:
        return
    reason = status.reason.by or status.reason
    is_of_key = reason.cause is Cause.KEY_REFUSED or Guess.KEY_DISABLED in reason.guesses
    raise CredentialsRefused(whole(reason)) if is_of_key else ConnectionFailed(whole(reason))
