"""The board made by hand with all levels of its book beside the rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from roxom_tui.model.market import Level, Side
from roxom_tui.model.values import replace
from roxom_tui.state.views.market_views import BookView, WholeBook
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.sample_screens import board, book_view

EVERYTHING = (0, 10**18)


def whole_book(levels: int = 40, **more: Any) -> BookView:
    """The book of gold with all of its levels, and our sizes at them."""
    view = book_view(levels)
    bids, asks = (tuple(Level(row.price, row.size) for row in rows) for rows in (view.bids, view.asks))
    ours = {
        side: {row.price.key: row.mine for row in rows if row.mine}
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks))
    }
    whole = WholeBook(bids, asks, ours, EVERYTHING)
    return replace(view, levels_asked=levels + 1, tick=Decimal("0.000001"), whole=whole, **more)


def whole_board(levels: int = 40, **more: Any) -> ScreenSnapshot:
    """Everything live."""
    return replace(board(), book=whole_book(levels, **more))
