"""Open orders: status in words, the trigger of a stop, the way to the market."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.ui.lines import Role
from roxom_tui.ui.panels.orders import OrdersPanel
from tests.support.sample_screens import board
from tests.ui.drawing import drawn, inks, rendering, texts


def test_an_order_status_we_do_not_know_is_shown_as_sent() -> None:
    lines = texts(drawn(OrdersPanel(), board(), rendering(118, 9)))
    assert any("a word we do not know" in line for line in lines)


def test_a_stop_shows_its_trigger_however_narrow_the_panel() -> None:
    view = board().orders
    stop = replace(view.rows[0], order_type="stop", price=None, trigger=Price("0.04284200"))
    for width in (50, 80, 118):
        assert any(
            "0.04284200" in line for line in texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(width, 6)))
        )


def test_of_an_order_only_the_distance_is_as_old_as_what_it_was_measured_by() -> None:
    orders = board().orders
    row = replace(orders.rows[0], distance=Decimal("0.1234"), state=PanelState.STALE)
    line = OrdersPanel().draw(replace(orders, rows=(row,)), rendering(120, 8))[2]
    assert inks(line)["+12.34"] is Role.STALE
    assert inks(line)[row.symbol] is Role.TEXT


def test_the_price_of_a_stop_with_a_limit_is_its_limit() -> None:
    view = board().orders
    stop = replace(view.rows[0], price=Price("0.04284200"), trigger=Price("0.04290000"))
    line = texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(118, 7)))[2]
    assert line.index("0.04284200") < line.index("0.04290000")
    narrow = texts(OrdersPanel().draw(replace(view, rows=(stop,)), rendering(60, 7)))[2]
    assert "0.04284200" in narrow
    assert "0.04290000" not in narrow
