"""The picture of own fills: in BTC once the unit is known, the same object while it says the same."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.events import OrdersSeed, OrderStatus
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_views import FillsView
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.state.pictures import build
from tests.support.spellings import GOLD, order, quote, s, ticker, unstated

PARTLY = OrderStatus.PARTIALLY_FILLED


def fills(builder: SnapshotBuilder, now: float) -> FillsView:
    view = build(builder, now).orders.fills
    assert view is not None
    return view


def test_fills_stand_beside_the_orders_newest_first(store: Store, builder: SnapshotBuilder) -> None:
    store.seed(OrdersSeed(()), s(1.1), s(1.05))
    store.apply(replace(order("a", PARTLY, 1, executed="0.5"), fill_price=Price("99")), s(1.2))
    store.apply(replace(order("b", OrderStatus.FILLED, 1, executed="2"), fill_price=Price("98")), s(1.3))
    view = fills(builder, 1.4)
    assert [(row.price, row.size, row.remaining) for row in view.rows] == [
        (Price("98"), Decimal(2), Decimal(0)),
        (Price("99"), Decimal("0.5"), Decimal("1.5")),
    ]
    assert (view.orders, view.left_out) == (1, 0)


def test_quotes_leave_the_picture_of_the_fills_alone(store: Store, builder: SnapshotBuilder) -> None:
    store.seed(OrdersSeed(()), s(1.1), s(1.05))
    store.apply(order("a", PARTLY, 1, executed="0.5"), s(1.2))
    before = fills(builder, 1.3)
    store.apply(quote("90 1", "91 1", at=1.4), s(1.4))
    orders = build(builder, 1.5).orders
    assert orders.rows[0].distance is not None
    assert orders.fills is before


def test_the_price_of_a_fill_is_read_in_the_unit_that_is_plain_or_not_at_all(
    store: Store, builder: SnapshotBuilder
) -> None:
    store.seed(OrdersSeed(()), s(1.1), s(1.05))
    store.apply(ticker(mark="0.0059", at=1, symbol=GOLD), s(1.15))
    told = replace(order("a", OrderStatus.FILLED, 1, executed="2", price=None), fill_price=unstated("60"))
    store.apply(told, s(1.2))
    assert [(row.price, row.unit_unknown) for row in fills(builder, 1.3).rows] == [(None, ("price",))]
    store.apply(replace(order("near"), limit_price=unstated("0.0058")), s(1.3))
    assert [(row.price, row.unit_unknown) for row in fills(builder, 1.4).rows] == [(Price("60"), ())]
