"""Rows given out: floors, then needs, then the rest by parts; nobody loses by there being more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.ui.share_out import Want, shared_out


def want(floor: int, more: int, beyond: int | None, share: int) -> Want:
    need = floor + more
    return Want(floor, need, None if beyond is None else need + beyond, share)


wants = st.lists(
    st.builds(want, st.integers(0, 12), st.integers(0, 12), st.none() | st.integers(0, 12), st.integers(0, 5)),
    min_size=1,
    max_size=5,
)
totals = st.integers(0, 120)


@given(totals, wants)
def test_all_is_given_and_nothing_is_negative(total: int, asked: list[Want]) -> None:
    sizes = shared_out(total, asked)
    assert (sum(sizes), min(sizes) >= 0) == (total, True)


@given(totals, wants)
def test_floors_come_before_needs_and_needs_before_the_rest(total: int, asked: list[Want]) -> None:
    sizes = shared_out(total, asked)
    if total >= sum(one.floor for one in asked):
        assert all(size >= one.floor for size, one in zip(sizes, asked, strict=True))
    if total >= sum(one.need for one in asked):
        assert all(size >= one.need for size, one in zip(sizes, asked, strict=True))
    else:
        assert all(size <= max(one.floor, one.need) for size, one in zip(sizes, asked, strict=True))


@given(totals, wants)
def test_one_more_takes_from_nobody(total: int, asked: list[Want]) -> None:
    less, more = shared_out(total, asked), shared_out(total + 1, asked)
    gained = [b - a for a, b in zip(less, more, strict=True)]
    assert sorted(gained) == [0] * (len(asked) - 1) + [1]


@given(totals, wants)
def test_nobody_has_more_than_can_be_used_while_another_can_use_it(total: int, asked: list[Want]) -> None:
    sizes = shared_out(total, asked)
    beyond = [one.most is not None and size > one.most for size, one in zip(sizes, asked, strict=True)]
    if any(beyond):
        usable = [one.most is None or size < one.most for size, one in zip(sizes, asked, strict=True)]
        assert not any(usable)


def test_what_is_left_goes_by_parts_to_those_that_can_use_any_number() -> None:
    assert shared_out(100, [Want(10, 20, None, 3), Want(5, 5, 9), Want(5, 15, None, 1)]) == [65, 5, 30]
    assert shared_out(40, [Want(3, 6, 38), Want(7, 7, 7)]) == [33, 7]
    assert shared_out(60, [Want(3, 6, 38), Want(7, 7, 7)]) == [53, 7], "what nobody can use stands somewhere"
    assert shared_out(9, [Want(6), Want(6), Want(6)]) == [6, 3, 0]
