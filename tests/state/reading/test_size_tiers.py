"""Tiers of size: what few prints reach, none before there are enough, and never a size that most prints have."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Size
from roxom_tui.state.reading.size_tiers import SHARES, SizeTiers
from tests.support.prints import sizes
from tests.support.spellings import size


def found(prints: list[Size]) -> SizeTiers:
    tiers = SizeTiers()
    tiers.find(Counter(tiers.begin_of(one) for one in prints).items())
    return tiers


def test_of_a_hundred_different_sizes_one_in_4_in_20_and_in_100_reach_the_tiers() -> None:
    tiers = found([Size(Decimal(n)) for n in range(1, 100)] + [size("500")])
    assert tiers.tiers == (size("76"), size("96"), size("500"))
    assert [tiers.rank(size(text)) for text in ("75.99", "76", "96", "499.99", "500", "501")] == [0, 1, 2, 2, 3, 3]


def test_where_all_prints_are_of_one_size_none_is_large() -> None:
    assert found([size("2")] * 1000).tiers == ()


def test_a_size_that_too_many_reach_is_no_tier() -> None:
    assert found([size("1")] * 90 + [size("50")] * 10).tiers == (size("50"),)


@given(st.lists(sizes, min_size=1, max_size=400))
def test_a_tier_is_the_least_begin_of_a_class_that_few_enough_prints_reach(prints: list[Size]) -> None:
    tiers = found(prints)
    begins = sorted({tiers.begin_of(one) for one in prints})
    expected = set()
    for share in SHARES:
        few = [begin for begin in begins if sum(one >= begin for one in prints) * share <= len(prints)]
        expected |= set(few[:1])
    assert set(tiers.tiers) == expected
    assert list(tiers.tiers) == sorted(tiers.tiers)


@given(st.decimals(min_value="1e-18", max_value="1e18", places=18), st.decimals(min_value="1e-18", max_value="1e18"))
def test_a_size_reaches_the_begin_of_a_class_only_where_its_own_class_does(one: Decimal, other: Decimal) -> None:
    tiers = SizeTiers()
    begin = tiers.begin_of(Size(other))
    assert (one >= begin) == (tiers.begin_of(Size(one)) >= begin)
    assert begin <= other < begin * 2


@pytest.mark.parametrize(("text", "rank"), [("0.5", 0), ("2", 1), ("9.99", 1), ("10", 2), ("1000", 3)])
def test_sizes_of_the_config_are_the_tiers_from_the_first_print_on(text: str, rank: int) -> None:
    tiers = SizeTiers((size("2"), size("10"), size("50")))
    tiers.find([(Decimal(1), 1000)])
    assert tiers.tiers == (size("2"), size("10"), size("50"))
    assert tiers.rank(size(text)) == rank == tiers.rank(tiers.begin_of(size(text)))
