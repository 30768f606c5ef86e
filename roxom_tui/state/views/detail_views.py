"""Frozen views of all that is known of one position or one order. Times as in `market_views`."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import value
from roxom_tui.state.views.account_views import OrderRow, OrderStep, PositionRow

if TYPE_CHECKING:
    from roxom_tui.state.reading.mark_moves import MeanMove


class Kind(Enum):
    """The kinds of what a field holds, by which it is written."""

    PRICE = "a price"
    MONEY = "an amount of BTC"
    SIGNED = "an amount of BTC with its sign"
    SIZE = "contracts"
    NUMBER = "a number"
    TIME = "wall ns"
    WORD = "a word"
    ID = "an id of the account's"


class ToldField(NamedTuple):
    """A field that the exchange told: our name for it and its own, its value, and when it was last told.

    `told_at` is monotonic ns. Without a value it was told and could not be read, or (`is_unit_unknown`) in a unit that
    nobody knows.
    """

    name: str
    wire: str
    kind: Kind
    value: Decimal | int | str | None
    told_at: int | None
    is_unit_unknown: bool = False


class Guard(NamedTuple):
    """An order that ends the position, or a part of it, at a price. `is_named`: the exchange says that it does."""

    order: OrderRow
    is_named: bool


@value
class PositionDetail:
    """A position. `row` is that of the list, None once it is closed or not listed any more; `orders` is the state of
    the list that `guards` are of."""

    position_id: str
    symbol: Symbol
    freshness: Freshness
    row: PositionRow | None
    fields: tuple[ToldField, ...]
    guards: tuple[Guard, ...]
    orders: PanelState
    move: MeanMove


@value
class OrderDetail:
    """An order, listed (`row`) or ended. `steps` are the oldest first; `left_out` of them, behind the first, are not
    kept."""

    order_id: str
    symbol: Symbol
    freshness: Freshness
    row: OrderRow | None
    fields: tuple[ToldField, ...]
    steps: tuple[OrderStep, ...]
    left_out: int


Detail: TypeAlias = PositionDetail | OrderDetail
