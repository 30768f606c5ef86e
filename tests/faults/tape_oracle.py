"""The tape's part of the oracle: every row happened, none is told too often, and none that was due is missing.

Rows below a gap happened too, and are not told a second time above it.
"""

from __future__ import annotations

from collections import Counter

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.state.market.trade_tape import TAPE_LENGTH
from roxom_tui.state.views.market_views import TapeRow, TapeView
from tests.faults.past import Execution, Past
from tests.faults.units import lots, sats
from tests.faults.verdicts import Tally


class TapeOracle:
    """Judges one look after the other. Times are exchange ns."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally
        self._rows: tuple[TapeRow, ...] = ()
        self._history = 0
        """How many entries stood below the newest gap."""
        self._told: Counter[Execution] = Counter()
        self._whole: tuple[Symbol, int, int | None] | None = None
        """Of which symbol by which connection, and since when, the tape was live at the look before."""
        self._told_until = 0

    def gap(self) -> None:
        """The tape does not claim to be whole."""
        self._whole = None

    def judge(self, view: TapeView, connection: int, since: int, now: int) -> None:
        """`connection` is the number of the one the board tells of."""
        self._happened(view, now)
        claim = (view.symbol, connection, view.since)
        if self._whole != claim:
            self._whole, self._told_until = claim, now
        self._nothing_left_out(view, since)

    def _happened(self, view: TapeView, now: int) -> None:
        rows = (*view.rows, *(entry for entry in view.past if isinstance(entry, TapeRow)))
        trades = self._past.markets[view.symbol].trades
        has_grown, self._history = len(view.past) > self._history, len(view.past)
        # What is told late may be put among those below the gap: then all are counted anew.
        if has_grown or not (self._rows and any(row is self._rows[0] for row in rows)):
            self._told.clear()
            self._rows = ()
        for row in rows:
            if self._rows and row is self._rows[0]:
                break
            told = _execution(row)
            self._told[told] += 1
            self._tally.checks["tape"] += 3
            if self._told[told] > trades[told]:
                self._tally.miss(Stream(Channel.TRADE, view.symbol), "a trade", now, told, ())
        self._rows = rows

    def _nothing_left_out(self, view: TapeView, since: int) -> None:
        """What happened while the tape was live, over a window ago, is on it, unless so much came after."""
        if since <= self._told_until:
            return
        due = [one for one in self._past.markets[view.symbol].newest_trades if self._told_until < one.at <= since]
        self._told_until = since
        if len(view.rows) + len(view.past) >= TAPE_LENGTH:
            due = [one for one in due if one.at > view.rows[-1].exchange_at]
        for one in due:
            self._tally.checks["tape"] += 1
            if not self._told[one]:
                self._tally.miss(Stream(Channel.TRADE, view.symbol), "a trade left out", one.at, "nothing", (one,))


def _execution(row: TapeRow) -> Execution:
    side = row.aggressor.value if row.aggressor and not row.estimated else ""
    return Execution(row.exchange_at, sats(row.price) or 0, lots(row.size) or 0, side)
