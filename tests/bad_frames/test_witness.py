"""The witness of the mutants itself: which figures it takes for those of a message, and which it does not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.events import Quote, Trade
from roxom_tui.model.market import AggressorSide, Level, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Decoder
from tests.bad_frames.invariants import Broken, were_sent
from tests.support.samples import market
from tests.support.spellings import size

GOLD = Symbol("GOLD-BTC")
SALE = Trade(GOLD, Price("0.043"), size("1.5"), AggressorSide.SELL, None, 1, ())


@pytest.mark.parametrize("quantity", ["1.5", "1.50", '"1.5"', "-1.5", '"-1.50"', "-15e-1"])
def test_the_quantity_of_a_sale_was_sent_with_or_without_a_minus(quantity: str) -> None:
    were_sent(SALE, f'{{"px": "0.043", "qty": {quantity}}}')


@pytest.mark.parametrize("quantity", [-1, -1.5, "-0.75"])
@pytest.mark.parametrize("told", [{}, {"side": "sell"}, {"side": "buy"}, {"isBuyerMaker": True}])
def test_a_negative_quantity_as_it_is_read_stands_before_the_witness(quantity: object, told: dict[str, Any]) -> None:
    text = market("trade", px="0.043", qty=quantity, **told)
    (trade,) = Decoder().decode(text)
    assert isinstance(trade, Trade), trade
    assert trade.size == abs(Decimal(str(quantity)))
    were_sent(trade, text)


def test_no_other_sign_may_have_been_another() -> None:
    bought = replace(SALE, aggressor=AggressorSide.BUY)
    quoted = Quote(GOLD, Level(Price("0.043"), size("1.5")), None, 1)
    for event, text in (
        (bought, '{"px": "0.043", "qty": "-1.5"}'),
        (SALE, '{"px": "-0.043", "qty": "1.5"}'),
        (SALE, '{"px": "0.043", "qty": "2.5"}'),
        (quoted, '{"bid": ["0.043", "-1.5"]}'),
    ):
        with pytest.raises(Broken):
            were_sent(event, text)
