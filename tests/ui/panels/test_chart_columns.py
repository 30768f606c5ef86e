"""The columns of the heatmap in time, and the blocks in which they move."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.state.views.chart_views import HeatView
from roxom_tui.ui.panels.chart_columns import BLOCKS, Timeline, block_of, timeline
from tests.support.sample_charts import heat_view
from tests.support.sample_screens import GOLD, LIVE, WALL


@pytest.fixture
def heat() -> HeatView:
    found = heat_view(GOLD, LIVE, WALL).heat
    assert found is not None
    return found


def test_columns_stand_one_after_another_and_what_is_missing_is_none(heat: HeatView) -> None:
    time = timeline(heat, WALL)
    assert len(time.columns) == 30
    assert [n for n, column in enumerate(time.columns) if column is None] == [4]
    assert {other - one for one, other in pairwise(time.starts)} == {5 * SECOND}
    told = [(start, column.start) for start, column in zip(time.starts, time.columns, strict=True) if column]
    assert all(start == its for start, its in told)


def test_of_a_time_since_the_newest_nothing_is_known(heat: HeatView) -> None:
    late = timeline(heat, WALL + 60 * SECOND)
    assert len(late.columns) > 38
    assert set(late.columns[30:]) == {None}
    assert len(timeline(heat, WALL + 3600 * SECOND).columns) == 600
    assert timeline(HeatView(5, ()), WALL) == Timeline(0, (), 0, 5 * SECOND)


@given(st.integers(0, 10**9), st.integers(1, 300), st.integers(1, 250))
def test_a_place_belongs_to_one_time_until_the_block_is_full(first: int, count: int, width: int) -> None:
    before, after = (Timeline(first, (None,) * n, 0, SECOND) for n in (count, count + 1))
    block = block_of(width)
    assert 0 <= before.ahead(width) < block
    assert after.ahead(width) == (before.ahead(width) - 1) % block
    assert block * BLOCKS <= width or block == 1
