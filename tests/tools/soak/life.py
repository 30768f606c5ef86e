"""One client's long life: an ordinary market, every few minutes a fault, and the oracle beside it all the time.

Between faults the screen looks seldom, so that a week can be afforded; around a fault as often as in its own story.
Hours are those in which the computer is awake: what a fault sleeps through is not counted.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Reconnect
from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import DEFAULT
from tests.faults.bench import LOOKS_A_SECOND, Bench, Setting
from tests.faults.fault import BEFORE, Fault
from tests.faults.judgement import problems
from tests.faults.network import STEP
from tests.faults.stories import Report, excuses, tenths
from tests.faults.verdicts import Hit
from tests.faults.witness import Witness
from tests.support.virtual_time import START
from tests.tools.soak.forgetting import forget
from tests.tools.soak.repertoire import FITTING, needs_the_person, staged
from tests.tools.soak.weighing import Figures, weigh

FAULT_EVERY: Final = 300.0
SELDOM: Final = 0.25
"""Looks a second between faults."""

FIFTY_A_SECOND: Final = Setting(scenario=replace(DEFAULT, pace=0.74))
"""GOLD in view and US500 beside it: measured 51 messages a second to the client."""

_RECOVERY: Final = 10.0
"""Seconds after a person asked for a new connection until everything is live."""

HITS_TOLD: Final = 5
"""Of each fault; the rest is counted."""


@dataclass(slots=True)
class Chronicle:
    """What happened in a life. `figures` are taken before each fault."""

    seconds: float = 0.0
    messages: int = 0
    played: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    """Work of the client that failed unexpectedly, other than where the fault is just that."""
    checks: int = 0
    excused: int = 0
    hits: int = 0
    kept: list[Hit] = field(default_factory=list)
    figures: list[Figures] = field(default_factory=list)
    slept: float = 0.0


class LongBench(Bench):
    """A bench that takes small steps around faults, and larger ones between them."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._looks_a_second = SELDOM

    def look_closely(self) -> None:
        """As in the story of a fault."""
        self._looks_a_second, self.network.step_every = LOOKS_A_SECOND, STEP

    def look_seldom(self) -> None:
        """Once in four seconds; the exchange's messages come in bunches."""
        self._looks_a_second, self.network.step_every = SELDOM, 4 * STEP

    async def _look(self) -> None:
        while True:
            if not self.screen_sleeps:
                self.mailbox.ask()
                for _ in range(3):
                    await asyncio.sleep(0)
                self.paint()
            await asyncio.sleep(1 / self._looks_a_second)


def _to_nobody(_: Chronicle) -> None:
    """Where nobody waits for an hour to pass."""


class Life:
    """`live` plays it. `tell` hears of each hour that has passed."""

    def __init__(
        self,
        seconds: float,
        seed: int,
        tell: Callable[[Chronicle], None] = _to_nobody,
        faults: tuple[Fault, ...] = FITTING,
    ) -> None:
        self._seconds = seconds
        self._tell = tell
        self._faults = _shuffled(faults, Random(seed))
        self.chronicle = Chronicle()
        self.bench = LongBench(FIFTY_A_SECOND.with_seed(seed))
        self.bench.exchange.add_hook(self._count)

    def live(self) -> Chronicle:
        """All of it."""
        failures = _Failures(self)
        logger = logging.getLogger("roxom_tui.feed.supervisor")
        logger.addHandler(failures)
        try:
            self.bench.play(self._story)
        finally:
            logger.removeHandler(failures)
            self._sum_up()
        return self.chronicle

    async def _story(self, _: Bench) -> None:
        hour = 1
        for number in range(1, int(self._seconds / FAULT_EVERY) + 1):
            await self._until(number * FAULT_EVERY - BEFORE)
            forget(self.bench)
            self.chronicle.figures.append(weigh(self.bench))
            await self._befall(next(self._faults))
            if self._awake() >= hour * 3600:
                self._sum_up()
                self._tell(self.chronicle)
                hour += 1
        await self._until(self._seconds)
        self.chronicle.figures.append(weigh(self.bench))

    async def _befall(self, fault: Fault) -> None:
        self.chronicle.played[fault.name] += 1
        day = f"{self._awake() / 3600:.2f} h, {fault.name}"
        report = await self._play(fault)
        self.chronicle.problems += [f"{day}: {problem}" for problem in problems(fault, report)]
        if needs_the_person(fault):
            self.bench.worker.obey(Reconnect())
            await asyncio.sleep(_RECOVERY)

    async def _play(self, fault: Fault) -> Report:
        """A fault's story, in the middle of this one."""
        bench, tally = self.bench, self.bench.tally
        before = tally.total, tally.hits, tally.excused.total()
        self._collect()
        witness = Witness(bench)
        bench.look_closely()
        try:
            with staged(bench, fault):
                await self._tell_story(fault, witness)
        finally:
            bench.look_seldom()
            bench.watchers.clear()
        return Report(
            seen_as=witness.seen_as,
            panel_sign=witness.panel_sign,
            seen_after=tenths(witness.seen_after),
            healed_after=tenths(witness.healed_after),
            ending=witness.ending,
            live_before=witness.first_live is not None,
            checks=tally.total - before[0],
            painted=0,
            frames=0,
            hits=tally.hits - before[1],
            excused=tally.excused.total() - before[2],
            excused_for=0.0,
            kept=tuple(tally.kept),
        )

    async def _tell_story(self, fault: Fault, witness: Witness) -> None:
        bench = self.bench
        await asyncio.sleep(BEFORE)
        if witness.signs:
            witness.first_live = None
        bench.tally.excuses += excuses(fault, bench.clock.true())
        witness.mark()
        fault.begin(bench)
        await asyncio.sleep(fault.lasts)
        fault.end(bench)
        witness.mark_end()
        await asyncio.sleep(fault.then)

    def _collect(self) -> None:
        """Put down the first of the hits since the last fault, and make room for others."""
        tally = self.bench.tally
        self.chronicle.kept += tally.kept[:HITS_TOLD]
        tally.kept.clear()

    def failed(self, sentence: str) -> None:
        """Work of the client failed unexpectedly."""
        if "ZeroDivisionError" not in sentence:
            self.chronicle.failures.append(f"{self._awake() / 3600:.2f} h: {sentence}")

    def _awake(self) -> float:
        """Seconds lived."""
        return self.bench.clock.awake() / SECOND - self._born

    @property
    def _born(self) -> float:
        return 1000.0

    async def _until(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds - self._awake()))

    def _count(self, message: Outgoing) -> tuple[Outgoing]:
        self.chronicle.messages += 1
        return (message,)

    def _sum_up(self) -> None:
        chronicle, tally = self.chronicle, self.bench.tally
        chronicle.seconds = self._awake()
        chronicle.slept = (self.bench.clock.true() - START) / SECOND - chronicle.seconds
        chronicle.checks, chronicle.excused = tally.total, tally.excused.total()
        chronicle.hits = tally.hits
        self._collect()


class _Failures(logging.Handler):
    """Hears what the client's supervisor writes down."""

    def __init__(self, life: Life) -> None:
        super().__init__()
        self._life = life

    def emit(self, record: logging.LogRecord) -> None:
        self._life.failed(record.getMessage())


def _shuffled(faults: tuple[Fault, ...], random: Random) -> Iterator[Fault]:
    """Every fault once in some order, then every fault again in another, without end."""
    while True:
        yield from random.sample(faults, len(faults))
