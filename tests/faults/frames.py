"""Samples of painted frames in a story: when a panel changed its state, and now and then; BTC and sats in turn."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.number import Unit
from roxom_tui.state.views import Board
from tests.faults.bench import LOOKS_A_SECOND, Bench
from tests.faults.canvas import canvas
from tests.faults.painted_oracle import PaintedOracle
from tests.faults.witness import signs

EVERY: Final = 30 * LOOKS_A_SECOND
"""So many looks lie between two samples while no state changes."""

MOST: Final = 4
"""So many samples at most because a state changed."""


class Frames:
    """Paints samples of a bench's looks and has them judged."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._oracle = PaintedOracle(bench.past, bench.tally, bench.setting.window)
        self._canvas = canvas(bench.setting.symbols)
        self._looks = 0
        self._signs: tuple[str, ...] = ()
        self.painted = 0
        bench.watchers.append(self._watch)

    def _watch(self, board: Board, now: int) -> None:
        self._looks += 1
        states = tuple(sign.partition(":")[0] for sign in signs(board, now))
        has_changed = states != self._signs
        self._signs = states
        if (has_changed and self.painted < MOST) or self._looks % EVERY == 0:
            self._sample(board, now)

    def _sample(self, board: Board, now: int) -> None:
        unit = (Unit.BTC, Unit.SATS)[self.painted % 2]
        self.painted += 1
        picture = self._canvas.paint(board, now, self._bench.clock.wall(), unit)
        self._oracle.judge(picture, unit, self._bench.clock.true())
