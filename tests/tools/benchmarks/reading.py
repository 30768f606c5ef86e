"""Goal 14, the tools to read, all on: `python -m tests.tools.benchmarks.reading`.

Two demos of the ordinary day (an empty home, one seed) stand at 120x40 side by side, and are watched through the same
windows. One is as it begins; in the other the book has all its columns, a cursor and the cost of a size, and the tape
joins prints. Processor time of the whole processes, from outside. Then a painted frame with and without them, in one
process, also at 200x60, where all columns have room.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from roxom_tui.model.book_columns import BookColumn, ColumnsRequest
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import NOW, WALL
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.tools.benchmarks.counting import SIZE, painting
from tests.tools.benchmarks.day import WARM_UP, Spent, ratios, watch
from tests.tools.benchmarks.pictures import pictures
from tests.tools.benchmarks.rig import PROGRAM
from tests.tools.benchmarks.screen import Screen
from tests.tools.benchmarks.table import Effort, Figure, at_most, run, told

ALL_COLUMNS: Final = ",".join(BookColumn)
KEYS: Final = (*"x3.5", "\r", *"kkk", "\t", "e")
"""What 3.5 contracts cost, and a cursor on the third ask: the book has the keys at the beginning. Then, in the tape,
prints of one taker as one."""

LARGE: Final = (200, 60)
_LEVELS: Final = 40
_PAST: Final = 60
"""Seconds before, so that windows have something in them."""

_A_KEY: Final = 0.3
_MARKET: Final = '[profiles.demo]\nenvironment = "demo"\nseed = 7\n'


class Setup(NamedTuple):
    """The columns of a dashboard's book, and whether there is a cursor and a size."""

    columns: tuple[BookColumn, ...]
    walks: bool


PLAIN: Final = Setup((BookColumn.TOTAL,), walks=False)
READING: Final = Setup(tuple(BookColumn), walks=True)


def measure(effort: Effort) -> Iterator[Figure]:
    """The ratios decide; percents are told as they are here."""
    seconds, windows = (8.0, 3) if effort.quick else (20.0, 5)
    before, after = _watched(seconds, windows)
    yield at_most(14, "the demo with all tools to read on, CPU / as it begins", 1.25, ratios(after, before))
    yield told(14, "the demo with all tools to read on, share of a core", [each.cpu * 100 for each in after], " %")
    for size in (SIZE, LARGE):
        costs = frame_costs(size, *((2, 20) if effort.quick else (5, 40)))
        note = f"{median(with_tools for with_tools, _ in costs):.2f} ms"
        shares = [with_tools / plain for with_tools, plain in costs]
        title = f"a frame with them at {size[0]}x{size[1]}, CPU / without"
        yield at_most(14, title, 1.25, shares, note=note)


def _watched(seconds: float, windows: int) -> list[list[Spent]]:
    with ExitStack() as stack:
        homes = [_home(stack) for _ in range(2)]
        plain = stack.enter_context(Screen(PROGRAM, HOME=homes[0]))
        reading = stack.enter_context(Screen(PROGRAM, HOME=homes[1], ROXOM_TUI_BOOK_COLUMNS=ALL_COLUMNS))
        for screen in (plain, reading):
            screen.shows("LIVE")
        for key in KEYS:
            reading.press(key)
            time.sleep(_A_KEY)
        time.sleep(WARM_UP)
        return watch((plain, reading), seconds, windows)


def _home(stack: ExitStack) -> str:
    """A home with the same market as the other."""
    home = Path(stack.enter_context(TemporaryDirectory(prefix="roxom-benchmark-")))
    folder = home / ".config" / "roxom-tui"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(_MARKET)
    return str(home)


def frame_costs(size: tuple[int, int], rounds: int, frames: int) -> list[tuple[float, float]]:
    """Of each round, median milliseconds of a frame with all tools to read on, and of one without, in turns."""
    made = {
        setup: list(pictures(frames, _LEVELS, columns=ColumnsRequest(setup.columns), seconds_before=_PAST))
        for setup in (READING, PLAIN)
    }
    return [
        (asyncio.run(_frame_cost(made[READING], READING, size)), asyncio.run(_frame_cost(made[PLAIN], PLAIN, size)))
        for _ in range(rounds)
    ]


async def _frame_cost(boards: list[ScreenSnapshot], setup: Setup, size: tuple[int, int]) -> float:
    clock, chosen = StillClock(), settings()
    chosen = replace(chosen, ui=replace(chosen.ui, book_columns=setup.columns))
    app = RoxomApp(chosen, Recorder(), HandMailbox(), clock, DEFAULT_KEYMAP, symbol=GOLD)
    async with painting(app, size) as painter:
        for number, picture in enumerate(boards):
            clock.now, clock.day = picture.built_at, WALL + picture.built_at - NOW
            await painter.frame(lambda picture=picture: app.show_picture(picture))  # type: ignore[misc]
            if not number and setup.walks:
                _walk(app)
        drawn = "\n".join(app.dashboard.panels[BookPanel.panel_id].plain_lines())
        assert (" traded " in drawn) is (setup.walks and size == LARGE)
        assert ("worst " in drawn) is setup.walks
        # The first draws everything, the second the cursor and the cost.
        return median(painter.cpu[2:])


def _walk(app: RoxomApp) -> None:
    """A size, and a cursor on the third ask."""
    book = app.dashboard.panels[BookPanel.panel_id]
    assert isinstance(book, BookPanel)
    book.begin_typing()
    for character in "3.5":
        book.reading.press(character, character)
    book.reading.press("enter", None)
    for _ in range(3):
        book.move(-1)
    assert book.reading.is_on


if __name__ == "__main__":
    run(measure, __doc__)
