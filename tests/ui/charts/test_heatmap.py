"""Columns of heat in cells."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Size
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import HeatColumn
from roxom_tui.ui.charts.canvas import UNKNOWN, Cell
from roxom_tui.ui.charts.heatmap import HeatStyle, heat_column, means, steps
from roxom_tui.ui.charts.ramp import HEATS, STEPS, HeatScale, scaled
from roxom_tui.ui.charts.scale import PriceScale
from roxom_tui.ui.lines import Role
from tests.support.sample_charts import column, price

UNIT = price(1).key
SCALE = PriceScale(price(43131).key, UNIT, 12)
"""From 43130 down to 43119, in millionths."""
SIZES = HeatScale(tuple(Decimal(2) ** n for n in range(STEPS)))


def look(*, tints: bool = True) -> HeatStyle:
    return HeatStyle(SCALE, SIZES, tints, Role.TEXT, Decimal(9))


def told(sizes: dict[int, int], *, whole: bool = True, **more: object) -> HeatColumn:
    made = replace(column(1, sizes), **{"trades": (), "bid": None, "ask": None, **more})  # type: ignore[arg-type]
    return HeatColumn(made, 0, PanelState.LIVE, whole)


def test_means_are_those_of_the_prices_of_a_dot_and_only_of_what_is_known() -> None:
    made = told({43130: 4, 43122: 8, 43121: 3, 43200: 99}, reach=(price(43122).key, price(43129).key + UNIT // 2))
    assert [Decimal(key).scaleb(-18) for key in means(made, SCALE)] == [8]
    wide = means(told({43131: 4, 43130: 6}), PriceScale(price(43132).key, 2 * UNIT, 6))
    assert [Decimal(key).scaleb(-18) for key in wide] == [10]
    assert means(replace(told({43130: 4}), column=column(1, {43130: 4}, known=0)), SCALE) == []


def test_two_prices_share_a_cell_in_colours_and_one_has_it_in_characters() -> None:
    made = told({43130: 1, 43128: 2, 43127: 4})
    assert heat_column(made, look())[:2] == [Cell("▀", HEATS[0]), Cell("▀", HEATS[1], HEATS[2])]
    plain = heat_column(made, look(tints=False))
    assert len(plain) == SCALE.dots
    assert "".join(cell.char for cell in plain).strip() != ""
    assert {cell.ink for cell in plain} == {Role.TEXT}


def test_what_is_not_whole_or_missing_is_hatched() -> None:
    assert set(heat_column(None, look())) == {UNKNOWN}
    assert set(heat_column(told({43130: 1}, whole=False), look())) == {UNKNOWN}


def test_best_prices_are_lines_on_the_heat_of_their_price() -> None:
    made = told({43126: 8}, bid=price(43123).key, ask=price(43126).key)
    cells = heat_column(made, look())
    assert cells[2] == Cell("▔", Role.ASK, HEATS[3])
    assert cells[3].char == "▁"
    assert cells[3].ink is Role.BID


def test_the_larger_a_trade_the_larger_its_dot() -> None:
    trades = tuple((price(43130 - 2 * n).key, Size(Decimal(size))) for n, size in enumerate(("0.1", "3", "9")))
    cells = heat_column(told({}, trades=trades), look())
    assert [cell.char for cell in cells[:3]] == ["·", "•", "●"]


def test_without_a_scale_of_sizes_there_is_no_heat() -> None:
    assert {cell.char for cell in heat_column(told({43130: 3}), replace(look(), heat=None))} == {" "}


@given(
    st.dictionaries(st.integers(43100, 43150), st.integers(0, 10**6), max_size=30),
    st.integers(1, 100),
    st.sampled_from((0, 2, 4)),
    st.lists(st.integers(1, 10**6), min_size=1, max_size=20),
)
def test_the_step_at_a_dot_is_that_of_its_mean(sums: dict[int, int], known: int, places: int, seen: list[int]) -> None:
    keys = sorted(sums)
    totals = [sums[key] for key in keys]
    made = replace(
        told({}),
        column=replace(
            column(1, {}),
            keys=[price(key).key for key in keys],
            sums=totals,
            places=places,
            known=known,
            reach=(price(43121).key, price(43128).key + UNIT - 1),
        ),
    )
    scale = scaled(one * 10 ** (18 - places) for one in seen)
    assert scale is not None
    lows = [SCALE.low_of(dot) for dot in range(SCALE.dots)]
    assert steps(made, SCALE, scale) == [scale.step(made.column.mean_within(low, low + UNIT)) for low in lows]
