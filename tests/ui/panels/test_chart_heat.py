"""The face of heat."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from typing import Any

from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import PanelState
from roxom_tui.ui.charts.scale import fitted
from roxom_tui.ui.lines import Heat, width_of
from roxom_tui.ui.panels.chart_heat import (
    HeatChoice,
    body,
    dots_for,
    extremes,
    has_tints,
    sizes_scale,
    starts_of,
    timeline,
)
from roxom_tui.ui.panels.chart_look import Aim
from roxom_tui.ui.panels.chart_picture import ChartPicture
from tests.support.sample_charts import heat_view, price
from tests.support.sample_screens import GOLD, LIVE, WALL
from tests.ui.drawing import rendering, text, texts

STEP = price(1).key
NOWHERE = Aim()


def view(state: PanelState = PanelState.LIVE) -> ChartPicture:
    return ChartPicture(heat_view(GOLD, LIVE._replace(state=state), WALL), (), Decimal("0.000001"))


def drawn(of: ChartPicture, aim: Aim = NOWHERE, width: int = 60, height: int = 20, **more: Any) -> list[Any]:
    on = rendering(width, height, **more)
    heat = of.chart.heat
    assert heat is not None
    columns, dots = timeline(heat, on.wall), dots_for(on, tints=has_tints(of, on))
    scale = fitted(*(extremes(columns, STEP, dots) or (0, 1)), STEP, dots)
    return body(of, HeatChoice(scale, sizes_scale(columns, scale), aim), STEP, on)


def test_columns_stand_one_after_another_and_what_is_missing_is_none() -> None:
    heat = view().chart.heat
    assert heat is not None
    columns = timeline(heat, WALL)
    assert len(columns) == 30
    assert [n for n, column in enumerate(columns) if column is None] == [4]
    starts = starts_of(heat, columns)
    assert {other - one for one, other in itertools.pairwise(starts)} == {5 * SECOND}
    assert len(timeline(heat, WALL + 60 * SECOND)) > 38, "of the last minute nothing is known"


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
    unknown = text(drawn(view(), aim._replace(start=heat.columns[3].start + 5 * SECOND), width=110)[0])
    assert "nothing known" in unknown
    part = text(drawn(view(), aim._replace(start=heat.columns[7].start), width=110)[0])
    assert "known 1 of 5 s" in part
    assert "mean --" in part


def test_the_best_prices_are_always_within_the_scale() -> None:
    heat = view().chart.heat
    assert heat is not None
    low, high = extremes(heat.columns, STEP, 30) or (0, 0)
    assert low < price(43123).key < price(43127).key < high
    assert extremes([None], STEP, 30) is None


def test_a_finished_column_is_not_drawn_again_when_another_comes() -> None:
    on = rendering(60, 20)
    heat = view().chart.heat
    assert heat is not None
    columns = timeline(heat, WALL)
    scale = fitted(*(extremes(columns, STEP, 36) or (0, 1)), STEP, 36)
    choice = HeatChoice(scale, sizes_scale(columns, scale), Aim())
    body(view(), choice, STEP, on)
    kept = dict(on.drawn._now)
    on.drawn.turn()
    fewer = view()._replace(chart=replace(view().chart, heat=replace(heat, columns=heat.columns[:-1])))
    body(fewer, choice, STEP, on)
    names = [name for name in on.drawn._now if isinstance(name, tuple) and name[0] == "column"]
    assert len(names) == 29
    assert sum(on.drawn._now[name][1] is kept[name][1] for name in names if name in kept) >= 1
