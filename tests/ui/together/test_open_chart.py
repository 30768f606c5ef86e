"""A chart that stays open holds no more late than early; `tests.tools.campaigns.chart_day` opens one for a day."""

from __future__ import annotations

from tests.tools.campaigns.chart_day import wrong
from tests.tools.soak.open_chart import FACES, Hour, OpenChart
from tests.tools.soak.small import small_bounds

PART = 480
"""Seconds of a part of this life: all that is kept of columns of a minute and less has been replaced within it."""

GROWTH_MOST = 1.04
"""A market differs from part to part by a hundredth; a ring without an end doubles what is held."""


def test_a_chart_that_stays_open_holds_no_more_late_than_in_the_middle() -> None:
    with small_bounds():
        chart = OpenChart(1, frame_each=PART)
        held = [part.held for part in chart.hours(3, PART)]
    assert chart.is_sound
    assert held[2] <= GROWTH_MOST * held[1]


def test_a_day_that_grows_or_gets_slower_is_found() -> None:
    costs = dict.fromkeys((wish.face for wish in FACES), 10.0)
    flat = [Hour(costs, 1000)] * 16
    assert wrong(flat) == []
    assert wrong(flat[:7]) == []
    assert wrong([*flat[:15], Hour(costs, 1100)]) == ["it holds 1.100 times what it held a quarter before"]
    slow = [Hour({face: cost * 2 for face, cost in costs.items()}, 1000)] * 4
    assert len(wrong([*flat[:12], *slow])) == len(FACES)
