"""`roxom-tui statusline`: one line for a status bar, once or each second."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Final

from roxom_tui.commands.options import known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.stdio import demand_reader, put
from roxom_tui.commands.wiring import open_profile
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile
from roxom_tui.feed.looking import Looking, looking
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, streams_of
from roxom_tui.model.errors import NotFresh, UsageError
from roxom_tui.model.ports import ViewRequest
from roxom_tui.words.status_line import (
    I3BAR_HEAD,
    TEMPLATE,
    WITH_ACCOUNT,
    StatusLine,
    bad_template,
    formatted,
    status_line,
)

EVERY: Final = 1.0
LOOK: Final = 0.1
"""Seconds: between lines, and between looks whether there is something to say yet."""


def run(options: SimpleNamespace) -> int:
    """Without --follow 0 for a line that is sound, and 5 for one that is not; it is printed either way."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    symbol = known_symbol(options.symbol, profile) if options.symbol else profile.symbols[0]
    template = options.template or (WITH_ACCOUNT if options.with_account else TEMPLATE)
    problem = bad_template(template, with_account=options.with_account)
    if problem:
        raise UsageError(f"--template: {problem}")
    refuse_key_log(profile)
    demand_reader()
    leave_no_traces()
    return run_headless(lambda: _lines(profile, ViewRequest(symbol, 1), template, options))


async def _lines(profile: Profile, view: ViewRequest, template: str, options: SimpleNamespace) -> int:
    account = ACCOUNT_LISTS if options.with_account else ()
    streams = (*streams_of((Channel.LEVEL1, Channel.TICKER), (view.symbol,)), *account)
    if options.format == "i3bar":
        for head in I3BAR_HEAD:
            put(head)
    async with open_profile(profile) as endpoint, looking(profile, endpoint, view, streams) as looker:
        line = await _first(looker, template, options.wait)
        put(_shown(line, options))
        while options.follow:
            await asyncio.sleep(EVERY)
            put(_shown(_line(looker, template), options))
    if line.kind not in ("live", "quiet"):
        raise NotFresh("the line is not sound")
    return 0


async def _first(looker: Looking, template: str, seconds: float) -> StatusLine:
    """The first line that is sound, or what there is after so long."""
    for _ in range(max(1, int(seconds / LOOK))):
        line = _line(looker, template)
        if line.kind in ("live", "quiet"):
            return line
        await asyncio.sleep(LOOK)
    return _line(looker, template)


def _line(looker: Looking, template: str) -> StatusLine:
    return status_line(looker.picture(), template, looker.now)


def _shown(line: StatusLine, options: SimpleNamespace) -> str:
    text = formatted(line, options.format)
    # Each is an element of a list that never ends.
    return f"{text}," if options.format == "i3bar" else text
