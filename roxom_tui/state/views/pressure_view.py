"""The pressure line of the book as a frozen view: figures to the digit that is shown, so that it is new when one is."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.market import ImbalanceScope

EIGHTHS: Final = 8


class PressureView(Struct, frozen=True):
    """What presses on the price. None is not known: also of a book or of quotes that are not live.

    `offset` is the weighted mid's distance from the mid, in ticks, or in basis points where the tick is not known yet.
    `bids` and `asks` are the heights, in eighths of the tallest, of what rests near, farther and farthest within the
    scope. `flow` is the order flow imbalance of the last ten seconds; `watched_s` says how many seconds of them were
    watched, None when all were.
    """

    scope: ImbalanceScope = ImbalanceScope.TOP_10
    spread_ticks: Decimal | None = None
    spread_bp: Decimal | None = None
    offset: Decimal | None = None
    is_in_ticks: bool = False
    share: Decimal | None = None
    is_estimate: bool = False
    bids: tuple[int, ...] = ()
    asks: tuple[int, ...] = ()
    flow: Decimal | None = None
    watched_s: int | None = None
