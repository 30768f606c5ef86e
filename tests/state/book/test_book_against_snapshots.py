"""A snapshot without a time compared with a book that goes on."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import BookDelta
from roxom_tui.model.market import DepthMode, Side, Symbol
from roxom_tui.state.book.book_against_snapshots import MOST_DELTAS, PATIENCE_NS, SnapshotAligner
from roxom_tui.state.book.order_book import OrderBook
from tests.state.books import vouches_for
from tests.support.spellings import WALL, delta, level, levels, s, snapshot


@pytest.fixture
def book() -> OrderBook:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot(("100 5", "99 4"), ("101 5", "102 4")))
    return book


def play(book: OrderBook, replay: SnapshotAligner, *changes: tuple[str, ...]) -> None:
    for number, bids in enumerate(changes, start=1):
        change = delta(bids, at=number)
        book.apply_delta(change)
        assert replay.note(change)


def test_the_moment_that_fits_is_found_among_all_since_the_question(book: OrderBook) -> None:
    replay = SnapshotAligner(book)
    play(book, replay, ("100 6",), ("100 7", "98 1"), ("99 0",))
    replay.answer(snapshot(("100 7", "99 4", "98 1"), ("101 5", "102 4")), s(10))
    assert replay.finding(s(10)) is None, "what it knows of may still be on its way"
    found = replay.finding(s(10) + PATIENCE_NS + 1)
    assert found is not None
    assert (found.levels, found.differences) == (5, 0)


def test_what_differs_at_the_best_moment_is_mended_and_later_deltas_are_kept(book: OrderBook) -> None:
    replay = SnapshotAligner(book)
    play(book, replay, ("100 6",), ("98 1",))
    replay.answer(snapshot(("100 6", "99 3"), ("101 5",)), s(10))
    found = replay.finding(s(20))
    assert found is not None
    assert found.differences == 1
    assert found.mended.levels(Side.BID) == list(levels("100 6", "99 3", "98 1"))
    assert found.mended.levels(Side.ASK) == list(levels("101 5", "102 4")), "beyond its reach nothing is forgotten"
    assert not vouches_for(found.mended, level("102", "1").price)
    assert book.levels(Side.BID)[1] == level("99", "4"), "the book itself is left alone"


def test_a_price_that_the_answer_does_not_know_is_a_difference_within_its_reach(book: OrderBook) -> None:
    replay = SnapshotAligner(book)
    replay.answer(snapshot(("99 4",), ("102 4",)), s(10))
    found = replay.finding(s(20))
    assert found is not None
    assert found.differences == 2
    assert found.mended.levels(Side.BID) == list(levels("99 4"))


def test_a_level_of_size_zero_in_the_answer_is_no_difference_and_reaches_no_further(book: OrderBook) -> None:
    replay = SnapshotAligner(book)
    replay.answer(snapshot(("100 5", "90 0"), ("101 5", "110 0")), s(10))
    found = replay.finding(s(20))
    assert found is not None
    assert found.differences == 0
    assert found.mended.levels(Side.BID) == list(levels("100 5", "99 4"))


def test_no_more_deltas_are_remembered_than_bounded(book: OrderBook) -> None:
    replay = SnapshotAligner(book)
    assert all(replay.note(delta()) for _ in range(MOST_DELTAS))
    assert not replay.note(delta())


def heavy(at: float, count: int = 30_000) -> BookDelta:
    return BookDelta(Symbol("GOLD-BTC"), (level("100", "1"),) * count, (), WALL + s(at))


def test_a_book_is_not_followed_from_elsewhere_through_deltas_of_very_many_levels() -> None:
    replay = SnapshotAligner(OrderBook(DepthMode.ABSOLUTE))
    assert [replay.note(heavy(number)) for number in range(7)] == [True] * 6 + [False]
