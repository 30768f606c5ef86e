"""An own working order that the book does not show is told once reports and deltas had time to meet; not sooner, and
not where the book would not show it anyway."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.model.market import DepthMode, OrderSide
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.account.orders import Orders
from roxom_tui.state.book.order_book import OrderBook
from roxom_tui.state.views.market_views import MissingOrder
from roxom_tui.state.views.missing_orders import PATIENCE_NS, MissingOrders
from tests.support.spellings import GOLD, OIL, as_told, delta, order, s, size, snapshot

UNTIL = s(1000)
BUY, SELL = OrderSide.BUY, OrderSide.SELL


def book_of(bids: tuple[str, ...] = ("100 1", "98 4"), asks: tuple[str, ...] = ("101 2", "103 3")) -> OrderBook:
    book = OrderBook(DepthMode.ABSOLUTE)
    book.apply_snapshot(snapshot(bids, asks))
    return book


def look(missing: MissingOrders, book: OrderBook, now: int, *held: OrderUpdate) -> MissingOrder | None:
    orders = Orders()
    for one in held:
        orders.apply(one, 0)
    return missing.look(GOLD, orders.resting(GOLD, as_told).working, book, now, UNTIL)


def told(book: OrderBook, *held: OrderUpdate) -> MissingOrder | None:
    """What is told of something that stays as it is."""
    missing = MissingOrders()
    look(missing, book, 0, *held)
    return look(missing, book, PATIENCE_NS, *held)


def test_an_order_whose_price_the_book_does_not_have_is_told_after_some_seconds_and_not_before() -> None:
    missing, book, ours = MissingOrders(), book_of(), order("a", side=SELL, price="102", quantity="0.69")
    assert s(3) <= PATIENCE_NS
    assert look(missing, book, 0, ours) is None
    assert look(missing, book, PATIENCE_NS - 1, ours) is None
    expected = MissingOrder(SELL, Price("102"), size("0.69"), None, 0, UNTIL)
    assert look(missing, book, PATIENCE_NS, ours) == expected


def test_so_is_one_of_which_the_book_has_less() -> None:
    assert told(book_of(), order("a", price="99"), order("b", price="100", quantity="1")) == MissingOrder(
        BUY, Price("99"), size("2"), None, 0, UNTIL
    )
    two = (order("a", price="100", quantity="0.75"), order("b", price="100", quantity="0.75"))
    assert told(book_of(), *two) == MissingOrder(BUY, Price("100"), size("1.5"), size("1"), 0, UNTIL)
    assert told(book_of(), two[0]) is None


def test_what_is_executed_leaves_that_much_less_to_be_found() -> None:
    assert told(book_of(), order("a", OrderStatus.PARTIALLY_FILLED, price="100", quantity="5", executed="4")) is None
    assert told(book_of(), order("a", OrderStatus.PARTIALLY_FILLED, price="100", quantity="5", executed="3"))


@pytest.mark.parametrize(
    "innocent",
    [
        order("a", OrderStatus.PENDING_SUBMIT, price="99"),
        order("a", OrderStatus.PENDING_CANCEL, price="99"),
        order("a", OrderStatus.WAITING_TRIGGER, price="99"),
        order("a", "hibernating", price="99"),
        replace(order("a", price="99"), trigger_price=Price("98")),
        replace(order("a", price="99"), order_type="stop limit"),
        replace(order("a", price="99"), order_type="market"),
        replace(order("a", price="99"), side=None),
        replace(order("a", price="99"), size=None),
        order("a", price=None),
        order("a", price="99", symbol=OIL),
        order("a", OrderStatus.FILLED, price="99"),
        order("a", price="99", executed="2"),
        order("a", price="97"),
        order("a", price="104", side=SELL),
    ],
    ids=lambda one: f"{one.status} {one.order_type} {one.limit_price}",
)
def test_an_order_that_need_not_be_in_sight_contradicts_nothing(innocent: OrderUpdate) -> None:
    assert told(book_of(), innocent) is None


def test_of_a_side_without_a_level_every_order_within_the_snapshot_is_missing() -> None:
    nothing_asked = book_of(asks=())
    assert told(nothing_asked, order("a", price="250", side=SELL)) == MissingOrder(
        SELL, Price("250"), size("2"), None, 0, UNTIL
    )
    emptied = book_of()
    emptied.apply_delta(delta(asks=("101 0", "103 0"), at=1))
    assert told(emptied, order("a", price="102", side=SELL))
    assert told(emptied, order("a", price="104", side=SELL)) is None, "there the snapshot did not reach"


def test_before_a_snapshot_nothing_is_missing() -> None:
    assert told(OrderBook(DepthMode.ABSOLUTE), order("a", price="99")) is None


def test_it_goes_as_soon_as_the_book_has_it_and_begins_anew_with_the_next_doubt() -> None:
    missing, book, ours = MissingOrders(), book_of(), order("a", price="99", quantity="1")
    look(missing, book, 0, ours)
    assert look(missing, book, PATIENCE_NS, ours)
    book.apply_delta(delta(("99 1",), at=1))
    assert look(missing, book, PATIENCE_NS + 1, ours) is None
    book.apply_delta(delta(("99 0",), at=2))
    assert look(missing, book, PATIENCE_NS + 2, ours) is None
    assert look(missing, book, 2 * PATIENCE_NS + 1, ours) is None
    assert look(missing, book, 2 * PATIENCE_NS + 2, ours)


def test_an_order_that_is_being_executed_is_told_by_either_side_in_turn() -> None:
    missing, book = MissingOrders(), book_of(bids=("100 9", "98 4"))
    for second in range(20):
        left = str(10 - second / 2)
        assert look(missing, book, s(second), order("a", price="100", quantity=left)) is None


def test_in_another_symbol_and_after_a_doubt_of_either_side_all_begins_anew() -> None:
    missing, book, ours = MissingOrders(), book_of(), order("a", price="99")
    working = Orders()
    working.apply(ours, 0)
    levels = working.resting(GOLD, as_told).working
    missing.look(GOLD, levels, book, 0, UNTIL)
    assert missing.look(OIL, levels, book, PATIENCE_NS, UNTIL) is None
    assert missing.look(OIL, levels, book, 2 * PATIENCE_NS, UNTIL)
    missing.forget()
    assert missing.look(OIL, levels, book, 3 * PATIENCE_NS, UNTIL) is None


def test_of_several_the_one_that_stood_longest_is_told_and_the_others_are_counted() -> None:
    missing, book = MissingOrders(), book_of()
    first, later = order("a", price="98.5"), order("b", price="99", side=BUY)
    look(missing, book, 0, first)
    look(missing, book, 1, first, later, order("c", price="102", side=SELL))
    found = look(missing, book, PATIENCE_NS + 1, first, later, order("c", price="102", side=SELL))
    assert found == MissingOrder(BUY, Price("98.5"), size("2"), None, 2, UNTIL)
