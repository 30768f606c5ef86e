"""The tick of a book: the smallest distance that stood in it, once enough levels were seen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import Level
from roxom_tui.model.money import Price, Size
from roxom_tui.state.reading.tick_size import ENOUGH_LEVELS, TickSize, in_ticks

PRICES = st.lists(st.integers(1, 3000), min_size=1, max_size=40, unique=True).map(sorted)
BOOKS = st.lists(PRICES, min_size=1, max_size=6)


def _levels(prices: Sequence[int]) -> list[Level]:
    return [Level(Price(f"{price / 1000:.3f}"), Size(Decimal(1))) for price in prices]


def _tick_after(*books: Sequence[int]) -> Decimal | None:
    size = TickSize()
    for book in books:
        size.note(_levels(book))
    return size.tick


@given(BOOKS, st.booleans())
def test_it_is_the_smallest_distance_between_neighbours_ever_seen(books: list[list[int]], is_downwards: bool) -> None:
    found = _tick_after(*(book[::-1] if is_downwards else book for book in books))
    distances = [b - a for book in books for i, a in enumerate(book) for b in book[i + 1 :]]
    is_enough = len({price for book in books for price in book}) >= ENOUGH_LEVELS
    expected = Decimal(min(distances)) / 1000 if distances and is_enough else None
    assert found == expected


def test_before_twenty_distinct_levels_there_is_none() -> None:
    assert _tick_after(range(1, 20)) is None
    assert _tick_after(range(1, 20), range(1, 20)) is None
    assert _tick_after(range(1, 20), [20]) == Decimal("0.001")


def test_one_price_twice_is_no_distance() -> None:
    assert _tick_after(range(2, 42, 2), [7, 7]) == Decimal("0.002")


def test_it_is_written_without_idle_zeros() -> None:
    assert str(_tick_after(range(1, 31))) == "0.001"


def test_a_distance_is_counted_in_ticks_where_both_are_known() -> None:
    assert in_ticks(Decimal("0.0025"), Decimal("0.001")) == Decimal("2.5")
    assert in_ticks(None, Decimal("0.001")) is None
    assert in_ticks(Decimal("0.0025"), None) is None
