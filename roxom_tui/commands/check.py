"""`roxom-tui check`: the way to the exchange step by step, and what a connection of its own is worth.

First a connection that is only listened to. If nothing is wrong with it, a second one is watched as
the dashboard would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from time import monotonic
from types import SimpleNamespace
from typing import Final
from urllib.parse import urlsplit

import orjson

from roxom_tui.commands.options import leave_no_traces, settings_of
from roxom_tui.commands.stdio import offer
from roxom_tui.commands.wiring import open_profile
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.setting_values import is_loopback
from roxom_tui.config.settings import Profile
from roxom_tui.feed.check import CheckStep, check
from roxom_tui.feed.headless_client import as_error
from roxom_tui.feed.inspection import Inspection, inspect
from roxom_tui.feed.transport.address import shown_host
from roxom_tui.model.channels import Channel, Stream, streams_of
from roxom_tui.model.connection import Failed
from roxom_tui.model.errors import NotFresh, RoxomError
from roxom_tui.model.market import Environment
from roxom_tui.words.checks import format_words
from roxom_tui.words.connection_facts import as_data
from roxom_tui.words.overall import answer, trouble_words

PATIENCE: Final = 15.0
"""Seconds that the watching may take; it ends as soon as everything is known."""

_MARKS: Final = {True: "ok", False: "FAIL", None: "-"}


def run(options: SimpleNamespace) -> int:
    """Answers 0, or the exit code of the first step that failed."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    refuse_key_log(profile)
    leave_no_traces()
    return run_headless(lambda: _check(profile, as_json=options.json))


async def _check(profile: Profile, *, as_json: bool) -> int:
    note = rehearsal(profile)
    show = partial(_json_line, is_simulated=bool(note)) if as_json else _line
    steps: list[CheckStep] = []

    def done(step: CheckStep) -> None:
        steps.append(step)
        offer(show(step))

    def remind() -> None:
        if note and not as_json:
            offer(f"NOTE  {note}")

    remind()
    done(CheckStep("profile", True, f"{profile.name} ({profile.environment}), {', '.join(profile.symbols)}"))
    began = monotonic()
    try:
        async with open_profile(profile) as endpoint:
            key = f"{endpoint.credentials.key_id.tail()}, {endpoint.credentials.private_key.key_size} bits"
            done(CheckStep("key", True, key, monotonic() - began, endpoint.warning))
            async for step in check(endpoint, checked_streams(profile)):
                done(step)
            # What is refused says nothing of the rest; where the way itself is barred there is nothing to watch.
            if all(step.ok is not False or step.trouble is None for step in steps):
                began = monotonic()
                found = await inspect(profile, endpoint, patience=PATIENCE)
                for step in _watched(found, monotonic() - began):
                    done(step)
                if as_json:
                    facts = {"facts": as_data(found.view, found.now), "simulated": bool(note)}
                    offer(orjson.dumps(facts).decode())
    except RoxomError as error:
        # The sentence itself says what to do.
        done(CheckStep("key", False, error.sentence, monotonic() - began))
        return error.exit_code
    finally:
        remind()
    return exit_code(steps)


def rehearsal(profile: Profile) -> str:
    """A sentence for a check of something other than the exchange itself; else empty."""
    if profile.ws_url is None and profile.environment is Environment.DEMO:
        what = "the built-in simulated exchange"
    elif profile.ws_url is not None and is_loopback(urlsplit(profile.ws_url).hostname):
        what = f"an exchange on this computer ({shown_host(profile.ws_url)})"
    else:
        return ""
    return f"this is {what}: NOTHING OF THE REAL EXCHANGE IS TESTED; --profile NAME chooses another"


def _watched(found: Inspection, seconds: float) -> Iterator[CheckStep]:
    """Steps for the verdict on the watched connection, and the measures a person asks for first."""
    view, judged = found.view, found.overall_status
    advice = "" if found.is_sound is not False else "roxom-tui shows what becomes of it: key i"
    troubles = (trouble_words(trouble, found.now) for trouble in judged.troubles)
    said = ". ".join((answer(judged, view, found.now), *troubles))
    yield CheckStep("watch", found.is_sound, said, seconds, advice)
    wire = f"wire to {view.wire_end} p50 {_ms(view.wire_p50_ms)}, p99 {_ms(view.wire_p99_ms)}"
    clock = f"exchange clock {_ms(view.skew_ms)} ahead ± {_ms(view.skew_bound_ms)}"
    yield CheckStep("measures", None, f"{wire}; {clock}")
    depth = format_words(view.depth_format)
    verified = f"verified {_counted(view.audits, 'time')}, {_counted(view.differences, 'level')} corrected"
    yield CheckStep(
        "book", None, f"depth format {depth}; {verified}; rejected {view.rejected} of {view.messages} messages"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _ms(value: float | None) -> str:
    return "--" if value is None else f"{value:.1f} ms"


def checked_streams(profile: Profile) -> tuple[Stream, ...]:
    """Every channel once, those of the market for the first symbol; and of every other symbol what proves it known."""
    first, *others = profile.symbols
    return (*streams_of(Channel, (first,)), *streams_of((Channel.LEVEL1,), others))


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


def _json_line(step: CheckStep, *, is_simulated: bool) -> str:
    fields = {
        "step": step.name,
        "ok": step.ok,
        "ms": None if step.seconds is None else round(step.seconds * 1000, 3),
        "said": step.said,
        "advice": step.advice or None,
        "trouble": None if step.trouble is None else step.trouble.value,
        "simulated": is_simulated,
    }
    return orjson.dumps(fields).decode()
