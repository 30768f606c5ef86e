"""Marked prices: lines with names in sight, names with distances at the edges."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.ui.charts.canvas import Canvas
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role
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


def test_a_price_out_of_sight_stands_at_the_edge_with_its_distance() -> None:
    texts = drawn(mark("liq", 41000), mark("buy 1", 44000)).texts()
    assert texts[0].strip() == "▲ buy 1 +2.1 %"
    assert texts[-1].strip() == "▼ liq -4.9 %"


def test_names_that_meet_in_a_row_are_joined_and_never_cut() -> None:
    texts = drawn(mark("entry", 43107), mark("sell 2", 43107)).texts()
    assert texts[1].startswith(" entry · sell 2 ")
    narrow = drawn(mark("entry", 43107), mark("sell 2", 43107), width=12).texts()
    assert narrow[1].startswith(" entry ")
    assert "sell" not in narrow[1]
