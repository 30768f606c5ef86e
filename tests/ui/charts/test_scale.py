"""Scales: everything is in sight, a dot is a whole number of price steps, labels are round and apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import SCALE, Price
from roxom_tui.ui.charts.scale import (
    PriceScale,
    decimals_of,
    fine_step,
    fitted,
    kept,
    labelled,
    price_of,
    round_step,
    units,
)

TICK = 10**10
"""A hundred-millionth of a BTC."""

ticks = st.integers(1, 10**6)
steps = st.sampled_from([TICK, 5 * TICK, 100 * TICK, 25 * TICK])
heights = st.integers(2, 120)


@given(ticks, ticks, steps, heights)
def test_all_prices_are_in_sight_and_a_dot_is_some_price_steps(low: int, more: int, step: int, dots: int) -> None:
    scale = fitted(low * step, (low + more) * step, step, dots)
    assert scale.dots == dots
    assert scale.unit % step == 0
    for key in (low * step, (low + more) * step):
        assert scale.holds(key)
        assert 0 <= scale.dot(key) < dots
        assert scale.low_of(scale.dot(key)) <= key < scale.low_of(scale.dot(key)) + scale.unit
    assert scale.bottom % step == 0


@given(ticks, ticks, steps, st.integers(10, 120))
def test_labels_are_round_never_finer_than_the_price_step_and_apart(low: int, more: int, step: int, dots: int) -> None:
    scale = fitted(low * step, (low + more) * step, step, dots)
    labels = labelled(scale, step, 6)
    width = round_step(scale, step, 6)
    assert width % step == 0
    assert all(key % width == 0 and 0 <= dot < dots for key, dot in labels)
    assert all(other - one >= 6 for (_, one), (_, other) in pairwise(labels))


def test_steps_of_a_scale_grow_without_end_and_begin_with_the_price_step() -> None:
    found = [unit for unit, _ in zip(units(3), range(40), strict=False)]
    assert found[:8] == [3, 6, 9, 12, 15, 18, 24, 30]
    assert all(one < other for one, other in pairwise(found))


def test_a_market_of_one_price_stands_in_the_middle() -> None:
    scale = fitted(100 * TICK, 100 * TICK, TICK, 20)
    assert scale.unit == TICK
    assert 7 <= scale.dot(100 * TICK) <= 12


@given(ticks, st.integers(0, 200), st.sampled_from([TICK, 4 * TICK]), st.integers(10, 120))
def test_few_prices_fill_the_height_in_parts_of_the_price_step(low: int, more: int, step: int, dots: int) -> None:
    lowest, highest = low * step, (low + more) * step
    fine = fine_step(lowest, highest, step, dots)
    scale = fitted(lowest, highest, fine, dots)
    assert step % fine == 0
    assert scale.holds(lowest)
    assert scale.holds(highest)
    assert scale.unit == fine or fine == step
    assert fine == step // 4 or (more + 4) * (2 * step // fine) > dots, "the next finer one has no room"


def test_a_scale_stays_while_all_is_in_sight_and_enough_of_it_is_used() -> None:
    before = fitted(100 * TICK, 500 * TICK, TICK, 40)
    assert kept(before, 110 * TICK, 490 * TICK, TICK, 40) is before
    assert kept(before, 110 * TICK, 700 * TICK, TICK, 40) != before
    assert kept(before, 150 * TICK, 152 * TICK, TICK, 40) != before, "a third is not used"
    assert kept(before, 110 * TICK, 190 * TICK, TICK, 42).dots == 42
    assert kept(None, 100 * TICK, 500 * TICK, TICK, 40) == before


def test_a_price_that_grows_a_digit_is_one_scale() -> None:
    low, high = Price("0.99999990"), Price("1.00000010")
    scale = fitted(low.key, high.key, TICK, 30)
    assert scale.dot(high.key) < scale.dot(low.key)
    texts = [str(price_of(key, 8)) for key, _ in labelled(scale, TICK, 6)]
    assert "1.00000000" in texts


def test_keys_are_written_with_so_many_decimals() -> None:
    assert decimals_of(TICK) == 8
    assert decimals_of(5 * 10**SCALE) == 0
    assert price_of(Price("0.04312345").key, 6) == Decimal("0.043123")
    assert PriceScale(10, 2, 5).bottom == 0
