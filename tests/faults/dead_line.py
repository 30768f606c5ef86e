"""A line by which nothing comes any more, and one that is only quiet, in virtual time."""

from __future__ import annotations

import asyncio
from random import Random
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.simulator.scenarios import DEFAULT
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.bench import Bench, Setting

BUSY: Final = replace(DEFAULT, pace=2.0)
"""A hundred messages a second and more."""


class Course:
    """What the screen showed of one dead line, in seconds after its last message."""

    def __init__(self, seed: int) -> None:
        self.died_at: int | None = None
        self.told: float | None = None
        self.stale: float | None = None
        self.live: float | None = None
        self.rate = 0
        self._last_at = 0
        bench = Bench(Setting(with_tools=False, seed=seed, scenario=BUSY))
        bench.watchers.append(self._look)
        moment = Random(seed).uniform(6, 12)

        async def story(bench: Bench) -> None:
            await asyncio.sleep(moment)
            self.died_at = bench.clock.monotonic()
            bench.network.kill_lines()
            await asyncio.sleep(20)

        bench.play(story)
        self.hits = [hit for hit in bench.tally.kept if hit.at > moment + 6 or hit.at < moment - 0.2]

    def _look(self, board: ScreenSnapshot, now: int) -> None:
        if self.died_at is None:
            self.rate = board.connection.rate
            return
        after = (now - self.died_at) / SECOND
        fresh = board.book.freshness
        if self.told is None and fresh.state is PanelState.LIVE and fresh.silent_since is not None:
            self.told = after
        if self.stale is None and not fresh.state.is_live:
            self.stale = after
        if self.live is None and self.stale is not None and fresh.state.is_live:
            self.live = after


class Quiet:
    """What an hour of a market that hardly moves looked like."""

    def __init__(self, pace: float, seconds: float) -> None:
        bench = Bench(Setting(scenario=replace(DEFAULT, pace=pace)))
        bench.network.step_every = SECOND // 5
        self.states: set[PanelState] = set()
        bench.watchers.append(lambda board, now: self.states.add(board.connection.state))

        async def story(bench: Bench) -> None:
            await asyncio.sleep(5)
            self.states.clear()
            await asyncio.sleep(seconds)

        bench.play(story)
        assert bench.board is not None
        self.connections = bench.board.connection.connection_number
        self.hits = bench.tally.hits

    @property
    def is_well(self) -> bool:
        """It was never left, and never anything but live."""
        return (self.connections, self.states, self.hits) == (1, {PanelState.LIVE}, 0)
