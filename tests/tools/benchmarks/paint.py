"""Goal 6, one painted frame at 120x40: `python -m tests.tools.benchmarks.paint`.

The dashboard paints boards of a market of 1000 messages a second, 20 frames a second; then a `DataTable` and rich's
`Live` paint the very same rows, cut into cells, of which only those that changed are updated. Rounds in turns, in one
process; processor time. The garbage collector is on, and the dashboard freezes it for all, as it does at its start.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from statistics import mean, median
from typing import NamedTuple

from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from tests.support.sample_screens import NOW, WALL
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.tools.benchmarks.counting import painting
from tests.tools.benchmarks.grid import Rows, changed_words, live_frames, rows_of, table_frames
from tests.tools.benchmarks.pictures import pictures
from tests.tools.benchmarks.table import Effort, Figure, at_most, run


class Ours(NamedTuple):
    """Frame by frame, the first apart: processor milliseconds, bytes, the rows seen, and bytes for no change."""

    cpu: list[float]
    bytes: list[int]
    rows: list[Rows]
    unchanged: list[int]


def measure(effort: Effort) -> Iterator[Figure]:
    """Ratios of the medians of each round."""
    rounds, frames = (2, 20) if effort.quick else (5, 40)
    cpu, tables, lives, sizes, fields, table_bytes, unchanged = [], [], [], [], [], [], 0
    for _ in range(rounds):
        ours = asyncio.run(our_frames(list(pictures(frames))))
        table = asyncio.run(table_frames(ours.rows))
        live = asyncio.run(live_frames(ours.rows))
        cpu.append(median(ours.cpu))
        tables.append(median(ours.cpu) / median(table[0]))
        lives.append(median(ours.cpu) / median(live[0]))
        alone = [changed_words(a, b) for a, b in zip(ours.rows, ours.rows[1:], strict=False)]
        sizes.append(mean(ours.bytes) / mean(alone))
        fields.append(mean(alone))
        table_bytes.append(mean(table[1]))
        unchanged += sum(ours.unchanged)
    mine = median(cpu)
    to_table, to_live = median(tables), median(lives)
    note = f"1/{1 / to_table:.1f}; {mine:.2f} ms, DataTable {mine / to_table:.1f} ms"
    yield at_most(6, "a frame, CPU / DataTable.update_cell's", round(1 / 18, 3), tables, note=note)
    note = f"1/{1 / to_live:.1f}; rich Live {mine / to_live:.1f} ms"
    yield at_most(6, "a frame, CPU / rich Live's", round(1 / 7.7, 3), lives, note=note)
    note = f"{median(sizes) * median(fields):.0f} bytes, fields {median(fields):.0f}, DataTable {mean(table_bytes):.0f}"
    yield at_most(6, "a frame, bytes / the changed fields alone", 1.3, sizes, note=note)
    yield at_most(6, "bytes written when nothing changed", 0, unchanged, "")


def frame_cost() -> float:
    """Processor milliseconds of one of our frames, the median of a few."""
    return median(asyncio.run(our_frames(list(pictures(15)))).cpu)


async def our_frames(boards: list[ScreenSnapshot]) -> Ours:
    """Have the dashboard paint these boards, and the last one a few times over."""
    clock = StillClock()
    app = RoxomApp(settings(), Recorder(), HandMailbox(), clock, DEFAULT_KEYMAP, symbol=GOLD)
    rows = []
    async with painting(app) as painter:
        for picture in boards:
            clock.now, clock.day = picture.built_at, WALL + picture.built_at - NOW
            await painter.frame(lambda picture=picture: app.show_picture(picture))  # type: ignore[misc]
            rows.append(rows_of(app))
        painted = len(painter.bytes)
        # The window's title follows once a second: let it, so that it is not taken for a part of the next frames.
        await painter.frame(app.tick)
        for _ in range(3):
            again = replace(boards[-1], revision=boards[-1].revision + 1)
            await painter.frame(lambda again=again: app.show_picture(again))  # type: ignore[misc]
    return Ours(painter.cpu[1:painted], painter.bytes[1:painted], rows, painter.bytes[painted + 1 :])


async def rings_left(boards: list[ScreenSnapshot]) -> int:
    """How many objects are left, of painting all of these boards but the first, that only a collector would end."""
    app = RoxomApp(settings(), Recorder(), HandMailbox(), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)
    async with painting(app) as painter:
        await painter.frame(lambda: app.show_picture(boards[0]))
        gc.collect()
        gc.disable()
        try:
            for picture in boards[1:]:
                await painter.frame(lambda picture=picture: app.show_picture(picture))  # type: ignore[misc]
            return gc.collect()
        finally:
            gc.enable()


if __name__ == "__main__":
    run(measure, __doc__)
