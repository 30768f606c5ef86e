"""What was true at any moment of the last minute, whatever was sent. All in ticks, lots and nanoseconds."""

from __future__ import annotations

from collections import deque

from tests.support.second_exchange.happenings import Change, Quote, Side, Ticker, Trade

KEPT = 90_000_000_000
"""How far back the past is kept."""

Sides = dict[Side, dict[int, int]]


class Truth:
    """The past of one contract: its book at a moment, what a level held within a window, its trades and tickers."""

    def __init__(self, book: Sides) -> None:
        self._book: Sides = {side: dict(levels) for side, levels in book.items()}
        self._changes: deque[Change] = deque()
        self._trades: deque[Trade] = deque()
        self._tickers: deque[Ticker] = deque()

    def changed(self, changes: list[Change]) -> None:
        """The book moved on."""
        for change in changes:
            levels = self._book[change.side]
            if change.after:
                levels[change.price] = change.after
            else:
                levels.pop(change.price, None)
            self._changes.append(change)
        while self._changes and self._changes[0].time < self._changes[-1].time - KEPT:
            self._changes.popleft()

    def traded(self, trade: Trade) -> None:
        """An execution."""
        self._trades.append(trade)
        if len(self._trades) > 2000:
            self._trades.popleft()

    def measured(self, ticker: Ticker) -> None:
        """New statistics."""
        self._tickers.append(ticker)
        if len(self._tickers) > 2000:
            self._tickers.popleft()

    def book(self, at: int) -> Sides:
        """All levels as they were at a moment; the newest where the moment is still to come."""
        sides = {side: dict(levels) for side, levels in self._book.items()}
        for change in reversed(self._changes):
            if change.time <= at:
                break
            _undo(sides, change)
        return sides

    def quote(self, symbol: str, at: int) -> Quote:
        """Best bid and ask at a moment."""
        return _top(symbol, at, self.book(at))

    def quotes(self, symbol: str, since: int, until: int) -> list[Quote]:
        """Every best bid and ask that there was within a window, the last one first."""
        sides = self.book(until)
        seen = [_top(symbol, until, sides)]
        moment = until
        for change in self._within(since, until):
            if change.time != moment:
                seen.append(_top(symbol, change.time, sides))
                moment = change.time
            _undo(sides, change)
        seen.append(_top(symbol, since, sides))
        return seen

    def sizes(self, since: int, until: int) -> dict[tuple[Side, int], set[int]]:
        """Every size that each level held within a window; zero where it was not there for a time."""
        sides = self.book(until)
        held = {(side, price): {size} for side, levels in sides.items() for price, size in levels.items()}
        for change in self._within(since, until):
            held.setdefault((change.side, change.price), {change.after}).add(change.before)
        return held

    def trades(self, since: int, until: int) -> list[Trade]:
        """Executions within a window, oldest first."""
        return [trade for trade in self._trades if since <= trade.time <= until]

    def tickers(self, since: int, until: int) -> list[Ticker]:
        """The statistics that were the newest at some moment of a window, oldest first."""
        found: list[Ticker] = []
        for ticker in reversed(self._tickers):
            if ticker.quote.time <= until:
                found.append(ticker)
            if ticker.quote.time <= since:
                break
        return found[::-1]

    def _within(self, since: int, until: int) -> list[Change]:
        """Changes after `since` up to `until`, the last one first."""
        found: list[Change] = []
        for change in reversed(self._changes):
            if change.time <= since:
                break
            if change.time <= until:
                found.append(change)
        return found


def _undo(sides: Sides, change: Change) -> None:
    if change.before:
        sides[change.side][change.price] = change.before
    else:
        sides[change.side].pop(change.price, None)


def _top(symbol: str, at: int, sides: Sides) -> Quote:
    bids, asks = sides[Side.BID], sides[Side.ASK]
    bid = max(bids) if bids else None
    ask = min(asks) if asks else None
    return Quote(symbol, at, None if bid is None else (bid, bids[bid]), None if ask is None else (ask, asks[ask]))
