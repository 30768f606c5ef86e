"""The derived columns' part of the oracle: running cost, what was traded and changed at a price, places in queues.

Changes are told up to a whole second, so each window that ended lately may be the one. A figure that looks back is
wrong for as long as what it looks back on was: so far an excuse goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.channels import ORDERS, Channel, Stream
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import Side, Symbol
from roxom_tui.state.views.market_views import BookRow, BookView
from tests.faults.past import MarketPast, Past
from tests.faults.units import lots, sats
from tests.faults.verdicts import Tally

UNSETTLED: Final = 2
"""So many whole seconds may be behind the last, besides the window of what may have been true."""


class Where(NamedTuple):
    """A row: its side, and the least and the greatest price it holds, in sats."""

    side: Side
    prices: tuple[int, int]


def where(side: Side, price: int, width: int) -> Where:
    """The row at a price, of all levels in so wide a step."""
    reach = max(0, width - 1)
    return Where(side, (price, price + reach) if side is Side.BID else (price - reach, price))


class ColumnsTruth:
    """What may stand in a column. `window` (ns) is how long ago it may have been true."""

    def __init__(self, past: MarketPast, now: int, window: int) -> None:
        self._past = past
        self._now = now
        self._window = window

    @property
    def ends(self) -> list[int]:
        """The whole seconds at which a window may have ended."""
        last = self._now - self._now % SECOND
        return [last - number * SECOND for number in range(self._window // SECOND + 1 + UNSETTLED)]

    def changes(self, row: Where, width: int) -> list[int]:
        """In lots, of each window of that width that ended lately."""
        return [self._past.lots_changed(row.side, row.prices, end - width, end) for end in self.ends]

    def flow(self, side: Side, begin: int, end: int) -> tuple[int, int]:
        """All that was added to a side in a time, and all that was taken away."""
        prices = {ticks * self._past.tick for ticks in self._past.levels[side]}
        moved = [self._past.lots_changed(side, (price, price), begin, end) for price in prices]
        return sum(one for one in moved if one > 0), sum(one for one in moved if one < 0)

    def traded(self, row: Where, since: int) -> tuple[list[int], list[int]]:
        """Sold and bought at its prices since a moment, as it was at each moment lately."""
        begin = self._now - self._window
        sold, bought = (self._past.traded_since(side, row.prices, since, begin) for side in (Side.BID, Side.ASK))
        return sold, bought


class ColumnsOracle:
    """Judges the rows of books by what their derived columns tell."""

    def __init__(self, past: Past, tally: Tally, window: int) -> None:
        self._past = past
        self._tally = tally
        self._window = window

    def judge(self, view: BookView, now: int) -> None:
        """Every row that is vouched for; `now` is exchange ns."""
        self._now, self._view = now, view
        self._truth = ColumnsTruth(self._past.markets[view.symbol], now, self._window)
        width = 1 if view.group is None else sats(view.group) or 1
        for side, rows in ((Side.BID, view.bids), (Side.ASK, view.asks)):
            cost = Decimal(0)
            for row in rows:
                cost += row.price * row.size
                if row.within_snapshot and row.reading is not None:
                    place = where(side, sats(row.price) or 0, width)
                    if view.group is None:
                        self._check("cost", Stream(Channel.DEPTH, view.symbol), row, row.reading.cost, (cost,))
                    self._look_back(place, row)
                    self._queue(view.symbol, place, row)

    def _look_back(self, place: Where, row: BookRow) -> None:
        columns, reading = self._view.columns, row.reading
        trade, depth = (Stream(channel, self._view.symbol) for channel in (Channel.TRADE, Channel.DEPTH))
        assert columns is not None and reading is not None  # noqa: PT018 - for the types
        if reading.change is not None and columns.change is not None and not columns.change.is_estimated:
            true = self._truth.changes(place, columns.change.width)
            reach = columns.change.width + 4 * SECOND
            self._check("change", depth, row, lots(reading.change), true, reach, also=(trade,))
        if reading.sold is not None and columns.traded is not None and columns.traded.since is not None:
            sold, bought = self._truth.traded(place, columns.traded.since)
            self._check("sold", trade, row, lots(reading.sold), sold, 5 * MINUTE)
            self._check("bought", trade, row, lots(reading.bought), bought, 5 * MINUTE)

    def _queue(self, symbol: Symbol, place: Where, row: BookRow) -> None:
        """No more stands before an own order than is told; less may, where much left the level in one message."""
        reading = row.reading
        if reading is None or reading.queue is None or not row.mine:
            return
        true = self._past.ahead_of(symbol, place.side, place.prices, self._now - self._window)
        self._tally.checks["columns"] += 1
        high = reading.queue.high * 100
        if true and high < min(true):
            # An order that is not known rightly has no right place either.
            depth = Stream(Channel.DEPTH, symbol)
            self._tally.miss(depth, f"queue at {row.price}", self._now, high, true, also=(ORDERS,))

    def _check(
        self,
        what: str,
        stream: Stream,
        row: BookRow,
        shown: object,
        true: Iterable[object],
        reach: int = 0,
        *,
        also: Sequence[Stream] = (),
    ) -> None:
        if shown is None:
            return
        self._tally.checks["columns"] += 1
        true = tuple(true)
        if shown not in true:
            self._tally.miss(stream, f"{what} at {row.price}", self._now, shown, true, reach=reach, also=also)
