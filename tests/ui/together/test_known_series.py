"""Courses that everybody knows, drawn by the chart's panel: the cells are those."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.charting import ChartFace, ChartRequest
from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.reading.bars import Bar
from roxom_tui.state.views.chart_views import CandlesView, ChartBar, ChartView
from roxom_tui.ui.panels.chart import ChartPanel
from tests.support.sample_charts import bar, gap, quiet
from tests.support.sample_screens import GOLD, LIVE, WALL, board
from tests.ui.drawing import rendering, texts

WIDTH, HEIGHT = 37, 15
LENGTH = 5 * SECOND


def dated(*made: ChartBar) -> tuple[ChartBar, ...]:
    """One after another, the last of them now."""
    last = WALL // LENGTH * LENGTH
    return tuple(replace(one, start=last - (len(made) - 1 - n) * LENGTH) for n, one in enumerate(made))


def at(*prices: str) -> ChartBar:
    """A bar of trades at these prices, the first and the last of them its ends."""
    told = [Price(price) for price in prices]
    traded = Bar(0, told[0], max(told), min(told), told[-1], bar(0, (1, 1, 1, 1)).bar.volume, Decimal(1), 2, 0, 1)  # type: ignore[union-attr]
    return ChartBar(0, traded, told[-1], True)


TREND = dated(*(bar(0, (n, n + 2, n - 1, n + 1)) for n in range(43_100, 43_124, 3)))
GAP = dated(bar(0, (43_100, 43_108, 43_100, 43_106)), gap(0), gap(0), bar(0, (43_104, 43_104, 43_100, 43_102)))
ONE_TICK = dated(*(bar(0, (n, n, n, n)) for n in (43_100, 43_101, 43_100, 43_101)))
DIGIT = dated(at("0.99999980", "0.99999990"), at("0.99999990", "1.00000010"), at("1.00000010", "1.00000000"))
SINGLE = dated(bar(0, (43_100, 43_100, 43_100, 43_100)), quiet(0, 43_100), quiet(0, 43_100))
NONE: tuple[ChartBar, ...] = ()


def drawn(bars: tuple[ChartBar, ...], step: str) -> str:
    """The rows inside the frame."""
    panel = ChartPanel()
    view = CandlesView(5, bars, bars[0].start if bars else None)
    chart = ChartView(GOLD, LIVE, ChartRequest(ChartFace.CANDLES, 5), candles=view)
    picked = replace(panel.pick(replace(board(), chart=chart)), marks=(), step=Decimal(step))
    lines = texts(panel.draw(picked, rendering(WIDTH, HEIGHT)))[1:-1]
    return "\n".join(line[1:-1].rstrip() for line in lines)


PICTURES = {
    "a trend": (
        TREND,
        "0.000001",
        """
 14:22:05  C 0.04312200  V      1

                       ╻ 0.04312200
                     ╽ ╹ 0.043120
                 ╷ ┃ ╵
               ╻ ╿
             ╽ ╹
         ╷ ┃ ╵
         ╿               0.043100

         █ █ █ █ █ █ █ █ 1
         █ █ █ █ █ █ █ █
         ╵14:21:30
""",
    ),
    "a gap": (
        GAP,
        "0.000001",
        """
 14:22:05  C 0.04310200  V      1
                   ╱╱╱╱
                   ╱╱╱╱  0.043110
                 │ ╱╱╱╱
                 ┃ ╱╱╱╱
                 ┃ ╱╱╱╱┃
                 ┃ ╱╱╱╱╿ 0.04310200
                 ╹ ╱╱╱╱╵ 0.043100
                   ╱╱╱╱
                   ╱╱╱╱
                 █ ╱╱╱╱█ 1
                 █ ╱╱╱╱█

""",
    ),
    "a market of one tick": (
        ONE_TICK,
        "0.000001",
        """
 14:22:05  C 0.04310100  V      1



                   ╻   ╻ 0.04310100
                 ╻   ╻   0.043100




                 █ █ █ █ 1
                 █ █ █ █

""",
    ),
    "a price that grows a digit": (
        DIGIT,
        "0.0000001",
        """
 14:22:05  C 1.00000000  V      1


                     ╻ ╻
                     ┃ ┃ 1.00000000
                   ╻ ┃
                   ┃


                         0.9999995
                   █ █ █ 1
                   █ █ █

""",
    ),
    "a single trade": (
        SINGLE,
        "0.000001",
        """
 14:22:05  C 0.04310000  no trade
                         0.043102



                   ╹ ─── 0.04310000



                         0.043098
                   █     1
                   █

""",
    ),
    "none": (
        NONE,
        "0.000001",
        """





   no trade yet since connecting:
    the chart fills from now on






""",
    ),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_known_course_has_its_cells(name: str) -> None:
    bars, step, picture = PICTURES[name]
    assert drawn(bars, step).split("\n") == picture.split("\n")[1:-1]
