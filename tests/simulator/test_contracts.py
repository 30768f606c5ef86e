from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.simulator.contracts import btc_text, divide, size_text
from tests.simulator.heard import make_exchange
from tests.support.exchange_truth import Truth


def test_money_rounds_half_away_from_zero() -> None:
    assert [divide(n, 10) for n in (4, 5, -4, -5, 15, -15)] == [0, 1, 0, -1, 2, -2]


def test_numbers_are_written_with_all_their_decimals() -> None:
    assert [btc_text(sats) for sats in (1, -1, 80_000_000, 4_312_300)] == [
        "0.00000001",
        "-0.00000001",
        "0.80000000",
        "0.04312300",
    ]
    assert [size_text(lots) for lots in (1, -40, 120, 0)] == ["0.01", "-0.40", "1.20", "0.00"]


def test_any_symbol_can_be_listed_and_has_a_positive_price() -> None:
    symbols = (Symbol("USDT-BTC"), Symbol("SILVER-BTC"))
    exchange = make_exchange(symbols=symbols)
    exchange.advance(exchange.world.now + 300 * SECOND)
    truth = Truth(exchange.world)
    tether = truth.quote(symbols[0]).bid
    assert tether is not None
    assert Decimal("0.00001") < tether[0] < Decimal("0.000013")
    assert all(price > 0 for symbol in symbols for price, _ in truth.book(symbol).bids)
