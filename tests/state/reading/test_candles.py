"""Bars of trades against a plain count of the same trades; gaps, late trades, and bounds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.charting import BAR_SECONDS
from roxom_tui.model.durations import HOUR, SECOND
from roxom_tui.model.events import Trade
from roxom_tui.model.money import Price
from roxom_tui.state.reading.bars import BARS_KEPT, Bar, merged
from roxom_tui.state.reading.candles import FIRST_TRADES, GAPS_KEPT, LATEST_NS, SET_BACK_AFTER, Candles
from tests.support.spellings import WALL, s, trade

LATENCY = SECOND // 10


def told(candles: Candles, *trades: Trade) -> Candles:
    """Trades as they come, a moment after they were made."""
    for one in trades:
        candles.apply(one, one.exchange_at - WALL + LATENCY)
    return candles


def bars(candles: Candles, seconds: int) -> list[Bar]:
    """What is drawn: what runs is part of the newest bar."""
    made = list(candles.bars(seconds))
    newest = candles.newest(seconds)
    if newest is None:
        return made
    if made and made[-1].start == newest.start:
        return [*made[:-1], merged(made[-1], newest)]
    return [*made, newest]


def plain(trades: list[Trade], seconds: int) -> list[Bar]:
    """The same out of all trades at once."""
    length, groups = seconds * SECOND, dict[int, list[Trade]]()
    for one in sorted(trades, key=lambda one: one.exchange_at):
        groups.setdefault(one.exchange_at // length * length, []).append(one)
    return [
        Bar(
            start,
            group[0].price,
            max((one.price for one in group), key=lambda price: price.key),
            min((one.price for one in group), key=lambda price: price.key),
            group[-1].price,
            sum((one.size for one in group), Decimal(0)),  # type: ignore[arg-type]
            sum((one.size * one.price for one in group), Decimal(0)),
            len(group),
            group[0].exchange_at,
            group[-1].exchange_at,
        )
        for start, group in groups.items()
    ]


steps = st.tuples(st.integers(0, 9000), st.integers(-20, 20), st.integers(1, 500))


@given(st.lists(steps, min_size=1, max_size=80), st.sampled_from(BAR_SECONDS))
def test_bars_of_each_length_hold_what_a_plain_count_of_all_trades_does(
    moves: list[tuple[int, int, int]], seconds: int
) -> None:
    at, cents, trades = 0.0, 10_000, list[Trade]()
    for milliseconds, move, lots in moves:
        at, cents = at + milliseconds / 1000, cents + move
        trades.append(trade(f"{cents / 100:.2f}", f"{lots / 100:.2f}", at=at))
    assert bars(told(Candles(), *trades), seconds) == plain(trades, seconds)


@given(st.lists(steps, min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_trades_that_come_late_are_in_the_bars_of_their_time(moves: list[tuple[int, int, int]], chance: object) -> None:
    at, trades = 0.0, list[Trade]()
    for place, (milliseconds, move, lots) in enumerate(moves):
        at += (milliseconds + 1) / 1000
        trades.append(trade(f"{100 + move}.{place:02d}", f"{lots}", at=at))
    order = sorted(range(len(trades)), key=lambda n: trades[n].exchange_at + chance.randrange(5 * SECOND))  # type: ignore[attr-defined]
    mixed = told(Candles(), *(trades[n] for n in order))
    assert bars(mixed, 5) == plain(trades, 5)
    assert mixed.traded == (
        sum((one.size for one in trades), Decimal(0)),
        sum((one.size * one.price for one in trades), Decimal(0)),
    )


def test_sums_are_exact_whatever_the_digits() -> None:
    small, large = "0.000000000000000001", "123456789.123456789"
    candles = told(Candles(), trade(small, large, at=1), trade(large, small, at=2))
    assert candles.traded[0] == Decimal("123456789.123456789000000001")


def test_a_gap_begins_before_anything_last_came_and_ends_when_trades_are_joined_again() -> None:
    candles = told(Candles(), trade("1", at=10))
    candles.disconnected(s(12))
    candles.join(s(20))
    told(candles, trade("2", at=21))
    (gap,) = candles.gaps
    assert gap.since <= WALL + s(12) - LATENCY
    assert gap.until == WALL + s(20) - LATENCY
    assert gap.meets(WALL + s(15), WALL + s(16))
    assert not gap.meets(WALL + s(20), WALL + s(25))
    assert not gap.meets(WALL + s(5), WALL + s(10))


def test_a_gap_that_lasts_meets_everything_after_it() -> None:
    candles = told(Candles(), trade("1", at=10))
    candles.release(s(12))
    assert candles.gaps[-1].until is None
    assert candles.gaps[-1].meets(WALL + s(1e6), WALL + s(1e6) + 1)
    candles.disconnected(s(14))
    assert len(candles.gaps) == 1, "it goes on"


def test_trades_that_are_left_and_joined_at_once_are_a_gap_since_they_were_left() -> None:
    candles = told(Candles(), trade("1", at=10))
    candles.leave(s(12))
    told(candles, trade("1", at=13))
    candles.join(s(15))
    (gap,) = candles.gaps
    assert WALL + s(10) <= gap.since < WALL + s(12)
    assert gap.until == WALL + s(15) - LATENCY


def test_it_began_when_trades_were_joined_or_with_the_first_of_them() -> None:
    assert told(Candles(), trade("1", at=10)).began_at == WALL + s(10)
    joined = Candles()
    joined.join(s(3))
    assert told(joined, trade("1", at=10)).began_at == WALL + s(3) - LATENCY


def test_of_trades_that_were_left_before_the_first_came_nothing_is_known_before_they_are_joined_again() -> None:
    def begun(*told_of: Callable[[Candles], None]) -> int | None:
        candles = Candles()
        candles.join(s(3))
        for tell in told_of:
            tell(candles)
        return told(candles, trade("1", at=28)).began_at

    def leave(candles: Candles) -> None:
        candles.leave(s(5))

    def release(candles: Candles) -> None:
        candles.release(s(5))

    def join(candles: Candles) -> None:
        candles.join(s(25))

    assert begun(leave, join) == begun(release, join) == WALL + s(25) - LATENCY
    assert begun(release) == WALL + s(28), "told ahead of the acknowledgement"


def test_a_clock_that_was_set_back_begins_all_anew_and_one_trade_from_long_ago_is_left_out() -> None:
    candles = told(Candles(), trade("1", at=7200))
    back = [trade("2", at=3600 + n) for n in range(SET_BACK_AFTER + 1)]
    for n, one in enumerate(back[:-1]):
        candles.apply(one, s(7200 + n))
    assert [bar.close for bar in bars(candles, 5)] == [Price("1")]
    candles.apply(back[-1], s(7204))
    assert [bar.close for bar in bars(candles, 5)] == [Price("2")]
    assert candles.began_at == back[-1].exchange_at


def test_after_a_gap_an_older_clock_is_believed_at_once() -> None:
    candles = told(Candles(), trade("1", at=7200))
    candles.disconnected(s(7201))
    candles.join(s(7205))
    candles.apply(trade("2", at=3600), s(7206))
    assert [bar.close for bar in bars(candles, 5)] == [Price("2")]


@pytest.mark.parametrize("seconds", BAR_SECONDS)
def test_so_many_bars_are_kept_and_no_more(seconds: int) -> None:
    candles = Candles()
    for n in range(BARS_KEPT + 30):
        told(candles, trade("1", at=n * seconds))
    made = bars(candles, seconds)
    assert len(made) <= BARS_KEPT + 1
    assert made[-1].start == WALL + (BARS_KEPT + 29) * seconds * SECOND
    assert candles.traded[0] == BARS_KEPT + 30


def test_only_so_late_a_trade_is_put_into_a_bar_of_before() -> None:
    candles = told(Candles(), trade("1", at=1000), trade("2", at=2000))
    revision = candles.revision
    candles.apply(trade("9", at=2000 - LATEST_NS / SECOND - 5), s(2000))
    assert candles.revision == revision
    assert HOUR > LATEST_NS


def test_a_suspicious_silence_is_a_gap_until_something_is_heard_whatever_is_acknowledged_meanwhile() -> None:
    candles = told(Candles(), trade("1", at=10))
    candles.look(s(12), s(22))
    candles.leave(s(22))
    candles.join(s(23))
    candles.look(s(12), s(22))
    assert candles.gaps[-1].until is None, "an acknowledgement is no data"
    candles.look(None, s(30))
    (gap,) = candles.gaps
    assert gap.meets(WALL + s(12), WALL + s(13))
    assert gap.until == WALL + s(30) - LATENCY
    candles.look(None, s(31))
    assert candles.gaps == (gap,)


def test_what_a_silence_hides_begins_as_a_gap_would_and_leaves_none() -> None:
    candles = Candles()
    assert candles.gaps_with(s(12)) == (), "of what nothing is known nothing can be missing"
    told(candles, trade("1", at=10))
    assert candles.gaps_with(None) == candles.gaps == ()
    hidden = candles.gaps_with(s(12))
    assert (hidden, candles.gaps) == (((WALL + s(11) - LATENCY, None),), ())
    candles.look(s(12), s(22))
    assert candles.gaps_with(s(12)) == candles.gaps == hidden


def test_a_silence_behind_a_gap_that_ended_within_it_is_one_with_it() -> None:
    candles = told(Candles(), trade("1", at=10))
    candles.disconnected(s(12))
    candles.join(s(20))
    candles.look(s(20), s(30))
    (gap,) = candles.gaps
    assert (gap.since, gap.until) == (WALL + s(11) - LATENCY, None)


def test_of_a_symbol_that_was_silent_from_the_beginning_bars_are_whole_since_it_was_heard() -> None:
    candles = Candles()
    candles.join(s(3))
    candles.look(s(3), s(13))
    candles.look(None, s(9))
    assert told(candles, trade("1", at=10)).began_at == WALL + s(9) - LATENCY


def test_where_a_trade_shows_that_others_are_missing_there_is_a_gap_between_it_and_the_one_before() -> None:
    candles = told(Candles(), trade("1", at=10), trade("1", at=17))
    candles.miss(WALL + s(10), WALL + s(17))
    assert [candles.gaps[-1].meets(WALL + s(n), WALL + s(n + 5)) for n in (5, 10, 15, 20)] == [False, True, True, False]
    candles.miss(WALL + s(17), WALL + s(17))
    assert candles.gaps == ((WALL + s(10), WALL + s(17) + 1),)


def test_what_could_not_be_read_is_a_gap_about_the_time_at_which_it_came() -> None:
    candles = Candles()
    candles.unread(s(1))
    assert list(candles.gaps) == [], "of what nothing is known nothing can be missing"
    told(candles, trade("1", at=10)).unread(s(17))
    assert candles.gaps == ((WALL + s(16) - LATENCY, WALL + s(17) - LATENCY + 1),)


def test_before_the_first_trade_nothing_is_known_until_behind_what_could_not_be_read() -> None:
    candles = Candles()
    candles.join(s(3))
    candles.unread(s(11))
    assert told(candles, trade("1", at=28)).began_at == WALL + s(12) - LATENCY


def test_where_the_first_trade_was_late_nothing_is_known_until_behind_what_could_not_be_read_either() -> None:
    candles = Candles()
    candles.join(s(3))
    candles.unread(s(11))
    candles.apply(trade("1", at=11), s(14.1))
    assert told(candles, trade("1", at=15)).began_at == WALL + s(12) - LATENCY


@pytest.mark.parametrize("late", [3, 72, 3600])
def test_a_gap_ended_later_than_trades_that_were_late_made_believe(late: int) -> None:
    candles = Candles()
    candles.apply(trade("1", at=7200), s(7200 + late) + LATENCY)
    candles.disconnected(s(7200 + late) + LATENCY)
    candles.join(s(7210 + late))
    (told_late,) = candles.gaps
    assert told_late.until is not None
    (gap,) = told(candles, trade("1", at=7220 + late)).gaps
    assert gap == (told_late.since, told_late.until + s(late))


def test_a_trade_that_is_faster_than_all_the_others_of_a_while_moves_nothing() -> None:
    candles = told(Candles(), *(trade("1", at=number) for number in range(10, 10 + FIRST_TRADES + 60)))
    candles.miss(WALL + s(20), WALL + s(21))
    gaps, began_at = candles.gaps, candles.began_at
    candles.apply(trade("1", at=200), s(200) + LATENCY - s(30))
    assert (candles.gaps, candles.began_at) == (gaps, began_at)


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), min_size=GAPS_KEPT + 1, max_size=GAPS_KEPT + 40))
def test_of_more_gaps_than_are_kept_more_time_is_doubted_and_never_less(steps: list[tuple[int, int]]) -> None:
    candles, at, missed = told(Candles(), trade("1", at=1)), 1, list[tuple[int, int]]()
    for distance, length in steps:
        missed.append((WALL + s(at + distance), WALL + s(at + distance + length)))
        candles.miss(*missed[-1])
        at += distance + length
    assert len(candles.gaps) <= GAPS_KEPT
    assert all(any(gap.meets(moment, moment + 1) for gap in candles.gaps) for pair in missed for moment in pair)
    assert all(one.until is not None and one.until < other.since for one, other in pairwise(candles.gaps))
