"""Goal 14, a frame of the heatmap zoomed at 200x60: `python -m tests.tools.benchmarks.chart`.

The chart paints boards of a market of 1000 messages a second, 20 frames a second, with a past that fills its width; the
dashboard paints the same market at 120x40. Columns of a second: one frame in twenty has a new one, and is told apart;
of those one in two dozen moves the picture by a block. Both in full colour, in which heat is dearest. Rounds in turns,
in one process; processor time, and bytes to the terminal.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from statistics import mean, median
from typing import NamedTuple
from unittest.mock import patch

from roxom_tui.model.charting import COLUMN_SECONDS, ChartFace, ChartRequest
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from tests.support.sample_screens import NOW, WALL
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.tools.benchmarks.counting import painting, settle
from tests.tools.benchmarks.paint import frame_cost
from tests.tools.benchmarks.pictures import pictures
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

SIZE = (200, 60)
PAST = 220
"""Seconds: columns that fill the width."""

FULL_COLOUR = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}

WISH = ChartRequest(ChartFace.HEATMAP, COLUMN_SECONDS[0])


def measure(effort: Effort) -> Iterator[Figure]:
    """Ratios of each round: of the mean of all frames, and of those that have a new column."""
    rounds, frames = (1, 60) if effort.quick else (3, 240)
    boards = list(pictures(frames, chart=WISH, seconds_before=PAST))
    every, new, costs, sizes = list[float](), list[float](), list[float](), list[int]()
    with patch.dict(os.environ, FULL_COLOUR):
        for _ in range(rounds):
            peer = frame_cost()
            heat = asyncio.run(heat_frames(boards))
            fresh = [one.cpu for one in heat if one.is_new]
            sizes += [one.bytes for one in heat if one.is_new]
            every.append(mean(one.cpu for one in heat) / peer)
            new.append(median(fresh) / peer)
            costs.append(peer)
    note = f"the dashboard's {median(costs):.2f} ms"
    yield at_most(14, "a frame of the heatmap at 200x60 / the dashboard's", 2, every, note=note)
    note = f"one in twenty; {median(sizes):,.0f} bytes, at most {max(sizes):,}"
    yield at_most(14, "the same, of frames with a new column", 2, new, note=note)


class HeatFrame(NamedTuple):
    """Milliseconds of processor time and bytes of a frame, and whether it had a new column."""

    cpu: float
    bytes: int
    is_new: bool


async def heat_frames(boards: list[ScreenSnapshot]) -> list[HeatFrame]:
    """Have the zoomed heatmap paint these boards."""
    clock = StillClock()
    app = RoxomApp(settings(), Recorder(), HandMailbox(), clock, DEFAULT_KEYMAP, symbol=GOLD)
    is_new = [False]
    async with painting(app, SIZE) as painter:
        await _open(app)
        for before, picture in zip([boards[0], *boards], boards, strict=False):
            clock.now, clock.day = picture.built_at, WALL + picture.built_at - NOW
            await painter.frame(lambda picture=picture: app.show_picture(picture))  # type: ignore[misc]
            is_new.append(_columns(before) is not _columns(picture))
        # The first draws everything.
        return list(map(HeatFrame, painter.cpu[1:], painter.bytes[1:], is_new[2:]))


def _columns(picture: ScreenSnapshot) -> object:
    return None if picture.chart.heat is None else picture.chart.heat.columns


async def _open(app: RoxomApp) -> None:
    """The heatmap of one second, zoomed."""
    app.action_chart()
    if app.dashboard.places.zoomed is None:
        app.dashboard.toggle_zoom()
    await settle()
    app.action_chart()
    app.action_chart()
    app.action_resize_bars(-1)
    await settle()
    assert app.dashboard.chart_wanted == WISH


if __name__ == "__main__":
    run(measure, __doc__)
