"""Rows kept from one drawing to the next show what rows drawn anew would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from roxom_tui.model.charting import ChartRequest
from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.drawn_rows import DrawnRows
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.widgets.digits import ColumnMemory
from tests.support.sample_screens import NOW, WALL
from tests.tools.benchmarks.pictures import pictures

FRAMES = 24

CHOICES = (DisplayOptions(), DisplayOptions(unit=Unit.SATS), DisplayOptions(hide_account=True))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: str(panel.panel_id))
@pytest.mark.parametrize(("width", "height"), [(52, 20), (34, 9)])
def test_a_panel_that_keeps_rows_draws_what_one_without_memory_draws(
    panel: type[Panel[Any]], width: int, height: int
) -> None:
    kept = [*drawings(panel(), width, height, DrawnRows())]
    assert kept == [*drawings(panel(), width, height, None)]
    assert len({tuple(lines) for lines in kept}) > 2


def drawings(panel: Panel[Any], width: int, height: int, drawn: DrawnRows | None) -> Iterator[list[Line]]:
    """A market that moves, in one unit and the other, live and once too old."""
    columns = ColumnMemory()
    for number, picture in enumerate(pictures(FRAMES, chart=ChartRequest(), seconds_before=7)):
        now = picture.built_at + (0 if number % 7 else 20 * SECOND)
        options = CHOICES[number // 5 % len(CHOICES)]
        rendering = RenderContext(width, height, options, now, WALL + now - NOW, columns=columns)
        if drawn is not None:
            rendering = replace(rendering, drawn=drawn)
        yield panel.draw(panel.pick(moved(picture, number)), rendering)
        if drawn is not None:
            drawn.turn()


def moved(picture: ScreenSnapshot, number: int) -> ScreenSnapshot:
    """The account moves too: of its lists now more, now fewer rows are there."""
    rows = picture.positions.rows
    positions = replace(picture.positions, rows=rows[: 1 + number % max(1, len(rows))])
    return replace(picture, positions=positions)
