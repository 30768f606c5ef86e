"""Orders: duplicates, late reports, final states, and the GET that confirms them."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from roxom_tui.model.events import FINAL_STATUSES, OrdersSeed, OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide, Side
from roxom_tui.model.money import Price, UnstatedPrice
from roxom_tui.model.values import replace
from roxom_tui.state.account.open_items import MAX_ENDED
from roxom_tui.state.account.orders import Orders, grown, remaining_of
from roxom_tui.state.decimal_math import in_btc
from tests.support.spellings import GOLD, OIL, WALL, as_told, order, s, size, unstated

NEW = order("a", OrderStatus.SUBMITTED, 1)
PART = order("a", OrderStatus.PARTIALLY_FILLED, 2, executed="1")
DONE = order("a", OrderStatus.FILLED, 3, executed="2")


def orders_of(*updates: OrderUpdate) -> Orders:
    orders = Orders()
    for update in updates:
        orders.apply(update, 0)
    return orders


def test_the_same_report_twice_changes_nothing() -> None:
    orders = orders_of(NEW)
    assert orders.apply(NEW, 1) == "already known"
    assert orders.open == (NEW,)


def test_an_older_report_is_ignored() -> None:
    assert orders_of(PART, NEW).open == (PART,)


def test_at_one_time_the_executed_size_never_shrinks() -> None:
    stale = order("a", OrderStatus.SUBMITTED, 2, executed="0")
    assert orders_of(PART, stale).open == (PART,)


@pytest.mark.parametrize("reports", list(permutations((NEW, PART, DONE))))
def test_an_order_that_ended_is_gone_in_whatever_order_its_reports_come(reports: tuple[OrderUpdate, ...]) -> None:
    assert orders_of(*reports).open == ()


@pytest.mark.parametrize("final", sorted(FINAL_STATUSES))
def test_a_final_state_is_never_left_even_for_a_newer_report(final: OrderStatus) -> None:
    orders = orders_of(order("a", final, 1))
    assert orders.apply(order("a", OrderStatus.SUBMITTED, 9), 0) == "the order has ended"
    assert orders.open == ()


def test_an_order_awaiting_its_cancellation_is_still_open() -> None:
    assert len(orders_of(order("a", OrderStatus.PENDING_CANCEL)).open) == 1


def test_a_status_we_do_not_know_counts_as_live() -> None:
    (held,) = orders_of(order("a", "hibernating")).open
    assert held.status == "hibernating"


def test_a_short_report_keeps_what_is_known() -> None:
    short = OrderUpdate("a", GOLD, OrderStatus.PARTIALLY_FILLED, exchange_at=WALL + s(2), executed=PART.executed)
    (held,) = orders_of(NEW, short).open
    assert (held.side, held.limit_price, held.size) == (NEW.side, NEW.limit_price, NEW.size)
    assert (held.status, held.executed) == (OrderStatus.PARTIALLY_FILLED, PART.executed)


def test_a_list_of_open_orders_removes_those_it_does_not_name() -> None:
    orders = orders_of(NEW, order("b", at=1))
    orders.seed(OrdersSeed((order("b", at=1),)), s(5), s(4))
    assert [held.order_id for held in orders.open] == ["b"]


def test_an_order_reported_since_the_request_survives_a_list_without_it() -> None:
    orders = Orders()
    orders.apply(order("new", at=4.5), s(4.5))
    orders.seed(OrdersSeed(()), s(5), s(4))
    assert len(orders.open) == 1


def test_a_report_since_the_request_wins_over_the_list() -> None:
    orders = Orders()
    orders.apply(order("a", OrderStatus.PARTIALLY_FILLED, 4.5, executed="1", price=None), s(4.5))
    orders.seed(OrdersSeed((order("a", OrderStatus.SUBMITTED, None, price="77"),)), s(5), s(4))
    (held,) = orders.open
    assert held.status is OrderStatus.PARTIALLY_FILLED
    assert held.executed == 1
    assert held.limit_price == 77, "what the report left out comes from the list"


def test_a_list_that_knows_less_than_was_told_just_before_it_takes_nothing_back() -> None:
    orders = Orders()
    orders.apply(order("a", OrderStatus.PARTIALLY_FILLED, 3, executed="1"), s(3))
    orders.apply(order("new", at=3.5), s(3.5))
    orders.seed(OrdersSeed((order("a", OrderStatus.SUBMITTED, None, executed="0"),)), s(5), s(4))
    assert [(held.order_id, held.status, held.executed) for held in orders.open] == [
        ("a", OrderStatus.PARTIALLY_FILLED, size("1")),
        ("new", OrderStatus.SUBMITTED, size("0")),
    ]
    assert orders.is_behind
    orders.seed(OrdersSeed((order("a", OrderStatus.PARTIALLY_FILLED, None, executed="1"),)), s(8), s(7))
    assert [held.order_id for held in orders.open] == ["a"], "what was told long before is gone if it is not listed"
    assert not orders.is_behind


def test_what_was_executed_never_shrinks_however_late_a_list_says_so() -> None:
    orders = Orders()
    orders.apply(order("a", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), s(1))
    orders.seed(OrdersSeed((order("a", OrderStatus.SUBMITTED, None, executed="0"),)), s(101), s(100))
    assert orders.open[0].executed == 1
    assert orders.is_behind


def test_a_newer_report_is_believed_also_about_a_smaller_executed_size() -> None:
    """An execution may be taken back; the exchange's time tells that it was not overtaken."""
    orders = orders_of(PART)
    assert orders.apply(order("a", OrderStatus.SUBMITTED, 3, executed="0"), s(3)) == ""
    assert orders.open[0].executed == 0


def test_an_answer_that_gives_way_still_fills_in_what_the_stream_left_out() -> None:
    orders = Orders()
    orders.apply(order("a", OrderStatus.PARTIALLY_FILLED, 3, executed="1", price=None), s(3))
    orders.seed(OrdersSeed((order("a", OrderStatus.SUBMITTED, None, executed="0", price="77"),)), s(5), s(4))
    (held,) = orders.open
    assert (held.executed, held.limit_price, orders.is_behind) == (size("1"), Price("77"), True)


def test_an_order_whose_cancellation_was_refused_is_working_again() -> None:
    orders = Orders()
    orders.apply(order("a", OrderStatus.PENDING_CANCEL, 1), s(1))
    assert orders.apply(order("a", OrderStatus.SUBMITTED, 1), s(1.1)) == "older than what is held"
    assert orders.apply(order("a", OrderStatus.SUBMITTED, 2), s(2)) == ""
    orders.apply(order("a", OrderStatus.PENDING_CANCEL, 3), s(3))
    orders.seed(OrdersSeed((order("a", OrderStatus.SUBMITTED, None),)), s(11), s(10))
    assert (orders.open[0].status, orders.is_behind) == (OrderStatus.SUBMITTED, False)


def test_of_the_reports_of_one_moment_none_counts_twice() -> None:
    first, second = (order("a", OrderStatus.PARTIALLY_FILLED, 1, executed=executed) for executed in ("1", None))
    second = replace(second, reason="as told later")
    orders = orders_of(first, second)
    assert orders.apply(first, s(2)) == "already known"
    assert orders.open[0].reason == "as told later"


def test_the_first_of_two_reports_of_one_moment_that_comes_again_is_no_news() -> None:
    first, second = order("a", at=1, price="100"), order("a", at=1, price="101")
    orders = orders_of(first, second)
    assert orders.apply(first, s(2)) == "already known"
    assert orders.open == (second,)


def test_what_stands_no_more_and_is_told_again_leaves_nothing_behind() -> None:
    orders = orders_of(DONE, DONE, order("unlisted", at=1))
    orders.seed(OrdersSeed(()), s(50), s(49))
    assert orders.apply(order("unlisted", at=1), s(51)) == "already known"
    assert len(orders._moments._reports) == 0


def test_what_is_told_and_cannot_be_read_is_not_what_was_told_before() -> None:
    orders = orders_of(NEW, OrderUpdate("a", GOLD, NEW.status, WALL + s(9), unread=("remaining", "limit_price")))
    assert (orders.open[0].limit_price, orders.open[0].size) == (None, NEW.size)


def test_a_list_does_not_bring_back_an_order_that_ended() -> None:
    orders = orders_of(DONE)
    orders.seed(OrdersSeed((NEW,)), s(5), s(4))
    assert orders.open == ()


def test_ended_orders_are_not_remembered_for_ever() -> None:
    orders = orders_of(*(order(str(i), OrderStatus.FILLED) for i in range(MAX_ENDED + 1)))
    assert orders.apply(order("0"), 0) == ""
    assert orders.apply(order("1"), 0) == "the order has ended"


def test_resting_sizes_are_summed_by_price_and_side() -> None:
    orders = orders_of(
        order("a", price="100.0", quantity="2", executed="0.5"),
        order("b", price="100", quantity="1"),
        order("c", price="101", side=OrderSide.SELL),
        order("d", price="100", symbol=OIL),
        order("e", OrderStatus.WAITING_TRIGGER, price="100"),
        order("f", price="100", quantity=None),
    )
    assert orders.resting(GOLD, as_told).sizes == {
        Side.BID: {Price("100").key: Decimal("2.5")},
        Side.ASK: {Price("101").key: Decimal(2)},
    }


@pytest.mark.parametrize("untold", ["side", "limit_price", "remaining"])
def test_an_order_of_which_the_place_or_the_rest_was_not_told_may_be_anywhere_in_its_book(untold: str) -> None:
    whole = replace(order("a", price="100"), remaining=size("2"))
    assert not orders_of(whole).resting(GOLD, as_told).has_unplaced
    partly = replace(whole, **{untold: None}, size=None)  # type: ignore[arg-type]
    assert orders_of(partly).resting(GOLD, as_told).has_unplaced
    assert not orders_of(partly).resting(OIL, as_told).has_unplaced
    assert not orders_of(replace(partly, status=OrderStatus.WAITING_TRIGGER)).resting(GOLD, as_told).has_unplaced


@pytest.mark.parametrize(
    "stop", [replace(order("a"), trigger_price=Price("100")), replace(order("a"), order_type="stop")]
)
def test_a_stop_that_is_being_cancelled_is_not_said_to_be_in_the_book(stop: OrderUpdate) -> None:
    orders = Orders()
    orders.apply(stop, 1)
    assert orders.resting(GOLD, as_told).sizes[Side.BID] == {Price("100").key: Decimal(2)}, "it was triggered"
    orders.apply(replace(stop, status=OrderStatus.PENDING_CANCEL), 2)
    assert orders.resting(GOLD, as_told).sizes[Side.BID] == {}


def test_the_reported_remaining_wins_over_the_difference() -> None:
    assert remaining_of(replace(order(quantity="5", executed="1"), remaining=size("3"))) == 3
    assert remaining_of(order(quantity="5", executed="1")) == 4


@pytest.mark.parametrize(
    ("before", "after", "size"),
    [
        (order(executed="1"), order(executed="3"), 2),
        (order(executed="1"), order(executed="3", side=OrderSide.SELL), -2),
        (None, order(executed="3"), 3),
        (order(executed="3"), order(executed="3"), 0),
        (None, order(executed=None), 0),
        (order(executed="1"), order(executed="3", side=None), None),
        (order(executed="1"), order(executed=None), None),
        (None, order(status=OrderStatus.FILLED, executed=None), None),
    ],
)
def test_what_was_executed_between_two_reports_has_a_sign_or_is_not_known(
    before: OrderUpdate | None, after: OrderUpdate, size: int | None
) -> None:
    assert grown(before, after) == size


def test_an_order_of_which_nothing_is_left_marks_no_price() -> None:
    assert orders_of(order("a", quantity="2", executed="2")).resting(GOLD, as_told).sizes[Side.BID] == {}


def test_a_resting_price_in_sats_finds_its_level() -> None:
    orders = orders_of(order("a", price="4312300"))
    found = orders.resting(GOLD, lambda price: None if price is None else in_btc(price)).sizes
    assert found[Side.BID] == {Price("0.043123").key: Decimal(2)}


@pytest.mark.parametrize("status", ["hibernating", ""])
def test_an_order_without_a_trigger_is_in_the_book_whatever_word_its_status_is(status: str) -> None:
    assert orders_of(order("a", status)).resting(GOLD, as_told).sizes[Side.BID] == {Price("100").key: Decimal(2)}


def test_a_price_told_without_its_unit_stays_the_one_whose_unit_is_known() -> None:
    orders = orders_of(order("a", price="60"))
    told = replace(order("a", OrderStatus.PARTIALLY_FILLED, 1, executed="1"), limit_price=unstated("60"))
    orders.apply(told, s(1))
    assert type(orders.open[0].limit_price) is Price
    orders.apply(replace(told, exchange_at=WALL + s(2), limit_price=unstated("6000000000")), s(2))
    assert (type(orders.open[0].limit_price), orders.open[0].limit_price) == (Price, Price("60"))
    orders.apply(replace(told, exchange_at=WALL + s(3), limit_price=unstated("61")), s(3))
    assert type(orders.open[0].limit_price) is UnstatedPrice, "it was amended"


def test_only_limit_orders_that_surely_rest_must_be_in_the_book() -> None:
    orders = orders_of(
        order("a", price="100.0", quantity="2", executed="0.5"),
        order("b", OrderStatus.PARTIALLY_FILLED, price="100", quantity="1"),
        order("c", OrderStatus.PENDING_CANCEL, price="99"),
        replace(order("d", price="98"), order_type="stop"),
        replace(order("e", price="97"), order_type="market"),
        order("f", "hibernating", price="96"),
    )
    resting = orders.resting(GOLD, as_told)
    assert resting.working == {Side.BID: {Price("100").key: (Price("100"), Decimal("2.5"))}, Side.ASK: {}}
    assert len(resting.sizes[Side.BID]) > 1
