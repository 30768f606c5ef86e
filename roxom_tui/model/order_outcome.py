"""The outcome of an order, as facts: the sentence is made where the unit of money is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size

_BECAME: Final[Mapping[str, str]] = {
    OrderStatus.PARTIALLY_FILLED: "partly filled",
    OrderStatus.PARTIALLY_FILLED_CANCELLED: "partly filled, then cancelled",
}


class OrderOutcome(NamedTuple):
    """An order's newest status; `size` is what was executed and `price` its average, None where nothing was."""

    symbol: Symbol
    side: OrderSide | None
    status: OrderStatus | str
    size: Size | None
    price: Price | None
    reason: str

    def sentence(self, price: str) -> str:
        """The outcome in words that fit a line; `price` is the average price with its unit."""
        side = "order" if self.side is None else self.side.value
        size = "" if self.size is None else f" {self.size:f}"
        at = f" at {price}" if self.price is not None else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.symbol}: {side}{size} {_BECAME.get(self.status, self.status)}{at}{reason}"

    @property
    def plain_sentence(self) -> str:
        """The same for logs and programs, in BTC as the exchange sent it."""
        return self.sentence("" if self.price is None else f"{self.price:f} BTC")


def outcome_of(order: OrderUpdate) -> OrderOutcome:
    """The outcome that an event tells of its order."""
    price = order.average_price or None
    return OrderOutcome(order.symbol, order.side, order.status, order.executed, price, order.reason or "")
