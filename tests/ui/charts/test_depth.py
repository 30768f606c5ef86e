"""The curve of the depth."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Price, Size
from roxom_tui.state.views.chart_views import DepthCurve, DepthPoint
from roxom_tui.ui.charts.canvas import Canvas
from roxom_tui.ui.charts.depth import (
    DepthScale,
    curve_column,
    draw_curve,
    draw_distances,
    reach_of,
    rounded_down,
    rounded_up,
    scale_of,
    totals,
    within,
)
from roxom_tui.ui.lines import Role


def curve(bids: int = 4, asks: int = 4) -> DepthCurve:
    """A level of one contract each half a price from 100."""
    return DepthCurve(
        Decimal(100),
        tuple(DepthPoint(Price(f"{100 - (n + 1) / 2}"), Size(Decimal(n + 1))) for n in range(bids)),
        tuple(DepthPoint(Price(f"{100 + (n + 1) / 2}"), Size(Decimal(n + 1))) for n in range(asks)),
    )


def test_all_that_rests_within_a_distance_is_summed_and_beyond_the_last_level_nothing_is_known() -> None:
    bids, mid = curve().bids, Decimal(100)
    found = [within(bids, mid, Decimal(points)) for points in (10, 50, 99, 100, 200, 201)]
    assert found == [0, 1, 1, 2, 4, None]
    assert within((), mid, Decimal(1)) is None


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 90)), max_size=30),
    st.integers(1, 900).map(Decimal),
    st.integers(1, 60),
)
def test_all_columns_at_once_have_what_rests_within_the_reach_of_each(
    steps: list[tuple[int, int]], reach: Decimal, columns: int
) -> None:
    side, away, total = list[DepthPoint](), 0, 0
    for step, size in steps:
        away, total = away + step, total + size
        side.append(DepthPoint(Price(Decimal(1000 + away) / 10), Size(Decimal(total))))
    mid, scale = Decimal(100), DepthScale(reach, Decimal(100))
    found = totals(side, mid, scale, columns)
    assert found == [within(side, mid, reach_of(column, columns, scale)) for column in range(columns)]


def test_the_scale_reaches_as_far_as_the_side_that_ends_first_and_is_one_for_both() -> None:
    assert scale_of(curve(bids=4, asks=8)) == DepthScale(Decimal(200), Decimal(4))
    assert scale_of(curve(bids=0)) is None
    assert scale_of(DepthCurve(None, (), ())) is None


@given(st.integers(1, 10**9).map(lambda n: Decimal(n) / 1000))
def test_round_numbers_are_near(value: Decimal) -> None:
    assert value * Decimal("0.74") <= rounded_down(value) <= value <= rounded_up(value) <= value * Decimal("1.35")


def test_a_column_is_drawn_in_eighths_and_anything_is_seen() -> None:
    column = [cell.char for cell in curve_column(Size(Decimal(3)), Decimal(4), 2, Role.TREND_UP)]
    assert column == ["▄", "█"]
    assert [cell.char for cell in curve_column(Size(Decimal("0.001")), Decimal(4), 2, Role.TREND_UP)] == [" ", "▁"]
    assert [cell.char for cell in curve_column(None, Decimal(4), 2, Role.TREND_UP)] == [" ", " "]


def test_bids_grow_to_the_left_of_the_middle_and_asks_to_the_right() -> None:
    canvas = Canvas(9, 2)
    draw_curve(canvas, curve(), DepthScale(Decimal(200), Decimal(4)), 2, 4)
    assert canvas.texts() == ["█▄     ▄█", "███▄ ▄███"]


def test_distances_below_never_overlap() -> None:
    for width in range(20, 120, 7):
        canvas = Canvas(width, 1)
        draw_distances(canvas, 0, (width - 1) // 2, DepthScale(Decimal("1.2"), Decimal(1)))
        (text,) = canvas.texts()
        assert "mid" in text
        assert all(word in ("mid", "bp", "1.2", "0.9", "0.6", "0.3") for word in text.replace("bp", " bp ").split()), (
            text
        )
