"""A value and when it changed, for so long as pictures may show it."""

from __future__ import annotations

from collections import deque
from typing import Final, Generic, TypeVar

from roxom_tui.model.durations import SECOND

REMEMBERED: Final = 20 * SECOND

V = TypeVar("V")


class Timeline(Generic[V]):
    """A value and when it changed. Times in exchange ns."""

    __slots__ = ("_points", "_remembered")

    def __init__(self, at: int, value: V, remembered: int = REMEMBERED) -> None:
        self._points: deque[tuple[int, V]] = deque(((at, value),))
        self._remembered = remembered

    def note(self, at: int, value: V) -> None:
        """The value from now on."""
        points = self._points
        if points[-1][1] == value:
            return
        points.append((at, value))
        while len(points) > 1 and points[1][0] < at - self._remembered:
            points.popleft()

    @property
    def newest(self) -> V:
        return self._points[-1][1]

    def since(self, moment: int) -> list[V]:
        """Every value that was true at that moment or after it, the newest first."""
        values = []
        for at, value in reversed(self._points):
            values.append(value)
            if at <= moment:
                break
        return values

    def before(self, moment: int) -> V:
        """The value that was true up to a moment; of longer ago than is remembered, the oldest known."""
        return next((value for at, value in reversed(self._points) if at < moment), self._points[0][1])

    def between(self, begin: int, end: int) -> list[V]:
        """Every value that was true at some moment of that time, the newest first."""
        values = []
        for at, value in reversed(self._points):
            if at <= end:
                values.append(value)
            if at <= begin:
                break
        return values

    def course(self, moment: int) -> list[tuple[int, V]]:
        """When each of the values since a moment began, the oldest first."""
        course = []
        for point in reversed(self._points):
            course.append(point)
            if point[0] <= moment:
                break
        return course[::-1]
