"""What prices did, as arrows, a session's change and a sparkline tell it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Price
from roxom_tui.state.views.market_views import HISTORY_INTERVAL_NS, SymbolRow
from tests.faults.past import MarketPast, Past
from tests.faults.timeline import REMEMBERED
from tests.faults.units import SATS, sats
from tests.faults.verdicts import Tally

_UNSEEN: Final = SECOND
"""Tickers come a few times a second and tell one price each: so old may be the price before that they told."""

_HAIR: Final = Decimal("1e-12")


class CourseOracle:
    """Judges what rests on more than one price. Times are exchange ns."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally
        self._arrows: dict[Symbol, tuple[int, int]] = {}
        self._befores: dict[Symbol, set[int]] = {}
        self._looked_at: dict[Symbol, int] = {}

    def judge_arrow(self, symbol: Symbol, last: Price | None, direction: int, since: int, now: int) -> None:
        """An arrow points from the price before to this one: before at the exchange, or before on the screen."""
        price = sats(last)
        if price is None:
            return
        past = self._past.markets[symbol]
        before = self._before(symbol, (price, direction))
        looked_at, self._looked_at[symbol] = self._looked_at.get(symbol, now), now
        # Between two looks the screen may have held any price of that time.
        between = past.last.between(looked_at - _UNSEEN, now)
        before |= {*befores(past, price, since), *(one for one in between if one is not None)}
        if direction:
            self._tally.checks["course"] += 1
            if not any((price > one) is (direction > 0) for one in before if one != price):
                self._miss(symbol, "direction", now, direction, before)

    def saw(self, symbol: Symbol, last: Price | None, direction: int) -> None:
        """What stands there as history: an arrow drawn later may point from it."""
        price = sats(last)
        if price is not None:
            self._before(symbol, (price, direction))

    def _before(self, symbol: Symbol, arrow: tuple[int, int]) -> set[int]:
        """The prices that may have stood before the arrow's: of one that stays, those of the looks before as well."""
        known, self._arrows[symbol] = self._arrows.get(symbol), arrow
        if known != arrow:
            self._befores[symbol] = set() if known is None else {known[0]}
        return self._befores.setdefault(symbol, set())

    def judge_change(self, row: SymbolRow, now: int) -> None:
        """The change is counted from the first price that was seen, in the first moments of the story."""
        last = sats(row.last)
        if row.change is None or last is None:
            return
        self._tally.checks["course"] += 1
        true = self.changes(row.symbol, (last,))
        if not any(abs(row.change - one) <= _HAIR for one in true):
            self._miss(row.symbol, "change", now, row.change, true)

    def changes(self, symbol: Symbol, lasts: Iterable[int | None]) -> list[Decimal]:
        """What the change can be at these prices, as fractions."""
        openings = [one for one in self._past.markets[symbol].opening if one]
        return [Decimal(last - one) / one for last in lasts if last is not None for one in openings]

    def judge_trail(self, row: SymbolRow, window: int, monotonic: int, now: int) -> None:
        """Each sample, as far back as the truth is remembered, stood at some moment of its interval.

        `monotonic` is the client's clock at `now`. A sample is blamed on the moment it was taken.
        """
        *closed, newest = row.price_history
        line = self._past.markets[row.symbol].last
        self._sample(row.symbol, newest, line.since(now - window), now)
        boundary = now - monotonic % HISTORY_INTERVAL_NS
        while closed and boundary > now - REMEMBERED + HISTORY_INTERVAL_NS + window:
            begin = boundary - HISTORY_INTERVAL_NS - window
            self._sample(row.symbol, closed.pop(), line.between(begin, boundary), boundary)
            boundary -= HISTORY_INTERVAL_NS

    def _sample(self, symbol: Symbol, sample: Price | None, true: list[int | None], at: int) -> None:
        if sample is not None:
            self._tally.checks["course"] += 1
            if sats(sample) not in true:
                self._miss(symbol, "sparkline", at, sample, [None if one is None else one / SATS for one in true])

    def _miss(self, symbol: Symbol, what: str, at: int, shown: object, true: Iterable[object]) -> None:
        self._tally.miss(Stream(Channel.TICKER, symbol), what, at, shown, true)


def befores(past: MarketPast, price: int, since: int) -> set[int]:
    """The prices that stood shortly before that one began, each time it began in the window."""
    course = past.last.course(since)
    begun = [at for at, value in course if value == price]
    return {one for at in begun for one in past.last.between(at - _UNSEEN, at) if one is not None}
