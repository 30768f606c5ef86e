from __future__ import annotations

from roxom_tui.model.market import OrderSide, Side
from roxom_tui.simulator.matching_engine import Change, Changes, Execution, Fill, HalfBook, OrderBook


def small_book() -> OrderBook:
    book = OrderBook()
    for price, lots in ((100, 50), (99, 70)):
        book.bids.set_others(price, lots)
    for price, lots in ((102, 40), (103, 60)):
        book.asks.set_others(price, lots)
    book.drain()
    return book


def test_an_aggressor_walks_from_the_best_price_to_its_limit_and_no_further() -> None:
    book = small_book()
    assert book.take(OrderSide.BUY, 70, 103) == [Execution(102, 40, ()), Execution(103, 30, ())]
    assert book.top() == (100, 50, 103, 30)
    assert book.take(OrderSide.SELL, 500, 100) == [Execution(100, 50, ())]
    assert book.top() == (99, 70, 103, 30)


def test_an_own_order_is_part_of_its_level_and_waits_for_the_size_ahead_of_it() -> None:
    book = small_book()
    book.bids.rest(100, "mine", 20)
    assert book.bids.size(100) == 70
    assert book.take(OrderSide.SELL, 45, 100) == [Execution(100, 45, ())]
    assert book.take(OrderSide.SELL, 15, 100) == [Execution(100, 15, (Fill("mine", 100, 10),))]
    assert book.bids.own(100) == {"mine": 10}
    assert book.bids.size(100) == 10


def test_size_that_arrives_later_is_served_after_the_own_order() -> None:
    half = HalfBook(Side.BID)
    half.rest(100, "mine", 20)
    half.set_others(100, 30)
    assert half.take(100, 25) == Execution(100, 25, (Fill("mine", 100, 20),))
    assert half.size(100) == 25


def test_cancelled_size_ahead_moves_the_own_order_up() -> None:
    half = HalfBook(Side.ASK)
    half.set_others(100, 80)
    half.rest(100, "mine", 20)
    half.set_others(100, 5)
    assert half.take(100, 15).fills == (Fill("mine", 100, 10),)


def test_every_change_is_handed_out_once_with_the_size_before_and_after() -> None:
    book = small_book()
    book.take(OrderSide.BUY, 50, 103)
    book.bids.set_others(98, 5)
    book.bids.set_others(99, 71)
    book.bids.set_others(99, 70)
    assert book.drain() == Changes((Change(98, 0, 5),), (Change(102, 40, 0), Change(103, 60, 50)))
    assert book.drain() == Changes((), ())


def test_a_withdrawn_order_leaves_only_the_size_of_others() -> None:
    book = small_book()
    book.asks.rest(102, "mine", 8)
    book.asks.rest(104, "alone", 8)
    book.asks.withdraw(102, "mine")
    book.asks.withdraw(104, "alone")
    assert list(book.asks.levels()) == [(102, 40), (103, 60)]
