"""The chart's panel: its faces, lengths, scales, crosshair and what its title says."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.charting import BAR_SECONDS, COLUMN_SECONDS, ChartFace, ChartRequest, Overlay
from roxom_tui.model.durations import SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import NO_CHART, CandlesView, ChartView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role
from roxom_tui.ui.panels.chart import ChartPanel, length_text
from roxom_tui.ui.panels.face import Ageing
from tests.support.sample_charts import bars, curve_view, gap, heat_view
from tests.support.sample_screens import GOLD, LIVE, NOW, WALL, board
from tests.ui.drawing import rendering, text, texts


class OnPaper(ChartPanel):
    """Without an app; its view is the one given."""

    def __init__(self, picture: ScreenSnapshot) -> None:
        super().__init__()
        self.set_reactive(ChartPanel.view, self.pick(picture))
        self.wall, self.now = WALL, NOW

    def redraw(self) -> None:
        """There is nothing to paint on."""

    def lines(self, width: int = 80, height: int = 22, **more: Any) -> list[Line]:
        return self.draw(self.view, rendering(width, height, **more))


def with_chart(chart: ChartView) -> ScreenSnapshot:
    return replace(board(), chart=chart)


FACES = {
    ChartFace.CANDLES: board().chart,
    ChartFace.DEPTH: curve_view(GOLD, LIVE),
    ChartFace.HEATMAP: heat_view(GOLD, LIVE, WALL),
}


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("size", [(30, 8), (36, 10), (80, 24), (200, 60)])
@pytest.mark.parametrize("tints", [True, False])
def test_each_face_fills_its_frame_at_every_size(face: ChartFace, size: tuple[int, int], tints: bool) -> None:
    lines = texts(OnPaper(with_chart(FACES[face])).lines(*size, tints=tints))
    assert {len(line) for line in lines} == {size[0]}
    assert len(lines) == size[1]
    assert lines[0].startswith("╭ Chart")


def test_the_title_tells_the_face_the_length_and_how_many_bars_are_not_whole() -> None:
    top = text(OnPaper(board()).lines(100)[0])
    assert "Chart · candles 5 s" in top
    assert "LIVE · 40 bars since 14:18 · 3 not whole" in top


def test_faces_are_walked_and_each_keeps_its_length() -> None:
    panel = OnPaper(board())
    assert [panel.request.face, panel.request.seconds] == [ChartFace.CANDLES, 5]
    assert panel.resize_bars(1)
    panel.next_face()
    assert panel.request.face is ChartFace.DEPTH
    assert not panel.resize_bars(1)
    panel.next_face()
    assert panel.request == ChartRequest(ChartFace.HEATMAP, COLUMN_SECONDS[1], Overlay.NONE)
    panel.next_face()
    assert panel.request.seconds == BAR_SECONDS[1]


def test_lengths_end_at_both_ends() -> None:
    panel = OnPaper(board())
    assert not panel.resize_bars(-1)
    assert [panel.resize_bars(1) for _ in range(6)] == [True] * 5 + [False]
    assert [length_text(seconds) for seconds in BAR_SECONDS] == ["5 s", "15 s", "1 min", "5 min", "15 min", "1 h"]


def test_overlays_are_walked_round_and_round() -> None:
    panel = OnPaper(board())
    found = []
    for _ in Overlay:
        panel.next_overlay()
        found.append(panel.request.overlay)
    assert found == [Overlay.VWAP, Overlay.SMA, Overlay.EMA, Overlay.RSI, Overlay.NONE]


def test_scrolled_back_the_title_says_so_and_never_live_and_escape_returns() -> None:
    panel = OnPaper(board())
    panel.lines(40)
    for _ in range(34):
        panel.aim(-1)
    top = text(panel.lines(60)[0])
    assert "BACK 00:" in top
    assert "LIVE" not in top
    assert panel.let_go()
    assert "LIVE" in text(panel.lines(60)[0])
    assert not panel.let_go()


def test_the_crosshair_alone_leaves_the_present_in_sight() -> None:
    panel = OnPaper(board())
    panel.lines(100)
    panel.aim(-3)
    lines = panel.lines(100)
    assert "LIVE" in text(lines[0])
    assert text(lines[1]).startswith("│ 14:21:50  O ")


def test_pages_and_ends_move_it_through_all_that_is_kept() -> None:
    panel = OnPaper(board())
    panel.lines(40)
    panel.to_end(-1)
    first = text(panel.lines(60)[1])
    panel.page(-1)
    assert text(panel.lines(60)[1]) != first
    panel.to_end(1)
    assert not panel.let_go()


def test_in_the_heatmap_rows_move_the_price_and_elsewhere_nothing() -> None:
    panel = OnPaper(with_chart(FACES[ChartFace.HEATMAP]))
    panel.lines(100)
    panel.move(1)
    panel.aim(-2)
    before = text(panel.lines(120)[1])
    panel.move(2)
    after = text(panel.lines(120)[1])
    assert "mean" in before
    assert before != after


def test_a_frozen_scale_stands_still() -> None:
    def axis() -> list[str]:
        return [line[-12:] for line in texts(panel.lines(80))[2:-4] if "◂" not in line and "0.0431" in line[-12:]]

    panel = OnPaper(board())
    before = axis()
    panel.freeze()
    assert "frozen" in text(panel.lines(80)[0])
    panel.set_reactive(ChartPanel.view, panel.pick(with_chart(replace(board().chart, candles=lifted()))))
    assert set(axis()) & set(before)
    panel.freeze()
    assert "frozen" not in text(panel.lines(80)[0])


def lifted() -> CandlesView:
    view = board().chart.candles
    assert view is not None
    return replace(view, bars=view.bars[:20])


def test_own_prices_are_not_drawn_while_the_account_is_hidden() -> None:
    shown = "".join(texts(OnPaper(board()).lines(100)))
    hidden = "".join(texts(OnPaper(board()).lines(100, options=DisplayOptions(hide_account=True))))
    assert "liq" in shown
    assert "buy" in shown
    assert not any(word in hidden for word in ("liq", "buy", "sell", "entry"))
    assert "mark" in hidden


def test_an_empty_chart_says_what_would_fill_it() -> None:
    empty = ChartView(GOLD, LIVE, FACES[ChartFace.CANDLES].request, candles=CandlesView(5, (), None))
    assert "fills from now on" in " ".join(texts(OnPaper(with_chart(empty)).lines(80)))
    none = replace(NO_CHART, freshness=LIVE)
    assert "one moment" in " ".join(texts(OnPaper(with_chart(none)).lines(80)))


def test_of_a_gap_alone_there_is_nothing_to_draw() -> None:
    lost = ChartView(GOLD, LIVE, FACES[ChartFace.CANDLES].request, candles=CandlesView(5, (gap(WALL),), None))
    assert len(OnPaper(with_chart(lost)).lines(80)) == 22


def test_once_a_second_it_is_drawn_again_only_where_it_tells_the_time() -> None:
    panel = OnPaper(board())
    on = rendering(40, 20)
    panel.lines(40)
    assert panel.ageing(panel.view, on) is Ageing.NOTHING
    for _ in range(40):
        panel.aim(-1)
    assert panel.ageing(panel.view, on) is Ageing.EDGES


def test_another_symbol_begins_anew() -> None:
    panel = OnPaper(board())
    panel.lines(40)
    panel.aim(-35)
    panel.freeze()
    panel.follow_symbol()
    assert not panel.is_frozen
    assert not panel.let_go()


def test_history_has_no_live_ink() -> None:
    late = NOW + 60 * SECOND
    for chart in FACES.values():
        inks = {
            span.role
            for line in OnPaper(with_chart(chart)).lines(80, now=late)[1:-1]
            for span in line
            if span.text.strip(" │")
        }
        assert inks <= {Role.STALE}
    assert len(bars(WALL)) == 40
