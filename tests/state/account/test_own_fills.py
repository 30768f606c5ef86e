"""Own fills: each growth of an order once, with what is known of it, whatever is repeated, late, lost or listed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import ORDERS
from roxom_tui.model.events import OrdersSeed, OrderStatus, OrderUpdate
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.own_fills import MAX_FILLS, MOST_COUNTED
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import Learnt
from tests.state.trading import Trading
from tests.support.spellings import GOLD, OIL, WALL, new_store, order, s, size

FILLED, PARTLY = OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED


@pytest.fixture
def account() -> AccountLists:
    """Every order is known: there is none."""
    account = AccountLists((GOLD, OIL))
    account.seed(OrdersSeed(()), s(0.1), s(0))
    return account


def tell(account: AccountLists, at: float, executed: str, status: OrderStatus = PARTLY, **more: object) -> None:
    """A report of order `a` of two contracts."""
    told = order(str(more.pop("order_id", "a")), status, at, executed=executed)
    account.apply_order(replace(told, **more), s(at))  # type: ignore[arg-type]


def told(account: AccountLists) -> list[tuple[str, str | None, str | None, float | None]]:
    """Order, size, price and time of each, the newest first."""
    return [
        (
            fill.order_id,
            None if fill.size is None else f"{fill.size:f}",
            None if fill.price is None else f"{fill.price:f}",
            None if fill.at is None else (fill.at - WALL) / 10**9,
        )
        for fill in account.fills.newest_first
    ]


def test_each_growth_of_an_order_is_a_fill_the_newest_first(account: AccountLists) -> None:
    tell(account, 1, "0", OrderStatus.SUBMITTED)
    tell(account, 2, "0.5", fill_price=Price("99"), average_price=Price("99"))
    tell(account, 3, "2", FILLED, fill_price=Price("101"), average_price=Price("100.5"))
    assert told(account) == [("a", "1.5", "101", 3), ("a", "0.5", "99", 2)]
    newest, oldest = account.fills.newest_first
    assert (newest.symbol, newest.side, newest.remaining, newest.status) == (GOLD, OrderSide.BUY, size("0"), FILLED)
    assert (oldest.remaining, oldest.learnt) == (Decimal("1.5"), Learnt.REPORT)


def test_what_is_repeated_late_or_overtaken_is_no_other_fill(account: AccountLists) -> None:
    tell(account, 1, "0.5")
    tell(account, 1, "0.5")
    tell(account, 3, "1.5")
    tell(account, 2, "1")
    tell(account, 3, "1.5")
    tell(account, 4, "1.5", OrderStatus.PENDING_CANCEL)
    tell(account, 5, "1.5", OrderStatus.PARTIALLY_FILLED_CANCELLED)
    tell(account, 5, "1.5", OrderStatus.PARTIALLY_FILLED_CANCELLED)
    assert [one[1] for one in told(account)] == ["1.0", "0.5"]


def test_an_order_that_ends_with_more_executed_tells_that_too(account: AccountLists) -> None:
    tell(account, 1, "0.5")
    tell(account, 2, "0.75", OrderStatus.CANCELLED)
    assert [(fill.size, fill.status) for fill in account.fills.newest_first] == [
        (Decimal("0.25"), OrderStatus.CANCELLED),
        (Decimal("0.5"), PARTLY),
    ]


def test_what_is_left_tells_as_well_as_what_is_executed(account: AccountLists) -> None:
    tell(account, 1, "0", OrderStatus.SUBMITTED)
    account.apply_order(replace(order("a", PARTLY, 2, executed=None), remaining=size("1.25")), s(2))
    account.apply_order(replace(order("a", PARTLY, 3, executed="1")), s(3))
    assert [one[1] for one in told(account)] == ["0.25", "0.75"]


@pytest.mark.parametrize(
    ("fill_price", "average", "price"),
    [
        ("101", "100.5", "101"),
        ("101", "100.6", None),
        ("101", None, "101"),
        (None, "100.5", None),
        ("100.98", "100.45", None),
    ],
)
def test_several_fills_told_in_one_have_no_one_price(
    account: AccountLists, fill_price: str | None, average: str | None, price: str | None
) -> None:
    tell(account, 1, "0.5", fill_price=Price("99.00"), average_price=Price("99.00"))
    prices = {
        "fill_price": fill_price and Price(f"{Decimal(fill_price):.2f}"),
        "average_price": average and Price(f"{Decimal(average):.2f}"),
    }
    tell(account, 2, "2", FILLED, **prices)
    assert account.fills.newest_first[0].price == (price and Decimal(price))


def test_the_first_fills_of_an_order_have_its_average_where_no_price_is_told(account: AccountLists) -> None:
    tell(account, 1, "0.5", average_price=Price("99"))
    assert told(account) == [("a", "0.5", "99", 1)]


def test_what_was_executed_before_the_session_is_none_of_its_fills() -> None:
    account = AccountLists((GOLD,))
    account.seed(OrdersSeed((order("a", PARTLY, None, executed="0.5"),)), s(0.1), s(0))
    assert told(account) == []
    tell(account, 1, "0.75")
    assert told(account) == [("a", "0.25", None, 1)]


def test_without_lists_the_first_word_of_an_order_tells_no_size_and_only_an_end_is_a_fill() -> None:
    account = AccountLists((GOLD,))
    tell(account, 1, "0.5")
    assert told(account) == []
    tell(account, 2, "0.75")
    tell(account, 3, "2", FILLED, order_id="b", fill_price=Price("99"))
    tell(account, 4, "1", OrderStatus.CANCELLED, order_id="c")
    assert told(account) == [("b", None, "99", 3), ("a", "0.25", None, 2)]


def test_a_fill_learnt_from_a_list_has_a_size_and_no_time(account: AccountLists) -> None:
    tell(account, 1, "0", OrderStatus.SUBMITTED)
    listed = replace(order("a", PARTLY, 9, executed="0.5"), fill_price=Price("7"))
    account.seed(OrdersSeed((listed,)), s(10), s(9.9))
    assert told(account) == [("a", "0.5", None, None)]
    assert account.fills.newest_first[0].learnt is Learnt.LIST
    tell(account, 11, "0.5", OrderStatus.PENDING_CANCEL)
    account.seed(OrdersSeed((listed,)), s(20), s(19.9))
    tell(account, 30, "0.5", PARTLY)
    assert told(account) == [("a", "0.5", None, None)], "another time is not that of the fill"


def test_a_list_that_was_faster_than_the_report_gets_its_time_and_price_from_that(account: AccountLists) -> None:
    tell(account, 1, "0", OrderStatus.SUBMITTED)
    account.seed(OrdersSeed((order("a", PARTLY, None, executed="0.5"),)), s(10), s(9.9))
    tell(account, 10.2, "0.5", fill_price=Price("99"))
    assert told(account) == [("a", "0.5", "99", 10.2)]
    assert account.fills.newest_first[0].learnt is Learnt.REPORT


def test_an_order_that_is_gone_from_a_list_may_have_been_cancelled_and_is_no_fill(account: AccountLists) -> None:
    tell(account, 1, "0.5")
    account.seed(OrdersSeed(()), s(20), s(19.9))
    assert [one[1] for one in told(account)] == ["0.5"]
    tell(account, 25, "2", FILLED)
    assert [one[1] for one in told(account)] == ["1.5", "0.5"], "until its end is told after all"


def away(store: Store, at: float) -> None:
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(at))
    store.connection_changed(Phase.CONNECTED, None, s(at + 1))


@pytest.fixture
def store() -> Store:
    store = new_store()
    store.seed(OrdersSeed(()), s(0.2), s(0.1))
    store.apply(order("a", PARTLY, 1, executed="0.5"), s(1))
    return store


def test_fills_outlive_connections_and_symbols_and_what_happened_meanwhile_has_no_time(store: Store) -> None:
    away(store, 5)
    store.select(OIL)
    store.apply(order("a", PARTLY, 7, executed="0.75"), s(7))
    store.apply(order("a", PARTLY, 8, executed="1"), s(8))
    assert told(store.account) == [("a", "0.25", None, 8), ("a", "0.25", None, None), ("a", "0.5", None, 1)]
    assert store.account.fills.newest_first[1].learnt is Learnt.AFTER_OUTAGE


def test_after_an_outage_a_list_tells_sizes_also_of_orders_that_are_new(store: Store) -> None:
    away(store, 5)
    new = replace(order("b", PARTLY, None, executed="1.5"), average_price=Price("98"))
    store.seed(OrdersSeed((order("a", PARTLY, None, executed="0.75"), new)), s(7), s(6.5))
    assert sorted(told(store.account)[:2]) == [("a", "0.25", None, None), ("b", "1.5", "98", None)]
    store.apply(order("a", PARTLY, 8, executed="1"), s(8))
    assert told(store.account)[0] == ("a", "0.25", None, 8), "from then on nothing is between the two"


def test_once_no_list_will_tell_what_there_was_an_unknown_order_may_be_older_than_the_session(
    store: Store,
) -> None:
    away(store, 5)
    store.seeding(ORDERS, None)
    store.apply(order("b", PARTLY, 7, executed="1"), s(7))
    assert [one[0] for one in told(store.account)] == ["a"]


def test_only_the_newest_are_kept_and_all_are_counted(account: AccountLists) -> None:
    for number in range(MAX_FILLS + 7):
        tell(account, number + 1, "1", FILLED, order_id=f"o{number}")
    fills = account.fills
    assert (len(fills.newest_first), fills.count) == (MAX_FILLS, MAX_FILLS + 7)
    assert fills.newest_first[0].order_id == f"o{MAX_FILLS + 6}"


def test_what_is_remembered_of_orders_is_bounded(account: AccountLists) -> None:
    for number in range(MOST_COUNTED + 50):
        tell(account, number + 1, "0", OrderStatus.SUBMITTED, order_id=f"o{number}")
    assert len(account.fills._counted) == MOST_COUNTED


@pytest.mark.parametrize("seed", range(6))
def test_hours_of_trading_leave_every_execution_in_the_list_once(seed: int) -> None:
    trading = Trading(seed, every=20.0)
    trading.run(1.5)
    sums: dict[str, Decimal] = {}
    for fill in trading.account.fills.newest_first:
        assert fill.size is not None
        sums[fill.order_id] = sums.get(fill.order_id, Decimal(0)) + fill.size
    assert trading.account.fills.count < MAX_FILLS
    executed = {key: one.executed for key, one in _all_orders(trading).items() if one.executed}
    assert sums == executed
    assert len(sums) > 20


def _all_orders(trading: Trading) -> dict[str, OrderUpdate]:
    orders = trading.account.orders
    return {**orders._missing, **orders._ended, **orders._open}
