"""What the program asks of its values: equal by their fields, to be hashed, shown and replaced, and never changed."""

from __future__ import annotations

import pytest
from msgspec import Struct

from roxom_tui.model.values import replace


class Point(Struct, frozen=True):
    """Two numbers."""

    x: int
    y: int = 0


class Other(Struct, frozen=True):
    """The same fields, and another thing."""

    x: int
    y: int = 0


def test_values_are_equal_by_their_fields_and_their_kind() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 2)
    other: object = Other(1, 2)
    assert Point(1, 2) != other


def test_equal_values_are_one_key() -> None:
    assert len({Point(1), Point(1, 0), Point(2)}) == 2


def test_a_replaced_value_is_another_and_takes_no_unknown_field() -> None:
    one = Point(1)
    assert (replace(one, y=3), one) == (Point(1, 3), Point(1, 0))
    with pytest.raises(TypeError):
        replace(one, z=1)  # type: ignore[call-arg]


def test_nobody_changes_a_value_and_it_has_no_room_for_anything_else() -> None:
    one = Point(1)
    with pytest.raises(AttributeError):
        one.x = 2  # type: ignore[misc]
    assert not hasattr(one, "__dict__")
