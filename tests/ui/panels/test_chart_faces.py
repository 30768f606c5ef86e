"""The faces of the chart, drawn with the scales that were kept."""

from __future__ import annotations

import pytest

from roxom_tui.model.charting import ChartFace
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import NO_CHART, ChartView
from roxom_tui.ui.lines import Line
from roxom_tui.ui.panels.chart_drawing import Aim, ChartScales
from roxom_tui.ui.panels.chart_faces import face_lines
from roxom_tui.ui.panels.chart_picture import chart_picture
from tests.support.sample_charts import curve_view, heat_view
from tests.support.sample_screens import GOLD, LIVE, WALL, board
from tests.ui.drawing import rendering

FACES = {
    ChartFace.CANDLES: board().chart,
    ChartFace.DEPTH: curve_view(GOLD, LIVE),
    ChartFace.HEATMAP: heat_view(GOLD, LIVE, WALL),
}


def drawn(chart: ChartView, scales: ChartScales) -> list[Line]:
    return face_lines(chart_picture(replace(board(), chart=chart)), Aim(), scales, rendering(80, 20))


@pytest.mark.parametrize("face", FACES)
def test_a_face_keeps_the_scales_that_it_was_drawn_by(face: ChartFace) -> None:
    scales = ChartScales()
    assert len(drawn(FACES[face], scales)) == 20
    kept = scales.prices, scales.depth
    drawn(FACES[face], scales)
    assert any(one is not None for one in kept)
    assert (scales.prices, scales.depth) == kept


def test_bars_and_heat_tell_how_many_columns_there_were_room_for() -> None:
    for face in (ChartFace.CANDLES, ChartFace.HEATMAP):
        scales = ChartScales()
        drawn(FACES[face], scales)
        assert 40 < scales.columns < 80


def test_of_nothing_nothing_is_drawn() -> None:
    assert drawn(NO_CHART, ChartScales()) == []
