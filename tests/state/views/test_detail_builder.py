"""Details of a position and of an order: every field with its age, what guards it, the states it went through."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import OrderStatus, OrderUpdate, PositionsSeed, PositionUpdate
from roxom_tui.model.market import OrderSide
from roxom_tui.model.money import Price
from roxom_tui.model.ports import Detailed, DetailRequest
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.reading.mark_moves import STRETCH_NS, STRETCHES_NEEDED
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import OrderDetail, PositionDetail
from roxom_tui.state.views.detail_builder import _OF_A_POSITION, _OF_AN_ORDER
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, OIL, WISH, btc, order, position, s, ticker, unstated

WAITING = OrderStatus.WAITING_TRIGGER


def of_position(builder: SnapshotBuilder, now: float = 1, key: str = "p") -> PositionDetail:
    detail = build(builder, now, replace(WISH, detail=DetailRequest(Detailed.POSITION, key))).detail
    assert isinstance(detail, PositionDetail)
    return detail


def of_order(builder: SnapshotBuilder, now: float = 1, key: str = "a") -> OrderDetail:
    detail = build(builder, now, replace(WISH, detail=DetailRequest(Detailed.ORDER, key))).detail
    assert isinstance(detail, OrderDetail)
    return detail


def test_every_field_that_can_be_told_has_a_row() -> None:
    known = ({one.held for one in table} for table in (_OF_A_POSITION, _OF_AN_ORDER))
    for kind, shown in zip((PositionUpdate, OrderUpdate), known, strict=True):
        assert set(kind.__struct_fields__) - shown == {"symbol", "unread"} | (
            {"is_signed"} if kind is PositionUpdate else set()
        )


def test_each_field_is_told_with_its_own_age_and_those_that_were_not_are_left_out(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(replace(position(), margin=btc("0.5"), leverage=Decimal("10.0")), s(1))
    store.apply(PositionUpdate("p", GOLD, margin=btc("0.6"), updated_at=position().updated_at), s(4))
    told = {field.name: (field.value, field.told_at) for field in of_position(builder, 5).fields}
    assert (told["margin"], told["leverage"]) == ((btc("0.6"), s(4)), (Decimal("10.0"), s(1)))
    assert "realized PnL" not in told


def test_what_was_told_and_could_not_be_read_is_a_field_without_a_value(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(position(), leverage=None, unread=("leverage",)), s(1))
    (leverage,) = (field for field in of_position(builder).fields if field.name == "leverage")
    assert (leverage.value, leverage.told_at) == (None, s(1))


def test_a_price_in_a_unit_nobody_knows_is_no_number(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(replace(order("a"), limit_price=unstated("5000000")), s(1))
    (price,) = (field for field in of_order(builder).fields if field.name == "price")
    assert (price.value, price.is_unit_unknown) == (None, True)
    store.apply(replace(order("a", at=2), limit_price=unstated("9000000000")), s(2))
    (price,) = (field for field in of_order(builder, 2).fields if field.name == "price")
    assert (price.value, price.is_unit_unknown) == (Price("90"), False)


def test_guards_are_the_orders_that_are_named_and_stops_that_would_close_it(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(replace(position(), take_profit_order="target"), s(1))
    sell = OrderSide.SELL
    store.apply(order("target", price="120", side=sell), s(1))
    store.apply(replace(order("stop", WAITING, side=sell, price=None), trigger_price=Price("95")), s(1))
    store.apply(replace(order("other", WAITING, side=sell, price=None, symbol=OIL), trigger_price=Price("95")), s(1))
    store.apply(replace(order("buy", WAITING, price=None), trigger_price=Price("95")), s(1))
    store.apply(order("limit", price="130", side=sell), s(1))
    guards = of_position(builder).guards
    assert {(guard.order.order_id, guard.is_named) for guard in guards} == {("target", True), ("stop", False)}


def test_a_position_that_is_closed_is_still_told_of_and_has_no_row(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    assert of_position(builder).row is not None
    store.apply(position(at=2, closed=True), s(2))
    closed = of_position(builder, 2)
    assert (closed.row, closed.guards) == (None, ())
    assert "closed" in {field.name for field in closed.fields}
    store.seed(PositionsSeed(GOLD, ()), s(3), s(3))
    assert of_position(builder, 3).row is None


def test_an_order_tells_the_states_it_went_through_also_when_it_has_ended(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(order("a", at=1), s(1))
    before = of_order(builder)
    assert (before.row is None, before.row and before.row.order_id) == (False, "a")
    store.apply(order("a", OrderStatus.FILLED, at=2, executed="2"), s(2))
    ended = of_order(builder, 2)
    assert ended.row is None
    assert [step.status for step in ended.steps] == [OrderStatus.SUBMITTED, OrderStatus.FILLED]


def test_the_mean_move_waits_for_its_stretches_and_is_that_of_the_contract(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(position(), s(1))
    assert (of_position(builder).move.mean, of_position(builder).move.missing) == (None, STRETCHES_NEEDED)
    for number in range(1, STRETCHES_NEEDED + 2):
        end = number * STRETCH_NS // SECOND
        store.apply(ticker(mark=str(100 + number % 2), at=end - 1), s(end - 1))
        store.apply(ticker(mark=str(100 + number % 2), at=end), s(end))
    store.apply(position(at=end + 1, quantity="2"), s(end + 1))
    move = of_position(builder, end + 1).move
    assert (move.mean, move.stretches) == (Decimal(1), STRETCHES_NEEDED)


def test_nothing_is_told_that_nobody_asked_for_or_ever_heard_of(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    assert build(builder).detail is None
    assert build(builder, 1, replace(WISH, detail=DetailRequest(Detailed.ORDER, "p"))).detail is None


def test_details_that_say_the_same_are_the_same_object_and_follow_what_changes(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.apply(position(), s(1))
    first = of_position(builder)
    assert of_position(builder, 1.2) is first
    store.apply(order("stop", WAITING, price=None, side=OrderSide.SELL), s(1.3))
    assert of_position(builder, 1.4) is not first


def test_of_a_lost_connection_the_details_are_history(store: Store, builder: SnapshotBuilder) -> None:
    store.apply(position(), s(1))
    store.account.disconnected(s(2))
    assert of_position(builder, 30).freshness.state is not PanelState.LIVE
