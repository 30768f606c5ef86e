"""The pictures of a book and of its trades."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Level, Side, Symbol
from roxom_tui.model.number import Price, Size
from roxom_tui.model.ports import Wish
from roxom_tui.model.status import Freshness
from roxom_tui.state.account.account_lists import ORDERS
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.exact import NO_SIZE, add_sizes
from roxom_tui.state.figures import spread_of
from roxom_tui.state.grouping import StepFinder, bucket_key, group_levels, key_of_step
from roxom_tui.state.orders import RestingSizes
from roxom_tui.state.settle import no_worse, settled
from roxom_tui.state.store import Store
from roxom_tui.state.views.market_views import BookRow, BookView, TapeView

_NOTHING_OF_OURS: RestingSizes = {Side.BID: {}, Side.ASK: {}}

Rows = tuple[BookRow, ...]


class BookPainter:
    """Builds `BookView`s; rows that did not change are the same objects as before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: BookView | None = None
        self._key: object = None
        self._rows_key: object = None
        self._rows: dict[Side, Rows] = {Side.BID: (), Side.ASK: ()}
        self._steps: dict[Symbol, StepFinder] = {}
        self._resting: tuple[object, RestingSizes] = (None, _NOTHING_OF_OURS)
        self._unplaced: tuple[object, bool] = (None, False)

    def view(self, now: int, wish: Wish) -> BookView:
        """The book of the wished symbol, grouped as wished."""
        store, symbol, old = self._store, wish.symbol, self._view
        depth_stream, quote_stream = Stream(Channel.DEPTH, symbol), Stream(Channel.LEVEL1, symbol)
        book_now = store.freshness(depth_stream, now)
        freshness = settled(old.freshness if old is not None else None, book_now, now)
        quote_freshness = settled(
            old.quote_freshness if old is not None else None, store.freshness(quote_stream, now), now
        )
        marked = no_worse(store.freshness(ORDERS, now), book_now)
        depth = store.markets.depth(symbol)
        proof = depth.verification.words(now) if depth is not None else ""
        # An answer from elsewhere changes the book, or how far it is vouched for, without an event of the stream.
        shown = (id(depth.book), depth.book.vouched) if depth is not None else None
        rows_key = (store.revision(depth_stream), shown, wish, marked and self._resting_key(symbol))
        key = (rows_key, store.revision(quote_stream), proof)
        if old is not None and key == self._key and _same(old, freshness, quote_freshness):
            return old
        if rows_key != self._rows_key:
            self._rows_key = rows_key
            self._draw(wish, marked)
        self._key = key
        self._view = self._compose(wish, freshness, quote_freshness, proof)
        return self._view

    def _compose(self, wish: Wish, freshness: Freshness, quote_freshness: Freshness, proof: str) -> BookView:
        quote = self._store.markets.market(wish.symbol).quote
        depth = self._store.markets.depth(wish.symbol)
        bid, ask = (quote.bid, quote.ask) if quote is not None else (None, None)
        spread = spread_of(quote)
        steps = self._steps.get(wish.symbol)
        return BookView(
            symbol=wish.symbol,
            freshness=freshness,
            bids=self._rows[Side.BID],
            asks=self._rows[Side.ASK],
            bid=bid.price if bid else None,
            bid_size=bid.size if bid else None,
            ask=ask.price if ask else None,
            ask_size=ask.size if ask else None,
            spread=spread.width,
            spread_bp=spread.basis_points,
            mid=spread.mid,
            quote_freshness=quote_freshness,
            group=wish.group,
            step=steps.step if steps is not None else None,
            levels_held=len(depth.book) if depth is not None else 0,
            proof=proof,
            left_out=depth.book.left_out if depth is not None else 0,
            mine_at_least=ORDERS not in self._store.account.seeded or self._has_unplaced(wish.symbol),
        )

    def _draw(self, wish: Wish, marked: bool) -> None:
        depth = self._store.markets.depth(wish.symbol)
        if depth is None or self._store.is_hidden(Stream(Channel.DEPTH, wish.symbol)):
            self._rows = {Side.BID: (), Side.ASK: ()}
            return
        ours = self._ours(wish.symbol) if marked else _NOTHING_OF_OURS
        steps = self._steps.setdefault(wish.symbol, StepFinder())
        for side in Side:
            levels = depth.book.levels(side, wish.levels)
            steps.note(levels)
            mine = ours[side]
            if wish.group is not None:
                levels = group_levels(depth.book.walk(side), wish.group, side, wish.levels)
                mine = _grouped(mine, wish.group, side)
            self._rows[side] = draw_rows(levels, depth.book, mine, self._rows[side])

    def _resting_key(self, symbol: Symbol) -> object:
        return symbol, self._store.revision(ORDERS), self._store.units.market_price(symbol) is None

    def _ours(self, symbol: Symbol) -> RestingSizes:
        key = self._resting_key(symbol)
        if self._resting[0] != key:
            self._resting = (key, self._store.account.orders.resting(symbol, self._read_in(symbol)))
        return self._resting[1]

    def _read_in(self, symbol: Symbol) -> Callable[[Price | None], Price | None]:
        """How a price of ours in that contract is read."""
        units = self._store.units
        return lambda price: units.read(price, symbol).price

    def _has_unplaced(self, symbol: Symbol) -> bool:
        key = self._resting_key(symbol)
        if self._unplaced[0] != key:
            self._unplaced = (key, self._store.account.orders.has_unplaced(symbol, self._read_in(symbol)))
        return self._unplaced[1]


def draw_rows(levels: list[Level], book: OrderBook, mine: dict[int, Size], before: Rows) -> Rows:
    """Rows with running totals, best first; a row equal to the one that stood in its place is that one."""
    total, (lowest, highest) = NO_SIZE, book.vouched
    rows: list[BookRow] = []
    for place, (price, size) in enumerate(levels):
        total = add_sizes(total, size)
        own, vouched = mine.get(price.key), lowest <= price.key <= highest
        row = before[place] if place < len(before) else None
        same = row is not None and row.price is price and row.size is size and row.total == total
        if row is None or not same or row.mine != own or row.vouched is not vouched:
            row = BookRow(price, size, total, own, vouched)
        rows.append(row)
    return tuple(rows)


def _grouped(mine: dict[int, Size], step: Decimal, side: Side) -> dict[int, Size]:
    width, grouped = key_of_step(step), dict[int, Size]()
    for key, size in mine.items():
        bucket = bucket_key(key, width, side)
        grouped[bucket] = add_sizes(grouped[bucket], size) if bucket in grouped else size
    return grouped


def _same(old: BookView, freshness: Freshness, quote_freshness: Freshness) -> bool:
    return old.freshness is freshness and old.quote_freshness is quote_freshness


class TapePainter:
    """Builds `TapeView`s."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: TapeView | None = None
        self._key: object = None
        self._since: tuple[int | None, int | None] = (None, None)

    def view(self, now: int, wall: int, symbol: Symbol) -> TapeView:
        """The trades of a symbol. `wall` turns the tape's monotonic beginning into a time of day."""
        old, stream = self._view, Stream(Channel.TRADE, symbol)
        freshness = settled(old.freshness if old is not None else None, self._store.freshness(stream, now), now)
        key = (symbol, self._store.revision(stream))
        if old is not None and key == self._key and old.freshness is freshness:
            return old
        tape = self._store.markets.tape(symbol)
        if tape is None:
            view = TapeView(symbol, freshness, (), 0, None)
        else:
            if tape.since != self._since[0]:
                self._since = (tape.since, None if tape.since is None else wall - (now - tape.since))
            rows = old.rows if old is not None and key == self._key else tape.rows
            view = TapeView(symbol, freshness, rows, tape.count, self._since[1])
        self._view, self._key = view, key
        return view
