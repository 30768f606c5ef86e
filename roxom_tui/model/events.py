"""Events of the exchange, as frozen values. Money is in BTC, times are integer nanoseconds since the epoch.

Named tuples for market data, because thousands are made each second; `None` is "not sent", never zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from roxom_tui.model.market import AggressorSide, OrderSide, PositionSide, PricedSize, Symbol
from roxom_tui.model.money import Btc, Price, Size


class BookSnapshot(Struct, frozen=True):
    """A whole book; replaces what was there (protocol 4.3). Levels come in any order.

    `left_out` counts those beyond the best that are kept of a very long one.
    """

    symbol: Symbol
    bids: tuple[PricedSize, ...]
    asks: tuple[PricedSize, ...]
    exchange_at: int
    left_out: int = 0


class BookDelta(Struct, frozen=True):
    """Changed levels; what a size means is the depth mode's to say (protocol 4.3). Sizes may be negative."""

    symbol: Symbol
    bids: tuple[PricedSize, ...]
    asks: tuple[PricedSize, ...]
    exchange_at: int


class Quote(Struct, frozen=True):
    """Best bid and best ask, the wire's `level1` (protocol 4.1). `None` is an empty side."""

    symbol: Symbol
    bid: PricedSize | None
    ask: PricedSize | None
    exchange_at: int


class Trade(Struct, frozen=True):
    """One execution (protocol 4.2). `aggressor` is None where the exchange did not say.

    `statistics` by the names under which they came, None for what could not be read: volumes in contracts, the others
    in BTC.
    """

    symbol: Symbol
    price: Price
    size: Size
    aggressor: AggressorSide | None
    trade_id: str | None
    exchange_at: int
    statistics: tuple[tuple[str, Decimal | None], ...] = ()


class Ticker(Struct, frozen=True):
    """Last, mark, index, open interest and funding of one contract (protocol 4.4), all in BTC."""

    symbol: Symbol
    last_price: Price | None
    mark_price: Price | None
    index_price: Price | None
    best_bid: Price | None
    best_bid_size: Size | None
    best_ask: Price | None
    best_ask_size: Size | None
    open_interest: Size | None
    open_interest_value: Btc | None
    funding_rate: Decimal | None
    exchange_at: int


class TickerDelta(Struct, frozen=True):
    """The fields of a `Ticker` that changed, by name; a field present with None became unknown."""

    symbol: Symbol
    changes: Mapping[str, Price | Size | Btc | Decimal | None]
    exchange_at: int


class OrderStatus(StrEnum):
    """The states of an order (protocol 4.5)."""

    PENDING_SUBMIT = "pendingsubmit"
    WAITING_TRIGGER = "waitingtrigger"
    SUBMITTED = "submitted"
    PARTIALLY_FILLED = "partiallyfilled"
    PENDING_CANCEL = "pendingcancel"
    FILLED = "filled"
    CANCELLED = "cancelled"
    PARTIALLY_FILLED_CANCELLED = "partiallyfilledcancelled"
    REJECTED = "rejected"
    INACTIVE = "inactive"


FINAL_STATUSES = frozenset(
    {
        OrderStatus.FILLED,
        OrderStatus.CANCELLED,
        OrderStatus.PARTIALLY_FILLED_CANCELLED,
        OrderStatus.REJECTED,
        OrderStatus.INACTIVE,
    }
)


class OrderUpdate(Struct, frozen=True):
    """An order as last reported by the stream (protocol 4.5) or a GET (protocol 5.4). `executed` is cumulative.

    `status` stays raw text when the exchange uses a word we do not know; such an order counts as live. `unread` names
    the fields that were told and could not be read: what was told before of them is not true any more.
    """

    order_id: str
    symbol: Symbol
    status: OrderStatus | str
    exchange_at: int | None = None
    side: OrderSide | None = None
    order_type: str | None = None
    limit_price: Price | None = None
    trigger_price: Price | None = None
    size: Size | None = None
    remaining: Size | None = None
    executed: Size | None = None
    average_price: Price | None = None
    fill_price: Price | None = None
    fees: Btc | None = None
    client_order_id: str | None = None
    reason: str | None = None
    created_at: int | None = None
    time_in_force: str | None = None
    cancel_at: int | None = None
    triggered_at: int | None = None
    entry_position: str | None = None
    exit_position: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether no further fill can come."""
        return self.status in FINAL_STATUSES


class BalanceUpdate(Struct, frozen=True):
    """A change of the account's balance (protocol 4.6). `asset` is "BTC" for btc and sats, else the unit sent."""

    asset: str
    before: Btc | None
    after: Btc | None
    amount: Btc | None
    cause: str | None
    exchange_at: int | None = None


class PositionUpdate(Struct, frozen=True):
    """A position as last reported by the stream (protocol 4.7) or a GET (protocol 5.3). `unread` as of an order.

    `size`, and what was `entered` and `left` of it, have no sign; `is_signed` says that nothing but its sign told the
    side. The two orders are named by their ids.
    """

    position_id: str
    symbol: Symbol
    side: PositionSide | None = None
    size: Size | None = None
    entry_price: Price | None = None
    exit_price: Price | None = None
    mark_price: Price | None = None
    liquidation_price: Price | None = None
    leverage: Decimal | None = None
    margin: Btc | None = None
    initial_margin: Btc | None = None
    maintenance_margin: Btc | None = None
    maintenance_ratio: Decimal | None = None
    unrealized_pnl: Btc | None = None
    realized_pnl: Btc | None = None
    status: str | None = None
    adl_rank: int | None = None
    updated_at: int | None = None
    closed_at: int | None = None
    opened_at: int | None = None
    entered: Size | None = None
    left: Size | None = None
    entry_fees: Btc | None = None
    exit_fees: Btc | None = None
    trade_mode: str | None = None
    stop_loss_order: str | None = None
    take_profit_order: str | None = None
    unread: tuple[str, ...] = ()
    is_signed: bool = False

    @property
    def is_final(self) -> bool:
        """Whether nothing is held any more."""
        return self.closed_at is not None or (self.size is not None and self.size == 0)


class AccountNotice(Struct, frozen=True):
    """A message of the `account` channel, whose payload is not documented (protocol 4.8): shown as text."""

    text: str
    exchange_at: int | None = None


class Balance(Struct, frozen=True):
    """One asset's balance from the GET (protocol 5.2)."""

    asset: str
    total: Btc | None
    available: Btc | None
    in_orders: Btc | None


class BalancesSeed(Struct, frozen=True):
    """The answer of the balance GET."""

    balances: tuple[Balance, ...]
    updated_at: int | None = None


class OrdersSeed(Struct, frozen=True):
    """The answer of the orders GET: every open order, of a very long list the newest and the ids of the others."""

    orders: tuple[OrderUpdate, ...]
    left_out: frozenset[str] = frozenset()


class PositionsSeed(Struct, frozen=True):
    """The answer of the positions GET for one symbol: every open position in it, as with orders."""

    symbol: Symbol
    positions: tuple[PositionUpdate, ...]
    left_out: frozenset[str] = frozenset()


Seed: TypeAlias = BalancesSeed | OrdersSeed | PositionsSeed


class DailyHours(Struct, frozen=True):
    """Hours of each working day, or of every day (protocol 5.10), in minutes since midnight of the zone.

    `opens_day_before`: a day's session begins on the day before. Holidays are ISO dates.
    """

    zone: str
    opens: int
    closes: int
    opens_day_before: bool
    on_weekends: bool
    holidays: frozenset[str]


class ChangedDay(Struct, frozen=True):
    """A day on which other hours hold; without hours it is closed."""

    date: str
    zone: str
    hours: tuple[int, int] | None


class CalendarsSeed(Struct, frozen=True):
    """The answer for one contract: its calendars, or only the days that are not as usual."""

    symbol: Symbol
    hours: tuple[DailyHours, ...] = ()
    changed: tuple[ChangedDay, ...] = ()


MarketEvent: TypeAlias = BookSnapshot | BookDelta | Quote | Trade | Ticker | TickerDelta
AccountEvent: TypeAlias = OrderUpdate | BalanceUpdate | PositionUpdate | AccountNotice
Event: TypeAlias = MarketEvent | AccountEvent
