"""The prices that are marked beside a chart."""

from __future__ import annotations

from dataclasses import replace

from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView
from roxom_tui.ui.panels.chart_picture import chart_picture
from tests.support.sample_screens import GOLD, LIVE, US500
from tests.support.sample_screens import board as picture


def names(of: object) -> list[str]:
    return [mark.name for mark in chart_picture(of).marks]  # type: ignore[arg-type]


def test_mark_entry_liquidation_and_working_orders_of_the_symbol_in_view_are_marked() -> None:
    board = picture()
    found = chart_picture(board)
    assert [mark.name for mark in found.marks][:3] == ["mark", "entry", "liq"]
    assert "buy 1.50" in names(board)
    assert all(mark.fresh is LIVE for mark in found.marks)
    assert [mark.is_own for mark in found.marks][:2] == [False, True]
    assert (found.symbol, found.step) == (GOLD, board.book.step)


def test_nothing_of_another_symbol_and_no_price_of_an_unknown_unit_is_marked() -> None:
    board = picture()
    other = replace(board, ticker=replace(board.ticker, symbol=US500, mark=None))
    assert names(other)[:2] == ["entry", "liq"]
    row = replace(board.positions.rows[0], unit_unknown=("entry_price", "liquidation_price"))
    orders = tuple(replace(one, unit_unknown=("limit_price", "trigger_price")) for one in board.orders.rows)
    odd = replace(
        board,
        positions=replace(board.positions, rows=(row,)),
        orders=replace(board.orders, rows=orders),
    )
    assert names(odd) == ["mark"]


def test_a_price_that_a_rule_waits_for_is_marked_also_where_nothing_is_live() -> None:
    board = picture()
    row = AlertRow("GOLD-BTC last > 0.0435", "GOLD-BTC last", AlertState.ARMED, is_configured=True, is_private=False)
    found = chart_picture(replace(board, alerts=AlertsView((row,)))).marks[-1]
    assert (found.name, found.price, found.is_own) == ("alert last >", Price("0.0435"), False)
    assert found.fresh.state is PanelState.LIVE
