"""What is kept of orders and positions is bounded: what found no room is counted."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import OrdersSeed, OrderStatus, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.state.account.orders import Orders
from roxom_tui.state.account.positions import Positions
from tests.support.spellings import as_told, order, position, s


@pytest.fixture
def orders() -> Orders:
    full = Orders()
    for number in range(5_000):
        assert full.apply(order(str(number)), 0) == ""
    return full


@pytest.fixture
def positions() -> Positions:
    full = Positions()
    for number in range(5_000):
        assert full.apply(position(str(number)), 0) == ""
    return full


def test_of_more_orders_than_can_be_kept_the_first_heard_of_is_left_out_and_counted(orders: Orders) -> None:
    assert orders.apply(order("one more"), 0) == ""
    assert (len(orders.open), orders.left_out) == (5_000, 1)
    assert orders.known("0") is None
    assert orders.is_left_out("0")
    assert orders.apply(order("7", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), 0) == ""
    assert orders.apply(order("one more", OrderStatus.FILLED, 2), 0) == "", "its end needs no room"
    assert (len(orders.open), orders.left_out) == (4_999, 1)


def test_one_that_was_left_out_is_counted_until_it_has_room_or_ends(orders: Orders) -> None:
    for name in ("a", "b"):
        orders.apply(order(name), 0)
    assert orders.left_out == 2
    orders.apply(order("1", OrderStatus.CANCELLED, 1), 0)
    assert orders.left_out == 1
    orders.apply(order("0", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), 0)
    assert [orders.is_left_out(name) for name in ("0", "1", "2")] == [False, False, True]
    orders.clear()
    assert orders.left_out == 0


def test_what_a_list_left_out_is_counted_anew_and_stands_somewhere_in_the_book(orders: Orders) -> None:
    gold = Symbol("GOLD-BTC")
    listed = tuple(orders.open[:4_000])
    orders.seed(OrdersSeed(listed, frozenset({"old", "older", listed[0].order_id})), s(5), s(4))
    assert (len(orders.open), orders.left_out) == (4_000, 2)
    assert orders.resting(gold, as_told).has_unplaced
    orders.seed(OrdersSeed(listed), s(6), s(5))
    assert orders.left_out == 0
    assert not orders.resting(gold, as_told).has_unplaced


def test_of_more_positions_than_can_be_kept_nobody_knows_what_is_held_in_all(positions: Positions) -> None:
    gold = Symbol("GOLD-BTC")
    assert positions.net(gold) is not None
    assert positions.apply(position("one more"), 0) == ""
    assert (len(positions.open), positions.left_out) == (5_000, 1)
    assert positions.net(gold) is None
    assert positions.apply(position("0", "0", at=2), 0) == "", "its end needs no room"
    assert positions.net(gold) is not None


def test_what_a_list_of_positions_left_out_is_counted_by_its_symbol() -> None:
    gold, oil = Symbol("GOLD-BTC"), Symbol("OIL-BTC")
    positions = Positions()
    for symbol, old in ((gold, {"a", "b"}), (oil, {"c"})):
        positions.seed(PositionsSeed(symbol, (), frozenset(old)), s(5), s(4))
    assert positions.left_out == 3
    positions.seed(PositionsSeed(gold, ()), s(6), s(5))
    assert positions.left_out == 1
    assert positions.net(gold) == 0
    assert positions.net(oil) is None
