"""The face of the depth."""

from __future__ import annotations

from roxom_tui.ui.charts.depth import scale_of
from roxom_tui.ui.panels.chart_depth import body, columns_for
from roxom_tui.ui.panels.chart_look import Aim
from tests.support.sample_charts import curve_view
from tests.support.sample_screens import GOLD, LIVE
from tests.ui.drawing import rendering, texts

NOWHERE = Aim()


def drawn(aim: Aim = NOWHERE, width: int = 81, height: int = 16) -> list[str]:
    curve = curve_view(GOLD, LIVE).depth
    assert curve is not None
    scale = scale_of(curve)
    assert scale is not None
    return texts(body(curve, scale, aim, rendering(width, height)))


def test_both_sides_are_told_up_to_a_round_distance() -> None:
    lines = drawn()
    assert lines[0].split() == ["bid", "within", "5", "bp", "40", "ask", "within", "5", "bp", "20"]
    assert len(lines) == 16
    assert {len(line) for line in lines[1:]} == {81}
    assert "mid" in lines[-1]


def test_the_deeper_side_is_higher_on_one_scale() -> None:
    columns = columns_for(81)
    heights = [sum(line[x] != " " for line in drawn()[2:-1]) for x in (2, 2 * columns - 2)]
    assert heights[0] > heights[1] > 0


def test_the_crosshair_tells_the_distance_the_sum_and_the_price() -> None:
    left, right = drawn(Aim(away=-20))[0], drawn(Aim(away=20))[0]
    assert left.split()[0] == "bid"
    assert right.split()[0] == "ask"
    assert "price 0.0431" in left
    assert drawn(Aim(away=-500))[0].startswith(" bid within 8 bp")
