from __future__ import annotations

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide
from roxom_tui.model.values import replace
from roxom_tui.simulator.exchange import FIRST_DAY
from roxom_tui.simulator.ledger import AccountOrder, BalanceChanged, OrderChanged, PositionsChanged
from roxom_tui.simulator.world import World
from tests.simulator.heard import GOLD


def quiet_world() -> World:
    world = World((GOLD,), 3, FIRST_DAY)
    for order in list(world.account.live):
        world.account.cancel(order, FIRST_DAY, "test")
    world.account.ledger.holdings.clear()
    world.account.drain()
    world.markets[GOLD].book.drain()
    return world


def orders_of(world: World) -> list[AccountOrder]:
    return [one.order for one in world.account.drain() if isinstance(one, OrderChanged)]


def test_a_limit_order_across_the_spread_takes_what_it_crosses_and_rests_with_the_remainder() -> None:
    world = quiet_world()
    book = world.markets[GOLD].book
    ask = book.asks.best
    assert ask is not None
    offered = book.asks.size(ask)
    world.account.place_limit(GOLD, OrderSide.BUY, ask, offered + 30, 1)
    [order] = world.account.live.values()
    assert (order.status, order.executed, order.remaining) == (OrderStatus.PARTIALLY_FILLED, offered, 30)
    assert book.bids.own(ask) == {order.id: 30}
    assert [seen.status for seen in orders_of(world)] == [OrderStatus.SUBMITTED, OrderStatus.PARTIALLY_FILLED]


def test_an_order_never_meets_its_owner() -> None:
    world = quiet_world()
    book = world.markets[GOLD].book
    ask = book.asks.best
    assert ask is not None
    world.account.place_limit(GOLD, OrderSide.SELL, ask, 40, 1)
    world.account.place_market(GOLD, OrderSide.BUY, book.asks.others(ask) + 1, 2)
    ended = {order.side: (order.status, order.reason) for order in orders_of(world)}
    assert ended[OrderSide.SELL] == (OrderStatus.CANCELLED, "selftrade")
    assert ended[OrderSide.BUY] == (OrderStatus.FILLED, None)


def test_a_stop_sleeps_until_the_last_price_reaches_its_trigger() -> None:
    world = quiet_world()
    account, market = world.account, world.markets[GOLD]
    account.place_market(GOLD, OrderSide.BUY, 50, 1)
    bid = market.book.bids.best
    assert bid is not None
    account.place_stop(GOLD, OrderSide.SELL, bid - 40, 50, 2)
    market.last = (bid - 39) * market.contract.tick
    assert account.trigger_stops(GOLD, 3) == []
    market.last = (bid - 40) * market.contract.tick
    assert account.trigger_stops(GOLD, 4)
    assert account.ledger.holdings == {}
    stop = account.closed[-1]
    assert (stop.kind, stop.status, stop.triggered_at) == ("stop", OrderStatus.FILLED, 4)


def test_an_order_being_cancelled_may_still_be_filled() -> None:
    world = quiet_world()
    account, market = world.account, world.markets[GOLD]
    bid = market.book.bids.best
    assert bid is not None
    market.book.bids.set_others(bid, 0)
    account.place_limit(GOLD, OrderSide.BUY, bid, 40, 1)
    [order_id] = account.live
    account.request_cancel(order_id, 2)
    account.absorb(market.take(OrderSide.SELL, 15, bid), 3)
    account.cancel(order_id, 4, "user")
    assert [order.status for order in orders_of(world)] == [
        OrderStatus.SUBMITTED,
        OrderStatus.PENDING_CANCEL,
        OrderStatus.PENDING_CANCEL,
        OrderStatus.PARTIALLY_FILLED_CANCELLED,
    ]
    assert account.ledger.holdings[GOLD].lots == 15


def test_a_position_whose_liquidation_price_the_mark_reaches_is_closed() -> None:
    world = quiet_world()
    account = world.account
    account.place_market(GOLD, OrderSide.BUY, 50, 1)
    held = account.ledger.holdings[GOLD]
    assert account.liquidate_if_due(GOLD, 2) == []
    account.ledger.holdings[GOLD] = replace(held, entry_price=held.entry_price * 107 // 100)
    account.drain()
    assert account.liquidate_if_due(GOLD, 3)
    assert account.ledger.holdings == {}
    kinds = {type(one) for one in account.drain()}
    assert {OrderChanged, BalanceChanged, PositionsChanged} <= kinds
