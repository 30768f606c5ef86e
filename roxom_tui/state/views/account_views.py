"""Frozen views of the account: positions, balances and open orders. Times as in `market_views`."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from msgspec import Struct

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState

if TYPE_CHECKING:
    from roxom_tui.state.reading.mark_moves import MeanMove

RowT = TypeVar("RowT")


class PositionRow(Struct, frozen=True):
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
    funding: Btc | None = None
    """To be received at the next settlement, or below zero paid, at the rate and the mark of now."""
    funding_suspect: bool = False
    """The rate is beyond the cap."""
    pnl_share: Decimal | None = None
    """The profit as a part of the position's margin."""
    from_entry_bp: Decimal | None = None
    """The mark over the entry, in basis points of it, whichever side is held."""


class BalanceRow(Struct, frozen=True):
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


class BalanceChange(Struct, frozen=True):
    """The newest change of a balance and its cause, as the exchange words it."""

    asset: str
    amount: Btc | None
    after: Btc | None
    cause: str | None
    exchange_at: int | None


class OrderRow(Struct, frozen=True):
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


class ListView(Struct, Generic[RowT], frozen=True):
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


class StatedAmount(Struct, frozen=True):
    """A derived amount, None where an input is not known, and the worst state of its inputs."""

    amount: Btc | None = None
    state: PanelState = PanelState.WAITING


class AccountSummary(Struct, frozen=True):
    """The unrealised profit of all positions, the balance with it, and the margin that positions bind."""

    pnl: StatedAmount = StatedAmount()
    equity: StatedAmount = StatedAmount()
    margin_used: StatedAmount = StatedAmount()


NOT_SUMMED: Final = AccountSummary()


class PositionsView(ListView[PositionRow], frozen=True):
    """The open positions, and the account in one line."""

    summary: AccountSummary = NOT_SUMMED


class Learnt(StrEnum):
    """The way a fill was learnt of."""

    REPORT = "report"
    LIST = "list"
    AFTER_OUTAGE = "after an outage"
    """By the first report of its order after the connection was lost: it may have been executed meanwhile."""


class OrderStep(Struct, frozen=True):
    """A state in which an order was seen, and how much of it was executed by then. An empty status: it was not in a
    list any more. `at` (wall ns) is the exchange's time, None where none was told; `seen_at` ours (monotonic ns)."""

    status: OrderStatus | str
    executed: Size | None
    at: int | None
    seen_at: int
    learnt: Learnt


class FillRow(Struct, frozen=True):
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
    order_id: str = ""


class FillsView(ListView[FillRow], frozen=True):
    """The fills of the session, the newest first, and how many orders are open."""

    orders: int = 0


class OrdersView(ListView[OrderRow], frozen=True):
    """The open orders, and the fills of the session."""

    fills: FillsView | None = None


class BalancesView(ListView[BalanceRow], frozen=True):
    """The balances, and the newest change of one."""

    last_change: BalanceChange | None = None
    listed_at: int | None = None
    """When the newest list was asked for, and when the next will be (monotonic ns); None where that is not known."""
    next_at: int | None = None


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


class ToldField(Struct, frozen=True):
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


class Guard(Struct, frozen=True):
    """An order that ends the position, or a part of it, at a price. `is_named`: the exchange says that it does."""

    order: OrderRow
    is_named: bool


class PositionDetail(Struct, frozen=True):
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


class OrderDetail(Struct, frozen=True):
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
