"""Whole numbers in few bytes, for what is kept by the hundred thousand. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from math import gcd
from typing import Final, overload

_KINDS: Final = (("H", 16), ("I", 32), ("Q", 64))
"""Kinds of an array, and the bits of a number in each."""


def packed(numbers: Iterable[int]) -> Sequence[int]:
    """In as few bytes as hold the largest; all are zero or more."""
    listed = tuple(numbers)
    kind = next((kind for kind, bits in _KINDS if not max(listed, default=0) >> bits), None)
    return listed if kind is None else array(kind, listed)


class Keys(Sequence[int]):
    """Ascending keys as steps from the first: of prices a tick apart each takes two bytes, not eight."""

    __slots__ = ("_first", "_step", "_steps")

    def __init__(self, keys: Sequence[int]) -> None:
        self._first = keys[0] if keys else 0
        away = [key - self._first for key in keys]
        self._step = gcd(*away) or 1
        self._steps = packed(distance // self._step for distance in away)

    def __len__(self) -> int:
        return len(self._steps)

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> list[int]: ...

    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            first, step = self._first, self._step
            return [first + step * steps for steps in self._steps[at]]
        return self._first + self._step * self._steps[at]

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keys) and self[:] == other[:]

    __hash__ = None  # type: ignore[assignment]
