"""The face of the depth."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.money import Size
from roxom_tui.state.views.chart_views import DepthCurve, DepthPoint
from roxom_tui.ui.charts.depth import DepthScale, scale_of
from roxom_tui.ui.panels.chart_depth import body, columns_for
from roxom_tui.ui.panels.chart_drawing import Aim
from tests.support.sample_charts import curve_view, price
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
    assert lines[0].split() == ["bid", "within", "5", "bp", "40", "ask", "within", "5", "bp", "20", "mid", "0.043125"]
    assert len(lines) == 16
    assert {len(line) for line in lines[1:]} == {81}
    assert "mid" in lines[-1]


def test_the_deeper_side_is_higher_on_one_scale() -> None:
    columns = columns_for(81)
    heights = [sum(line[x] != " " for line in drawn()[2:-1]) for x in (2, 2 * columns - 2)]
    assert heights[0] > heights[1] > 0


def test_sizes_stand_in_the_valley_and_never_over_the_curve() -> None:
    lines = drawn()
    place, most = lines[1].index("│") + 1, Decimal(lines[1].split("│")[1].split()[0])
    told = {y: line[place:].split()[0] for y, line in enumerate(lines[1:-1]) if line[place].isdigit()}
    assert {y: Decimal(text) / most * 4 for y, text in told.items()} == {0: 4, 3: 3, 7: 2, 10: 1}
    assert [line.count("│") for line in drawn(width=31)[1:-1]] == [1] * 14
    full = DepthCurve(
        Decimal("0.043125"),
        *[
            (DepthPoint(price(at), Size(Decimal(9))), DepthPoint(price(far), Size(Decimal(9))))
            for at, far in ((43123, 43000), (43127, 43250))
        ],
    )
    assert all(
        char in "█│ "
        for line in texts(body(full, DepthScale(Decimal(20), Decimal(9)), Aim(), rendering(41, 12)))[1:-1]
        for char in line
    )


def test_the_crosshair_tells_the_distance_the_sum_and_the_price() -> None:
    left, right = drawn(Aim(away=-20))[0], drawn(Aim(away=20))[0]
    assert left.split()[0] == "bid"
    assert right.split()[0] == "ask"
    assert "price 0.0431" in left
    assert drawn(Aim(away=-500))[0].startswith(" bid within 8 bp")
