"""Rows that were drawn before: a row is a function of one small value, and the same value is not drawn again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

V = TypeVar("V")
D = TypeVar("D")


class DrawnRows:
    """What a panel drew, row by row, under names of the panel's own; only what the newest drawing used is kept.

    Two numbers that are equal can be written in two ways: a value holds texts, or what is the very same object.
    """

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[Any, Any]] = {}
        self._now: dict[Hashable, tuple[Any, Any]] = {}

    def row(self, name: Hashable, value: V, draw: Callable[[V], D]) -> D:
        """What `draw` makes of the value, or made of an equal one under this name."""
        kept = self._now.get(name) or self._before.get(name)
        if kept is None or kept[0] != value:
            kept = value, draw(value)
        self._now[name] = kept
        drawn: D = kept[1]
        return drawn

    def grown(self, name: Hashable, value: V, draw: Callable[[V, tuple[V, D] | None], D]) -> D:
        """The same, where `draw` is also told the value before and what it made of that: most of it may do again."""
        return self.row(name, value, lambda new: draw(new, self._now.get(name) or self._before.get(name)))

    def turn(self) -> None:
        """A drawing is done: what it did not use is forgotten."""
        self._before, self._now = self._now, {}
