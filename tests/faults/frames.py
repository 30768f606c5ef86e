"""Samples of painted frames in a story: when a panel changed its state, and now and then; BTC and sats in turn.

Beside the dashboard stands a second screen of the same client, on which the symbols to pick from stay open.
"""

from __future__ import annotations

from typing import Final

from roxom_tui.model.money import Unit
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.bench import LOOKS_A_SECOND, Bench
from tests.faults.canvas import PICKER, canvas
from tests.faults.painted_causes import PaintedCauses
from tests.faults.painted_oracle import PaintedOracle
from tests.faults.witness import signs

EVERY: Final = 30 * LOOKS_A_SECOND
"""So many looks lie between two samples while no state changes."""

CURSOR_AND_SIZE: Final = ("x", "3", "full_stop", "5", "enter", "k", "k", "k")
"""The keys that ask what 3.5 contracts cost, and put the cursor on the third ask."""

CURSOR_AGAIN: Final = ("escape", "k", "k", "k")
"""The keys that take it off what another story left it on."""

NARROW: Final = (80, 24)
PICKED_EVERY: Final = 3

_WALK: Final = (("k",), ("j", "j", "j", "j"), ())
"""What the cursor does at a sample, in turn."""

MOST: Final = 4
"""So many samples at most because a state changed."""


class Frames:
    """Paints samples of a bench's looks and has them judged."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._oracle = PaintedOracle(bench.past, bench.tally, bench.setting.window)
        self._causes = PaintedCauses(bench.tally)
        self._canvas = canvas(bench.setting.symbols)
        self._canvas.begin()
        self._canvas.press(*(CURSOR_AGAIN if self._canvas.has_begun else CURSOR_AND_SIZE))
        self._canvas.has_begun = True
        self._picker = canvas(bench.setting.symbols, NARROW, PICKER)
        self._looks = 0
        self._signs: tuple[str, ...] = ()
        self.painted = 0
        bench.watchers.append(self._watch)

    def _watch(self, board: ScreenSnapshot, now: int) -> None:
        self._looks += 1
        self._tell(now)
        states = tuple(sign.partition(":")[0] for sign in signs(board, now))
        has_changed = states != self._signs
        self._signs = states
        if (has_changed and self.painted < MOST) or self._looks % EVERY == 0:
            self._sample(board, now)

    def _tell(self, now: int) -> None:
        """Hand the screen what it is told in between, when it is told."""
        notices, _ = self._bench.mailbox.notices()
        if notices:
            self._canvas.tell(notices, now, self._bench.clock.wall())

    def _sample(self, board: ScreenSnapshot, now: int) -> None:
        unit = (Unit.BTC, Unit.SATS)[self.painted % 2]
        self.painted += 1
        wall, true = self._bench.clock.wall(), self._bench.clock.true()
        self._canvas.paint(board, now, wall, unit)
        self._canvas.press(*_WALK[self.painted % len(_WALK)])
        picture = self._canvas.settled()
        self._oracle.judge(picture, unit, true)
        self._causes.judge(picture, board, now, true)
        if self.painted % PICKED_EVERY == 0:
            self._pick(board, now, unit)

    def _pick(self, board: ScreenSnapshot, now: int, unit: Unit) -> None:
        wall, true, picker = self._bench.clock.wall(), self._bench.clock.true(), self._picker
        rows = len(board.symbols.rows)
        if self._oracle.judge_choices(picker.paint(board, now, wall, unit), unit, true) != rows:
            # The box grows with the list, and has its new size a moment later.
            picker.press()
            assert self._oracle.judge_choices(picker.paint(board, now, wall, unit), unit, true) == rows
