"""Own orders are followed in the books where they rest, from what events and lists tell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import ORDERS
from roxom_tui.model.events import OrdersSeed, OrderStatus, OrderUpdate
from roxom_tui.model.market import DepthMode, OrderSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.state.reading.own_orders import AT_ONCE
from roxom_tui.state.reading.queue_bracket import QueuePlace
from roxom_tui.state.store import Store
from tests.support.spellings import GOLD, WALL, delta, s, snapshot

PRICE = Price("0.0431")
NOW = s(1)


def order(order_id: str = "a", **more: object) -> OrderUpdate:
    return OrderUpdate(
        order_id,
        GOLD,
        OrderStatus.SUBMITTED,
        WALL + s(1),
        OrderSide.BUY,
        limit_price=PRICE,
        size=Size(Decimal(2)),
        remaining=Size(Decimal(2)),
        created_at=WALL + s(1),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture
def store() -> Store:
    """A book in which 5 rest at a price, 2 of them ours by the delta that just came."""
    store = Store((GOLD,), DepthMode.ABSOLUTE)
    store.select(GOLD)
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.apply(snapshot(("0.0431 3",), ("0.0432 1",), at=0), 0)
    store.apply(delta(("0.0431 5",), at=1), NOW)
    return store


def places(store: Store) -> dict[int, QueuePlace]:
    return store.markets.market(GOLD).past.queues.places()


def test_an_order_that_was_just_placed_has_all_others_before_it(store: Store) -> None:
    store.apply(order(), NOW)
    assert places(store) == {PRICE.key: QueuePlace(Decimal(3), Decimal(3), Decimal(3))}


@pytest.mark.parametrize(
    "told",
    [
        replace(order(), created_at=WALL + s(1) - AT_ONCE - 1),
        replace(order(), exchange_at=WALL - 1, created_at=None),
        replace(order(), exchange_at=None),
        replace(order(), executed=Size(Decimal(1)), size=Size(Decimal(3))),
    ],
    ids=["made long before", "older than the book", "without a time", "executed in part"],
)
def test_of_one_that_may_have_been_there_before_only_the_most_is_known(store: Store, told: OrderUpdate) -> None:
    store.apply(told, NOW)
    place = places(store)[PRICE.key]
    assert (place.low, place.high) == (None, Decimal(3))


def test_one_that_comes_with_a_list_was_there_before(store: Store) -> None:
    store.seed(OrdersSeed((order(),)), NOW, NOW)
    assert places(store)[PRICE.key].low is None


def test_where_its_level_changed_before_it_was_told_only_the_most_is_known(store: Store) -> None:
    store.apply(delta(("0.0431 9",), at=1.1), NOW)
    store.apply(order(), NOW)
    place = places(store)[PRICE.key]
    assert (place.low, place.high) == (None, Decimal(7))


def test_one_that_is_told_before_the_book_has_it_waits_for_its_level(store: Store) -> None:
    store.apply(replace(order(), exchange_at=WALL + s(2), created_at=WALL + s(2)), s(2))
    assert places(store) == {}
    store.apply(delta(("0.0431 7",), at=2), s(2))
    assert places(store)[PRICE.key].high == Decimal(5)


def test_a_list_that_names_it_before_the_book_has_it_does_not_begin_its_bracket(store: Store) -> None:
    later = replace(order(), exchange_at=WALL + s(2), created_at=WALL + s(2))
    store.apply(later, s(2))
    store.seed(OrdersSeed((later,)), s(2), s(2))
    assert places(store) == {}, "all that rests there by the book of before are others"
    store.apply(delta(("0.0431 7",), at=2), s(2))
    assert places(store) == {PRICE.key: QueuePlace(Decimal(5), Decimal(5), Decimal(5))}


@pytest.mark.parametrize("status", [OrderStatus.CANCELLED, OrderStatus.FILLED, OrderStatus.PENDING_SUBMIT])
def test_one_that_does_not_rest_is_not_followed(store: Store, status: OrderStatus) -> None:
    store.apply(order(), NOW)
    store.apply(replace(order(), status=status, exchange_at=WALL + s(3)), s(3))
    assert places(store) == {}


def test_one_that_a_list_does_not_name_any_more_is_not_followed(store: Store) -> None:
    store.apply(order(), NOW)
    store.seed(OrdersSeed(()), s(20), s(19))
    assert places(store) == {}


def test_after_the_connection_went_nothing_is_followed_until_it_is_told_anew(store: Store) -> None:
    store.apply(order(), NOW)
    store.connection_changed(Phase.WAITING, None, s(5))
    assert places(store) == {}
    store.connection_changed(Phase.CONNECTED, None, s(6))
    store.apply(snapshot(("0.0431 4",), (), at=6), s(6))
    store.seeding(ORDERS, None)
    assert all(place.low is None for place in places(store).values())


def test_a_list_that_names_it_before_any_event_and_before_the_book_has_it_takes_nothing_from_the_others(
    store: Store,
) -> None:
    later = replace(order(), exchange_at=WALL + s(2), created_at=WALL + s(2))
    store.seed(OrdersSeed((later,)), s(2), s(2))
    assert places(store) == {}, "all five that rest there by the book of before are others"
    store.apply(delta(("0.0431 7",), at=2), s(2))
    assert places(store)[PRICE.key].high == Decimal(5)


def test_an_event_that_follows_such_a_list_still_tells_that_it_joined_the_end(store: Store) -> None:
    later = replace(order(), exchange_at=WALL + s(2), created_at=WALL + s(2))
    store.seed(OrdersSeed((replace(later, exchange_at=None),)), s(2), s(2))
    store.apply(later, s(2))
    store.apply(delta(("0.0431 7",), at=2), s(2))
    assert places(store) == {PRICE.key: QueuePlace(Decimal(5), Decimal(5), Decimal(5))}
