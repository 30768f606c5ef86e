"""`roxom-tui check`: the way to the exchange step by step, on a connection of its own."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from time import monotonic
from typing import Final

import orjson

from roxom_tui.commands.headless import run_headless
from roxom_tui.commands.options import settings_of
from roxom_tui.commands.streams import put
from roxom_tui.commands.wiring import open_profile
from roxom_tui.config.logs import start_log
from roxom_tui.config.settings import Profile
from roxom_tui.feed.check import CheckStep, check
from roxom_tui.feed.source import Failed
from roxom_tui.feed.stream import as_error
from roxom_tui.model.errors import NotFresh, RoxomError
from roxom_tui.model.market import Channel, Stream

_MARKS: Final = {True: "ok", False: "FAIL", None: "-"}


def run(options: argparse.Namespace) -> int:
    """Answers 0, or the exit code of the first step that failed."""
    settings = settings_of(options)
    start_log()
    profile = settings.profiles[settings.profile]
    return run_headless(lambda: _check(profile, as_json=options.json))


async def _check(profile: Profile, *, as_json: bool) -> int:
    show = _json_line if as_json else _line
    steps: list[CheckStep] = []

    def done(step: CheckStep) -> None:
        steps.append(step)
        put(show(step))

    done(CheckStep("profile", True, f"{profile.name} ({profile.environment}), {', '.join(profile.symbols)}"))
    began = monotonic()
    try:
        async with open_profile(profile) as endpoint:
            key = f"{endpoint.credentials.key_id.tail()}, {endpoint.credentials.private_key.key_size} bits"
            done(CheckStep("key", True, key, monotonic() - began))
            async for step in check(endpoint, streams_of(profile)):
                done(step)
    except RoxomError as error:
        advice = "mend the profile; roxom-tui config show tells what is in force"
        done(CheckStep("key", False, error.sentence, monotonic() - began, advice))
        return error.exit_code
    return exit_code(steps)


def streams_of(profile: Profile) -> tuple[Stream, ...]:
    """Every channel once, those of the market for the first symbol; and of every other symbol what proves it known."""
    first, *others = profile.symbols
    return (
        *(Stream(channel) if channel.is_account else Stream(channel, first) for channel in Channel),
        *(Stream(Channel.LEVEL1, symbol) for symbol in others),
    )


def exit_code(steps: Iterable[CheckStep]) -> int:
    """0, or what the first failed step stands for: the others may have failed because of it."""
    failed = next((step for step in steps if step.ok is False), None)
    if failed is None:
        return 0
    if failed.trouble is None:
        return NotFresh.exit_code
    return as_error(Failed(failed.trouble, failed.said)).exit_code


def _line(step: CheckStep) -> str:
    took = "" if step.seconds is None else f"{step.seconds * 1000:.1f} ms"
    line = f"{_MARKS[step.ok]:<4}  {step.name:<26}  {took:>10}  {step.said}".rstrip()
    return f"{line}\n      -> {step.advice}" if step.advice else line


def _json_line(step: CheckStep) -> str:
    fields = {
        "step": step.name,
        "ok": step.ok,
        "ms": None if step.seconds is None else round(step.seconds * 1000, 3),
        "said": step.said,
        "advice": step.advice or None,
        "trouble": None if step.trouble is None else step.trouble.value,
    }
    return orjson.dumps(fields).decode()
