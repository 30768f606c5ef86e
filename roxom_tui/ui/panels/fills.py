"""Own fills of the session as a list: the other face of the orders. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.model.events import FINAL_STATUSES, OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.state.views.account_views import FillRow, Learnt
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.listing import RowInk
from roxom_tui.ui.widgets.table import Cell, Column

FILL_COLUMNS: Final = (
    Column("time UTC", 9, drop=4),
    Column("symbol", 9, drop=3, least=6),
    Column("side", 4, drop=2),
    Column("size", 7, drop=1, is_number=True),
    Column("price", 10, is_number=True),
    Column("remains", 9, drop=11, is_number=True),
    Column("note", 0, drop=12),
)

NOT_TIMED: Final = {Learnt.LIST: "from list", Learnt.AFTER_OUTAGE: "in outage"}
"""In place of a time that nobody told."""

NOTES: Final = {
    Learnt.REPORT: "",
    Learnt.LIST: "size known from the list, time not",
    Learnt.AFTER_OUTAGE: "size known after the outage, time not",
}
SIZE_UNKNOWN: Final = "the order was not known before, only that it is filled"
CANCELLED: Final = "cancelled"
"""In place of a remainder that cannot be executed any more."""


def fill_cells(row: FillRow, ink: RowInk) -> list[Cell]:
    """The cells of a fill."""
    figure = ink.figure
    time = NOT_TIMED.get(row.learnt) or fmt.clock(row.at)
    return [
        figure(time, Role.FAINT),
        figure(row.symbol),
        figure(row.side.value if row.side else fmt.UNKNOWN, Role.BID if row.side is OrderSide.BUY else Role.ASK),
        figure(fmt.size(row.size), private=True),
        figure(ink.price("price", row.price), private=True),
        figure(_remains(row), Role.SOFT, private=True),
        figure(NOTES[row.learnt] if row.size is not None else SIZE_UNKNOWN, Role.FAINT),
    ]


def _remains(row: FillRow) -> str:
    is_over = row.status in FINAL_STATUSES and row.status is not OrderStatus.FILLED
    return CANCELLED if is_over else fmt.size(row.remaining)
