"""Frozen views of the account: positions, balances and open orders. Times as in `market_views`."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.model.values import value

RowT = TypeVar("RowT")


@value
class PositionRow:
    """A position. `pnl` is ours, from the live mark (`pnl_local`), else as last reported. Ratios are fractions.

    `pnl_disputed` is what the exchange reported where ours, at its mark, is another: then neither is proven.
    """

    position_id: str
    symbol: Symbol
    side: PositionSide | None
    size: Size | None
    entry: Price | None
    mark: Price | None
    pnl: Btc | None
    pnl_local: bool
    leverage: Decimal | None
    liquidation: Price | None
    liquidation_distance: Decimal | None
    margin_ratio: Decimal | None
    status: str | None
    adl_rank: int | None
    state: PanelState
    """The worst state of what the row is derived from."""
    pnl_disputed: Btc | None = None
    unit_unknown: tuple[str, ...] = ()
    """Fields that were told in a unit that nobody knows."""


@value
class BalanceRow:
    """What is held of one asset."""

    asset: str
    available: Btc | None
    in_orders: Btc | None
    in_margin: Btc | None
    total: Btc | None
    last_reported: bool
    """`total` is the stream's last `balanceAfter`, not a GET's."""
    outdated: bool = False
    """Something happened since the GET that told available, in orders and in margin; they are history."""


@value
class BalanceChange:
    """The newest change of a balance and its cause, as the exchange words it."""

    asset: str
    amount: Btc | None
    after: Btc | None
    cause: str | None
    exchange_at: int | None


@value
class OrderRow:
    """An open order. `distance` is the fraction the market must move to reach it; negative is already through."""

    order_id: str
    symbol: Symbol
    side: OrderSide | None
    order_type: str | None
    status: OrderStatus | str
    price: Price | None
    trigger: Price | None
    size: Size | None
    executed: Size | None
    remaining: Size | None
    distance: Decimal | None
    at: int | None
    state: PanelState
    unit_unknown: tuple[str, ...] = ()


@value
class ListView(Generic[RowT]):
    """One of the account's lists."""

    freshness: Freshness
    rows: tuple[RowT, ...]
    since_connect: bool
    """No GET seeded the list: it holds only what came since the connection was made."""
    checked_at: int | None = None
    """When the question was sent whose answer was the newest whole list, monotonic ns."""
    left_out: int = 0
    """Older ones that found no room, though they stand."""
    unlisted: Reason | None = None
    """Why no GET will tell the list whole, where that is so."""


class StatedAmount(NamedTuple):
    """A derived amount, None where an input is not known, and the worst state of its inputs."""

    amount: Btc | None = None
    state: PanelState = PanelState.WAITING


class AccountSummary(NamedTuple):
    """The unrealised profit of all positions, the balance with it, and the margin that positions bind."""

    pnl: StatedAmount = StatedAmount()
    equity: StatedAmount = StatedAmount()
    margin_used: StatedAmount = StatedAmount()


NOT_SUMMED: Final = AccountSummary()


@value
class PositionsView(ListView[PositionRow]):
    """The open positions, and the account in one line."""

    summary: AccountSummary = NOT_SUMMED


class Learnt(StrEnum):
    """The way a fill was learnt of."""

    REPORT = "report"
    LIST = "list"
    AFTER_OUTAGE = "after an outage"
    """By the first report of its order after the connection was lost: it may have been executed meanwhile."""


@value
class FillRow:
    """A fill of an own order. `remaining` is what the order had left; `status` the order's by then.

    `at` is None where no report told the time, `size` and `price` where it is not known which part, at which price.
    """

    number: int
    symbol: Symbol
    side: OrderSide | None
    price: Price | None
    size: Size | None
    remaining: Size | None
    at: int | None
    status: OrderStatus | str
    learnt: Learnt
    unit_unknown: tuple[str, ...] = ()
    state: PanelState = PanelState.LIVE
    """It happened, whatever becomes of the stream."""


@value
class FillsView(ListView[FillRow]):
    """The fills of the session, the newest first, and how many orders are open."""

    orders: int = 0


@value
class OrdersView(ListView[OrderRow]):
    """The open orders, and the fills of the session."""

    fills: FillsView | None = None


@value
class BalancesView(ListView[BalanceRow]):
    """The balances, and the newest change of one."""

    last_change: BalanceChange | None = None
    listed_at: int | None = None
    """When the newest list was asked for, and when the next will be (monotonic ns); None where that is not known."""
    next_at: int | None = None
