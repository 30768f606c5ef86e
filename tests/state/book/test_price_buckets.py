"""Grouping: exact, complete, and never a better price than the market's."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.price_buckets import StepFinder, group_levels
from tests.support.spellings import levels

STEPS = st.sampled_from(["0.01", "0.05", "0.25", "1", "7"]).map(Decimal)
LEVELS = st.dictionaries(st.integers(1, 5000), st.decimals(0, 10**17, places=18), max_size=40).map(
    lambda sizes: [Level(Price(f"{ticks / 100:.2f}"), Size(size)) for ticks, size in sorted(sizes.items())]
)


def test_bids_are_gathered_downwards_and_asks_upwards() -> None:
    bids = levels("100.4 1", "100.1 2", "100 4", "99.9 8")
    asks = levels("100.4 1", "101 2", "101.1 4")
    assert group_levels(bids, Decimal(1), Side.BID) == list(levels("100 7", "99 8"))
    assert group_levels(asks, Decimal(1), Side.ASK) == list(levels("101 3", "102 4"))


def test_a_bucket_is_whole_even_when_it_is_the_last_that_fits() -> None:
    bids = levels("100.4 1", "99.9 2", "99.1 4", "98 8")
    assert group_levels(bids, Decimal(1), Side.BID, 2) == list(levels("100 1", "99 6"))


def test_a_bucket_is_written_with_the_decimals_of_its_step() -> None:
    (bucket,) = group_levels(levels("0.04312300 1"), Decimal("0.00001"), Side.BID)
    assert str(bucket.price) == "0.04312"


def test_the_longest_price_the_wire_can_send_is_grouped_exactly() -> None:
    longest = "999999999999999999.999999999999999999"
    (bucket,) = group_levels(levels(f"{longest} 1"), Decimal("1E-18"), Side.BID)
    assert str(bucket.price) == longest


@pytest.mark.parametrize("step", ["0", "-1"])
def test_a_step_that_is_not_positive_is_refused(step: str) -> None:
    with pytest.raises(ValueError, match="positive"):
        group_levels((), Decimal(step), Side.BID)


@given(LEVELS, STEPS, st.sampled_from(Side))
def test_grouping_loses_nothing_and_moves_no_price_by_a_step(found: list[Level], step: Decimal, side: Side) -> None:
    best_first = found[::-1] if side is Side.BID else found
    grouped = group_levels(best_first, step, side)
    keys = [bucket.price.key for bucket in grouped]
    assert keys == sorted(set(keys), reverse=side is Side.BID)
    assert sum(Fraction(bucket.size) for bucket in grouped) == sum(Fraction(one.size) for one in found)
    for one in found:
        moved = [one.price - b.price if side is Side.BID else b.price - one.price for b in grouped]
        assert len([distance for distance in moved if 0 <= distance < step]) == 1


def test_the_finest_step_seen_is_a_power_of_ten_whatever_zeros_the_wire_adds() -> None:
    finder = StepFinder()
    assert finder.step is None
    finder.note(levels("0.04312000 1", "0.04316000 1"))
    assert finder.step == Decimal("0.00001")
    finder.note(levels("0.04312300 1"))
    assert finder.step == Decimal("0.000001")
    finder.note(levels("0.05000000 1"))
    assert finder.step == Decimal("0.000001")
