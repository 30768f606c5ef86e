"""Pictures of the account: profit and distances from live prices, in the unit of the market, no better than these."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import OIL, WALL, amount, btc, order, position, quote, s, size, ticker, trade, unstated


def test_a_position_has_profit_and_distances_from_the_live_mark(store: Store, builder: SnapshotBuilder) -> None:
    held = replace(position(entry="90"), liquidation_price=Price("80"), margin=btc("5"), maintenance_margin=btc("10"))
    store.apply(held, s(1))
    (row,) = build(builder).positions.rows
    assert (row.pnl, row.pnl_local, row.mark) == (Decimal(15), True, Price("100"))
    assert (row.liquidation_distance, row.margin_ratio) == (Decimal("0.2"), Decimal("0.5"))
    assert row.state is PanelState.LIVE
    store.apply(ticker(mark="110", at=2), s(1.1))
    assert build(builder, 1.1).positions.rows[0].pnl == 30


def test_contracts_that_come_and_go_with_orders_leave_nothing_behind(store: Store, builder: SnapshotBuilder) -> None:
    build(builder)
    before, remembered = len(store.clocks.all()), len(store.clocks._began)
    for number in range(300):
        symbol = Symbol(f"X{number}-BTC")
        store.apply(order(str(number), at=1, symbol=symbol), s(1))
        assert build(builder).orders.rows
        store.apply(order(str(number), OrderStatus.CANCELLED, 2, symbol=symbol), s(1))
    assert len(store.clocks.all()) == before
    assert len(store.clocks._began) == remembered, "nor since when their quotes are unknown"
    assert len(store.markets._markets) <= 4


def test_amounts_beside_prices_in_sats_are_sats_as_well(store: Store, builder: SnapshotBuilder) -> None:
    told = replace(position(), entry_price=unstated("9000000000"), margin=amount("500000000"))
    store.apply(replace(told, maintenance_margin=amount("1000000000")), s(1))
    (row,) = build(builder).positions.rows
    assert (row.entry, row.pnl, row.margin_ratio) == (Price("90"), Decimal(15), Decimal("0.5"))


def test_profit_that_can_only_be_the_reported_one_is_not_live(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(position(entry=None), unrealized_pnl=btc("0.5")), s(1))
    (row,) = build(builder).positions.rows
    assert (row.pnl, row.pnl_local, row.state) == (Decimal("0.5"), False, PanelState.WAITING)


def test_profit_without_a_mark_is_the_reported_one_and_not_live(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(position(symbol=OIL), unrealized_pnl=btc("0.5"), mark_price=Price("7")), s(1))
    (row,) = build(builder).positions.rows
    assert (row.pnl, row.pnl_local, row.mark) == (Decimal("0.5"), False, Price("7"))
    assert row.state is PanelState.WAITING


def test_an_order_shows_its_distance_and_the_state_of_what_it_is_measured_by(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", price="50.5", quantity="2", executed="0.5"), s(1))
    store.apply(order("b", side=OrderSide.SELL, price="101", symbol=OIL), s(1))
    waiting = replace(order("c", OrderStatus.WAITING_TRIGGER, price=None), trigger_price=Price("201"))
    store.apply(waiting, s(1))
    a, c, b = build(builder).orders.rows
    assert (a.distance, a.remaining, a.state) == (Decimal("0.5"), Decimal("1.5"), PanelState.LIVE)
    assert (b.distance, b.state) == (None, PanelState.LIVE)
    assert (c.distance, c.trigger) == (Decimal(1), Price("201"))


def test_an_order_row_follows_the_quote_and_its_state(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(order("a", price="50.5"), s(1))
    before = build(builder).orders
    store.apply(quote("100 9", "101 9", at=1), s(1.5))
    assert build(builder, 1.5).orders.rows[0] is before.rows[0], "sizes do not matter to it"
    store.apply(quote("100 9", "202 9", at=2), s(2))
    assert build(builder, 2).orders.rows[0].distance == Decimal("0.75")
    store.apply(ticker(mark="100", at=6), s(6))
    after = build(builder, 7).orders
    assert (after.freshness.state, after.rows[0].state) == (PanelState.LIVE, PanelState.STALE)


def test_lists_without_a_seed_say_so(builder: SnapshotBuilder) -> None:
    picture = build(builder)
    assert picture.positions.since_connect
    assert picture.orders.since_connect
    assert picture.balances.since_connect


def test_the_way_to_liquidation_is_right_where_prices_are_in_sats(store: Store, builder: SnapshotBuilder) -> None:
    prices: dict[str, Any] = {"entry_price": unstated("9000000000"), "liquidation_price": unstated("8000000000")}
    store.apply(replace(position(), **prices), s(1))
    (row,) = build(builder).positions.rows
    assert (row.liquidation, row.liquidation_distance) == (Price("80"), Decimal("0.2"))


def test_limits_and_triggers_in_sats_are_in_bitcoins_on_the_board(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(order("a"), limit_price=unstated("5050000000")), s(1))
    waiting = replace(order("b", OrderStatus.WAITING_TRIGGER), limit_price=unstated("21000000000"))
    store.apply(replace(waiting, trigger_price=unstated("20100000000")), s(1))
    limit, stop = build(builder).orders.rows
    assert (limit.price, limit.distance) == (Price("50.5"), Decimal("0.5"))
    assert (stop.price, stop.trigger, stop.distance) == (Price("210"), Price("201"), Decimal(1))


def test_a_trigger_is_as_true_as_the_ticker_and_a_limit_as_the_quote(store: Store, builder: SnapshotBuilder) -> None:
    waiting = order("stop", OrderStatus.WAITING_TRIGGER, price=None)
    store.apply(replace(waiting, trigger_price=Price("201")), s(1))
    store.apply(order("limit", price="50.5"), s(1))
    store.apply(ticker(last="100.5", mark="100", at=6), s(6))
    assert states(builder, 7) == {"stop": PanelState.LIVE, "limit": PanelState.STALE}
    store.apply(quote(at=10), s(10))
    assert states(builder, 11) == {"stop": PanelState.STALE, "limit": PanelState.LIVE}


def states(builder: SnapshotBuilder, now: float) -> dict[str, PanelState]:
    return {row.order_id: row.state for row in build(builder, now).orders.rows}


def test_the_way_to_a_trigger_follows_the_trades(store: Store, builder: SnapshotBuilder) -> None:
    waiting = order("stop", OrderStatus.WAITING_TRIGGER, price=None)
    store.apply(replace(waiting, trigger_price=Price("99")), s(1))
    assert build(builder, 1.1).orders.rows[0].distance == Decimal("1.5") / Decimal("100.5")
    store.apply(trade("90", at=1.2), s(1.2))
    picture = build(builder, 1.3)
    assert picture.ticker.last == Price("90")
    assert picture.orders.rows[0].distance == Decimal("0.1")


def test_a_limit_far_from_the_market_is_never_drawn_as_one_near_to_nothing(
    store: Store, builder: SnapshotBuilder
) -> None:
    """Sixty bitcoins are beyond ten thousand marks, and sixty sats are as far below: nobody knows which were meant."""
    store.apply(ticker(mark="0.0059", at=1), s(1))
    store.apply(replace(order("far", side=OrderSide.SELL), limit_price=unstated("60")), s(1))
    (row,) = build(builder).orders.rows
    assert (row.price, row.distance, row.unit_unknown) == (None, None, ("price",))
    store.apply(replace(order("near"), limit_price=unstated("0.0058")), s(1))
    far, near = build(builder, 1.1).orders.rows
    assert (far.price, far.unit_unknown, near.price) == (Price("60"), (), Price("0.0058")), "another order tells"


def test_where_a_list_states_the_unit_the_stream_needs_not(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(ticker(mark="0.0059", at=1), s(1))
    store.apply(replace(order("far"), limit_price=Price("60")), s(1))
    told = replace(order("far", OrderStatus.PARTIALLY_FILLED, 2, executed="1"), limit_price=unstated("60"))
    store.apply(told, s(1))
    (row,) = build(builder).orders.rows
    assert (row.price, row.unit_unknown, row.executed) == (Price("60"), (), Decimal(1))


def test_a_position_in_a_unit_nobody_knows_shows_no_price_and_no_profit(store: Store, builder: SnapshotBuilder) -> None:
    prices: dict[str, Any] = {"entry_price": unstated("2000000"), "liquidation_price": unstated("1000000")}
    store.apply(replace(position(), **prices, unrealized_pnl=amount("5")), s(1))
    (row,) = build(builder).positions.rows
    assert (row.entry, row.liquidation, row.pnl) == (None, None, None)
    assert row.unit_unknown == ("entry_price", "liquidation_price")
    store.apply(replace(position(at=1), **prices, mark_price=unstated("10000000000")), s(1.1))
    assert build(builder, 1.1).positions.rows[0].entry == Price("0.02"), "its own mark tells"


def test_a_short_position_whose_profit_has_the_other_sign_at_the_exchange_is_not_proven(
    store: Store, builder: SnapshotBuilder
) -> None:
    told = replace(position(entry="90"), side=PositionSide.LONG, mark_price=Price("99"), unrealized_pnl=btc("-13.5"))
    store.apply(told, s(1))
    (row,) = build(builder).positions.rows
    assert (row.pnl, row.pnl_disputed, row.state) == (Decimal(15), Decimal("-13.5"), PanelState.UNPROVEN)
    assert row.margin_ratio is None
    store.apply(replace(told, updated_at=WALL + s(2), unrealized_pnl=btc("13.5")), s(1.1))
    (row,) = build(builder, 1.1).positions.rows
    assert (row.pnl, row.pnl_disputed, row.state) == (Decimal(15), None, PanelState.LIVE)


def test_a_profit_told_without_its_mark_is_held_against_the_mark_that_we_saw_then(
    store: Store, builder: SnapshotBuilder
) -> None:
    told = replace(position(entry="90"), unrealized_pnl=btc("14.9"))
    store.apply(told, s(1))
    assert build(builder, 1).positions.rows[0].state is PanelState.LIVE
    store.apply(ticker(mark="120", at=1.2), s(1.2))
    assert build(builder, 1.2).positions.rows[0].state is PanelState.LIVE, "what the mark did since explains the rest"
    store.apply(replace(told, updated_at=WALL + s(2), unrealized_pnl=btc("-45")), s(1.3))
    (row,) = build(builder, 1.3).positions.rows
    assert (row.pnl, row.pnl_disputed, row.state) == (Decimal(45), Decimal(-45), PanelState.UNPROVEN)


def test_a_profit_belongs_to_the_size_and_the_mark_that_it_was_told_with(
    store: Store, builder: SnapshotBuilder
) -> None:
    told = replace(position(entry="90"), mark_price=Price("99"), unrealized_pnl=btc("13.5"))
    store.apply(told, s(1))
    store.apply(replace(position(entry=None, at=1), size=size("3")), s(1.1))
    (row,) = build(builder, 1.1).positions.rows
    assert (row.pnl, row.pnl_disputed, row.state) == (Decimal(30), None, PanelState.LIVE)


def test_a_liquidation_price_on_the_wrong_side_of_the_mark_is_no_distance(
    store: Store, builder: SnapshotBuilder
) -> None:
    for side, liquidation, away in (
        (PositionSide.LONG, "120", None),
        (PositionSide.SHORT, "120", Decimal("0.2")),
        (PositionSide.SHORT, "80", None),
    ):
        store.apply(replace(position(side.value + liquidation), side=side, liquidation_price=Price(liquidation)), s(1))
        row = build(builder, 1).positions.rows[-1]
        assert (row.liquidation, row.liquidation_distance) == (Price(liquidation), away)


def test_more_executed_than_was_ordered_is_not_known(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(order("a", quantity="2", executed="3"), s(1))
    store.apply(replace(order("b", quantity="2", executed="1"), remaining=size("1.5")), s(1))
    store.apply(replace(order("c", quantity="2", executed="0.5"), remaining=size("1.5")), s(1))
    rows = build(builder, 1).orders.rows
    assert [(row.executed, row.remaining) for row in rows] == [
        (None, None),
        (None, None),
        (Decimal("0.5"), Decimal("1.5")),
    ]


def test_what_was_left_before_more_was_executed_is_not_left_any_more(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(order("a", quantity="2", executed="0"), remaining=size("2")), s(1))
    store.apply(order("a", OrderStatus.PARTIALLY_FILLED, 1, quantity=None, executed="0.5"), s(1.1))
    (row,) = build(builder, 1.1).orders.rows
    assert (row.executed, row.remaining) == (Decimal("0.5"), Decimal("1.5"))
