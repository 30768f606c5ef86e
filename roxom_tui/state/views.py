"""Frozen pictures of the state: all that a panel draws, and how far it may be believed.

Built in the feed's thread, read in the screen's. `Freshness` times are monotonic nanoseconds, `exchange_at` is
wall nanoseconds. None is "not known" and is drawn as `--`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from roxom_tui.model.channels import Stream
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import AggressorSide, Environment, OrderSide, PositionSide, Symbol
from roxom_tui.model.number import Btc, Price, Size
from roxom_tui.model.order_outcome import OrderOutcome
from roxom_tui.model.status import Freshness, PanelState, Phase


@dataclass(frozen=True, slots=True)
class BookRow:
    """A level, or a bucket of levels when grouped. `total` runs from the best price; `mine` is our resting size."""

    price: Price
    size: Size
    total: Size
    mine: Size | None = None
    vouched: bool = True


@dataclass(frozen=True, slots=True)
class BookView:
    """The book around the spread, best first on both sides. `bid`, `ask` and their sizes come from level1."""

    symbol: Symbol
    freshness: Freshness
    bids: tuple[BookRow, ...]
    asks: tuple[BookRow, ...]
    bid: Price | None
    bid_size: Size | None
    ask: Price | None
    ask_size: Size | None
    spread: Decimal | None
    spread_bp: Decimal | None
    mid: Decimal | None
    quote_freshness: Freshness
    group: Decimal | None
    step: Decimal | None
    """The finest price step seen: what `+` and `-` multiply."""
    levels_held: int
    proof: str
    """What was verified and when, in words; empty when nothing was."""
    left_out: int = 0
    """Levels of the last snapshot beyond the best, which are all that is kept of a very long book."""
    mine_at_least: bool = False
    """Not all of our orders are known, or where they stand: at a price of ours there may be more."""


@dataclass(frozen=True, slots=True)
class TapeRow:
    """One trade; `estimated` when the aggressor was guessed from the price before."""

    exchange_at: int
    price: Price
    size: Size
    aggressor: AggressorSide | None
    estimated: bool


@dataclass(frozen=True, slots=True)
class TapeView:
    """The newest trades first. `count` is all since `since` (wall ns), so a paused panel knows what it holds back."""

    symbol: Symbol
    freshness: Freshness
    rows: tuple[TapeRow, ...]
    count: int
    since: int | None


@dataclass(frozen=True, slots=True)
class TickerView:
    """The strip of figures for the symbol in view. Basis is mark over index, in basis points."""

    symbol: Symbol
    freshness: Freshness
    last: Price | None
    last_direction: int
    last_at: int | None
    mark: Price | None
    index: Price | None
    basis_bp: Decimal | None
    spread: Decimal | None
    spread_bp: Decimal | None
    funding_rate: Decimal | None
    funding_suspect: bool
    next_funding_at: int
    open_interest: Size | None
    open_interest_value: Btc | None


@dataclass(frozen=True, slots=True)
class SymbolRow:
    """One line of the symbol list. `direction` is -1, 0 or 1 against the price before.

    `change` is a fraction: the last price against the first we saw.
    """

    symbol: Symbol
    description: str
    freshness: Freshness
    last: Price | None
    direction: int
    bid: Price | None
    ask: Price | None
    change: Decimal | None
    trail: tuple[Price | None, ...]
    """Last price at even intervals, oldest first; None where nothing was known: the sparkline."""
    extra: bool = False
    """Not in the configured list: brought along by a position."""


@dataclass(frozen=True, slots=True)
class SymbolsView:
    """The symbols in the order of the configuration, then those that positions brought."""

    rows: tuple[SymbolRow, ...]
    selected: Symbol
    since: int


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class PositionsView:
    freshness: Freshness
    rows: tuple[PositionRow, ...]
    since_connect: bool
    """No GET seeded the list: it holds only what came since the connection was made."""
    checked_at: int | None = None
    """When the question was sent whose answer was the newest whole list, monotonic ns."""
    left_out: int = 0
    """Older ones that found no room, though they stand."""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    asset: str
    available: Btc | None
    in_orders: Btc | None
    in_margin: Btc | None
    total: Btc | None
    last_reported: bool
    """`total` is the stream's last `balanceAfter`, not a GET's."""
    outdated: bool = False
    """Something happened since the GET that told available, in orders and in margin; they are history."""


@dataclass(frozen=True, slots=True)
class BalanceChange:
    """The newest change of a balance and its cause, as the exchange words it."""

    asset: str
    amount: Btc | None
    after: Btc | None
    cause: str | None
    exchange_at: int | None


@dataclass(frozen=True, slots=True)
class BalancesView:
    freshness: Freshness
    rows: tuple[BalanceRow, ...]
    last_change: BalanceChange | None
    since_connect: bool
    checked_at: int | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class OrdersView:
    freshness: Freshness
    rows: tuple[OrderRow, ...]
    since_connect: bool
    checked_at: int | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class StreamRow:
    """One subscription on the connection screen."""

    stream: Stream
    freshness: Freshness
    acknowledged: bool
    messages: int


@dataclass(frozen=True, slots=True)
class RejectRow:
    """A kind of message that was not believed: how many, and the newest of them."""

    reason: str
    count: int
    detail: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One of the newest messages that were not believed, the last of `count` that are alike.

    `at` is wall ns; text is clipped and gated.
    """

    at: int
    reason: str
    stream: str
    detail: str
    excerpt: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the connection screen's log, `count` times told from `since` to `at` (wall ns).

    `private` lines tell of the account; `order` are the facts of a line about one, whose `text` says them in BTC.
    """

    at: int
    text: str
    private: bool = False
    order: OrderOutcome | None = None
    count: int = 1
    since: int | None = None


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """All the connection screen and the header say. `retry_at` is monotonic ns; latencies are milliseconds."""

    environment: Environment
    profile: str
    host: str
    key_tail: str
    phase: Phase
    state: PanelState
    reason: str
    retry_at: int | None
    connected_at: int | None
    connection_number: int
    round_trip_ms: float | None
    wire_p50_ms: float | None
    wire_p99_ms: float | None
    rate: int
    messages: int
    bytes_received: int
    reconnects: int
    resyncs: int
    rejected: int
    streams: tuple[StreamRow, ...]
    rejects: tuple[RejectRow, ...]
    log: tuple[LogLine, ...]
    proxy: str
    depth_mode: str
    checks: int = 0
    """Quotes and fresh snapshots the book was compared with; `differences` are levels that were wrong."""
    differences: int = 0
    audits: int = 0
    skew_ms: float | None = None
    """How far the exchange's clock is ahead of ours; `lag_s` is how late its changes come, seconds."""
    lag_s: float | None = None
    skew_bound_ms: float | None = None
    """The clock difference is right to so much: half a round trip."""
    compared_at: tuple[int, int] | None = None
    """When the clocks were compared: ours, monotonic and wall (ns)."""
    attempts: int = 0
    """Handshakes tried since the start; those that led to a connection are `connection_number`."""
    last_close: str = ""
    """How the last connection or try ended, in words; the exchange's close code; and when, wall ns."""
    last_close_code: int | None = None
    last_close_at: int | None = None
    unconfirmed: int = 0
    """Quotes that no rebuilt book confirmed."""
    audit_way: str = ""
    text_marks: int = 0
    """Characters of the exchange's texts that were not printable, and are marked."""
    floats: int = 0
    """Numbers that came by this connection as JSON numbers with a fraction."""
    last_rejected: tuple[RejectedRow, ...] = ()
    wire_end: str = "state"
    """Where the latencies end: at the state, or at the screen, which measures its own."""
    silent_since: int | None = None
    """Since when nothing has come (monotonic ns), where that is unusual and yet no cause for another state."""
    arrivals: tuple[int, ...] = ()
    """When some of the messages came that this picture is the first to show, monotonic ns: for the screen to time."""


@dataclass(frozen=True, slots=True)
class Board:
    """One picture of everything visible; parts that did not change are the same objects as in the one before."""

    revision: int
    built_at: int
    valid_until: int
    connection: ConnectionView
    symbols: SymbolsView
    ticker: TickerView
    book: BookView
    tape: TapeView
    positions: PositionsView
    balances: BalancesView
    orders: OrdersView
