"""A chart that stays open holds no more late than early; `tests.tools.campaigns.chart_day` opens one for a day."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from roxom_tui.model.charting import BAR_SECONDS, COLUMN_SECONDS
from roxom_tui.state.reading import candles, heat
from roxom_tui.state.views import chart_builders
from tests.tools.campaigns.chart_day import wrong
from tests.tools.soak.open_chart import FACES, Hour, OpenChart

KEPT = 20
QUARTER = 110
"""Seconds of a part of this life: all that is kept of columns of five seconds and less has been replaced within it."""

GROWTH_MOST = 1.04
"""A market differs from minute to minute by some two hundredths; a ring without an end adds thirty a part."""


@pytest.fixture
def small_bounds() -> Iterator[None]:
    """So that it is full within minutes."""
    with (
        patch.object(heat, "COLUMNS_KEPT", KEPT),
        patch.object(heat, "COLUMN_SECONDS", COLUMN_SECONDS[:2]),
        patch.object(candles, "BARS_KEPT", KEPT),
        patch.object(candles, "BAR_SECONDS", BAR_SECONDS[:1]),
        patch.object(chart_builders, "BARS_KEPT", KEPT),
    ):
        yield


@pytest.mark.usefixtures("small_bounds")
def test_a_chart_that_stays_open_holds_no_more_late_than_in_the_middle() -> None:
    chart = OpenChart(1, frame_each=QUARTER)
    held = [part.held for part in chart.hours(4, QUARTER)]
    assert chart.is_sound
    assert max(held[2:]) <= GROWTH_MOST * held[1]


def test_a_day_that_grows_or_gets_slower_is_found() -> None:
    costs = dict.fromkeys((wish.face for wish in FACES), 10.0)
    flat = [Hour(costs, 1000)] * 16
    assert wrong(flat) == []
    assert wrong(flat[:7]) == []
    assert wrong([*flat[:15], Hour(costs, 1100)]) == ["it holds 1.100 times what it held a quarter before"]
    slow = [Hour({face: cost * 2 for face, cost in costs.items()}, 1000)] * 4
    assert len(wrong([*flat[:12], *slow])) == len(FACES)
