"""The trades of a symbol, bounded, each once, and the gaps between them (protocol 4.2, client 3.7)."""

from __future__ import annotations

from collections import deque
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Size
from roxom_tui.model.values import replace
from roxom_tui.state.market.told_trades import ToldTrades
from roxom_tui.state.reading.joined_prints import PrintRuns
from roxom_tui.state.reading.print_counts import PrintCounts
from roxom_tui.state.reading.trade_flow import TradeFlow, kind_of
from roxom_tui.state.reading.volume_chain import VolumeChain
from roxom_tui.state.views.market_views import GapKind, TapeRow

TAPE_LENGTH: Final = 2000
"""Rows and gaps together: enough for a screen of those prints that are as large as one in a hundred."""

TAPES_KEPT: Final = 8
"""Of so many symbols that are not followed any more."""

REPEATS_NS: Final = 2 * SECOND
"""So long after it was joined a stream may tell what happened before."""

LATE_TRADE_NS: Final = SECOND // 2
"""So much later than the fastest a trade that happens now may come."""

_IDS_KEPT: Final = 2 * TAPE_LENGTH


class Gap(Struct, frozen=True):
    """A time (monotonic ns) in which trades may be missing; `until` is None while it lasts.

    `count` is how many there were one behind the other, with no trade between.
    """

    kind: GapKind
    since: int
    until: int | None = None
    count: int = 1


class Tape:
    """Newest first: `rows` since the newest gap, and `past`, that gap and all before it.

    `count` is all that was ever put on it, `since` when the first of `rows` came (monotonic ns). `at` is monotonic ns.
    `counts` are of all its prints by size, `flow` is that of `rows` and of what was above the newest gap before them.
    """

    def __init__(self, tiers: tuple[Size, ...] = ()) -> None:
        self.counts = PrintCounts(tiers)
        self.flow = TradeFlow()
        self._runs = PrintRuns()
        self._chain = VolumeChain()
        self._rows: deque[TapeRow] = deque(maxlen=TAPE_LENGTH)
        self._past: deque[TapeRow | Gap] = deque()
        self._told = ToldTrades(self._chain, _IDS_KEPT)
        self._left_at: int | None = None
        """Since when what comes may still be of a subscription that was ended."""
        self._joined_at = 0
        self._fastest: int | None = None
        """The least time from a trade to us (ns, by two clocks)."""
        self.since: int | None = None
        self.missed: tuple[int, int] | None = None
        """Between which trades (exchange ns) others must have been, or may have been in a silence, by the newest."""
        self.is_doubted = False
        """Nothing came of its symbol for suspiciously long: the next trade tells whether others are missing."""
        self.is_of_before = False
        """The newest trade that was told happened before the newest gap ended: it says nothing of now."""

    @property
    def count(self) -> int:
        """All that was ever put on it."""
        return self.counts.count

    def apply(self, trade: Trade, at: int) -> bool:
        """Put the trade on top, or among those before the gap if it is one of them; False if it is there already."""
        self.missed, self.is_of_before = None, False
        if self._past and self._left_at is None:
            # Before it is looked whether it was told already: it may come ahead of the answer to the subscription.
            self._close_gap(at)
        if self._told.is_repeated(trade):
            return False
        if self._past and self._is_of_before(trade, at):
            self.is_of_before = True
            return self._put_below(TapeRow(trade.exchange_at, trade.price, trade.size, trade.aggressor, False))
        self._put_on_top(trade, at)
        if self._past:
            self._trim()
        return True

    def _put_on_top(self, trade: Trade, at: int) -> None:
        price, size, told, exchange_at = trade.price, trade.size, trade.aggressor, trade.exchange_at
        aggressor = told or self._tick_rule(trade)
        estimated = told is None and aggressor is not None
        is_missed = self._chain.note(trade)
        if is_missed or (self.is_doubted and not self._chain.has_just_held):
            self.flow.end()
            self.missed = (self._rows[0].exchange_at if self._rows else exchange_at, exchange_at)
        self.is_doubted = False
        joined = self._runs.take(aggressor, exchange_at)
        self._rows.appendleft(TapeRow(exchange_at, price, size, aggressor, estimated, joined))
        self.counts.note(size, joined)
        self.flow.note(size, kind_of(aggressor, estimated=estimated), exchange_at, at)
        took, fastest = at - exchange_at, self._fastest
        if fastest is None or took < fastest:
            self._fastest = took
        if self.since is None:
            self.since = at

    def unread(self) -> None:
        """A message was not read that was one of its trades, or may have been: what is summed up begins anew."""
        self._chain.forget()
        self.flow.end()

    def doubt(self) -> None:
        """Nothing comes of its symbol for suspiciously long: trades may be missing, until the next one tells."""
        self.is_doubted = True

    def leave(self, at: int) -> None:
        """The stream is being left; what still comes is taken, and nothing is missing before that time."""
        if self._left_at is None:
            self._left_at = at

    def release(self, at: int) -> None:
        """Nobody follows the stream any more: a gap begins."""
        self._open_gap(GapKind.OTHER_SYMBOL, at if self._left_at is None else self._left_at)

    def disconnected(self, at: int) -> None:
        """The connection went; `at` is when something last came by it."""
        self._left_at = None
        self._open_gap(GapKind.CONNECTION, at)

    def join(self, at: int) -> None:
        """The stream is joined: if it was left before, what came until now may still have been told then."""
        if self._left_at is not None:
            self._open_gap(GapKind.REFRESH, self._left_at)
            self._left_at = None
        self._close_gap(at)

    @property
    def rows(self) -> tuple[TapeRow, ...]:
        """Since the newest gap."""
        return tuple(self._rows)

    @property
    def newest(self) -> TapeRow | None:
        """The newest row since the newest gap."""
        return self._rows[0] if self._rows else None

    @property
    def past(self) -> tuple[TapeRow | Gap, ...]:
        """The newest gap, and what was traded before it."""
        return tuple(self._past)

    @property
    def _lasting(self) -> Gap | None:
        """The gap that has not ended."""
        newest = self._past[0] if self._past else None
        return newest if isinstance(newest, Gap) and newest.until is None else None

    def _open_gap(self, kind: GapKind, since: int) -> None:
        """All rows are history, below a gap; one that lasts goes on, and those without a trade between are one."""
        gap = self._continued(kind, since)
        if gap is not None:
            self._past.popleft()
        self._past.extendleft(reversed(self._rows))
        self._rows.clear()
        self.is_doubted = False
        self._runs.end()
        self._chain.forget()
        self.flow.end()
        self.since = None
        self._past.appendleft(gap or Gap(kind, since))
        self._trim()

    def _continued(self, kind: GapKind, since: int) -> Gap | None:
        """The newest gap, going on for that reason; None where it has ended and trades stand above it."""
        before = self._past[0] if self._past else None
        if not isinstance(before, Gap):
            return None
        if before.until is None:
            # That another symbol was in view says more than how it began.
            kept = kind if kind is GapKind.OTHER_SYMBOL else before.kind
            return replace(before, kind=kept, since=min(before.since, since))
        if self._rows or before.kind is not kind:
            return None
        return Gap(kind, before.since, None, before.count + 1)

    def _close_gap(self, at: int) -> None:
        gap = self._lasting
        if gap is not None:
            self._past[0] = replace(gap, until=max(at, gap.since))
            self._joined_at = at
            self._told.behind_a_gap(row for row in self._past if isinstance(row, TapeRow))

    def _trim(self) -> None:
        past = self._past
        while past and (len(self._rows) + len(past) > TAPE_LENGTH or isinstance(past[-1], Gap)):
            past.pop()

    def _is_of_before(self, trade: Trade, at: int) -> bool:
        """Whether it is told behind the gap and happened before that ended.

        Only for a moment, because a clock that was set back at the exchange makes all trades look like that.
        """
        if not self._past or self._lasting or self._fastest is None or at - self._joined_at > REPEATS_NS:
            return False
        return trade.exchange_at < self._joined_at - self._fastest - LATE_TRADE_NS

    def _put_below(self, row: TapeRow) -> bool:
        """Put a row in its place among those before the gap; False if it is older than what is kept."""
        place = 1
        for number, other in enumerate(self._past):
            if isinstance(other, TapeRow) and other.exchange_at > row.exchange_at:
                place = number + 1
        while self._splits(place):
            place += 1
        if len(self._rows) + place >= TAPE_LENGTH:
            return False
        self._past.insert(place, row)
        self.counts.note_alone(row.size)
        self._trim()
        return True

    def _splits(self, place: int) -> bool:
        """Whether a row put there would part prints of one taker."""
        above = self._past[place - 1]
        return isinstance(above, TapeRow) and above.joined != 0 and place < len(self._past)

    def _tick_rule(self, trade: Trade) -> AggressorSide | None:
        """Dearer than the trade before: a buyer crossed; cheaper: a seller; the same price: as before."""
        if not self._rows:
            return None
        before = self._rows[0]
        if trade.price.key > before.price.key:
            return AggressorSide.BUY
        if trade.price.key < before.price.key:
            return AggressorSide.SELL
        return before.aggressor
