"""What changed at a price: random books and tapes against a naive reference, and what is not known."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.reading.level_changes import REACH, KeptSizes, LevelChanges, Sizes, changes, sizes_of
from tests.support.spellings import GOLD

START = 1_000 * SECOND


def level(price: int, lots: int) -> Level:
    return Level(Price(str(price)), Size(Decimal(lots) / 100))


def book_of(bids: dict[int, int], asks: dict[int, int] | None = None) -> OrderBook:
    book = OrderBook(DepthMode.ABSOLUTE)
    sides = [tuple(level(*one) for one in side.items()) for side in (bids, asks or {})]
    book.apply_snapshot(BookSnapshot(GOLD, sides[0], sides[1], START))
    return book


class Life:
    """A book that changes at random, with all that was true of it at each whole second."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.book = book_of({price: self.random.randint(1, 500) for price in range(80, 100)}, {200: 100})
        self.past = KeptSizes()
        self.past.begin(START)
        self.truth: dict[int, dict[int, Decimal]] = {}
        self.traded: list[tuple[int, int, Decimal]] = []
        """Of each trade its time, its price's key, its size."""
        self.now = START

    def sizes(self) -> dict[int, Decimal]:
        return {key: size for key, (_, size) in self.book.half(Side.BID).levels.items()}

    def step(self) -> None:
        after = self.now + self.random.choice((1, SECOND // 7, SECOND, 3 * SECOND))
        for second in range(self.now // SECOND + 1, after // SECOND + 1):
            self.truth[second * SECOND] = self.sizes()
        self.now = after
        price = self.random.randint(80, 99)
        held = self.book.size_at(Side.BID, Price(str(price))) or Size(Decimal(0))
        self.past.keep(self.book, self.now)
        if held and self.random.random() < 0.4:
            lots = self.random.randint(1, int(held * 100))
            self.traded.append((self.now, Price(str(price)).key, Decimal(lots) / 100))
            left = int(held * 100) - lots
        else:
            left = self.random.choice((0, self.random.randint(1, 500)))
        self.book.apply_delta(BookDelta(GOLD, (level(price, left),), (), self.now))

    def naive(self, start: int, end: int) -> dict[int, Decimal]:
        found: defaultdict[int, Decimal] = defaultdict(Decimal)
        for key, size in self.truth[end].items():
            found[key] += size
        for key, size in self.truth[start].items():
            found[key] -= size
        for at, key, size in self.traded:
            if start <= at < end:
                found[key] += size
        return {key: change for key, change in found.items() if change}

    def told(self, start: int, end: int) -> LevelChanges:
        before, after = self.past.at(start, self.book), self.past.at(end, self.book)
        assert before is not None
        assert after is not None
        traded: defaultdict[int, Decimal] = defaultdict(Decimal)
        for at, key, size in self.traded:
            if start <= at < end:
                traded[key] += size
        return changes(before[Side.BID], after[Side.BID], traded)


def test_thousands_of_random_windows_say_what_a_naive_reference_says() -> None:
    windows = 0
    for seed in range(150):
        life = Life(seed)
        for _ in range(60):
            life.step()
        whole = sorted(life.truth)
        for _ in range(20):
            start, end = sorted(life.random.sample(whole[-30:], 2))
            assert life.told(start, end).by_key == life.naive(start, end), seed
            windows += 1
    assert windows == 3000


def test_the_sum_of_a_side_is_what_was_added_and_what_was_taken_away() -> None:
    found = LevelChanges({1: Decimal("2.10"), 2: Decimal("-0.60"), 3: Decimal("0.40")}, None)
    assert found.flow == (Decimal("2.50"), Decimal("-0.60"))


def test_long_ago_the_book_is_known_at_every_fifth_second() -> None:
    life = Life(7)
    while life.now < START + 320 * SECOND:
        life.step()
    end = life.now - life.now % (5 * SECOND)
    assert life.told(end - 300 * SECOND, end).by_key == life.naive(end - 300 * SECOND, end)


def test_of_before_the_book_was_built_nothing_is_known() -> None:
    life = Life(8)
    for _ in range(20):
        life.step()
    life.past.begin(life.now)
    assert life.past.at(life.now - life.now % SECOND, life.book) is None
    assert KeptSizes().at(START, life.book) is None


def test_a_level_behind_what_is_kept_at_either_end_is_not_known() -> None:
    before, after = Sizes([5, 6], [Decimal(1), Decimal(1)], 5), Sizes([3, 6], [Decimal(1), Decimal(3)], 3)
    found = changes(before, after, {})
    assert [found.at(key) for key in (3, 4, 5, 6, 7)] == [None, None, Decimal(-1), Decimal(2), Decimal(0)]


@pytest.mark.parametrize("levels", [3, REACH, REACH + 40])
def test_so_many_levels_of_a_side_are_kept_and_what_the_snapshot_reached_is_known(levels: int) -> None:
    half = book_of({1000 - number: 100 for number in range(levels)}).half(Side.BID)
    kept = sizes_of(half)
    assert len(kept.keys) == min(levels, REACH)
    assert kept.floor == kept.keys[0]


def test_of_a_book_that_was_built_anew_at_a_whole_second_nothing_is_known_before_the_next() -> None:
    book, past = book_of({99: 1}), KeptSizes()
    past.begin(START)
    # A delta of the second in which it was built turns nothing.
    book.apply_delta(BookDelta(GOLD, (level(99, 3),), (), START + SECOND // 2))
    past.keep(book, START + SECOND + 1)
    assert past.at(START, book) is None
    assert past.since == START + SECOND
    assert past.at(START + SECOND, book) == {side: sizes_of(book.half(side)) for side in Side}
