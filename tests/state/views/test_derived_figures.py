"""Derived figures, checked against hand-made examples."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.market import OrderSide, PositionSide, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.values import replace
from roxom_tui.state.views.derived_figures import (
    Spread,
    basis_bp,
    from_entry_bp,
    funding_to_come,
    is_funding_suspect,
    limit_distance,
    liquidation_distance,
    margin_ratio,
    next_funding_at,
    share_of_margin,
    spread_of,
    trigger_distance,
    unrealized_pnl,
)
from roxom_tui.state.views.symbols_builder import DESCRIPTIONS
from tests.support.spellings import GOLD, WALL, btc, position, quote, s, size

MARK = Price("0.04312200")
ENTRY = Price("0.04300000")


def test_profit_is_exact_for_both_directions() -> None:
    long = position()
    short = replace(long, side=PositionSide.SHORT)
    assert str(unrealized_pnl(long, ENTRY, MARK)) == "0.000183000"
    assert unrealized_pnl(short, ENTRY, MARK) == Decimal("-0.000183")


def test_profit_is_unknown_when_an_input_is() -> None:
    assert unrealized_pnl(position(), None, MARK) is None
    assert unrealized_pnl(position(), ENTRY, None) is None
    assert unrealized_pnl(replace(position(), side=None), ENTRY, MARK) is None


def test_the_way_to_liquidation_is_a_fraction_of_the_mark() -> None:
    assert liquidation_distance(Price("0.9"), Price("1")) == Decimal("0.1")
    assert liquidation_distance(Price("1.1"), Price("1")) == Decimal("0.1")
    assert liquidation_distance(None, MARK) is None


def test_the_margin_ratio_is_maintenance_over_own_funds() -> None:
    held = replace(position(), maintenance_margin=btc("0.003"), margin=btc("0.005"))
    assert margin_ratio(held, btc("0.001")) == Decimal("0.5")
    assert margin_ratio(held, btc("-0.005")) is None
    assert margin_ratio(held, btc("-0.006")) is None, "more is lost than there was"
    assert margin_ratio(held, None) is None


def test_spread_and_mid_need_both_sides() -> None:
    assert spread_of(quote("99 1", "101 1")) == Spread(Decimal(2), Decimal(200), Decimal(100))
    assert spread_of(quote("99 1", None)) == spread_of(None) == Spread()


def test_basis_is_mark_over_index_in_basis_points() -> None:
    assert basis_bp(Price("101"), Price("100")) == 100
    assert basis_bp(Price("101"), Price("0")) is None
    assert basis_bp(None, Price("100")) is None


@pytest.mark.parametrize(("hour", "expected"), [(0, 8), (7.999, 8), (8, 16), (15, 16), (16, 24), (23.5, 24)])
def test_funding_is_due_at_midnight_eight_and_sixteen(hour: float, expected: int) -> None:
    assert next_funding_at(WALL + s(hour * 3600)) == WALL + s(expected * 3600)


@pytest.mark.parametrize(("rate", "suspect"), [("0.03", False), ("-0.03", False), ("0.0301", True), ("-1.2", True)])
def test_a_funding_rate_beyond_the_cap_is_suspect(rate: str, suspect: bool) -> None:
    assert is_funding_suspect(Decimal(rate)) is suspect
    assert not is_funding_suspect(None)


def test_distance_of_a_limit_order_is_negative_once_the_market_is_through() -> None:
    book = quote("100 1", "200 1")
    assert limit_distance(OrderSide.BUY, Price("150"), book) == Decimal("0.25")
    assert limit_distance(OrderSide.BUY, Price("250"), book) == Decimal("-0.25")
    assert limit_distance(OrderSide.SELL, Price("150"), book) == Decimal("0.5")
    assert limit_distance(OrderSide.SELL, Price("150"), quote(None, "200 1")) is None
    assert limit_distance(None, Price("150"), book) is None


def test_distance_to_a_trigger_has_no_sign() -> None:
    assert trigger_distance(Price("90"), Price("100")) == trigger_distance(Price("110"), Price("100")) == Decimal("0.1")
    assert trigger_distance(Price("90"), None) is None


def test_known_contracts_are_described_and_unknown_ones_are_not() -> None:
    assert DESCRIPTIONS[GOLD] == "Gold · 1 PAXG"
    assert Symbol("USDT-BTC") not in DESCRIPTIONS


@pytest.mark.parametrize(
    ("side", "rate", "paid"),
    [
        (PositionSide.LONG, "0.0001", "-0.0002"),
        (PositionSide.SHORT, "0.0001", "0.0002"),
        (PositionSide.LONG, "-0.0001", "0.0002"),
        (PositionSide.LONG, "0", "0"),
    ],
)
def test_at_a_positive_rate_longs_pay_and_shorts_receive(side: PositionSide, rate: str, paid: str) -> None:
    assert funding_to_come(side, size("2"), Price("1"), Decimal(rate)) == Decimal(paid)


def test_funding_of_what_is_not_known_is_not_known_and_no_number_is_too_long() -> None:
    whole = (PositionSide.LONG, size("2"), Price("1"), Decimal("0.1"))
    for missing in range(4):
        assert funding_to_come(*(None if place == missing else part for place, part in enumerate(whole))) is None  # type: ignore[arg-type]
    long = Decimal("1." + "3" * 35)
    assert funding_to_come(PositionSide.LONG, size(str(long)), Price(str(long)[:20]), long) is not None


def test_a_profit_is_a_part_of_the_margin_and_the_mark_is_so_far_from_the_entry() -> None:
    assert share_of_margin(btc("0.5"), btc("2")) == Decimal("0.25")
    assert share_of_margin(btc("0.5"), btc("0")) is None
    assert from_entry_bp(Price("100"), Price("101")) == 100
    assert from_entry_bp(Price("100"), Price("99")) == -100
    assert from_entry_bp(None, Price("99")) is None
