"""Whether what stands on the screen was true within the last second: pure, from a look and the exchange's past."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from tests.second_exchange.screen_reading import Seen, SeenTrade
from tests.support.second_exchange.happenings import Instrument, Quote, Side, Trade
from tests.support.second_exchange.truth import Truth

Key = tuple[Side, int]


class Wrong(NamedTuple):
    """A value drawn as live that never was true within the window."""

    what: str
    shown: str
    true: str


@dataclass(frozen=True, slots=True)
class Excuses:
    """Levels that need not be right: nothing on the wire tells that they are wrong, or they are only just told."""

    lost: Collection[Key] = ()
    invented: Collection[Key] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """One contract's truth within a window of exchange time."""

    truth: Truth
    instrument: Instrument
    since: int
    until: int

    def ticks(self, price: Decimal) -> int | None:
        """A price in ticks; None for one that is between two."""
        ticks = price / self.instrument.tick
        return int(ticks) if ticks == int(ticks) else None

    def quotes(self) -> list[Quote]:
        """All best bids and asks within the window."""
        return self.truth.quotes(self.instrument.symbol, self.since, self.until)


def wrong_in_book(seen: Seen, past: Past, excuses: Excuses) -> Iterator[Wrong]:
    """Levels with a size that they did not have, levels left out, a best price that was not the best, the spread."""
    held = past.truth.sizes(past.since, past.until)
    for side in Side:
        yield from _wrong_levels(seen, side, past, held, excuses)
        yield from _left_out(seen, side, past, held, excuses)
        yield from _wrong_best(seen, side, past, excuses)
    yield from _wrong_spread(seen, past)


def _wrong_levels(seen: Seen, side: Side, past: Past, held: dict[Key, set[int]], excuses: Excuses) -> Iterator[Wrong]:
    for level in seen.side(side.value):
        ticks = past.ticks(level.price)
        key = (side, -1 if ticks is None else ticks)
        if not level.is_bright or key in excuses.lost or key in excuses.invented:
            continue
        sizes = {past.instrument.size(lots) for lots in held.get(key, set())}
        if level.size not in sizes or not level.size:
            yield Wrong(f"{side.value} {level.price:f}", f"{level.size:f}", _either(sizes))


def _left_out(seen: Seen, side: Side, past: Past, held: dict[Key, set[int]], excuses: Excuses) -> Iterator[Wrong]:
    """Levels that stood throughout the window, between the best and the worst that are shown."""
    shown = {past.ticks(level.price) for level in seen.side(side.value)}
    known = [ticks for ticks in shown if ticks is not None]
    stood = [price for (where, price), sizes in held.items() if where is side and 0 not in sizes]
    if not known:
        stood = [(max if side is Side.BID else min)(stood)] if stood else []
    else:
        worst = (min if side is Side.BID else max)(known)
        stood = [price for price in stood if (price - worst) * side.outward <= 0]
    for price in stood:
        if price not in shown and (side, price) not in excuses.lost:
            yield Wrong(f"{side.value} {past.instrument.price(price):f}", "left out", "stood throughout")


def _wrong_best(seen: Seen, side: Side, past: Past, excuses: Excuses) -> Iterator[Wrong]:
    levels = seen.side(side.value)
    if not levels or not levels[0].is_bright:
        return
    ticks = past.ticks(levels[0].price)
    best = {level[0] for quote in past.quotes() if (level := quote.bid if side is Side.BID else quote.ask)}
    excused = {price for where, price in (*excuses.lost, *excuses.invented) if where is side}
    if ticks not in best and ticks not in excused and not excused.intersection(best):
        true = _either({past.instrument.price(price) for price in best})
        yield Wrong(f"best {side.value}", f"{levels[0].price:f}", true)


def _wrong_spread(seen: Seen, past: Past) -> Iterator[Wrong]:
    if seen.spread is None:
        return
    true = {past.instrument.price(one.ask[0] - one.bid[0]) for one in past.quotes() if one.bid and one.ask}
    if seen.spread not in true:
        yield Wrong("spread", f"{seen.spread:f}", _either(true))


def wrong_top(seen: Seen, past: Past) -> list[Wrong]:
    """Best levels drawn that were not the best with that size at any moment, whatever is excused."""
    quotes = past.quotes()
    found: list[Wrong] = []
    for side in Side:
        levels = seen.side(side.value)
        tops = {quote.bid if side is Side.BID else quote.ask for quote in quotes}
        true = {(past.instrument.price(top[0]), past.instrument.size(top[1])) for top in tops if top}
        if levels and levels[0].is_bright and (levels[0].price, levels[0].size) not in true:
            found.append(Wrong(f"top {side.value}", f"{levels[0].price:f} x {levels[0].size:f}", _pairs(true)))
    return found


def wrong_in_tape(seen: Seen, past: Past, trades: list[Trade]) -> Iterator[Wrong]:
    """Rows that are no trade of the exchange, or stand twice."""
    true = [_as_seen(one, past.instrument) for one in trades]
    for row in seen.trades:
        if not row.is_bright:
            continue
        told = (row.clock, row.price, row.size, row.is_buy)
        if told in true:
            true.remove(told)
        else:
            yield Wrong("tape", _row(row), "no such trade, or once only")


def _as_seen(trade: Trade, instrument: Instrument) -> tuple[str, Decimal, Decimal, bool]:
    # A hundredth is cut off, not rounded: the same whether the trade was told in nanoseconds or in milliseconds.
    clock = f"{datetime.fromtimestamp(trade.time // 1_000_000_000, UTC):%H:%M:%S}.{trade.time // 10_000_000 % 100:02d}"
    return clock, instrument.price(trade.price), instrument.size(trade.size), trade.taken_from is Side.ASK


def wrong_figures(seen: Seen, past: Past) -> Iterator[Wrong]:
    """Figures of the ticker strip that nothing stated within the window."""
    true = _true_figures(past)
    for name, value in seen.figures.items():
        if value not in true[name]:
            yield Wrong(f"strip {name}", f"{value:f}", _either(true[name]))


def _true_figures(past: Past) -> dict[str, set[Decimal]]:
    tickers, quotes = past.truth.tickers(past.since, past.until), past.quotes()
    price = past.instrument.price
    lasts = {one.last for one in tickers} | _traded_at(past)
    return {
        "LAST": {price(last) for last in lasts if last},
        "BID": {price(one.bid[0]) for one in quotes if one.bid},
        "ASK": {price(one.ask[0]) for one in quotes if one.ask},
        "MARK": {one.mark for one in tickers},
        "INDEX": {one.index for one in tickers},
        "OPEN INTEREST": {one.open_interest for one in tickers},
    }


def _traded_at(past: Past) -> set[int | None]:
    """The prices of the trades of the window, and of the one before it."""
    before = past.truth.trades(0, past.since)[-1:]
    return {one.price for one in (*before, *past.truth.trades(past.since, past.until))}


def _row(row: SeenTrade) -> str:
    return f"{row.clock} {row.price:f} x {row.size:f} {row.is_buy}"


def _either(values: Collection[Decimal]) -> str:
    return " or ".join(f"{one:f}" for one in sorted(values)[:6]) or "nothing"


def _pairs(values: Collection[tuple[Decimal, Decimal]]) -> str:
    return " or ".join(f"{price:f} x {size:f}" for price, size in sorted(values)[:4]) or "nothing"
