"""`roxom-tui watch`: the rules of alerts without a screen, one JSON object for each thing that is told.

It goes on while it is blind, and says so, unless `--first` was asked for. Nothing of what fired is kept.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Final

import orjson

from roxom_tui.commands.options import leave_no_traces, refused_rules, settings_of
from roxom_tui.commands.stdio import demand_reader, write_notice
from roxom_tui.commands.stream import LineWriter
from roxom_tui.commands.wiring import open_profile, secrets_of
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.alert_file import alert_file
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.hooks import HookRunner
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.worker import Worker
from roxom_tui.model.errors import CredentialsRefused, NotFresh, UsageError
from roxom_tui.model.market import Environment
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertWhat
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.alerts import alert_fields, alert_sentence
from roxom_tui.words.reasons import whole

LOOK: Final = 0.25
"""Seconds between looks whether the connection was given up."""


def run(options: SimpleNamespace) -> int:
    """Watches until the first that fires (`--first`), the end of the reader, or a signal."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    rules = asked_for(options.alerts, settings) if options.alerts else (*profile.alerts, *_made_on_screen(profile))
    if not rules:
        raise UsageError("there is no rule to watch; name one with --alert, or under [[alerts]] in the config file")
    refuse_key_log(profile)
    demand_reader()
    leave_no_traces()
    profile = replace(profile, alerts=tuple(rules))
    return run_headless(lambda: _watch(profile, settings, first=options.first))


def asked_for(rules: Sequence[str], settings: Settings) -> Sequence[str]:
    """The rules of the command line; UsageError for the first that cannot be read."""
    symbols = settings.profiles[settings.profile].symbols
    for number, sentence in refused_rules(rules, symbols, settings.hooks).items():
        raise UsageError(f"--alert: {rules[number]}: {sentence}")
    return rules


def _made_on_screen(profile: Profile) -> Sequence[str]:
    """Those that were made on the screen of the same profile, and are not off."""
    file = None if profile.environment is Environment.DEMO else alert_file(profile.name, os.environ)
    if file is None:
        return ()
    memory, remark = file.load()
    if remark:
        write_notice(remark)
    return [text for text in memory.rules if text not in memory.records or not memory.records[text].is_off]


async def _watch(profile: Profile, settings: Settings, *, first: bool) -> int:
    out = LineWriter()
    told: asyncio.Queue[AlertNews] = asyncio.Queue()
    async with open_profile(profile) as endpoint:
        if endpoint.warning:
            write_notice(endpoint.warning)
        worker = Worker(profile, SlotMailbox[ScreenSnapshot]())
        watched = _telling(endpoint, told, settings, is_demo=profile.environment is Environment.DEMO)
        tasks = [
            asyncio.create_task(worker.run(lambda: _same(watched))),
            asyncio.create_task(_write(told, out, first=first)),
            asyncio.create_task(_given_up(worker)),
        ]
        try:
            await asyncio.wait({*tasks, out.ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
    # What was told is written, whatever the end is.
    await out.close()
    for end in ended:
        if isinstance(end, Exception):
            raise end
    return 0


def _telling(endpoint: Endpoint, told: asyncio.Queue[AlertNews], settings: Settings, *, is_demo: bool) -> Endpoint:
    """The endpoint, whose alerts are told to us, and to hooks but of the demo."""

    def write_news(happenings: Sequence[AlertNews]) -> None:
        for news in happenings:
            told.put_nowait(news)

    hooks = HookRunner({} if is_demo else settings.hooks, os.environ, secrets_of(settings))
    return replace(endpoint, deliver_alerts=write_news, start_hooks=hooks.start, warning="")


@asynccontextmanager
async def _same(endpoint: Endpoint) -> AsyncIterator[Endpoint]:
    yield endpoint


async def _write(told: asyncio.Queue[AlertNews], out: LineWriter, *, first: bool) -> None:
    """A line for each; with `first` until one fired. NotFresh where it went blind instead."""
    while True:
        news = await told.get()
        out.put(orjson.dumps(alert_fields(news)).decode())
        if first and news.what is AlertWhat.FIRED:
            return
        if first and news.what is AlertWhat.BLIND:
            raise NotFresh(alert_sentence(news))


async def _given_up(worker: Worker) -> None:
    """Until the connection is given up for good, which a screen would wait beside: CredentialsRefused."""
    status = worker.client.status
    while True:
        await asyncio.sleep(LOOK)
        if status.phase is Phase.STOPPED:
            raise CredentialsRefused("the connection was given up" if status.reason is None else whole(status.reason))
