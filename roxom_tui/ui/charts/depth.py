"""The curve of the depth: all that rests left and right of the middle, over the distance from it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from msgspec import Struct

from roxom_tui.state.decimal_math import ZERO
from roxom_tui.state.views.chart_views import DepthCurve, DepthPoint
from roxom_tui.ui.charts.canvas import BLANK, Canvas, Cell
from roxom_tui.ui.lines import Ink, Role

BASIS: Final = Decimal(10_000)
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_ROUND: Final = tuple(map(Decimal, ("1", "1.2", "1.6", "2", "2.4", "3.2", "4", "5", "6", "8", "10")))
"""Of which a quarter is a number of few digits."""


_BETWEEN_SIZES: Final = 3
"""Rows at least from one size at the side to the next."""


class DepthScale(Struct, frozen=True):
    """The distance at either end, in basis points, and the size that fills the height; one for both sides."""

    reach: Decimal
    most: Decimal


def rounded_up(value: Decimal) -> Decimal:
    """To one of a few round numbers, so that a scale stands still."""
    if value <= 0:
        return Decimal(1)
    unit = Decimal(1).scaleb(value.adjusted())
    return next(unit * step for step in _ROUND if unit * step >= value)


def rounded_down(value: Decimal) -> Decimal:
    """The same, but no more than the value."""
    unit = Decimal(1).scaleb(value.adjusted())
    return next(unit * step for step in reversed(_ROUND) if unit * step <= value)


def distance(price: Decimal, mid: Decimal) -> Decimal:
    """Basis points from the middle."""
    return abs(price - mid) / mid * BASIS


def scale_of(curve: DepthCurve) -> DepthScale | None:
    """As far as the side that ends first goes; None where a side is empty, or both end in the middle."""
    if not curve.mid or not curve.bids or not curve.asks:
        return None
    far = min(distance(side[-1].price, curve.mid) for side in (curve.bids, curve.asks))
    if far <= 0:
        return None
    reach = rounded_down(far)
    totals = [within(side, curve.mid, reach) or ZERO for side in (curve.bids, curve.asks)]
    return DepthScale(reach, rounded_up(max(totals)))


def within(side: Sequence[DepthPoint], mid: Decimal, basis_points: Decimal) -> Decimal | None:
    """All of a side that rests within a distance of the middle; None beyond the last level that is known."""
    limit = mid * basis_points / BASIS
    if not side or abs(side[-1].price - mid) < limit:
        return None
    low, high = 0, len(side)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if abs(side[middle].price - mid) <= limit else (low, middle)
    return side[low - 1].total if low else ZERO


def reach_of(column: int, columns: int, scale: DepthScale) -> Decimal:
    """The distance at the outer edge of a column, counted from the middle."""
    return scale.reach * (column + 1) / columns


def totals(side: Sequence[DepthPoint], mid: Decimal, scale: DepthScale, columns: int) -> list[Decimal | None]:
    """`within` of each column from the middle outwards, in one walk along the levels."""
    far = abs(side[-1].price - mid) if side else ZERO
    at, total = 0, ZERO
    found: list[Decimal | None] = []
    for column in range(columns):
        limit = mid * reach_of(column, columns, scale) / BASIS
        while at < len(side) and abs(side[at].price - mid) <= limit:
            at, total = at + 1, side[at].total
        found.append(total if side and far >= limit else None)
    return found


def curve_column(total: Decimal | None, most: Decimal, rows: int, ink: Ink) -> Sequence[Cell]:
    """So much of the height, in eighths, from the top down; nothing where it is not known."""
    if not total or most <= 0:
        return _filled(0, rows, ink)
    return _filled(max(1, min(rows * 8, int(total * rows * 8 / most))), rows, ink)


@lru_cache(maxsize=2048)
def _filled(eighths: int, rows: int, ink: Ink) -> Sequence[Cell]:
    """A curve has two hundred columns of some four hundred heights, and moves with every message."""
    parts = (max(0, min(8, eighths - row * 8)) for row in reversed(range(rows)))
    return tuple(Cell(_EIGHTHS[part], ink) if part else BLANK for part in parts)


def draw_curve(canvas: Canvas, curve: DepthCurve, scale: DepthScale, rows: int, columns: int) -> None:
    """Bids to the left of a blank column in the middle, asks to the right of it, `columns` each."""
    if curve.mid is None:
        return
    for side, ink in ((curve.bids, Role.TREND_UP), (curve.asks, Role.TREND_DOWN)):
        found = [curve_column(total, scale.most, rows, ink) for total in totals(side, curve.mid, scale, columns)]
        canvas.put_columns(0 if side is curve.bids else columns + 1, found[::-1] if side is curve.bids else found)


def draw_distances(canvas: Canvas, y: int, columns: int, scale: DepthScale) -> None:
    """Quarters of the reach below the curve: the middle first, then the ends, then those between that have room."""
    taken: list[tuple[int, int]] = []
    for quarter in (0, -4, 4, -2, 2, -1, 1, -3, 3):
        basis_points = scale.reach * abs(quarter) / 4
        text = f"{basis_points.normalize():f} bp" if quarter else "mid"
        place = max(0, min(columns + quarter * columns // 4 - len(text) // 2, canvas.width - len(text)))
        if all(place > end or place + len(text) < start for start, end in taken):
            canvas.letter(place, y, text, Role.FAINT)
            taken.append((place, place + len(text)))


def draw_sizes(canvas: Canvas, rows: int, x: int, scale: DepthScale) -> None:
    """The size at the top from `x` on, and quarters of it where nothing is drawn yet: the valley has room for them."""
    quarters = (4, 3, 2, 1) if rows >= 4 * _BETWEEN_SIZES else (4, 2) if rows >= 2 * _BETWEEN_SIZES else (4,)
    for quarter in quarters:
        row, text = rows * (4 - quarter) // 4, f"{(scale.most * quarter / 4).normalize():,f}"
        if all(canvas.at(at, row).char == " " for at in range(x, min(canvas.width, x + len(text) + 1))):
            canvas.letter(x, row, text, Role.FAINT)
