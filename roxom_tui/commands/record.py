"""`roxom-tui record FILE`: a recording without a screen, of all market streams of every symbol."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from roxom_tui.client.client import Client
from roxom_tui.commands.new_files import new_file, path_of
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
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError
from roxom_tui.model.log_entries import LogKind
from roxom_tui.model.ports import Clock
from roxom_tui.model.reasons import Cause, Guess
from roxom_tui.model.status import Notice, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.reasons import whole
from roxom_tui.words.recordings import length_words

LOOK: Final = 0.25
"""Seconds between looks whether the recording still goes on."""


def run(options: SimpleNamespace) -> int:
    """Records until --for is over, or a signal comes; the file is complete either way."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    wished = options.symbols or ([options.symbol] if options.symbol else None)
    if wished:
        profile = replace(profile, symbols=tuple(dict.fromkeys(known_symbol(one, profile) for one in wished)))
    path = path_of(options.file)
    _demand_place(path)
    refuse_key_log(profile)
    leave_no_traces()
    return run_headless(
        lambda: _record(settings, profile, path, seconds=options.length, with_account=options.with_account)
    )


def _demand_place(path: Path) -> None:
    """Raises UsageError where no file can be made, before anything is opened, or said to be recorded."""
    with new_file(path):
        pass
    path.unlink()


async def _record(
    settings: Settings, profile: Profile, path: Path, *, seconds: float | None, with_account: bool
) -> int:
    failed: list[str] = []

    def notify(notice: Notice) -> None:
        # What ends the recording is told once, as what ends the program.
        told = failed.append if notice.entry.severity == "error" else write_notice
        told(notice.entry.text)

    outside = recording_outside(settings, notify, with_account=with_account, ring=False, file=path)
    mailbox = SlotMailbox[ScreenSnapshot]()
    worker = Worker(profile, mailbox, outside=outside)
    worker.client.follow_only((*streams_of(MARKET_CHANNELS, profile.symbols), *(ACCOUNT_LISTS if with_account else ())))
    outages = Outages(worker.client, outside.clock)
    write_notice(f"recording {', '.join(profile.symbols)} to {path}{'; THE ACCOUNT IS IN IT' if with_account else ''}")

    def look() -> None:
        _end_where_it_is_in_vain(worker)
        for words in outages.look(mailbox.notices()[0]):
            write_notice(words)

    try:
        async with open_profile(profile) as endpoint:
            if not with_account:
                endpoint = replace(endpoint, rest_url=None)
            await _watch(worker, endpoint, seconds, failed, look)
    except asyncio.CancelledError:
        _tell(failed[0] if failed else outages.nothing or outages.remark)
        raise
    if failed:
        raise RoxomError(failed[0])
    if outages.nothing:
        raise ConnectionFailed(outages.nothing)
    _tell(outages.remark)
    return 0


def _tell(words: str) -> None:
    if words:
        write_notice(words)


async def _watch(
    worker: Worker, endpoint: Endpoint, seconds: float | None, failed: list[str], look: Callable[[], None]
) -> None:
    """Let it run: to its time, or until nothing more comes of it."""
    running = asyncio.create_task(worker.run(lambda: nullcontext(endpoint)))
    try:
        async with asyncio.timeout(seconds):
            while not failed:
                await asyncio.wait((running,), timeout=LOOK)
                look()
    except TimeoutError:
        look()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


class Outages:
    """What the person who records is told of the connection: once that it is gone, once that it is back."""

    def __init__(self, client: Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._since: int | None = None
        self._why = ""
        """At the last look, why nothing comes: who leaves loses the connection too, and by nobody's fault."""
        self._count = self._away = 0
        """Outages that are over, and how long they were in all (ns)."""

    def look(self, notices: Iterable[Notice]) -> Iterator[str]:
        """Words for the person, by what was told since the last look: a short outage may have come and gone."""
        for notice in notices:
            if notice.entry.kind is LogKind.DISCONNECTED and self._since is None:
                self._since = self._gone_since(notice)
                why = "" if notice.entry.reason is None else f"{whole(notice.entry.reason)}; "
                yield f"{why}nothing is recorded until the connection is back"
        status = self._client.status
        if self._since is not None and status.phase is Phase.CONNECTED:
            away = (status.connected_at or self._clock.monotonic()) - self._since
            self._count, self._away, self._since = self._count + 1, self._away + away, None
            yield f"connected after {_length(away)}: recording goes on"
        reason = status.last_end or status.reason
        lost = "" if reason is None else whole(reason)
        self._why = "connected, and nothing came" if status.phase is Phase.CONNECTED else lost

    def _gone_since(self, notice: Notice) -> int:
        """Since when there is no connection; of one that is back already, since it was told that it went."""
        status, now = self._client.status, self._clock.monotonic()
        if status.phase is Phase.CONNECTED or status.since is None:
            return now - max(0, self._clock.wall() - notice.at)
        return status.since

    @property
    def nothing(self) -> str:
        """That nothing at all was received, and why; empty where something was."""
        if self._client.traffic.messages:
            return ""
        return f"nothing was received: {self._why}" if self._why else "nothing was received"

    @property
    def remark(self) -> str:
        """That something is missing, and how much; empty where the connection always stood."""
        open_for = 0 if self._since is None else self._clock.monotonic() - self._since
        count = self._count + (self._since is not None)
        if not count:
            return ""
        return f"{_often(count)} without a connection, for {_length(self._away + open_for)}: that is not recorded"


def _length(away: int) -> str:
    return length_words(away) if away >= SECOND else "less than a second"


def _often(count: int) -> str:
    """How often, in words."""
    return "once" if count == 1 else f"{count} times"


def _end_where_it_is_in_vain(worker: Worker) -> None:
    """Raises what stopped the connection for good: nobody is there to ask for another."""
    status = worker.client.status
    if status.phase is not Phase.STOPPED or status.reason is None:
        return
    reason = status.reason.by or status.reason
    is_of_key = reason.cause is Cause.KEY_REFUSED or Guess.KEY_DISABLED in reason.guesses
    raise CredentialsRefused(whole(reason)) if is_of_key else ConnectionFailed(whole(reason))
