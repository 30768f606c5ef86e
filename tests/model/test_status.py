"""What became of things: the worst state wins, and only two of them may be drawn as true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import OrderOutcome, PanelState, worst


def test_the_worst_of_some_states_is_the_one_that_stands_first() -> None:
    assert worst(*PanelState) is PanelState.DOWN
    assert worst(PanelState.QUIET, PanelState.LIVE) is PanelState.QUIET
    assert sorted(PanelState, key=lambda state: state.rank) == list(PanelState)


def test_only_two_states_may_be_drawn_as_true() -> None:
    assert [state for state in PanelState if state.is_live] == [PanelState.QUIET, PanelState.LIVE]


FILLED = OrderOutcome(
    Symbol("GOLD-BTC"), OrderSide.SELL, OrderStatus.FILLED, Size(Decimal("0.06")), Price("0.24394"), ""
)


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (FILLED, "GOLD-BTC: sell 0.06 filled at 0.24394 BTC"),
        (FILLED._replace(side=None, size=None), "GOLD-BTC: order filled at 0.24394 BTC"),
        (FILLED._replace(status=OrderStatus.PARTIALLY_FILLED), "GOLD-BTC: sell 0.06 partly filled at 0.24394 BTC"),
        (FILLED._replace(status="paused", price=None, reason="halt"), "GOLD-BTC: sell 0.06 paused (halt)"),
    ],
)
def test_an_orders_outcome_is_one_sentence_of_what_is_known(outcome: OrderOutcome, sentence: str) -> None:
    assert outcome.plain_sentence == sentence


def test_the_screen_says_the_price_in_its_own_unit() -> None:
    assert FILLED.sentence("24,394,000 sats") == "GOLD-BTC: sell 0.06 filled at 24,394,000 sats"
