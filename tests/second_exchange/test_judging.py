"""The onlooker itself: a true screen passes, and whatever single thing is made wrong on it is found."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from roxom_tui.model.durations import SECOND
from tests.second_exchange.judging import Excuses, Past, Wrong, wrong_figures, wrong_in_book, wrong_in_tape, wrong_top
from tests.second_exchange.onlooker import keys_of
from tests.second_exchange.screen_reading import DULL, Seen, read_screen
from tests.support.second_exchange.conventions import Conventions
from tests.support.second_exchange.encoding import Encoder
from tests.support.second_exchange.happenings import Delta, Side, Trade
from tests.support.second_exchange.venue import Venue

START = 1_780_000_000 * SECOND
NOW = START + 30 * SECOND
GOLD = "GOLD-BTC"
ROWS = 8
BRIGHT = "ffffff"


@pytest.fixture(scope="module")
def venue() -> Venue:
    venue = Venue(Conventions(levels=60), 5, 150, START)
    for _ in venue.advance(NOW):
        pass
    return venue


def past_of(venue: Venue, since: int = NOW - SECOND) -> Past:
    floor = venue.floors[GOLD]
    return Past(floor.truth, floor.instrument, since, NOW)


def screen(venue: Venue, state: str = "LIVE") -> list[str]:
    """The dashboard as it should stand now: strip, book and tape."""
    book, ticker = venue.book(GOLD), venue.floors[GOLD].newest_ticker
    bid, ask = max(book[Side.BID]), min(book[Side.ASK])
    last = venue.floors[GOLD].instrument.price(ticker.last or 0)
    strip = {"LAST": f"{last} ▲", "BID": bid, "ASK": ask, "MARK": ticker.mark, "INDEX": ticker.index}
    heads, values = ("".join(f"{one!s:<16}" for one in row) for row in (strip, strip.values()))
    asks, bids = sorted(book[Side.ASK])[:ROWS][::-1], sorted(book[Side.BID], reverse=True)[:ROWS]
    rows = [f" mine    {'price BTC':>11}   {'size':>8}   {'total':>9} "]
    rows += [f"● 0.40   {price:>11}  ▋{book[Side.ASK][price]:>8,}   {'9,999.00':>9} " for price in asks]
    rows.append(f"────── spread {ask - bid} · 0.2 bp ────────")
    rows += [f"         {price:>11}   {book[Side.BID][price]:>8,} ▍ {'9,999.00':>9} " for price in bids]
    title = f" Order book ──── {state} ─"
    left = [f"╭{title:─<44}╮", *(f"│{row:<44}│" for row in rows), f"╰{'─' * 44}╯"]
    trades = [f" {_clock(one)}   {_price(venue, one)}   {_size(venue, one)} {_arrow(one)}" for one in _trades(venue)]
    right = [f"╭{' Trades ───── LIVE ─':─<44}╮", *(f"│{row:<44}│" for row in trades), f"╰{'─' * 44}╯"]
    right += [" " * 46] * (len(left) - len(right))
    return [" roxom", f" {heads}", f" {values}", *(a + b for a, b in zip(left, right, strict=True))]


def _trades(venue: Venue) -> list[Trade]:
    return venue.floors[GOLD].truth.trades(START, NOW)[-6:][::-1]


def _clock(trade: Trade) -> str:
    seconds, rest = divmod(trade.time, SECOND)
    return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest // 10_000_000:02d}"


def _price(venue: Venue, trade: Trade) -> Decimal:
    return venue.floors[GOLD].instrument.price(trade.price)


def _size(venue: Venue, trade: Trade) -> Decimal:
    return venue.floors[GOLD].instrument.size(trade.size)


def _arrow(trade: Trade) -> str:
    return "▲" if trade.taken_from is Side.ASK else "▼"


def read(lines: list[str], ink: str = BRIGHT) -> Seen:
    seen = read_screen(lines, lambda row, column: ink)
    assert seen is not None
    return seen


def judged(seen: Seen, venue: Venue, excuses: Excuses | None = None) -> Iterator[Wrong]:
    past = past_of(venue)
    yield from wrong_in_book(seen, past, excuses or Excuses())
    yield from wrong_in_tape(seen, past, past.truth.trades(START, NOW))
    yield from wrong_figures(seen, past)


def test_a_true_screen_is_read_whole_and_found_true(venue: Venue) -> None:
    seen = read(screen(venue))
    assert (len(seen.levels), len(seen.trades), len(seen.figures)) == (2 * ROWS, 6, 5)
    assert (seen.book.state, seen.tape.state, seen.book.is_live) == ("LIVE", "LIVE", True)
    assert seen.spread
    assert not seen.is_crossed
    assert list(judged(seen, venue)) == []
    assert wrong_top(seen, past_of(venue)) == []


def in_book(lines: list[str], was: str, then: str) -> list[str]:
    """The screen with a number of a level written otherwise; what else stands there is left alone."""
    return [
        line if "spread" in line or number < 4 else line[:46].replace(f" {was} ", f" {then} ") + line[46:]
        for number, line in enumerate(lines)
    ]


def test_every_number_of_the_book_that_is_changed_by_one_digit_is_found(venue: Venue) -> None:
    lines = screen(venue)
    for level in read(lines).levels:
        for told in (f"{level.size:,}", f"{level.price:f}"):
            other = told[:-1] + str((int(told[-1]) + 1) % 10)
            changed = in_book(lines, told, other)
            assert changed != lines
            assert list(judged(read(changed), venue)), told


def test_a_level_that_is_left_out_is_found_and_a_lost_one_excused(venue: Venue) -> None:
    lines = screen(venue)
    past = past_of(venue)
    held = past.truth.sizes(past.since, past.until)
    steady = next(one for one in read(lines).side("bid")[1:-1] if 0 not in held[Side.BID, past.ticks(one.price) or 0])
    shorter = [
        f"│{'':<44}│{line[46:]}" if f" {steady.price:f} " in line[:46] and "spread" not in line else line
        for line in lines
    ]
    assert [wrong.shown for wrong in judged(read(shorter), venue)] == ["left out"]
    excuses = Excuses(lost={(Side.BID, past.ticks(steady.price) or 0)})
    assert list(judged(read(shorter), venue, excuses)) == []


def test_a_side_that_is_not_shown_is_found(venue: Venue) -> None:
    lines = screen(venue)
    spread = next(number for number, line in enumerate(lines) if "spread" in line)
    blank = [line if number <= spread or "╰" in line else f"│{'':<44}│{line[46:]}" for number, line in enumerate(lines)]
    seen = read(blank)
    assert seen.side("bid") == []
    assert "left out" in {wrong.shown for wrong in judged(seen, venue)}


def test_what_was_true_once_and_is_not_any_more_is_found(venue: Venue) -> None:
    later = Venue(Conventions(levels=60), 5, 150, START)
    for _ in later.advance(NOW):
        pass
    old = read(screen(later))
    for _ in later.advance(NOW + 20 * SECOND):
        pass
    floor = later.floors[GOLD]
    past = Past(floor.truth, floor.instrument, NOW + 19 * SECOND, NOW + 20 * SECOND)
    assert len(list(wrong_in_book(old, past, Excuses()))) > 3
    assert list(wrong_figures(old, past))
    longer = Past(floor.truth, floor.instrument, NOW - SECOND, NOW + 20 * SECOND)
    assert list(wrong_in_book(old, longer, Excuses())) == []


def test_what_is_drawn_dull_is_not_compared(venue: Venue) -> None:
    lines = screen(venue)
    row = next(number for number, line in enumerate(lines) if "● 0.40" in line)
    size = lines[row][24:36]
    false = [*lines[:row], lines[row].replace(size, "   77777.77 "), *lines[row + 1 :]]
    assert list(judged(read(false), venue))
    assert list(judged(read(false, DULL), venue)) == []


def test_trades_that_never_were_or_stand_twice_are_found(venue: Venue) -> None:
    lines = screen(venue)
    newest = _trades(venue)[0]
    row = next(number for number, line in enumerate(lines) if _clock(newest) in line)
    for was, then in ((_clock(newest), "00:00:00.00"), ("▲", "▼") if _arrow(newest) == "▲" else ("▼", "▲")):
        other = [*lines[:row], lines[row][:46] + lines[row][46:].replace(was, then), *lines[row + 1 :]]
        assert [wrong.what for wrong in judged(read(other), venue)] == ["tape"]
    twice = [*lines[: row + 1], lines[row + 1][:46] + lines[row][46:], *lines[row + 2 :]]
    assert [wrong.what for wrong in judged(read(twice), venue)] == ["tape"]


def test_every_figure_of_the_strip_that_is_changed_is_found(venue: Venue) -> None:
    lines = screen(venue)
    for name in read(lines).figures:
        place = lines[1].index(f"{name} ")
        changed = [*lines[:2], f"{lines[2][:place]}9{lines[2][place + 1 :]}", *lines[3:]]
        assert [wrong.what for wrong in judged(read(changed), venue)] == [f"strip {name}"]


def test_a_spread_that_never_was_is_found(venue: Venue) -> None:
    lines = [line.replace("spread 0.0", "spread 0.9") for line in screen(venue)]
    assert [wrong.what for wrong in judged(read(lines), venue)] == ["spread"]


def test_a_crossed_book_is_seen_as_such(venue: Venue) -> None:
    lines = screen(venue)
    seen = read(lines)
    best, beyond = seen.side("bid")[0].price, seen.side("ask")[2].price
    crossed = [
        line.replace(f" {best:f} ", f" {beyond:f} ") if number > 12 else line for number, line in enumerate(lines)
    ]
    assert read(crossed).is_crossed
    assert wrong_top(read(crossed), past_of(venue))


def test_states_ages_and_a_missing_dashboard_are_read() -> None:
    venue = Venue(Conventions(levels=20), 5, 150, START)
    for _ in venue.advance(NOW):
        pass
    assert read(screen(venue, "UNPROVEN · format 7/12")).book.state == "UNPROVEN"
    assert not read(screen(venue, "STALE")).book.is_live
    assert read(screen(venue, "STALE · LIVE refused")).book.state == "STALE", "a reason's words are no state"
    assert read(screen(venue, "LIVE · data 2 s old")).book.told_age == 2
    assert read(screen(venue, "QUIET")).book.is_live
    assert read_screen(["$ "], lambda row, column: BRIGHT) is None


def test_the_levels_of_a_lost_delta_are_known_by_side_and_tick(venue: Venue) -> None:
    delta = Delta(GOLD, NOW, ())
    assert keys_of([Encoder(Conventions(), 1).message(delta)], venue.floors[GOLD].instrument) == frozenset()
    message = {"data": {"bid": [["0.04312300", "1"]], "ask": [["0.04312500", "0"]]}}
    keys = keys_of([dict(message)], venue.floors[GOLD].instrument)
    assert keys == {(Side.BID, 43_123), (Side.ASK, 43_125)}
