"""Bars of a symbol's trades, of several lengths, and the gaps between what was followed (state 5.1).

Times are the exchange's, wall ns, but for those called `at`, which are monotonic ns. A bar holds what was told between
its start and its end, also what was told late. Bounded: `bars.BARS_KEPT` of each length, some 2 MiB a symbol when full.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from roxom_tui.model.charting import BAR_SECONDS
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.money import Size
from roxom_tui.model.values import replace
from roxom_tui.state.decimal_math import ZERO, add, add_sizes
from roxom_tui.state.reading.bars import Bar, RunningBar, Series

GAPS_KEPT: Final = 64
"""Of more than these the two nearest each other become one: too much is doubted then, never too little."""

SLACK_NS: Final = SECOND
"""So much earlier a gap may have begun than anything last came."""

LATEST_NS: Final = MINUTE
"""A trade that is told so much later than newer ones is not believed."""

FIRST_TRADES: Final = 20
FIRST_NS: Final = MINUTE
"""Until so many trades came, and for so long, all may have been late: whoever joins may be told of before."""

SET_BACK_AFTER: Final = 3
"""So many of these in a row mean that the exchange's clock was set back."""


class Gap(NamedTuple):
    """A time in which trades may be missing; `until` is None while it lasts."""

    since: int
    until: int | None

    def meets(self, start: int, end: int) -> bool:
        """Whether any of it lies between these times."""
        return self.since < end and (self.until is None or self.until > start)


class Candles:
    """The bars of one symbol since it was first followed; constant work a trade."""

    def __init__(self) -> None:
        self.revision = 0
        """Rises with everything but trades of the newest bar."""
        self.began_at: int | None = None
        """Since when all trades were told, but for gaps."""
        self._joined_at: int | None = None
        """Since when trades are followed, up to the first of them: of one that never came there is no gap."""
        self._left_at: int | None = None
        self._took: int | None = None
        """From the newest trade to us, and the least of all (ns, by two clocks)."""
        self._fastest = 0
        self._count = 0
        self._first_at = 0
        self._late = 0
        self._is_silent = False
        """Whether nothing comes of the symbol, so that trades may be missing although they are followed."""
        self._gaps: list[Gap] = []
        self._forget()

    def _forget(self) -> None:
        self._series = {seconds: Series(seconds) for seconds in BAR_SECONDS}
        self._running: RunningBar | None = None
        self._volume, self._value = Size(ZERO), ZERO
        self.revision += 1

    def apply(self, trade: Trade, at: int) -> None:
        """Count a trade that was not told before."""
        running, when = self._running, trade.exchange_at
        if self._took is None:
            self._begin(when, at)
        self._took = took = at - when
        self._count += 1
        if took < self._fastest:
            self._hasten(took, at)
        if running is not None and running.start <= when < running.end:
            running.take(trade)
            self._late = 0
        else:
            self._place(trade)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Oldest first."""
        return tuple(self._gaps)

    def gaps_with(self, silent_since: int | None) -> tuple[Gap, ...]:
        """The gaps, and as one more an unusual silence, of which all may come yet; None where none is."""
        hidden = None if silent_since is None else self._gap_from(silent_since)
        return self.gaps if hidden is None else (*self._gaps, hidden)

    def bars(self, seconds: int) -> tuple[Bar, ...]:
        """The bars of a length without what runs, oldest first."""
        return tuple(self._series[seconds].bars)

    def newest(self, seconds: int) -> Bar | None:
        """What runs, as a part of a bar of that length; to be merged with the last of `bars` if that begins there."""
        if self._running is None:
            return None
        bar = self._running.bar
        return replace(bar, start=self._series[seconds].start_of(bar.start))

    @property
    def traded(self) -> tuple[Size, Decimal]:
        """The sums of sizes, and of sizes times prices, of all trades that are in bars or were."""
        if self._running is None:
            return self._volume, self._value
        return add_sizes(self._volume, self._running.volume), add(self._value, self._running.value)

    # What was not followed

    def join(self, at: int) -> None:
        """Trades are followed from now on."""
        if self._took is None:
            self._joined_at = at
        if self._left_at is not None:
            self._open(self._left_at)
            self._left_at = None
        if not self._is_silent:
            self._close(at)

    def leave(self, at: int) -> None:
        """Trades are left, perhaps to be joined at once; what still comes is counted."""
        if self._left_at is None:
            self._left_at = at

    def release(self, at: int) -> None:
        """Trades are not followed any more."""
        self._open(at if self._left_at is None else self._left_at)
        self._left_at = None
        if self._took is None:
            self._joined_at = None

    def disconnected(self, at: int) -> None:
        """The connection went; `at` is when something last came by it."""
        self.release(at)

    def look(self, silent_since: int | None, now: int) -> None:
        """About once a second: since when nothing comes of the symbol, or None where that is not suspicious."""
        if silent_since is not None:
            self._is_silent = True
            if not self._lasts:
                self._open(silent_since)
        elif self._is_silent:
            self._is_silent = False
            if self._took is None and self._joined_at is not None:
                self._joined_at = now
            if self._left_at is None:
                self._close(now)

    def miss(self, since: int, until: int) -> None:
        """Others were traded between two trades (their times, both included)."""
        if not self._lasts:
            self._add(Gap(min(since, until), max(since, until) + 1))

    def unread(self, at: int) -> None:
        """What came at `at` could not be read, and may have been a trade."""
        if self._took is not None:
            self.miss(at - self._took - SLACK_NS, at - self._fastest)
        elif self._joined_at is not None:
            self._joined_at = at + SLACK_NS

    def _begin(self, when: int, at: int) -> None:
        self._fastest, self._first_at = at - when, at
        joined = self._joined_at
        self.began_at = when if joined is None else min(when, joined - self._fastest)

    def _hasten(self, took: int, at: int) -> None:
        """One came faster than any before. If those were the first, they were late, and what was not followed ended so
        much later than they made believe; later on it tells of clocks and lines, and moves nothing."""
        late, self._fastest = self._fastest - took, took
        is_early = self._count <= FIRST_TRADES or at - self._first_at < FIRST_NS
        if self.began_at is not None and is_early:
            self.began_at += late
            self._gaps = [gap if gap.until is None else Gap(gap.since, gap.until + late) for gap in self._gaps]
            self.revision += 1

    def _open(self, at: int) -> None:
        self._late = SET_BACK_AFTER
        gap = self._gap_from(at)
        if gap is not None:
            self._add(gap)

    def _gap_from(self, at: int) -> Gap | None:
        """One that begins with what came last, which may have been late; None where one lasts or no trade came."""
        if self._took is None or self._lasts:
            return None
        return Gap(at - self._took - SLACK_NS, None)

    @property
    def _lasts(self) -> bool:
        """Whether the newest gap has not ended."""
        return bool(self._gaps) and self._gaps[-1].until is None

    def _add(self, gap: Gap) -> None:
        """One more gap; with the one before it is one where they meet."""
        gaps, before = self._gaps, self._gaps[-1] if self._gaps else None
        if before is not None and before.until is not None and before.until >= gap.since:
            until = None if gap.until is None else max(before.until, gap.until)
            gaps[-1] = Gap(min(before.since, gap.since), until)
        else:
            gaps.append(gap)
        if len(gaps) > GAPS_KEPT:
            place = min(range(1, len(gaps)), key=lambda place: gaps[place].since - (gaps[place - 1].until or 0))
            gaps[place - 1 : place + 1] = [Gap(gaps[place - 1].since, gaps[place].until)]
        self.revision += 1

    def _close(self, at: int) -> None:
        if self._lasts:
            since = self._gaps[-1].since
            self._gaps[-1] = Gap(since, max(since, at - self._fastest))
            self.revision += 1

    def _place(self, trade: Trade) -> None:
        """A trade of another time than the newest bar's."""
        running = self._running
        if self._left_at is None and self._gaps:
            self._close(trade.exchange_at + self._fastest)
        if running is None or trade.exchange_at >= running.end:
            self._end(running)
            self._running = RunningBar(trade)
            self._late = 0
        elif trade.exchange_at >= running.start - LATEST_NS:
            self._fold(RunningBar(trade).bar)
        else:
            self._doubt(trade)

    def _doubt(self, trade: Trade) -> None:
        """Far too late: left out, unless the exchange's clock was set back, when all begins anew."""
        self._late += 1
        if self._late > SET_BACK_AFTER:
            self._forget()
            self._gaps.clear()
            self.began_at, self._late = trade.exchange_at, 0
            self._fastest = self._took or 0
            self._running = RunningBar(trade)

    def _end(self, running: RunningBar | None) -> None:
        if running is not None:
            self._fold(running.bar)

    def _fold(self, part: Bar) -> None:
        for series in self._series.values():
            series.take(part)
        self._volume, self._value = add_sizes(self._volume, part.volume), add(self._value, part.value)
        self.revision += 1
