from __future__ import annotations

import sys
from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.state.reading.packed import Keys, packed


@given(st.lists(st.integers(0, 1 << 70)))
def test_packed_numbers_are_the_numbers(numbers: list[int]) -> None:
    assert list(packed(numbers)) == numbers


@given(st.lists(st.integers(0, 1 << 65), unique=True).map(sorted), st.integers(1, 10**12), st.data())
def test_keys_are_read_as_the_list_they_were_made_of(steps: list[int], tick: int, data: st.DataObject) -> None:
    keys = [step * tick for step in steps]
    made = Keys(keys)
    begin, end = (data.draw(st.integers(0, len(keys))) for _ in range(2))
    assert (list(made), len(made), made[begin:end]) == (keys, len(keys), keys[begin:end])
    assert [made[at] for at in range(len(keys))] == keys
    key = data.draw(st.integers(0, 1 << 75))
    assert bisect_left(made, key) == bisect_left(keys, key)


def test_prices_a_tick_apart_take_two_bytes_each() -> None:
    far = [4_312_500 * 10**10 + tick * 5 * 10**11 for tick in range(1000)]
    assert sys.getsizeof(Keys(far)._steps) < 2 * len(far) + 200
