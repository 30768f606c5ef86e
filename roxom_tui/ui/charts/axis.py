"""Times below a chart: whole ones, as many as have room. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from roxom_tui.ui.charts.canvas import Canvas
from roxom_tui.ui.lines import Role

_STEPS: Final = (
    *(n * SECOND for n in (5, 10, 15, 30)),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 4, 6, 12, 24, 48, 96, 240)),
)
_BETWEEN: Final = 3
"""Columns at least between two times."""


def times(start: int, length: int, columns: int, ahead: int = 0) -> list[tuple[int, str]]:
    """Places and texts of whole times below columns of `length`, the first of which begins at `start` (wall ns).

    A column has a time if that begins in it; the text stands from there to the right, also below `ahead` columns more.
    """
    step = next((s for s in _STEPS if s >= length and s // length >= len(_text(0, s)) + 1 + _BETWEEN), _STEPS[-1])
    first = -(-start // step) * step
    found: list[tuple[int, str]] = []
    for moment in range(first, start + columns * length, step):
        place, text = (moment - start) // length, _text(moment, step)
        if place + len(text) + 1 <= columns + ahead:
            found.append((place, text))
    return found


def draw_times(canvas: Canvas, y: int, start: int, length: int, columns: int, left: int = 0, ahead: int = 0) -> None:
    """Write them in a row, each behind a stroke at its place."""
    for place, text in times(start, length, columns, ahead):
        canvas.letter(left + place, y, f"╵{text}", Role.FAINT)


def _text(moment: int, step: int) -> str:
    """With seconds, or the date, only where the step asks for it."""
    when = datetime.fromtimestamp(moment // SECOND, UTC)
    if step < MINUTE:
        return when.strftime("%H:%M:%S")
    return when.strftime("%d %b") if step >= 24 * HOUR else when.strftime("%H:%M")
