"""Which way something goes and how much of it, where no page says whether a size has a sign (protocol 4.5, 4.7).

Sizes are documented as positive, beside a word for the side. One that is negative where something is sold means the
same, and with nothing but the sign the sign is the side. Word and sign that contradict each other tell no side at all.
"""

from __future__ import annotations

from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Size


def magnitude(size: Size | None) -> Size | None:
    """A size without its sign."""
    return None if size is None else Size(abs(size))


def position_side(said: PositionSide | None, size: Size | None) -> PositionSide | None:
    """The side said, or that of a negative size; None where they contradict each other."""
    if size is None or size >= 0:
        return said
    return PositionSide.SHORT if said is not PositionSide.LONG else None


def quantities(side: OrderSide | None, *sizes: Size | None) -> tuple[OrderSide | None, tuple[Size | None, ...]]:
    """An order's side, and its quantities without sign.

    None of them is positive where a sale is written negative. One that is negative beside a positive one, or of a
    purchase, is no quantity.
    """
    told = [size for size in sizes if size]
    if not any(size < 0 for size in told):
        return side, sizes
    if side is OrderSide.BUY or any(size > 0 for size in told):
        return side, tuple([None if size is not None and size < 0 else size for size in sizes])
    return OrderSide.SELL, tuple([None if size is None else Size(abs(size)) for size in sizes])
