from __future__ import annotations

import pytest

from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.simulator.contracts import btc_text
from roxom_tui.simulator.ledger import MAKER_PPM, TAKER_PPM, Booked, Ledger, margin_for
from tests.simulator.heard import GOLD

BTC = 100_000_000


def fill(ledger: Ledger, side: OrderSide, price: int, lots: int, ppm: int = MAKER_PPM) -> Booked:
    return ledger.fill(GOLD, side, price, lots, ppm=ppm, new_id=f"p{price}", at=1)


def test_a_first_fill_opens_a_position_and_costs_the_fee() -> None:
    ledger = Ledger(BTC)
    booked = fill(ledger, OrderSide.BUY, 4_300_000, 150, TAKER_PPM)
    holding = ledger.holdings[GOLD]
    assert (holding.side, holding.lots, holding.entry_price) == (PositionSide.LONG, 150, 4_300_000)
    assert booked.fee == 3_870  # 1.50 x 0.043 x 0.06 %
    assert ledger.balance == BTC - 3_870
    assert booked.entry is not None
    assert (booked.entry.before, booked.entry.after, booked.entry.amount) == (BTC, BTC - 3_870, -3_870)


def test_the_margins_and_the_liquidation_price_are_those_of_the_worked_example() -> None:
    ledger = Ledger(BTC)
    fill(ledger, OrderSide.BUY, 4_300_000, 150)
    holding = ledger.holdings[GOLD]
    assert btc_text(holding.margin) == "0.00645000"
    assert btc_text(holding.maintenance) == "0.00322500"
    assert btc_text(holding.liquidation_price) == "0.04085000"
    assert holding.unrealized(4_312_200) == 18_300


def test_the_liquidation_price_of_a_short_lies_above_its_entry() -> None:
    ledger = Ledger(BTC)
    fill(ledger, OrderSide.SELL, 4_300_000, 150)
    assert ledger.holdings[GOLD].liquidation_price == 4_515_000
    assert ledger.holdings[GOLD].unrealized(4_312_200) == -18_300


def test_adding_averages_the_entry_and_reducing_realizes_profit() -> None:
    ledger = Ledger(BTC)
    fill(ledger, OrderSide.BUY, 4_300_000, 100)
    fill(ledger, OrderSide.BUY, 4_320_000, 100)
    booked = fill(ledger, OrderSide.SELL, 4_330_000, 50)
    holding = ledger.holdings[GOLD]
    assert (holding.entry_price, holding.lots, holding.entry_lots, holding.exit_lots) == (4_310_000, 150, 200, 50)
    assert holding.realized == 10_000
    assert booked.entry is not None
    assert booked.fee == 433  # 0.50 x 0.0433 x 0.02 %
    assert booked.entry.amount == 10_000 - booked.fee


def test_an_order_larger_than_the_position_closes_it_and_opens_the_other_way() -> None:
    ledger = Ledger(BTC)
    fill(ledger, OrderSide.BUY, 4_300_000, 100)
    booked = fill(ledger, OrderSide.SELL, 4_200_000, 130)
    closed, opened = booked.holdings
    assert (closed.lots, closed.closed_at, closed.realized) == (0, 1, -100_000)
    assert (opened.side, opened.lots, opened.entry_price) == (PositionSide.SHORT, 30, 4_200_000)
    assert ledger.holdings == {GOLD: opened}


@pytest.mark.parametrize(("side", "rate", "paid"), [(OrderSide.BUY, 10_000, -645), (OrderSide.SELL, 10_000, 645)])
def test_at_a_positive_rate_longs_pay_shorts(side: OrderSide, rate: int, paid: int) -> None:
    ledger = Ledger(BTC)
    fill(ledger, side, 4_300_000, 150)
    entry = ledger.fund(GOLD, 4_300_000, rate, 2)
    assert entry is not None
    assert (entry.amount, entry.cause) == (paid, "funding")


def test_margin_is_never_rounded_down() -> None:
    assert margin_for(999, 1) == 1
    assert margin_for(1_000, 1) == 1
    assert margin_for(1_001, 1) == 2
