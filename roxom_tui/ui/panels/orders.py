"""Open orders, how much of each is filled, and how far the market is from it."""

from __future__ import annotations

from roxom_tui.model.channels import Channel
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.state.views.account_views import OrderRow, OrdersView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.listing import ListPanel, RowInk
from roxom_tui.ui.widgets.table import Cell, Column

_COLUMNS = (
    Column("symbol", 9),
    Column("side", 4),
    Column("type", 5, drop=4),
    Column("size", 7, is_number=True),
    Column("filled", 7, drop=1, is_number=True),
    Column("price", 10, is_number=True),
    Column("trigger", 10, drop=6, is_number=True),
    Column("away %", 7, drop=2, is_number=True),
    Column("status", 16, drop=3),
    Column("since UTC", 9, drop=5),
)

WORDS = {
    OrderStatus.PENDING_SUBMIT: "submitting",
    OrderStatus.WAITING_TRIGGER: "waiting trigger",
    OrderStatus.SUBMITTED: "working",
    OrderStatus.PARTIALLY_FILLED: "partly filled",
    OrderStatus.PENDING_CANCEL: "cancelling",
}


def _status(row: OrderRow) -> str:
    return WORDS.get(row.status, row.status) if isinstance(row.status, OrderStatus) else row.status


class OrdersPanel(ListPanel[OrdersView]):
    """Orders that can still fill; a status we do not know is shown as the exchange wrote it."""

    panel_id = "orders"
    title = "Orders"
    about = "Open orders; away % is how far the market must move to reach the price."
    channels = (Channel.ORDERS,)
    columns = _COLUMNS
    nothing = "no open order"

    def pick(self, picture: ScreenSnapshot) -> OrdersView:
        return picture.orders

    def key_of(self, row: OrderRow) -> str:
        return row.order_id

    def words_of(self, row: OrderRow) -> str:
        return f"{row.symbol} {row.side or ''} {row.order_type or ''} {_status(row)}"

    def cells(self, row: OrderRow, ink: RowInk) -> list[Cell]:
        """The price of a stop without a limit is its trigger: no room is ever too small for it."""
        figure, price = ink.figure, ink.price
        has_limit = row.price is not None or "price" in row.unit_unknown
        has_trigger = row.trigger is not None or "trigger" in row.unit_unknown
        buy = row.side is OrderSide.BUY
        return [
            figure(row.symbol),
            figure(row.side.value if row.side else fmt.UNKNOWN, Role.BID if buy else Role.ASK),
            figure(row.order_type or fmt.UNKNOWN, Role.SOFT),
            figure(fmt.size(row.size), private=True),
            figure(fmt.size(row.executed), Role.OWN if row.executed else Role.SOFT, private=True),
            figure(price("price", row.price) if has_limit else price("trigger", row.trigger), private=True),
            figure(price("trigger", row.trigger) if has_trigger else "", Role.SOFT, private=True),
            figure(fmt.percent(row.distance), Role.SOFT, private=True, derived=True),
            figure(_status(row), Role.SOFT),
            figure(fmt.clock(row.at), Role.FAINT),
        ]
