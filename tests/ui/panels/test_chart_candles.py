"""The face of bars, drawn whole."""

from __future__ import annotations

from typing import Any

from roxom_tui.model.charting import Overlay
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.past_states import Change
from roxom_tui.state.views.chart_views import CandlesView
from roxom_tui.ui.charts.scale import fitted
from roxom_tui.ui.lines import Role, Tint, width_of
from roxom_tui.ui.panels.chart_candles import APART, Rows, apart_in, body, extremes, last_price, rows_of
from roxom_tui.ui.panels.chart_drawing import Aim
from tests.support.sample_charts import bar, candles_view, gap, price, quiet
from tests.support.sample_screens import GOLD, LIVE, WALL
from tests.ui.drawing import rendering, texts

STEP = price(1).key
NOWHERE = Aim()


def view(overlay: Overlay = Overlay.NONE) -> CandlesView:
    found = candles_view(GOLD, LIVE, WALL, overlay).candles
    assert found is not None
    return found


def drawn(of: CandlesView, aim: Aim = NOWHERE, width: int = 70, height: int = 20, **more: Any) -> list[Any]:
    found = extremes(of.bars)
    assert found is not None
    on = rendering(width, height, **more)
    scale = fitted(*found, STEP, 2 * rows_of(height, of.overlay).price)
    return body(of, (), aim, scale, STEP, on)


def test_rows_are_shared_out_to_what_has_room() -> None:
    assert rows_of(8, Overlay.NONE) == Rows(6, 0, 0)
    assert rows_of(20, Overlay.RSI) == Rows(13, 2, 3)
    assert rows_of(40, Overlay.SMA) == Rows(35, 3, 0)


def test_a_face_fills_its_room_and_tells_the_newest_bar() -> None:
    lines = drawn(view(), width=90)
    assert len(lines) == 20
    assert {width_of(line) for line in lines[1:]} == {90}
    first = texts(lines)[0]
    newest = view().bars[-1]
    assert newest.bar is not None
    assert first.startswith(" 14:22:05  O ")
    assert f"C {newest.bar.close}" in first
    assert "╵14:2" in texts(lines)[-1]


def test_the_last_price_has_a_badge_while_the_newest_bar_is_in_sight() -> None:
    def badges(aim: Aim) -> int:
        return sum(
            span.role is Role.STRONG and span.tint is Tint.CURSOR for line in drawn(view(), aim, 30) for span in line
        )

    assert badges(Aim()) == 1
    assert badges(Aim(right=view().bars[25].start)) == 0


def test_the_crosshair_tells_its_bar_and_the_state_of_then() -> None:
    past = (Change(0, PanelState.LIVE), Change(view().bars[30].start, PanelState.STALE))
    of = replace(view(), past=past)
    assert "STALE" in texts(drawn(of, Aim(start=of.bars[31].start), 110))[0]
    assert " LIVE" in texts(drawn(of, Aim(start=of.bars[5].start), 110))[0]
    assert "state unknown" in texts(drawn(view(), Aim(start=view().bars[5].start), 110))[0]
    told = texts(drawn(of, Aim(start=of.bars[12].start), 110))[0]
    assert "gap" in told
    assert "C --" in told
    assert "no trade" in texts(drawn(of, Aim(start=of.bars[20].start), 110))[0]
    assert "not whole" in texts(drawn(of, Aim(start=of.bars[0].start), 130))[0]


def test_a_figure_over_the_bars_says_when_it_has_too_few() -> None:
    assert "EMA 50 warming 26/50" in texts(drawn(view(Overlay.EMA), width=120))[0]
    assert "SMA 20 0.0431" in texts(drawn(view(Overlay.SMA), width=120))[0]
    strength = texts(drawn(view(Overlay.RSI), width=120))
    assert "RSI 14 " in strength[0]
    assert any(line.startswith("RSI 14") for line in strength[1:])


def test_extremes_are_those_of_trades_else_of_quiet_prices_and_a_gap_has_none() -> None:
    assert extremes([bar(0, (2, 9, 1, 3)), quiet(0, 20)]) == (price(1).key, price(9).key)
    assert extremes([quiet(0, 5)]) == (price(5).key, price(5).key)
    assert extremes([gap(0)]) is None
    assert last_price([bar(0, (2, 9, 1, 3)), gap(0)]) is None
    assert last_price([]) is None


def test_bars_stand_apart_while_all_have_room_and_then_side_by_side() -> None:
    assert [apart_in(bars, 80) for bars in (0, 40, 41, 80)] == [APART, APART, 1, 1]
    wide = [x for x, char in enumerate(texts(drawn(view(), width=100))[-2]) if char in "▁▂▃▄▅▆▇█"]
    dense = [x for x, char in enumerate(texts(drawn(view(), width=60))[-2]) if char in "▁▂▃▄▅▆▇█"]
    assert {x % 2 for x in wide} == {wide[-1] % 2}
    assert {x % 2 for x in dense} == {0, 1}
    assert 100 - wide[-1] == 60 - dense[-1], "the newest at the right edge"


def test_what_a_full_bar_of_volume_stands_for_is_told_beside_it() -> None:
    row = texts(drawn(view(), width=60))[rows_of(20, Overlay.NONE).price + 1]
    assert row.split()[-1] == "10"


def test_bars_that_are_as_they_were_are_not_drawn_again_when_one_changes() -> None:
    on, of = rendering(70, 20), view()
    scale = fitted(*(extremes(of.bars) or (0, 0)), STEP, 34)
    body(of, (), Aim(), scale, STEP, on)
    before = dict(on.drawn._now["columns"][1])
    for _ in range(2):
        on.drawn.turn()
        body(replace(of, bars=(*of.bars[:-1], quiet(of.bars[-1].start, 43_118))), (), Aim(), scale, STEP, on)
    after = on.drawn._now["columns"][1]
    assert [start for start in after if after[start] is not before[start]] == [of.bars[-1].start]


def test_rows_that_did_not_change_are_the_same_objects() -> None:
    on = rendering(70, 20)
    of, scale = view(), fitted(*(extremes(view().bars) or (0, 0)), STEP, 34)
    first = body(of, (), Aim(), scale, STEP, on)
    on.drawn.turn()
    again = body(replace(of, since=of.since), (), Aim(), scale, STEP, on)
    assert all(one is other for one, other in zip(first[1:], again[1:], strict=True))
