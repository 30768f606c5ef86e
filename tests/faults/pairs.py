"""Two faults at once: the second begins at some moment of the first, or just after it; the person may look elsewhere.

What heals one may be what the other breaks, so here is seen what no single fault shows.
"""

from __future__ import annotations

import asyncio
from functools import partial
from random import Random
from typing import Final

from msgspec import Struct

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT, Scenario
from tests.faults import restless
from tests.faults.bench import US500, Bench, Setting
from tests.faults.fault import BEFORE, SILENCE_BOUND, Fault
from tests.faults.stories import excuses
from tests.faults.verdicts import Excuse, Tally
from tests.faults.witness import Witness

AFTERMATH: Final = 8.0
"""The second begins so many seconds after the end of the first at the latest."""

AFTERWARDS: Final = 40.0
"""Seconds in which what is drawn is judged when both are over: the account's lists are asked for meanwhile."""

LONGEST_WAIT: Final = 75
"""Seconds until all is well, beside what either fault may take: a connection that ends twice in a minute may cost one
(client 2.2)."""

BETWEEN_LOOKS: Final = 0.05
"""Nothing begins amid a look: a program that is stopped between taking a picture and painting it paints it."""

SHORT: Final = (5.0, 8.0)
"""A silence of so many seconds is noticed, and just so."""

_QUOTE_ELSEWHERE: Final = Stream(Channel.LEVEL1, US500)
_ELSEWHERE: Final = frozenset(Stream(channel, US500) for channel in (Channel.DEPTH, Channel.TRADE))
"""What is followed besides while the other symbol is chosen; the faults' own lists do not know of it."""

_SEEN_LATER: Final = ("signed", "short_orders")

Choices = tuple[tuple[float, Symbol], ...]
"""What symbols are chosen how long after the first begins (s)."""


class Pair(Struct, frozen=True):
    """Two faults, how long the second begins after the first (s), what symbols are chosen when, and the day."""

    first: Fault
    second: Fault
    apart: float
    choices: Choices
    seed: int

    def __str__(self) -> str:
        choices = "".join(f", {symbol} after {at:.2f} s" for at, symbol in self.choices)
        first, second = (f"{fault.name} ({fault.lasts:.2f} s)" for fault in (self.first, self.second))
        return f"seed {self.seed}, {first} and {self.apart:.2f} s later {second}{choices}"


def pick(faults: tuple[Fault, ...], seed: int) -> Pair:
    """One pair of those that go together; the same for the same seed."""
    random = Random(seed)
    first = random.choice(faults)
    second = random.choice([fault for fault in faults if _go_together(first, fault)])
    first, second = _of_any_length(first, random), _of_any_length(second, random)
    apart = random.uniform(0.0, first.lasts + AFTERMATH)
    moments = sorted(random.uniform(0.0, apart + AFTERMATH) for _ in range(random.choice((0, 0, 1, 2, 3))))
    choices = tuple((at, random.choice(Setting().symbols)) for at in moments)
    return Pair(first, second, apart, choices, seed)


def _of_any_length(fault: Fault, random: Random) -> Fault:
    """Mostly as it is; or so short that it has just been seen when it ends."""
    if fault.lasts <= SHORT[1] or random.random() < 0.5:
        return fault
    return replace(fault, lasts=random.uniform(*SHORT))


def play(pair: Pair) -> tuple[Tally, tuple[str, ...]]:
    """What was compared, and what was not well in the end."""
    first, second = pair.first, pair.second
    setting = Setting(seed=pair.seed, scenario=_scenario(pair), window=max(first.setting.window, second.setting.window))
    bench = Bench(setting)
    witness = Witness(bench)

    async def story(bench: Bench) -> None:
        await asyncio.sleep(BEFORE + BETWEEN_LOOKS)
        lasts = {first: (0.0, first.lasts), second: (pair.apart, pair.apart + second.lasts)}
        for fault, (begins, ends) in lasts.items():
            bench.later(begins, lambda fault=fault: _begin(bench, pair, fault))  # type: ignore[misc]
            bench.later(ends, lambda fault=fault: fault.end(bench))  # type: ignore[misc]
        for at, symbol in pair.choices:
            bench.later(at, partial(bench.worker.obey, ViewRequest(symbol, setting.levels)))
        over = max(ends for _, ends in lasts.values())
        await asyncio.sleep(over + AFTERWARDS)
        for _ in range(round(first.healed_within + second.healed_within) + LONGEST_WAIT):
            if witness.signs:
                await asyncio.sleep(1)

    bench.play(story)
    return bench.tally, tuple(witness.signs)


def _scenario(pair: Pair) -> Scenario:
    """What one of the faults needs, or else any manners but those in which faults are seen later: signed deltas, of
    which faults tell absolute ones, and orders that do not tell how much was executed."""
    needed = [fault.setting.scenario for fault in (pair.first, pair.second) if fault.setting.scenario != DEFAULT]
    scenario = needed[0] if needed else restless.manners(pair.seed)
    return DEFAULT if scenario.name in _SEEN_LATER and not needed else scenario


def _begin(bench: Bench, pair: Pair, fault: Fault) -> None:
    other = pair.second if fault is pair.first else pair.first
    under_way = bench.network.latency
    bench.tally.excuses += [_prolonged(one, other, under_way) for one in excuses(fault, bench.clock.true())]
    fault.begin(bench)


def _prolonged(excuse: Excuse, other: Fault, under_way: int) -> Excuse:
    """A silence is seen as soon as ever, once all has come that was under way; what only a question can show, the other
    fault may keep from being asked."""
    is_silence = excuse.ends - excuse.begins <= (SILENCE_BOUND + 1) * SECOND
    more = 0.0 if is_silence else other.lasts + other.healed_within + (other.seen_within or 0.0)
    streams = excuse.streams | (_ELSEWHERE if _QUOTE_ELSEWHERE in excuse.streams else frozenset())
    return replace(excuse, streams=streams, ends=excuse.ends + under_way + round(more * SECOND))


def _go_together(one: Fault, other: Fault) -> bool:
    return one is not other and DEFAULT in (one.setting.scenario, other.setting.scenario)
