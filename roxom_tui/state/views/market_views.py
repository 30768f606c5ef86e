"""Frozen views of the market: symbols, ticker, book and trades.

Built in the feed's thread, read in the screen's. `Freshness` times are monotonic nanoseconds, `exchange_at` is
wall nanoseconds. None is "not known" and is drawn as `--`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from roxom_tui.model.channels import Channel
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide, Level, OrderSide, Side, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import Freshness
from roxom_tui.state.views.book_column_views import BookColumnsView, RowReading
from roxom_tui.state.views.pressure_view import PressureView
from roxom_tui.state.views.tape_figures import NO_FIGURES, TapeFigures

if TYPE_CHECKING:
    from roxom_tui.state.reading.large_levels import LargeLevel

HISTORY_INTERVAL_NS: Final = 5 * SECOND
"""Between the prices of a sparkline."""

HISTORY_SPAN_NS: Final = 15 * MINUTE
HISTORY_LENGTH: Final = HISTORY_SPAN_NS // HISTORY_INTERVAL_NS + 12
"""Prices that are kept of each symbol: those of the span that is drawn, and some that the oldest column still needs."""


class BookRow(Struct, frozen=True):
    """A level, or a bucket of levels when grouped. `total` runs from the best price; `mine` is our resting size.

    `is_large` beside the others of its side (state 2.2).
    """

    price: Price
    size: Size
    total: Size
    mine: Size | None = None
    within_snapshot: bool = True
    is_large: bool = False
    reading: RowReading | None = None
    """What derived columns tell of it; None where none is wanted."""


class BookChange(Struct, frozen=True):
    """The newest change of a book: when it came (monotonic ns), and of when it tells (wall ns)."""

    at: int
    exchange_at: int


class WholeBook(Struct, frozen=True):
    """All levels of a book, best first and ungrouped, and our resting sizes by the keys of their prices.

    `mine` is None while our orders cannot be told; `within_snapshot` is the range of price keys in the last snapshot,
    beyond which levels may be missing. A side is the same object while nothing of it changed.
    """

    bids: tuple[Level, ...] = ()
    asks: tuple[Level, ...] = ()
    mine: Mapping[Side, Mapping[int, Size]] | None = None
    within_snapshot: tuple[int, int] = (1, 0)

    def side(self, side: Side) -> tuple[Level, ...]:
        """One of the sides."""
        return self.bids if side is Side.BID else self.asks


class MissingOrder(Struct, frozen=True):
    """What an own working order should have in the book, and what is there: less, or nothing.

    `others` are further prices of which the same is so. It counts until `valid_until` (monotonic ns).
    """

    side: OrderSide
    price: Price
    size: Size
    held: Size | None
    others: int
    valid_until: int


class DifferingBest(Struct, frozen=True):
    """A best price of the book that is not that of level1, and since when; it counts until `valid_until` (ns)."""

    since: int
    valid_until: int


class AuditResult(Struct, frozen=True):
    """An audit's result (client 3.6), and of how many levels; `at` is monotonic ns.

    `differences` is None where the stream had a gap, so that only the book is fresh.
    """

    at: int
    levels: int
    differences: int | None


class BookView(Struct, frozen=True):
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
    levels_asked: int = 0
    """Rows a side that were asked for: a side with fewer has no more."""
    is_audited: bool = False
    """There is a book that snapshots are compared with."""
    audit: AuditResult | None = None
    """The newest comparison."""
    can_be_verified: bool = True
    """There is a way to get snapshots to compare with, or one that was not tried yet."""
    checked_next: int | None = None
    """When the first is asked for, or was, while there has been none (monotonic ns); the next, where best prices
    differ."""
    differs: DifferingBest | None = None
    """Its best prices are not those of level1, though both are live."""
    changed: BookChange | None = None
    """The newest change of its levels."""
    left_out: int = 0
    """Levels of the last snapshot beyond the best, which are all that is kept of a very long book."""
    mine_at_least: bool = False
    """Not all of our orders are known, or where they stand: at a price of ours there may be more."""
    columns: BookColumnsView | None = None
    """The derived columns; None where none is wanted."""
    large: tuple[LargeLevel, ...] = ()
    """The large levels of the last time, the newest first."""
    missing: MissingOrder | None = None
    """An own order that the account knows and the book contradicts."""
    tick: Decimal | None = None
    """The smallest distance between prices seen in this book, an estimate of its tick; None before 20 were seen."""
    pressure: PressureView = PressureView()
    whole: WholeBook | None = None
    """All of its levels, where they were asked for."""


class TapeRow(Struct, frozen=True):
    """One trade; `estimated` when the aggressor was guessed from the price before.

    `joined` are the ways (bits of `Join`) in which it goes on with the row before it.
    """

    exchange_at: int
    price: Price
    size: Size
    aggressor: AggressorSide | None
    estimated: bool
    joined: int = 0


class GapKind(Enum):
    """The reasons why trades may be missing."""

    CONNECTION = "connection"
    OTHER_SYMBOL = "other symbol"
    REFRESH = "refresh"


class TapeGap(Struct, frozen=True):
    """A time (wall ns) in which trades may be missing; `until` is None while it lasts.

    `count` is how many there were one behind the other, with no trade between.
    """

    kind: GapKind
    since: int
    until: int | None
    count: int = 1


PastRows: TypeAlias = tuple[TapeRow | TapeGap, ...]


class TapeView(Struct, frozen=True):
    """The newest trades first: `rows` since the newest gap, `past` that gap and what was before, which is history.

    `count` is all that came so far, so a paused panel knows what it holds back; `since` (wall ns) when the first of
    `rows` came. `figures` are of all that came, not of what is kept.
    """

    symbol: Symbol
    freshness: Freshness
    rows: tuple[TapeRow, ...]
    count: int
    since: int | None
    past: PastRows = ()
    figures: TapeFigures = NO_FIGURES


class TradeStatistics(Struct, frozen=True):
    """The figures that came with the newest trade of a symbol, as old as that trade (protocol 4.2).

    `freshness` is that of its trades, `told` the fields that the exchange was ever seen to send. The change is a
    fraction, that of the trade's price against the one it says to have been 24 h ago.
    """

    freshness: Freshness
    trade: Trade | None = None
    told: frozenset[str] = frozenset()
    change_24h: Decimal | None = None
    high_24h: Decimal | None = None
    low_24h: Decimal | None = None
    volume_24h: Size | None = None
    turnover_24h: Decimal | None = None
    is_turnover_doubtful: bool = False
    """It cannot be an amount of BTC by the volume and the prices it came with."""
    volume: Size | None = None
    total_volume: Size | None = None
    outdated: bool = False
    """Nothing came of the symbol for suspiciously long since: newer trades may be missing."""


class TickerView(Struct, frozen=True):
    """The strip of figures for the symbol in view. Basis is mark over index, in basis points.

    `last_by` is the channel that told the last price.
    """

    symbol: Symbol
    freshness: Freshness
    last: Price | None
    last_direction: int
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
    last_by: Channel | None = None
    statistics: TradeStatistics | None = None


class SymbolRow(Struct, frozen=True):
    """One line of the symbol list. `direction` is -1, 0 or 1 against the price before.

    `change` is a fraction: the last price against the first we saw, which was at `change_since` (wall ns).
    """

    symbol: Symbol
    description: str
    freshness: Freshness
    last: Price | None
    direction: int
    bid: Price | None
    ask: Price | None
    change: Decimal | None
    price_history: tuple[Price | None, ...]
    """Last price at even intervals, oldest first; None where nothing was known: the sparkline."""
    history_slot: int = 0
    """The number of the interval of the newest of them."""
    change_since: int | None = None
    statistics: TradeStatistics | None = None
    """None where the symbol's trades are not followed."""
    is_underlying_closed: bool = False
    """By the exchange's calendar; False also where that is not known."""


class SymbolsView(Struct, frozen=True):
    """The symbols in the order of the configuration, then those that positions brought."""

    rows: tuple[SymbolRow, ...]
    selected: Symbol
