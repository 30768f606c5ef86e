"""One side of a book: whatever ends and begins again, it reads as if it had been sorted anew."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.market import Level
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.half_book import MOST_ENDED, AskHalf, HalfBook
from tests.support.spellings import levels

CHANGES = st.lists(st.tuples(st.integers(1, 12), st.integers(-1, 3)), max_size=6)
READS = st.sampled_from(("", "top", "walk", "keys", "length", "worst"))


def level(price: int, size: int) -> Level:
    return Level(Price(str(price)), Size(Decimal(size)))


def halves() -> tuple[HalfBook, HalfBook]:
    return HalfBook(1), AskHalf(-1)


@given(st.lists(st.tuples(CHANGES, READS), max_size=12))
def test_it_reads_as_a_side_that_is_sorted_at_each_reading(steps: list[tuple[list[tuple[int, int]], str]]) -> None:
    for half, best_first in zip(halves(), (lambda price: -price, lambda price: price), strict=True):
        held: dict[int, int] = {}
        for changes, read in steps:
            half.set_sizes([level(*change) for change in changes])
            held.update(changes)
            held = {price: size for price, size in held.items() if size > 0}
            expected = [level(price, held[price]) for price in sorted(held, key=best_first)]
            assert (half.placed[half.places[-1]] if half.places else None) == (expected[0] if expected else None)
            if read == "top":
                assert half.top(2) == expected[:2]
                assert half.top(1) == expected[:1]
            elif read == "walk":
                assert list(half.walk()) == expected
            elif read == "keys":
                assert [half.levels[key] for key in reversed(half.keys)] == expected
            elif read == "length":
                assert len(half) == len(expected)
            elif read == "worst":
                assert half.copy().top(None) == expected


@given(CHANGES)
def test_changes_of_size_add_up_also_where_a_level_ended(changes: list[tuple[int, int]]) -> None:
    for half in halves():
        held: dict[int, int] = {}
        for price, change in changes:
            half.add_sizes([level(price, change)], 1, 0)
            before = held.pop(price, 0)
            size = before + change if change else 0
            if size > 0:
                held[price] = size
        assert {one.price: one.size for one in half.walk()} == held


def test_a_level_that_stands_is_the_same_object_at_each_reading() -> None:
    half = HalfBook(1)
    half.replace(levels("100 1", "99 2"))
    before = half.top(2)
    half.set_sizes([(level(99, 7).price, level(99, 7).size)])
    after = half.top(2)
    assert after[0] is before[0]
    assert after[1] == level(99, 7)


def test_what_ended_is_cleared_though_nobody_reads() -> None:
    half = HalfBook(1)
    half.replace([level(5_000, 1)])
    for price in range(1, 2 * MOST_ENDED):
        half.set_sizes([level(price, 1)])
        half.set_sizes([level(price, 0)])
    assert len(half.places) <= MOST_ENDED + 1
    assert half.top(None) == [level(5_000, 1)]
