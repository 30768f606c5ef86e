"""Open orders, how much of each is filled, and how far the market is from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.state.views.account_views import FillRow, FillsView, OrderRow, OrdersView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.actions import Context
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.fills import FILL_COLUMNS, NOTES, fill_cells
from roxom_tui.ui.panels.listing import ListPanel, RowInk
from roxom_tui.ui.widgets.table import Cell, Column

if TYPE_CHECKING:
    from roxom_tui.ui.copying import Copying, Table

_COLUMNS = (
    Column("symbol", 9, drop=4, least=6),
    Column("side", 4, drop=3),
    Column("size", 7, drop=2, is_number=True),
    Column("filled", 7, drop=13, is_number=True),
    Column("type", 6, drop=1, least=6),
    Column("price", 10, is_number=True),
    Column("trigger", 10, drop=11, is_number=True),
    Column("away %", 7, drop=12, is_number=True),
    Column("status", 16, drop=14),
    Column("since UTC", 9, drop=15),
)

WORDS = {
    OrderStatus.PENDING_SUBMIT: "submitting",
    OrderStatus.WAITING_TRIGGER: "waiting trigger",
    OrderStatus.SUBMITTED: "working",
    OrderStatus.PARTIALLY_FILLED: "partly filled",
    OrderStatus.PENDING_CANCEL: "cancelling",
    OrderStatus.PARTIALLY_FILLED_CANCELLED: "partly filled, cancelled",
}


STOP, LIMIT = "stop", "limit"
TYPES = {"stoplimit": "stop-limit"}
"""The words for types that the exchange writes otherwise (protocol 5.4)."""

AT_MARKET = "market"
"""In place of the price of a stop that has none: it takes what the market gives once it is triggered."""

SAME = "= price"
THROUGH = "through"
FILLS = "Fills"
NO_FILL = "no fill in this session"


class OrdersPanel(ListPanel[OrdersView | FillsView]):
    """Orders that can still fill; a status we do not know is shown as the exchange wrote it.

    Turned, the panel shows its other face: the fills of the session.
    """

    panel_id = "orders"
    title = "Orders"
    about = "Open orders by symbol, the nearest to the market first."
    terms = (
        ("filled", "Executed so far, of the size."),
        ("price", "The limit; `market` of a stop without one."),
        ("trigger", "At this price a stop becomes an order (`stop @` without room); `not told`: unreadable."),
        ("away %", "From the best ask or bid to the price, from the last price to a trigger; `through`: it is past."),
        ("since UTC", "When the order last changed, by the exchange's clock."),
        ("fills:", "The other face: own executions of this session, newest first; the newest 500 are kept."),
        ("- remains", "What the order had left then. A price is `--` where one report covered several fills."),
        ("- from list", "Learnt from a list: its size is known, its time is not. `in outage`: while disconnected."),
        ("unit?", "May be BTC or sats: the exchange does not say which."),
    )
    channels = (Channel.ORDERS,)
    columns = _COLUMNS
    folds = "trigger"
    nothing = "no open order"

    context = Context.ORDERS
    shows_fills = False
    """Which face it shows."""

    def pick(self, picture: ScreenSnapshot) -> OrdersView | FillsView:
        """The view of its face; what is drawn follows from that alone."""
        fills = picture.orders.fills
        return fills if self.shows_fills and fills is not None else picture.orders

    def turn(self) -> None:
        """Show the other face, from its first row on."""
        self.shows_fills = not self.shows_fills
        self.begin_anew()

    def heading(self, view: OrdersView | FillsView) -> str:
        """The face in view first, then what the other one holds."""
        if self.filter:
            return self.filtered_heading(view)
        if isinstance(view, FillsView):
            return f"{FILLS} {len(view.rows)} · orders {view.orders}"
        fills = len(view.fills.rows) if view.fills is not None else 0
        name = super().heading(view)
        return f"{name} · fills {fills}" if fills else name

    def filtered_heading(self, view: OrdersView | FillsView) -> str:
        told = super().filtered_heading(view)
        return told.replace(self.title, FILLS, 1) if isinstance(view, FillsView) else told

    def key_of(self, row: OrderRow | FillRow) -> object:
        return row.number if isinstance(row, FillRow) else row.order_id

    def details_of(self, row: OrderRow | FillRow) -> DetailRequest:
        return DetailRequest(Detailed.ORDER, row.order_id)

    def table(self, view: OrdersView | FillsView, copying: Copying) -> Table:
        from roxom_tui.ui.panels.tables import fills_table, orders_table

        if isinstance(view, FillsView):
            return fills_table(view, self.kept_rows(view), copying)
        return orders_table(view, self.kept_rows(view), copying)

    def words_of(self, row: OrderRow | FillRow) -> str:
        if isinstance(row, FillRow):
            return f"{row.symbol} {row.side or ''} {NOTES[row.learnt]}"
        return f"{row.symbol} {row.side or ''} {row.order_type or ''} {_status(row)}"

    def columns_of(self, view: OrdersView | FillsView) -> tuple[Column, ...]:
        return FILL_COLUMNS if isinstance(view, FillsView) else self.columns

    def oddity(self, view: OrdersView | FillsView, rendering: RenderContext) -> str:
        """A stop of which nobody knows when it becomes an order: the one thing that must not be missing unsaid."""
        if isinstance(view, FillsView):
            return ""
        lacking = [row for row in view.rows if _lacks_trigger(row)]
        if not lacking:
            return ""
        return f"{lacking[0].symbol} trigger not told" if len(lacking) == 1 else f"{len(lacking)} triggers not told"

    def empty_words(self, view: OrdersView | FillsView) -> str:
        return NO_FILL if isinstance(view, FillsView) else super().empty_words(view)

    def cells(self, row: OrderRow | FillRow, ink: RowInk) -> list[Cell]:
        return fill_cells(row, ink) if isinstance(row, FillRow) else _order_cells(row, ink)


def _order_cells(row: OrderRow, ink: RowInk) -> list[Cell]:
    """A row; a stop at the market has a trigger and no price, so folded its type says what the number is."""
    figure, told = ink.figure, _Prices.of(row, ink)
    buy = row.side is OrderSide.BUY
    return [
        figure(row.symbol),
        figure(row.side.value if row.side else fmt.UNKNOWN, Role.BID if buy else Role.ASK),
        figure(fmt.size(row.size), private=True),
        figure(fmt.size(row.executed), Role.OWN if row.executed else Role.SOFT, private=True),
        figure(told.type, Role.SOFT),
        figure(told.price, told.price_role, private=told.is_private),
        figure(told.trigger, Role.SOFT, private=True),
        figure(_away(row), Role.SOFT, private=True, derived=True),
        figure(_status(row), Role.SOFT),
        figure(fmt.clock(row.at), Role.FAINT),
    ]


def _lacks_trigger(row: OrderRow) -> bool:
    has_trigger = row.trigger is not None or "trigger" in row.unit_unknown
    return not has_trigger and STOP in (row.order_type or "").lower()


def _status(row: OrderRow) -> str:
    return status_words(row.status)


def status_words(status: OrderStatus | str) -> str:
    """The word for a state of an order; one that we do not know is as the exchange wrote it."""
    return WORDS.get(status, status) if isinstance(status, OrderStatus) else status


class _Prices(Struct, frozen=True):
    """The type of an order in words, and what stands under price and trigger: never one number under both."""

    type: str
    price: str
    trigger: str
    price_role: Role = Role.TEXT
    is_private: bool = True

    @classmethod
    def of(cls, row: OrderRow, ink: RowInk) -> _Prices:
        """The words for a row."""
        kind = (row.order_type or "").lower()
        name = TYPES.get(kind, row.order_type or fmt.UNKNOWN)
        has_trigger = row.trigger is not None or "trigger" in row.unit_unknown
        if not has_trigger and STOP not in kind:
            return cls(name, ink.price("price", row.price), "")
        has_limit = row.price is not None or "price" in row.unit_unknown
        trigger = ink.price("trigger", row.trigger)
        is_same = row.price is not None and row.price == row.trigger
        if LIMIT in kind or (has_limit and not is_same):
            return cls(name, ink.price("price", row.price), SAME if is_same else trigger)
        if ink.folded:
            return cls(f"{name} @" if row.order_type else "stop @", trigger, "")
        return cls(name, AT_MARKET, trigger, Role.FAINT, is_private=False)


def _away(row: OrderRow) -> str:
    """The distance without a sign; an order that the market has reached and passed is not far away but through."""
    if row.distance is not None and row.distance < 0:
        return THROUGH
    return fmt.percent(row.distance, signed=False)
