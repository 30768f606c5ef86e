"""Bars in cells: known courses, and no stroke beyond high and low."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.commands.stdio import plain
from roxom_tui.state.views.chart_views import ChartBar
from roxom_tui.ui.charts.candles import candle, ink_of, volume
from roxom_tui.ui.charts.canvas import Canvas
from roxom_tui.ui.charts.scale import PriceScale, fitted
from roxom_tui.ui.lines import Role
from tests.support.sample_charts import bar, gap, price, quiet

STEP = price(1).key


def scale(low: int, high: int) -> PriceScale:
    """A dot for each millionth."""
    return PriceScale(price(high + 1).key, STEP, high - low + 1)


def drawn(bars: list[ChartBar], low: int, high: int) -> list[str]:
    """The bars beside one another."""
    canvas = Canvas(len(bars), (high - low + 1) // 2)
    for x, one in enumerate(bars):
        canvas.put_column(x, candle(one, scale(low, high)))
    return canvas.texts()


def test_a_rise_and_a_fall_are_drawn_half_a_cell_fine() -> None:
    rise, fall = bar(0, (2, 7, 1, 5)), bar(0, (6, 6, 3, 3))
    assert drawn([rise, fall], 0, 7) == ["│╻", "┃┃", "┃╹", "╵ "]


def test_each_half_of_a_cell_has_its_stroke() -> None:
    assert drawn([bar(0, (4, 5, 2, 3))], 0, 5) == ["╽", "╿", " "]
    assert drawn([bar(0, (3, 3, 3, 3))], 0, 5) == [" ", "╹", " "]
    assert drawn([bar(0, (2, 5, 2, 2))], 0, 5) == ["│", "╽", " "]


def test_a_trend_climbs_column_by_column() -> None:
    bars = [bar(0, (n, n + 2, n, n + 2)) for n in range(0, 8, 2)]
    assert drawn(bars, 0, 9) == ["   ╻", "  ╻┃", " ╻┃ ", "╻┃  ", "┃   "]


def test_a_quiet_time_is_a_dash_a_gap_is_hatched_and_what_is_not_whole_is_hollow() -> None:
    bars = [quiet(0, 2), gap(0), bar(0, (0, 3, 0, 3), whole=False)]
    assert drawn(bars, 0, 3) == ["─╱║", " ╱║"]
    assert [ink_of(one) for one in bars[2:]] == [Role.BID_SOFT]


def test_rises_falls_and_neither_have_inks_of_their_own() -> None:
    kinds = [bar(0, (1, 3, 1, 2)), bar(0, (2, 3, 1, 1)), bar(0, (2, 3, 1, 2))]
    assert [ink_of(one) for one in kinds] == [Role.BID, Role.ASK, Role.TEXT]


def test_without_tints_a_fall_has_a_stroke_of_its_own_also_in_ascii() -> None:
    rise, fall, partial = bar(0, (0, 4, 0, 3)), bar(0, (3, 4, 0, 0)), bar(0, (3, 3, 0, 0), whole=False)
    on = PriceScale(price(6).key, STEP, 6)
    bodies = [[cell.char for cell in candle(one, on, tints=False)] for one in (rise, fall, partial)]
    assert bodies == [["╷", "┃", "┃"], ["╷", "┇", "┇"], [" ", "║", "║"]]
    assert plain("".join(char for column in bodies for char in column)) == "|##|%% HH"
    assert {cell.char for cell in candle(fall, on)} == {"╷", "┃"}


prices = st.tuples(*[st.integers(43_000, 43_200)] * 4)


@given(prices, st.integers(2, 40))
def test_no_stroke_lies_beyond_high_and_low(four: tuple[int, int, int, int], rows: int) -> None:
    first, last, *others = four
    low, high = min(four), max(four)
    made = bar(0, (first, high, low, last))
    on = fitted(price(low).key, price(high).key, STEP, 2 * rows)
    cells = candle(made, on)
    assert others
    for row, cell in enumerate(cells):
        upper, lower = cell.char not in " ╻╷", cell.char not in " ╹╵"
        for has, dot in ((upper, 2 * row), (lower, 2 * row + 1)):
            inside = on.dot(price(high).key) <= dot <= on.dot(price(low).key)
            assert has == inside, (row, cell)


@given(st.integers(1, 2000), st.integers(1, 4))
def test_volume_is_seen_and_never_higher_than_its_strip(lots: int, rows: int) -> None:
    cells = volume(bar(0, (1, 2, 1, 2), f"{lots / 100}"), Decimal(10), rows)
    assert len(cells) == rows
    assert cells[-1].char != " "
    if lots >= 1000:
        assert {cell.char for cell in cells} == {"█"}


def test_without_trades_there_is_no_volume_and_a_gap_is_hatched() -> None:
    assert {cell.char for cell in volume(quiet(0, 1), Decimal(1), 2)} == {" "}
    assert {cell.char for cell in volume(gap(0), Decimal(1), 2)} == {"╱"}
