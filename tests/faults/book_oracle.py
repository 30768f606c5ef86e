"""The book's part of the oracle: rows, running totals, our own sizes, whole or gathered into buckets."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Side, Symbol
from roxom_tui.simulator.ledger import AccountOrder
from roxom_tui.state.views.market_views import BookRow, BookView
from tests.faults.past import MarketPast, Past
from tests.faults.units import lots, sats
from tests.faults.verdicts import Tally

CROSSED_FOR: Final = 150_000_000
"""For so long a book may be drawn as live although it contradicts itself (ns)."""


class BookOracle:
    """Judges the rows of books. Times are exchange ns."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally
        self._crossed_at: int | None = None
        """Since when the pictures judged show a crossed book."""

    def not_live(self) -> None:
        """The picture of this moment is not drawn as live."""
        self._crossed_at = None

    def judge(self, view: BookView, since: int, now: int) -> None:
        """Every row that is vouched for, and that none is missing among them."""
        self._now = now
        self._contradiction(view)
        past, width = self._past.markets[view.symbol], _width(view)
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks)):
            shown = self._rows(view.symbol, past, side, rows, width, since)
            if shown:
                self._no_hole(view.symbol, past, side, shown, width, since)

    def _contradiction(self, view: BookView) -> None:
        """Best bid at or above best ask, now and in a picture of long before: then it stood for longer than it may."""
        if view.group is not None or not view.bids or not view.asks or view.bids[0].price < view.asks[0].price:
            self._crossed_at = None
            return
        self._tally.checks["book"] += 1
        if self._crossed_at is not None and self._now - self._crossed_at > CROSSED_FOR:
            stream, shown = Stream(Channel.DEPTH, view.symbol), f"{view.bids[0].price} over {view.asks[0].price}"
            self._miss(stream, "a crossed book", shown, ("no crossed book is live for longer than 0.15 s",))
        self._crossed_at = self._now if self._crossed_at is None else self._crossed_at

    def _rows(
        self, symbol: Symbol, past: MarketPast, side: Side, rows: tuple[BookRow, ...], width: int, since: int
    ) -> set[int]:
        """The prices shown, in sats."""
        stream, shown, total = Stream(Channel.DEPTH, symbol), set(), Decimal(0)
        for row in rows:
            price = sats(row.price) or 0
            shown.add(price)
            total += row.size
            if not row.within_snapshot:
                continue
            self._tally.checks["book"] += 2
            true = past.lots_within(side, price, width, since)
            if lots(row.size) not in true:
                self._miss(stream, f"{side.value} size at {row.price}", row.size, true)
            if row.total != total:
                self._miss(stream, f"{side.value} total at {row.price}", row.total, (total,))
        return shown

    def _no_hole(self, symbol: Symbol, past: MarketPast, side: Side, shown: set[int], width: int, since: int) -> None:
        """A level that stood through the whole window, among those shown, must be in one of them."""
        half = past.market.book.half(side)
        deepest = min(shown) if side is Side.BID else max(shown)
        self._tally.checks["book"] += 1
        for ticks, _ in half.levels():
            home = bucket(ticks * past.tick, side, width)
            if (home < deepest) if side is Side.BID else (home > deepest):
                break
            if home not in shown and min(past.lots_at(side, ticks, since)) > 0:
                self._miss(
                    Stream(Channel.DEPTH, symbol), f"{side.value} without a level", "nothing", (f"{ticks} ticks",)
                )

    def judge_ours(self, view: BookView, since: int, now: int) -> None:
        """Sizes of our own orders beside the rows."""
        self._now = now
        width = _width(view)
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks)):
            for row in rows:
                if row.mine:
                    self._tally.checks["book"] += 1
                    price = sats(row.price) or 0
                    if lots(row.mine) not in self.ours(view.symbol, side, price, width, since, view.mine_at_least):
                        self._miss(Stream(Channel.ORDERS), f"our {side.value} at {row.price}", row.mine, ())

    def ours(self, symbol: Symbol, side: Side, price: int, width: int, since: int, at_least: bool = False) -> set[int]:
        """Every mix of what our orders at that price had left since then; of some of them where it is the least."""
        sums = {0}
        for line in self._past.orders_in(symbol):
            left = {_resting(order, symbol, side, price, width) for order in line.since(since)}
            if left != {0}:
                left |= {0} if at_least else set()
                sums = {one + more for one in sums for more in left}
        return sums

    def _miss(self, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        self._tally.miss(stream, what, self._now, shown, true)


def bucket(price: int, side: Side, width: int) -> int:
    """Where a price belongs when rows are `width` apart: never a better price than its own. Both in sats."""
    if width <= 1:
        return price
    return price // width * width if side is Side.BID else -(-price // width) * width


def _width(view: BookView) -> int:
    return 1 if view.group is None else sats(view.group) or 1


def _resting(order: AccountOrder | None, symbol: Symbol, side: Side, price: int, width: int) -> int:
    if order is None or not order.rests or order.symbol != symbol or order.price is None:
        return 0
    if bucket(order.price, side, width) != price:
        return 0
    return order.remaining if (order.side.value == "buy") is (side is Side.BID) else 0
