"""Works out the derived columns of the rows that are in view, for the windows that the person chose (state 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct, field

from roxom_tui.model.book_columns import BookColumn, ColumnsRequest
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Level, Side
from roxom_tui.model.money import Btc, Size
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import Freshness
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.book.price_buckets import key_of_step
from roxom_tui.state.decimal_math import NO_SIZE, ZERO, add, multiply
from roxom_tui.state.market.symbol_market import SymbolMarket
from roxom_tui.state.reading.book_past import BookPast, ChangeWindow
from roxom_tui.state.reading.large_levels import SCOPE, threshold
from roxom_tui.state.reading.level_changes import LevelChanges
from roxom_tui.state.reading.queue_bracket import QueuePlace
from roxom_tui.state.reading.traded_at_price import TradedWindow, most_traded
from roxom_tui.state.store import Store
from roxom_tui.state.views.book_column_views import BookColumnsView, Filling, Flow, RowReading
from roxom_tui.state.views.view_builder import Settled, worst_of

_LOOK_BACK: Final = frozenset({BookColumn.TRADED, BookColumn.CHANGE, BookColumn.QUEUE})


class _Figures(Struct, frozen=True):
    """What was found for one picture; keys are those of a side, buckets `width` keys wide."""

    width: int = 1
    traded: TradedWindow | None = None
    most: int | None = None
    changes: ChangeWindow | None = None
    places: Mapping[int, QueuePlace] = field(default_factory=dict)


class BookColumnsBuilder:
    """Asks the past of a book for what the wished columns need, and for nothing else."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._settled = Settled()
        self._figures = _Figures()

    def key(self, request: ViewRequest, now: int) -> object:
        """What the figures are made of besides the book and the orders; another key, other figures."""
        wanted = request.columns
        if _LOOK_BACK.isdisjoint(wanted.columns):
            return wanted
        past = self._past(request)
        trades = self._trades(request, now).state, past.is_unsure
        seconds = past.second(now), past.second(now, self._told_until(request))
        return wanted, trades, past.traded.revision, past.queues.revision, seconds

    def look(self, request: ViewRequest, now: int, *, shows_ours: bool) -> None:
        """Work out what the rows of both sides will need."""
        wanted, past = request.columns, self._past(request)
        depth = self._store.markets.depth(request.symbol)
        width = 1 if request.group is None else key_of_step(request.group)
        if depth is None or not depth.is_sound or not self._trades(request, now).state.is_live:
            self._figures = _Figures(width)
            return
        traded = past.window(wanted.traded_window, now) if BookColumn.TRADED in wanted.columns else None
        changes = None
        if BookColumn.CHANGE in wanted.columns:
            changes = past.changes(wanted.change_window, now, self._told_until(request), depth.book)
        places = past.queues.places() if BookColumn.QUEUE in wanted.columns and shows_ours else {}
        most = None if traded is None else most_traded(traded.sums)
        self._figures = _Figures(width, traded, most, changes, _by_bucket(places, width))

    def rows(
        self, side: Side, levels: Sequence[Level], book: OrderBook, wanted: ColumnsRequest
    ) -> list[RowReading | None]:
        """What the columns tell of these rows, best first; None for each where only totals are wanted."""
        if not wanted.is_derived:
            return [None] * len(levels)
        figures, half = self._figures, book.half(side)
        keys = [half.key_of(level.price) for level in levels]
        costs: list[Decimal] | None = None
        if BookColumn.COST in wanted.columns:
            costs = running_costs(book.walk(side), keys, figures.width, -1 if side is Side.ASK else 1)
        traded = _traded_at(figures, keys, side)
        changes = None if figures.changes is None or figures.changes.sides is None else figures.changes.sides[side]
        told: list[RowReading | None] = []
        for place, key in enumerate(keys):
            cost = None if costs is None else Btc(costs[place])
            sold, bought, is_most = traded.get(key, _UNTRADED if figures.traded is not None else _UNKNOWN)
            change = None if changes is None else _change_at(changes, key, figures.width)
            told.append(RowReading(cost, sold, bought, is_most, change, figures.places.get(key)))
        return told

    def view(self, request: ViewRequest, book_now: Freshness, now: int) -> BookColumnsView | None:
        """The windows, how full they are, and the sums; None where only totals are wanted."""
        wanted, figures = request.columns, self._figures
        if not wanted.is_derived:
            return None
        fresh = book_now if _LOOK_BACK.isdisjoint(wanted.columns) else worst_of(book_now, self._trades(request, now))
        is_coarse = self._store.markets.book_checks.batching.is_coarse
        traded = changed = None
        if BookColumn.TRADED in wanted.columns:
            traded = self._filling_of_trades(request, figures.traded, now)
        if BookColumn.CHANGE in wanted.columns:
            changed = _filling_of_changes(wanted.change_window, figures.changes, is_coarse=is_coarse)
        return BookColumnsView(wanted, self._settled("columns", fresh, now), traded, changed, _flow(figures.changes))

    def _filling_of_trades(self, request: ViewRequest, traded: TradedWindow | None, now: int) -> Filling:
        width = request.columns.traded_window
        if traded is None:
            return Filling(width, 0)
        filled = self._past(request).traded_for(width, now)
        whole = None if filled is None else filled // SECOND * SECOND
        return Filling(width, whole, traded.since, traded.is_guessed)

    def _past(self, request: ViewRequest) -> BookPast:
        return self._store.markets.market(request.symbol).past

    def _told_until(self, request: ViewRequest) -> int | None:
        return told_until(self._store.markets.market(request.symbol))

    def _trades(self, request: ViewRequest, now: int) -> Freshness:
        return self._store.freshness(Stream(Channel.TRADE, request.symbol), now)


def told_until(market: SymbolMarket) -> int | None:
    """The newest time of the exchange that any of a symbol's streams has told (ns)."""
    told = (market.quote, market.ticker, market.newest_trade.trade, None if market.depth is None else market.depth.book)
    return max((one.exchange_at for one in told if one is not None and one.exchange_at is not None), default=None)


_UNKNOWN: Final = (None, None, False)
_UNTRADED: Final = (NO_SIZE, NO_SIZE, False)


def running_costs(levels: Iterable[Level], keys: Sequence[int], width: int, sign: int) -> list[Decimal]:
    """The notional from the best level to the last of each row, in BTC; rows are buckets of so many keys."""
    costs: list[Decimal] = []
    total, walk = ZERO, iter(levels)
    level = next(walk, None)
    for key in keys:
        while level is not None and level.price.key * sign >= key:
            total = add(total, multiply(level.price, level.size))
            level = next(walk, None)
        costs.append(total)
    return costs


def least_large(book: OrderBook, side: Side, levels: Sequence[Level], *, is_grouped: bool) -> Decimal | None:
    """The least size of a row that is large beside the others of its side."""
    scope = levels[:SCOPE] if is_grouped or len(levels) >= SCOPE else book.levels(side, SCOPE)
    return threshold([level.size for level in scope])


def _by_bucket(places: Mapping[int, QueuePlace], width: int) -> dict[int, QueuePlace]:
    """Of each bucket the place of the order at its best price."""
    return {key - key % width: places[key] for key in sorted(places)}


def _traded_at(figures: _Figures, keys: Iterable[int], side: Side) -> dict[int, tuple[Size, Size, bool]]:
    """What was sold and bought at the prices of rows, by the key of the row on its side."""
    if figures.traded is None:
        return {}
    sums, most = figures.traded.sums, figures.most
    sign = 1 if side is Side.BID else -1
    if figures.width == 1:
        return {
            key: (Size(sums.get(abs(key), ZERO)), Size(sums.get(-abs(key), ZERO)), abs(key) == most) for key in keys
        }
    wanted, found = frozenset(keys), dict[int, tuple[Size, Size, bool]]()
    for one, size in sums.items():
        key = abs(one) * sign
        key -= key % figures.width
        if key in wanted:
            sold, bought, is_most = found.get(key, _UNTRADED)
            if one > 0:
                sold = Size(add(sold, size))
            else:
                bought = Size(add(bought, size))
            found[key] = sold, bought, is_most or abs(one) == most
    return found


def _change_at(changes: LevelChanges, key: int, width: int) -> Decimal | None:
    if width == 1 or (changes.floor is not None and key < changes.floor):
        return changes.at(key)
    total = ZERO
    for one, change in changes.by_key.items():
        if key <= one < key + width:
            total = add(total, change)
    return total


def _filling_of_changes(width: int, found: ChangeWindow | None, *, is_coarse: bool) -> Filling:
    if found is None:
        return Filling(width, 0)
    filled = None if found.sides is not None else min(found.filled, width) // SECOND * SECOND
    return Filling(width, filled, None, found.is_guessed or is_coarse)


def _flow(found: ChangeWindow | None) -> Flow | None:
    if found is None or found.sides is None:
        return None
    return Flow(*found.sides[Side.BID].flow, *found.sides[Side.ASK].flow)
