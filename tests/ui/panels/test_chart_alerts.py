"""The prices of rules in a chart."""

from __future__ import annotations

import pytest

from roxom_tui.model.money import Price
from roxom_tui.state.views.alert_views import AlertRow, AlertState, AlertsView
from roxom_tui.ui.panels.chart_alerts import awaited_prices
from tests.support.sample_screens import GOLD, US500


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
