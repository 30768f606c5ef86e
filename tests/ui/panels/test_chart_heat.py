"""The face of heat."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.ui.charts.scale import fitted
from roxom_tui.ui.lines import Heat, width_of
from roxom_tui.ui.panels.chart_columns import block_of, timeline
from roxom_tui.ui.panels.chart_drawing import Aim, columns_so_far
from roxom_tui.ui.panels.chart_heat import (
    HeatChoice,
    body,
    dots_for,
    extremes,
    has_tints,
    in_sight_of,
    sizes_scale,
)
from roxom_tui.ui.panels.chart_picture import ChartPicture
from tests.support.sample_charts import heat_view, price
from tests.support.sample_screens import GOLD, LIVE, WALL
from tests.ui.drawing import rendering, text, texts

STEP = price(1).key
NOWHERE = Aim()


def view(state: PanelState = PanelState.LIVE) -> ChartPicture:
    return ChartPicture(heat_view(GOLD, replace(LIVE, state=state), WALL), (), Decimal("0.000001"))


def drawn(of: ChartPicture, aim: Aim = NOWHERE, width: int = 60, height: int = 20, **more: Any) -> list[Any]:
    on = rendering(width, height, **more)
    heat = of.chart.heat
    assert heat is not None
    time, dots = timeline(heat, on.wall), dots_for(on, tints=has_tints(of, on))
    scale = fitted(*(extremes(time.columns, STEP, dots) or (0, 1)), STEP, dots)
    return body(of, time, HeatChoice(scale, sizes_scale(time.columns, scale), aim), STEP, on)


def test_the_legend_tells_the_least_and_the_most_and_stands_at_every_size() -> None:
    for width in (30, 60, 140):
        lines = drawn(view(), width=width)
        legend = text(lines[0]).split()
        assert Decimal(legend[0]) <= Decimal(legend[-1])
        assert any(isinstance(span.tint, Heat) for span in lines[0])
        assert {width_of(line) for line in lines[1:]} == {width}


def test_gaps_and_columns_that_are_not_whole_are_hatched() -> None:
    rows = texts(drawn(view()))[1:-1]
    hatched = {x for x in range(60) if all(row[x] == "╱" for row in rows)}
    assert len(hatched) == 2


def test_without_tints_and_where_it_is_history_heat_is_characters() -> None:
    for lines in (drawn(view(), tints=False), drawn(view(PanelState.STALE))):
        assert not any(isinstance(part, Heat) for line in lines for span in line for part in (span.role, span.tint))
        assert set("".join(texts(lines)[1:-1])) & set(":-=+*#%@")


def test_the_crosshair_tells_time_price_mean_and_the_state_of_then() -> None:
    heat = view().chart.heat
    assert heat is not None
    aim = Aim(start=heat.columns[20].start, price=price(43127).key)
    told = text(drawn(view(), aim, width=110)[0])
    assert "at 0.0431" in told
    assert "mean 2.00" in told or "mean" in told
    assert told.rstrip().endswith("LIVE")
    unknown = text(drawn(view(), replace(aim, start=heat.columns[3].start + 5 * SECOND), width=110)[0])
    assert "nothing known" in unknown
    part = text(drawn(view(), replace(aim, start=heat.columns[7].start), width=110)[0])
    assert "known 1 of 5 s" in part
    assert "mean --" in part


def test_the_best_prices_are_always_within_the_scale() -> None:
    heat = view().chart.heat
    assert heat is not None
    low, high = extremes(heat.columns, STEP, 30) or (0, 0)
    assert low < price(43123).key < price(43127).key < high
    assert extremes([None], STEP, 30) is None


class Drawings:
    """One drawing after another under the same conditions, of more and more of one past."""

    def __init__(self) -> None:
        heat = heat_view(GOLD, LIVE, WALL, 200).heat
        assert heat is not None
        self.heat, self.on = heat, rendering(90, 20)
        scale = fitted(*(extremes(heat.columns, STEP, 36) or (0, 1)), STEP, 36)
        self.choice = HeatChoice(scale, sizes_scale(heat.columns, scale), Aim())

    def draw(self, count: int) -> list[str]:
        """The heat of so many columns, without the prices at its side."""
        heat = replace(self.heat, columns=self.heat.columns[:count])
        of = replace(view(), chart=replace(view().chart, heat=heat))
        self.on.drawn.turn()
        lines = body(of, timeline(heat, 0), self.choice, STEP, self.on)[1:-1]
        return [text(line)[: columns_so_far(self.on)] for line in lines]

    @property
    def cells(self) -> Mapping[int, object]:
        """What is kept of the columns."""
        kept: Mapping[int, object] = self.on.drawn._now["cells"][1]
        return kept


def test_a_finished_column_is_not_drawn_again_when_another_comes() -> None:
    drawings = Drawings()
    drawings.draw(150)
    before = dict(drawings.cells)
    drawings.draw(150)
    drawings.draw(151)
    after = drawings.cells
    assert len(after) > 50
    assert sum(cells is not before.get(one) for one, cells in after.items()) == 1


def test_a_new_column_stands_beside_those_before_which_move_only_by_whole_blocks() -> None:
    drawings = Drawings()
    pictures = [drawings.draw(count) for count in range(140, 170)]
    block, moved = block_of(columns_so_far(drawings.on)), 0
    for before, after in pairwise(pictures):
        changed = {x for old, new in zip(before, after, strict=True) for x in range(len(old)) if old[x] != new[x]}
        if len(changed) > 1:
            moved += 1
            assert all(new.startswith(old[block:]) for old, new in zip(before, after, strict=True))
    assert 30 // block <= moved <= 30 // block + 1
    assert block > 5


def test_the_newest_column_is_in_sight_and_scrolled_back_nothing_is_kept_free() -> None:
    time = timeline(Drawings().heat, 0)
    for width in range(1, 120):
        sight, ahead = in_sight_of(time, NOWHERE, width)
        assert sight.end == len(time.columns)
        assert 0 <= ahead < block_of(width)
        assert sight.end - sight.first == width - ahead
        assert in_sight_of(time, Aim(right=time.starts[150]), width)[1] == 0
