"""The volume at each price: random tapes against a naive reference; gaps, guessed sides, windows without room."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest

from roxom_tui.model.book_columns import TRADED_WINDOWS
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price
from roxom_tui.state.reading.traded_at_price import MOST_PRICES, SlidingSums, TradedAtPrice, TradedWindow, most_traded

SHORT, LONG, ALL = TRADED_WINDOWS
START = 1_000 * MINUTE
BUY, SELL = AggressorSide.BUY, AggressorSide.SELL


def lots(number: int) -> Decimal:
    return Decimal(number) / 100


@pytest.mark.parametrize("late", [0, 20 * SECOND])
def test_thousands_of_random_trades_sum_to_what_a_naive_reference_says(late: int) -> None:
    for seed in range(60):
        random, told, now = Random(seed), list[tuple[int, int, Decimal]](), START
        sums = SlidingSums(SECOND, 60)
        for _ in range(300):
            now += random.choice((0, SECOND // 3, 2 * SECOND, 15 * SECOND))
            at, key, size = now - random.randint(0, late), random.randint(-5, 5), lots(random.randint(1, 900))
            told.append((at, key, size))
            assert sums.add(key, size, at)
            sums.advance(now)
            newest = now // SECOND
            naive: defaultdict[int, Decimal] = defaultdict(Decimal)
            for one, where, much in told:
                if newest - 60 < one // SECOND:
                    naive[where] += much
            assert sums.sums == naive, seed


def test_what_was_traded_between_two_whole_seconds_is_known_some_time_after_it_left_the_window() -> None:
    sums = SlidingSums(SECOND, 10)
    for second in range(20):
        sums.add(1, Decimal(second), second * SECOND)
    assert sums.between(5 * SECOND, 8 * SECOND) == {1: Decimal(5 + 6 + 7)}
    assert sums.sums == {1: Decimal(sum(range(10, 20)))}


def begun() -> TradedAtPrice:
    traded = TradedAtPrice()
    traded.begin(START)
    return traded


def test_sold_and_bought_are_apart_in_three_windows() -> None:
    traded = begun()
    price = Price("5")
    traded.note(price, lots(100), SELL, START)
    traded.note(price, lots(50), BUY, START + 10 * MINUTE)
    now = START + 12 * MINUTE
    sums = {width: window.sums for width in TRADED_WINDOWS if (window := traded.window(width, now)) is not None}
    assert sums == {SHORT: {-price.key: lots(50)}, LONG: {price.key: lots(100), -price.key: lots(50)}, ALL: sums[LONG]}


def test_a_window_says_since_when_it_counts() -> None:
    traded = begun()
    assert traded.window(SHORT, START + 190 * SECOND) == TradedWindow({}, START, False)
    full = traded.window(SHORT, START + 400 * SECOND)
    assert full is not None
    assert full.since == START + 101 * SECOND


def test_a_window_says_how_long_it_counts_until_it_is_full() -> None:
    traded = TradedAtPrice()
    assert traded.filled(SHORT, START) == 0
    traded.begin(START + SECOND // 2)
    told = [traded.filled(SHORT, START + at) for at in (0, SECOND, 299 * SECOND, 300 * SECOND - 1, 300 * SECOND)]
    assert told == [0, SECOND // 2, 298 * SECOND + SECOND // 2, 299 * SECOND + SECOND // 2 - 1, None]
    assert traded.filled(ALL, START + SECOND) is None


def test_all_that_was_traded_since_a_window_says_it_counts_is_in_it_and_nothing_before() -> None:
    random, traded, told, now, asked = Random(7), begun(), list[tuple[int, Decimal]](), START, START
    price = Price("5")
    for _ in range(1200):
        now += random.randint(0, 4 * SECOND)
        told.append((now, lots(random.randint(1, 900))))
        traded.note(price, told[-1][1], SELL, now)
        asked = max(asked, now + random.randint(0, SECOND))
        for width in TRADED_WINDOWS:
            window = traded.window(width, asked)
            assert window is not None
            assert window.sums[price.key] == sum(size for at, size in told if at >= window.since)
    assert now > START + 35 * MINUTE, "all windows are full"


def test_a_gap_begins_everything_anew_and_nothing_counts_before_it_ended() -> None:
    traded = begun()
    traded.note(Price("5"), lots(1), BUY, START)
    traded.begin(None)
    assert traded.window(ALL, START) is None
    assert traded.between(START, START + SECOND) is None
    traded.begin(START + 9)
    traded.note(Price("5"), lots(2), BUY, START + 8)
    traded.note(Price("5"), lots(4), BUY, START + 9)
    window = traded.window(ALL, START + 10)
    assert window is not None
    assert list(window.sums.values()) == [lots(4)]


def test_a_trade_without_a_side_counts_to_that_which_the_price_before_suggests_and_the_window_says_so() -> None:
    traded = begun()
    assert traded.note(Price("5"), lots(1), None, START) is None, "nothing suggests one"
    traded.note(Price("5"), lots(1), SELL, START)
    assert traded.note(Price("6"), lots(2), None, START + 1) == -Price("6").key
    assert traded.note(Price("6"), lots(2), None, START + 1) == -Price("6").key
    assert traded.note(Price("4"), lots(2), None, START + 2) == Price("4").key
    assert traded.has_guessed_since(START + 2)
    assert not traded.has_guessed_since(START + 3)


def test_the_price_with_the_most_is_that_of_both_sides_together() -> None:
    assert most_traded({5: lots(3), -5: lots(3), 6: lots(5)}) == 5
    assert most_traded({}) is None


def test_a_window_without_room_begins_anew_and_says_so() -> None:
    traded = begun()
    for number in range(MOST_PRICES + 1):
        traded.note(Price(number + 1), lots(1), BUY, START + number)  # type: ignore[arg-type]
    window = traded.window(ALL, START + MOST_PRICES)
    assert window is not None
    assert (dict(window.sums), window.since) == ({}, START + SECOND)
    assert traded.between(START, START + SECOND) is None
