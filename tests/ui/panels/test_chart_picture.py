"""The prices that are marked beside a chart."""

from __future__ import annotations

import pytest

from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView
from roxom_tui.ui.panels.chart_picture import awaited_prices, chart_picture
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


def marked(text: str, state: AlertState = AlertState.ARMED, *, is_done: bool = False) -> list[tuple[str, Price]]:
    row = AlertRow(text, "", state, is_configured=True, is_private=False, is_done=is_done)
    return list(awaited_prices(AlertsView((row,)), GOLD))


@pytest.mark.parametrize(
    ("rule", "words", "price"),
    [
        ("GOLD-BTC last > 0.0431", "alert last >", "0.0431"),
        ("GOLD-BTC mid crosses down 4310000 sats for 5s -> bell", "alert mid crosses down", "0.0431"),
        ("GOLD-BTC bid <= 0.043", "alert bid <=", "0.043"),
    ],
)
def test_a_rule_about_the_price_is_told_with_what_it_reads_and_its_worth_in_btc(
    rule: str, words: str, price: str
) -> None:
    assert marked(rule) == [(words, Price(price))]


@pytest.mark.parametrize(
    "rule", ["GOLD-BTC index > 0.0431", "GOLD-BTC spread_bp > 2", "GOLD-BTC size@0.0431 > 3", "no rule at all"]
)
def test_what_is_no_price_of_the_chart_is_not_marked(rule: str) -> None:
    assert marked(rule) == []


def test_nothing_of_another_symbol_is_marked() -> None:
    row = AlertRow("GOLD-BTC last > 0.0431", "", AlertState.ARMED, is_configured=True, is_private=False)
    assert list(awaited_prices(AlertsView((row,)), US500)) == []


@pytest.mark.parametrize("state", [AlertState.OFF, AlertState.EXPIRED])
def test_a_rule_that_cannot_fire_any_more_is_not_marked(state: AlertState) -> None:
    assert marked("GOLD-BTC last > 0.0431", state) == []
    assert marked("GOLD-BTC last > 0.0431", is_done=True) == []


def test_a_state_that_is_no_ordinary_one_stands_beside_it() -> None:
    assert marked("GOLD-BTC last > 0.0431", AlertState.CANNOT_JUDGE)[0][0] == "alert last > (CANNOT JUDGE)"
    assert marked("GOLD-BTC last > 0.0431", AlertState.MUTED)[0][0] == "alert last > (muted)"
