"""A person at the keys while faults happen: zooms, scrolls, pauses, groups, hides, changes units, opens boxes.

What stands on the screen in live letters is read after every few keys and must be true, whatever the keys made of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Resync
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.screens.connection import ConnectionScreen
from roxom_tui.ui.screens.picker import SymbolPicker
from tests.faults import restless
from tests.faults.bench import GOLD, LOOKS_A_SECOND, US500, Bench, Setting
from tests.faults.canvas import Canvas
from tests.faults.painted_oracle import PANELS, PaintedOracle
from tests.faults.verdicts import Tally

US100: Final = Symbol("US100-BTC")
_SIZES: Final = ((200, 60), (120, 40), (80, 24), (150, 45), (100, 30), (60, 18))
_KEYS: Final = (
    *("1", "2", "3", "full_stop", "comma"),
    *("tab", "tab", "tab", "shift+tab", "z", "z", "z", "space", "space"),
    *("j", "j", "k", "g", "G", "pagedown", "pageup", "down"),
    *("plus", "plus", "minus", "u", "u", "b", "b", "t", "r", "h", "h", "v"),
    *("s", "s", "i", "i", "question_mark", "P", "ctrl+p", *("escape",) * 9),
)
_EVERY: Final = 2 * LOOKS_A_SECOND
_MOST_AT_ONCE: Final = 4


@dataclass
class Browsed:
    """What was seen: so many frames, which panels, and which boxes in how many of them."""

    tally: Tally
    frames: int = 0
    panels: set[str] = field(default_factory=set)
    boxes: Counter[str] = field(default_factory=Counter)


def browse(seed: int, lasts: float = restless.LASTS) -> Browsed:
    """One such story of so many seconds, the same for the same seed."""
    setting = Setting((GOLD, US500, US100), seed, restless.manners(seed))
    bench = Bench(setting)
    canvas = Canvas(setting.symbols, _SIZES[seed % len(_SIZES)])
    person = _Person(bench, canvas, Random(seed))
    try:
        bench.watchers.append(person.options)
        bench.play(restless.story(seed, lasts))
    finally:
        canvas.close()
    return person.browsed


class _Person:
    def __init__(self, bench: Bench, canvas: Canvas, random: Random) -> None:
        self.browsed = Browsed(bench.tally)
        self._bench, self._canvas, self._random = bench, canvas, random
        self._oracle = PaintedOracle(bench.past, bench.tally, bench.setting.window)
        self._looks = 0
        self._wishes = 0

    def options(self, board: ScreenSnapshot, now: int) -> None:
        self._looks += 1
        if self._looks % _EVERY:
            return
        keys = self._random.choices(_KEYS, k=self._random.randint(1, _MOST_AT_ONCE))
        bench, canvas = self._bench, self._canvas
        canvas.paint(board, now, bench.clock.wall(), None)
        canvas.press(*keys)
        self._pass_on()
        picture = canvas.paint(board, now, bench.clock.wall(), None)
        self.browsed.frames += 1
        if (box := canvas.box) is not None:
            self.browsed.boxes[box] += 1
            if box == SymbolPicker.__name__:
                self._oracle.judge_choices(picture, canvas.unit, bench.clock.true())
            elif box == ConnectionScreen.__name__:
                self._oracle.judge_answer(picture, bench.clock.true())
            return
        in_sight = [name for name in PANELS if picture.panel(name) is not None]
        self.browsed.panels.update(in_sight)
        self._oracle.judge(picture, canvas.unit, bench.clock.true(), in_sight)

    def _pass_on(self) -> None:
        """What the keys asked for goes to the feed, as it would through its thread."""
        wished, worker = self._canvas.wished, self._bench.worker
        for view_request in wished.wishes[self._wishes :]:
            worker.obey(view_request)
        self._wishes = len(wished.wishes)
        for stream in wished.resyncs:
            worker.obey(Resync(stream))
        wished.resyncs.clear()
