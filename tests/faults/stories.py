"""A fault played out: begun once everything is live, ended, and watched for a while after."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from typing import Final, NamedTuple

from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Cause
from tests.faults.bench import Bench
from tests.faults.cause_judge import CauseJudge
from tests.faults.causes import ON_OTHER_DAYS, TRUE_OF
from tests.faults.fault import Ending, Fault
from tests.faults.frames import Frames
from tests.faults.network import STEP
from tests.faults.reading import PAINTED
from tests.faults.verdicts import Excuse, Hit
from tests.faults.witness import Witness
from tests.support import canaries, journal

FIRST_DAY: Final = 1
"""The seed of the day on which every fault is played in each run."""


BESIDE: Final = 2
"""Processes that play stories while the tests judge those that are over."""

_ahead: dict[str, Future[Report]] = {}


class Report(NamedTuple):
    """What became of a fault. Times in seconds; None is never."""

    seen_as: str
    panel_sign: str
    seen_after: float | None
    healed_after: float | None
    ending: Ending
    live_before: bool
    checks: int
    hits: int
    excused: int
    excused_for: float
    kept: tuple[Hit, ...]
    painted: int = 0
    """Of the checks, those made on painted frames; `frames` is how many of them."""
    frames: int = 0
    untrue: tuple[str, ...] = ()
    """What was given as a cause and was not true."""
    causes: frozenset[Cause] = frozenset()
    """Those that were shown since the fault began."""
    causes_before: frozenset[Cause] = frozenset()


@cache
def report_of(fault: Fault) -> Report:
    """What became of a fault on the first day; played once in a run."""
    ahead = _ahead.pop(fault.name, None)
    return play(fault, FIRST_DAY) if ahead is None else ahead.result()


@contextmanager
def played_ahead(faults: Iterable[Fault]) -> Iterator[None]:
    """Inside, these are played on their first day by processes beside this one."""
    context = get_context("spawn")
    with ProcessPoolExecutor(BESIDE, context, initializer=import_module, initargs=("tests.conftest",)) as pool:
        for fault in faults:
            _ahead[fault.name] = pool.submit(_play_named, fault.name)
        try:
            yield
        finally:
            _ahead.clear()
            pool.shutdown(cancel_futures=True)


def _play_named(name: str) -> Report:
    # The registry imports what the stories are made of.
    from tests.faults.registry import FAULTS

    report = play(next(fault for fault in FAULTS if fault.name == name), FIRST_DAY)
    # What every test is held to (`tests/conftest.py`) is seen by the process in which it happens.
    assert (canaries.leaks, journal.beyond_reading) == ([], [])
    return report


def play(fault: Fault, seed: int) -> Report:
    """Play a fault on a day and tell what became of it; the same always."""
    bench = Bench(fault.setting.with_seed(seed))
    truths = TRUE_OF.get(fault.name, ())
    if seed != FIRST_DAY:
        truths += ON_OTHER_DAYS.get(fault.name, ())
    witness, frames, judge = Witness(bench), Frames(bench), CauseJudge(bench, truths)
    began = bench.clock.true()
    if fault.excused_from_the_start:
        bench.tally.excuses += excuses(fault, began)

    async def story(bench: Bench) -> None:
        nonlocal began
        await asyncio.sleep(fault.after)
        began = bench.clock.true()
        if not fault.excused_from_the_start:
            bench.tally.excuses += excuses(fault, began)
        witness.mark()
        judge.mark()
        fault.begin(bench)
        await asyncio.sleep(fault.lasts)
        fault.end(bench)
        witness.mark_end()
        await asyncio.sleep(fault.then)

    bench.play(story)
    tally = bench.tally
    excused_for = 0.0 if tally.last_excused is None else (tally.last_excused - began) / SECOND
    return Report(
        witness.seen_as,
        witness.panel_sign,
        tenths(witness.seen_after),
        tenths(witness.healed_after),
        witness.ending,
        witness.first_live is not None and witness.first_live < fault.after,
        tally.total,
        tally.hits,
        tally.excused.total(),
        round(excused_for, 1),
        tuple(tally.kept),
        tally.checks[PAINTED],
        frames.painted,
        tuple(f"{said} ({at} s)" for said, at in judge.untrue.items()),
        frozenset(judge.seen),
        frozenset(judge.before),
    )


def excuses(fault: Fault, began: int) -> list[Excuse]:
    """What a fault that began then (exchange ns) excuses: also of what had happened and was not sent yet."""
    return [
        Excuse(allowance.why, allowance.parsed(), began - STEP, began + round(allowance.seconds * SECOND), allowance.of)
        for allowance in fault.allowances
    ]


def tenths(seconds: float | None) -> float | None:
    """A time as exact as the looks are."""
    return None if seconds is None else round(seconds, 1)
