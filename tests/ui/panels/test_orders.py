"""Open orders: status in words, the trigger of a stop, the way to the market."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import OrderRow, OrdersView
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.panels.orders import OrdersPanel
from roxom_tui.ui.widgets.table import MeasuredRow
from tests.support.sample_screens import board
from tests.ui.drawing import drawn, inks, rendering, texts


def test_an_order_status_we_do_not_know_is_shown_as_sent() -> None:
    lines = texts(drawn(OrdersPanel(), board(), rendering(118, 9)))
    assert any("a word we do not know" in line for line in lines)


PLAIN = DisplayOptions()


def orders_of(*rows: OrderRow) -> OrdersView:
    return replace(board().orders, rows=rows)


def market_stop(**more: Any) -> OrderRow:
    told = {"order_type": "stop", "price": None, "trigger": Price("0.04284200"), "executed": Size(Decimal(0)), **more}
    return replace(board().orders.rows[0], **told)


def stop_limit(price: str = "0.04284200", trigger: str = "0.04290000") -> OrderRow:
    return market_stop(order_type="stoplimit", price=Price(price), trigger=Price(trigger))


def cells_of(view: OrdersView, width: int, options: DisplayOptions = PLAIN) -> dict[str, str]:
    """The cells of the first row by their headings; nothing of a column that is dropped."""
    panel = OrdersPanel()
    on = rendering(width, 8, options=options)
    (_, heading, row, *_) = panel.draw(view, on)
    return {name.text.strip(): cell for name, cell in zip(spans_of(heading), words_below(heading, row), strict=True)}


def spans_of(heading: Line) -> list[Span]:
    return [span for span in heading if span.text.strip(" │")]


def words_below(heading: Line, row: Line) -> list[str]:
    """The text of a row under each heading's span."""
    text, at, found = "".join(span.text for span in row), 0, []
    for span in heading:
        if span.text.strip(" │"):
            found.append(text[at : at + len(span.text)].strip())
        at += len(span.text)
    return found


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("width", range(20, 201))
def test_at_every_width_the_type_stands_and_a_stops_trigger_is_never_read_as_a_limit(
    width: int, unit: Unit, hidden: bool
) -> None:
    options = DisplayOptions(unit, hide_account=hidden)
    number = "••••" if hidden else "4,284,200" if unit is Unit.SATS else "0.04284200"
    cells = cells_of(orders_of(market_stop(), board().orders.rows[0]), width, options)
    if "trigger" in cells:
        assert (cells["type"], cells["price"], cells["trigger"]) == ("stop", "market", number)
    else:
        assert (cells["type"], cells["price"]) == ("stop @", number)
    other = cells_of(orders_of(stop_limit()), width, options)
    assert other["type"] == "stop-limit" or (other["type"].startswith("stop-") and width < 50)
    assert other["price"] == number
    if width >= 66:
        assert other["trigger"] == ("••••" if hidden else "4,290,000" if unit is Unit.SATS else "0.04290000")


def test_price_and_trigger_never_show_one_number_in_two_columns() -> None:
    same = stop_limit("0.04290000", "0.04290000")
    assert (cells_of(orders_of(same), 118)["price"], cells_of(orders_of(same), 118)["trigger"]) == (
        "0.04290000",
        "= price",
    )
    sent_twice = market_stop(price=Price("0.04284200"))
    assert (cells_of(orders_of(sent_twice), 118)["price"], cells_of(orders_of(sent_twice), 118)["trigger"]) == (
        "market",
        "0.04284200",
    )


def test_a_stop_whose_trigger_nobody_told_has_neither_price_nor_trigger() -> None:
    cells = cells_of(orders_of(market_stop(trigger=None)), 118)
    assert (cells["type"], cells["price"], cells["trigger"]) == ("stop", "market", "--")


def test_away_has_no_sign_and_an_order_that_the_market_passed_is_through() -> None:
    row = board().orders.rows[0]
    shown = [cells_of(orders_of(replace(row, distance=Decimal(text))), 118)["away %"] for text in ("0.0004", "-0.0004")]
    assert shown == ["0.04", "through"]
    assert "through" in dict(OrdersPanel.terms)["away %"]


def test_of_an_order_only_the_distance_is_as_old_as_what_it_was_measured_by() -> None:
    orders = board().orders
    row = replace(orders.rows[0], distance=Decimal("0.1234"), state=PanelState.STALE)
    line = OrdersPanel().draw(replace(orders, rows=(row,)), rendering(120, 8))[2]
    assert inks(line)["12.34"] is Role.STALE
    assert inks(line)[row.symbol] is Role.TEXT


def test_a_stop_whose_trigger_nobody_told_is_named_in_the_title() -> None:
    for rows, words in (
        ((market_stop(trigger=None),), "GOLD-BTC trigger not told"),
        ((market_stop(trigger=None), market_stop(trigger=None)), "2 triggers not told"),
        ((market_stop(),), ""),
        ((market_stop(trigger=None, unit_unknown=("trigger",)),), ""),
    ):
        title = texts(OrdersPanel().draw(orders_of(*rows), rendering(118, 8)))[0]
        assert (words in title) if words else "not told" not in title


def test_what_the_other_unit_needs_is_measured_once_a_second_and_at_once_for_other_orders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel, on = OrdersPanel(), rendering(118, 9)
    other: list[object] = []
    measured = panel._measured

    def noted(inked: Any) -> MeasuredRow:
        if inked.options.unit is not on.options.unit:
            other.append(inked.row.order_id)
        return measured(inked)

    monkeypatch.setattr(panel, "_measured", noted)

    def measured_in_the_other(rows: Sequence[OrderRow], now: int) -> list[object]:
        other.clear()
        panel.draw(orders_of(*rows), replace(on, now=now))
        on.drawn.turn()
        return list(other)

    first, second = market_stop(order_id="a"), market_stop(order_id="b")
    moved = market_stop(order_id="a", size=Size(Decimal(7)))
    assert measured_in_the_other((first,), 0) == ["a"]
    assert measured_in_the_other((moved,), SECOND - 1) == []
    assert measured_in_the_other((second,), SECOND - 1) == ["b"]
    assert measured_in_the_other((second, moved), SECOND - 1) == ["b", "a"]
    assert measured_in_the_other((second, moved), SECOND) == ["b", "a"]
