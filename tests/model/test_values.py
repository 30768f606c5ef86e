"""Values are dataclasses in all but what they cost: equal by their fields, to be hashed, shown and replaced."""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import Generic, TypeVar

from roxom_tui.model.values import value

T = TypeVar("T")


@value
class Point:
    """Two numbers, and a remark that makes no difference."""

    x: int
    y: int = 0
    remark: str = field(default="", compare=False, repr=False)


@value
class Other:
    """The same fields, and another thing."""

    x: int
    y: int = 0


@value
class Nothing:
    """No field at all."""


@value
class Listed(Generic[T]):
    """A base."""

    rows: tuple[T, ...]


@value
class Counted(Listed[int]):
    """What is derived from it."""

    count: int = 0


def test_values_are_equal_by_their_fields_and_their_kind() -> None:
    assert Point(1, 2) == Point(1, 2, "a remark")
    assert Point(1, 2) != Point(2, 2)
    other: object = Other(1, 2)
    assert Point(1, 2) != other
    assert Nothing() == Nothing()
    assert Counted((1,), 2) == Counted((1,), 2) != Listed((1,))


def test_equal_values_are_one_key() -> None:
    assert len({Point(1), Point(1, 0, "a remark"), Point(2), Other(1), Nothing(), Nothing()}) == 4


def test_a_value_is_shown_with_its_fields() -> None:
    assert repr(Point(1, remark="unseen")) == "Point(x=1, y=0)"


def test_the_standard_library_knows_a_value() -> None:
    assert replace(Counted((1,)), count=3) == Counted((1,), 3)
    assert [one.name for one in fields(Counted)] == ["rows", "count"]


def test_a_value_has_no_room_for_anything_else() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert not hasattr(Counted((1,)), "__dict__")
