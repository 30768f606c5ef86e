"""`roxom-tui snapshot [FILE]`: what is so now, or was so at a moment of a recording, once, as data or as lines."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, Final

import orjson

from roxom_tui.commands.options import known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.recordings import moment_in, opened
from roxom_tui.commands.stdio import put
from roxom_tui.commands.wiring import open_profile
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import ACCOUNT_LISTS, MARKET_CHANNELS, Channel, Stream, streams_of
from roxom_tui.model.errors import NotFresh, UsageError
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.recordings import time_words
from roxom_tui.words.snapshots import ACCOUNT, MARKET, PARTS, as_data, judged

LOOK: Final = 0.1
"""Seconds between looks whether all that was asked for is sound."""


def run(options: SimpleNamespace) -> int:
    """0 where all that was asked for is sound; else it is printed with its state, and 5."""
    only = wanted_parts(options.only)
    if options.file:
        return _of_recording(options, only)
    if options.at is not None:
        raise UsageError("--at is a moment of a recording: snapshot FILE --at 12:03")
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    symbol = known_symbol(options.symbol, profile) if options.symbol else profile.symbols[0]
    refuse_key_log(profile)
    leave_no_traces()
    return run_headless(lambda: _of_exchange(profile, ViewRequest(symbol, options.depth), only, options))


def wanted_parts(text: str | None) -> tuple[str, ...]:
    """The parts asked for; without a word the market's. Raises UsageError for one that there is not."""
    if text is None:
        return MARKET
    parts = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [part for part in parts if part not in PARTS]
    if unknown or not parts:
        raise UsageError(f"--only: expected some of {', '.join(PARTS)}")
    return parts


def streams_for(only: Sequence[str], symbol: Symbol, symbols: Sequence[Symbol]) -> tuple[Stream, ...]:
    """What must be followed to know these parts."""
    market = tuple(streams_of(MARKET_CHANNELS, (symbol,)))
    if not any(part in ACCOUNT for part in only):
        return market
    # Positions of other symbols are worth what their tickers say.
    return tuple(dict.fromkeys((*market, *ACCOUNT_LISTS, *streams_of((Channel.TICKER,), symbols))))


async def _of_exchange(profile: Profile, view: ViewRequest, only: Sequence[str], options: SimpleNamespace) -> int:
    from roxom_tui.feed.looking import looking

    async with (
        open_profile(profile) as endpoint,
        looking(profile, endpoint, view, streams_for(only, view.symbol, profile.symbols)) as looker,
    ):
        for _ in range(round(options.wait / LOOK)):
            if not _unsound(looker.picture(), only, looker.now, options.max_age):
                break
            await asyncio.sleep(LOOK)
        picture, now = looker.picture(), looker.now
    return _print_snapshot(picture, only, now, options)


def _of_recording(options: SimpleNamespace, only: Sequence[str]) -> int:
    from roxom_tui.feed.replay_feed import Playback
    from roxom_tui.feed.replay_marks import ReplayMarks
    from roxom_tui.recording.player import Player

    with opened(options.file) as recording:
        profile = Profile("replay", Environment.REPLAY, symbols=recording.header.symbols)
        symbol = known_symbol(options.symbol, profile) if options.symbol else recording.header.selected
        player = Player(recording, ViewRequest(symbol, options.depth))
        at = recording.newest if options.at is None else moment_in(recording, "--at", options.at)
        player.seek(at)
        picture = Playback(player, options.file, ReplayMarks.none()).picture()
        return _print_snapshot(picture, only, player.time.monotonic(), options)


def _unsound(picture: ScreenSnapshot, only: Sequence[str], now: int, max_age: float) -> list[str]:
    return [part.name for part in judged(picture, only, now) if not part.is_sound(int(max_age * 1000))]


def _print_snapshot(picture: ScreenSnapshot, only: Sequence[str], now: int, options: SimpleNamespace) -> int:
    told = as_data(picture, only, options.depth, now)
    unsound = _unsound(picture, only, now, options.max_age)
    if options.text:
        for line in text_lines(told):
            put(line)
    else:
        put(orjson.dumps({"sound": not unsound, **told}).decode())
    if unsound:
        raise NotFresh(f"not sound: {', '.join(unsound)}")
    return 0


def text_lines(told: dict[str, Any]) -> Iterator[str]:
    """The same for a person: a figure or a row a line, its state beside it where it is not sound."""
    yield f"{told['environment'].upper()} {told['symbol']} {told['connection']['phase']}"
    for name, part in told.items():
        if isinstance(part, dict) and "age_ms" in part:
            age = "--" if part["age_ms"] is None else f"{part['age_ms']} ms old"
            yield f"{name}  {part['state']}  {age}{'  ' + part['reason'] if part['reason'] else ''}"
            yield from _figure_lines(name, part)


def _figure_lines(part_name: str, part: dict[str, Any]) -> Iterator[str]:
    for name, figure in part.items():
        if isinstance(figure, dict):
            yield f"  {_named(name):<14} {_figure(figure)}"
        elif isinstance(figure, list):
            # `position` for each of the rows of positions, `bid` for each of the bids.
            one = (part_name if name == "rows" else name).removesuffix("s")
            for row in figure:
                yield f"  {one:<14} " + "  ".join(f"{_named(what)} {_cell(what, cell)}" for what, cell in row.items())
        elif name == "whole" and not figure:
            yield "  not the whole list: only what was told since the connection was made"


def _named(name: str) -> str:
    return name.replace("_", " ")


def _cell(name: str, cell: object) -> str:
    match cell:
        case dict():
            return _figure(cell)
        case None:
            return "--"
        case bool():
            return "yes" if cell else "no"
        case int() if name in _TIMES:
            return f"{time_words(cell)} UTC"
        case _:
            return str(cell)


_TIMES: Final = frozenset(("at",))
"""Cells that are wall ns."""


def _figure(figure: dict[str, Any]) -> str:
    value = "--" if figure["value"] is None else f"{figure['value']} {figure['unit']}"
    return value if figure["state"] in ("LIVE", "QUIET", "SOUND") else f"?{value} ({figure['state']})"
