"""Large levels: what is called large, and how they end."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from statistics import median

from roxom_tui.model.events import BookDelta, BookSnapshot
from roxom_tui.model.market import DepthMode, Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.reading.large_levels import ENOUGH, KEPT, SCOPE, Ending, LargeLevels, threshold
from tests.support.spellings import GOLD


def level(price: int, size: str) -> Level:
    return Level(Price(str(price)), Size(Decimal(size)))


def book(large: str = "1", levels: int = 20) -> OrderBook:
    found = OrderBook(DepthMode.ABSOLUTE)
    bids = (*(level(100 - number, "1") for number in range(1, levels)), level(100, large))
    found.apply_snapshot(BookSnapshot(GOLD, bids, (), 0))
    return found


def resize(found: OrderBook, size: str, price: int = 100) -> None:
    found.apply_delta(BookDelta(GOLD, (level(price, size),), (), 1))


def key(price: int = 100) -> int:
    return Price(str(price)).key


def test_large_is_three_times_the_median_of_its_side_in_thousands_of_random_books() -> None:
    random = Random(5)
    for _ in range(2000):
        sizes = [Decimal(random.randint(1, 999)) / 100 for _ in range(random.randint(ENOUGH, SCOPE))]
        assert threshold(sizes) == 3 * median(sizes)


def test_of_a_few_levels_none_is_called_large() -> None:
    assert threshold([Decimal(1)] * (ENOUGH - 1)) is None
    large = LargeLevels()
    large.look(book("50", levels=ENOUGH - 1), 0)
    assert large.rows == ()


def test_a_large_level_stands_from_when_it_was_first_seen_with_the_most_that_stood_there() -> None:
    large, found = LargeLevels(), book("3")
    large.look(found, 5)
    resize(found, "4.5")
    large.look(found, 6)
    resize(found, "2")
    for now in (7, 8, 9):
        large.look(found, now)
    resize(found, "2.5")
    large.look(found, 10)
    (one,) = large.rows
    assert (one.side, one.price, one.size, one.first_seen) == (Side.BID, Price("100"), Decimal("4.5"), 5)


def ended(traded: str, left: str) -> tuple[Ending, Decimal | None]:
    large, found = LargeLevels(), book("5")
    large.look(found, 1)
    resize(found, left)
    large.look(found, 2)
    assert large.rows[0].ending is Ending.STANDS, "its trades may still be on their way"
    large.traded(key(), Decimal(traded))
    large.look(found, 3)
    assert large.rows[0].ended_at == 3
    return large.rows[0].ending, large.rows[0].share


def test_it_says_how_much_of_what_left_it_was_traded() -> None:
    assert ended("4", "0") == (Ending.TRADED, Decimal("0.8"))
    assert ended("5", "0") == (Ending.TRADED, Decimal(1))
    assert ended("2", "1") == (Ending.TRADED, Decimal("0.5"))


def test_what_was_not_traded_was_pulled() -> None:
    assert ended("0", "0")[0] is Ending.PULLED
    assert ended("0.01", "0")[0] is Ending.PULLED, "a share that rounds to nothing"


def test_how_it_ended_is_not_known_where_it_was_lost_from_sight() -> None:
    large, found = LargeLevels(), book("5")
    large.look(found, 1)
    large.lost(2)
    assert [(one.ending, one.ended_at) for one in large.rows] == [(Ending.UNKNOWN, 2)]
    large.look(found, 3)
    assert [one.ending for one in large.rows] == [Ending.STANDS, Ending.UNKNOWN]


def test_the_last_twenty_are_kept_the_newest_first() -> None:
    large, found = LargeLevels(), book()
    for number in range(30):
        resize(found, "9", 101 + number)
        large.look(found, 10 * number)
        resize(found, "0", 101 + number)
        large.look(found, 10 * number + 1)
        large.look(found, 10 * number + 2)
    assert len(large.rows) == KEPT
    assert [one.first_seen for one in large.rows] == [10 * number for number in range(29, 29 - KEPT, -1)]
    before = large.rows
    large.look(found, 999)
    assert large.rows is before
