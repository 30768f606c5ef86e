"""Marked prices: lines with names in sight, names with distances at the edges."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.ui.charts.canvas import Canvas, Cell
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Heat, Role
from roxom_tui.ui.panels.chart_marks import draw_marks, placed
from roxom_tui.ui.panels.chart_picture import Mark
from tests.support.sample_charts import price
from tests.support.sample_screens import LIVE

SCALE = PriceScale(price(43110).key, price(1).key, 10)


def drawn(*marks: Mark, width: int = 24) -> Canvas:
    canvas = Canvas(width, 5)
    draw_marks(canvas, placed(marks, SCALE, 5, Decimal("0.04310500")))
    return canvas


def mark(name: str, at: int, *, own: bool = True) -> Mark:
    return Mark(name, price(at), LIVE, own)


def test_a_price_in_sight_is_a_line_under_its_name() -> None:
    canvas = drawn(mark("entry", 43107))
    assert canvas.texts()[1] == " entry " + "┄" * 17
    assert canvas.at(10, 1).ink is Role.OWN
    assert drawn(mark("mark", 43107, own=False)).at(10, 1).ink is Role.SOFT


def test_through_heat_a_line_goes_in_one_of_four_cells_but_not_over_trades_and_best_prices() -> None:
    canvas = Canvas(24, 5)
    for x in range(24):
        canvas.put(x, 1, Cell("●", Role.STRONG) if x == 12 else Cell("▀", Heat.STEP_3, Heat.STEP_5))
    draw_marks(canvas, placed((mark("entry", 43107),), SCALE, 5, None), through=True)
    assert canvas.texts()[1] == " entry ▀┄▀▀▀●▀▀▀┄▀▀▀┄▀▀▀"
    assert canvas.at(8, 1) == Cell("┄", Role.OWN, Heat.STEP_5)


def test_a_price_out_of_sight_stands_at_the_edge_with_its_distance() -> None:
    texts = drawn(mark("liq", 41000), mark("buy 1", 44000)).texts()
    assert texts[0].strip() == "▲ buy 1 +2.1 %"
    assert texts[-1].strip() == "▼ liq -4.9 %"


def test_names_in_one_row_keep_their_inks() -> None:
    canvas = drawn(mark("alert last >", 43107, own=False), mark("buy 1", 43107))
    text = canvas.texts()[1]
    assert (canvas.at(text.index("alert"), 1).ink, canvas.at(text.index("buy"), 1).ink) == (Role.SOFT, Role.OWN)


def test_at_the_edge_the_nearest_stands_first_and_how_many_have_no_room_is_told() -> None:
    far, near = mark("sell 9", 45000), mark("sell 1", 43900)
    assert drawn(far, near, width=60).texts()[0].strip() == "▲ sell 1 +1.8 % · ▲ sell 9 +4.4 %"
    assert drawn(far, near, width=24).texts()[0].strip() == "▲ sell 1 +1.8 % · +1"


def test_names_that_meet_in_a_row_are_joined_and_never_cut() -> None:
    texts = drawn(mark("entry", 43107), mark("sell 2", 43107)).texts()
    assert texts[1].startswith(" entry · sell 2 ")
    narrow = drawn(mark("entry", 43107), mark("sell 2", 43107), width=12).texts()
    assert narrow[1] == " entry · +1 "
    assert "sell" not in narrow[1]
