"""The unit of a price that states none: every row of the table, and the whole space of prices and marks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import Price, Unit
from roxom_tui.state.account.unit_inference import (
    PriceReading,
    amount_in_btc,
    common_unit,
    in_btc,
    is_told_already,
    price_in,
    read_price,
    sure_unit,
)
from tests.support.spellings import amount, btc, unstated

NOBODY: frozenset[Unit] = frozenset()
BTC, SATS, BOTH = frozenset({Unit.BTC}), frozenset({Unit.SATS}), frozenset(Unit)
UNKNOWN = PriceReading(None, is_unknown=True)
GOLD, SPX = Price("0.04312200"), Price("0.00590000")
STEP = Decimal("0.000001")
MARKS = st.decimals("0.0001", "5", places=8).map(Price)
FACTORS = st.decimals("0.000001", "1000000000000", places=6)


@pytest.mark.parametrize(
    ("price", "mark", "neighbours", "step", "read"),
    [
        ("0.0431", GOLD, NOBODY, None, "0.0431"),
        ("0.0431", GOLD, SATS, None, "0.0431"),
        ("4312300", GOLD, NOBODY, None, "0.043123"),
        ("4312300", GOLD, SATS, STEP, "0.043123"),
        ("4312300", GOLD, BTC, None, "4312300"),
        ("4312350", GOLD, NOBODY, STEP, "4312350"),
        ("60", SPX, NOBODY, None, None),
        ("60", SPX, BTC, None, "60"),
        ("60", SPX, SATS, None, "0.0000006"),
        ("60", SPX, SATS, STEP, "60"),
        ("60", SPX, NOBODY, STEP, "60"),
        ("60", SPX, BOTH, None, None),
        ("50125.50", GOLD, NOBODY, None, None),
        ("50125.50", None, NOBODY, None, None),
        ("431.22", GOLD, NOBODY, None, "431.22"),
        ("431.22", GOLD, SATS, None, "0.0000043122"),
        ("431.22", None, NOBODY, None, None),
        ("950", None, NOBODY, Decimal("0.00000001"), None),
        ("950", Price("0.0000095"), NOBODY, Decimal("0.00000001"), "0.0000095"),
        ("431.22", None, NOBODY, STEP, "431.22"),
        ("0.0431", None, NOBODY, None, "0.0431"),
        ("0.99999999", None, NOBODY, None, "0.99999999"),
        ("1", None, NOBODY, None, None),
        ("1", Price("0"), NOBODY, None, None),
        ("4312200", None, NOBODY, None, None),
        ("4312200", None, SATS, None, "0.043122"),
        ("1000000", GOLD, SATS, None, "0.01"),
        ("1000000", GOLD, NOBODY, None, None),
    ],
)
def test_a_price_is_read_as_what_is_beside_it_says(
    price: str, mark: Price | None, neighbours: frozenset[Unit], step: Decimal | None, read: str | None
) -> None:
    expected = UNKNOWN if read is None else PriceReading(Price(read))
    assert read_price(unstated(price), mark, neighbours, step) == expected


@given(MARKS, FACTORS, st.sampled_from([NOBODY, BTC, SATS, BOTH]), st.sampled_from([None, STEP]))
def test_a_price_is_what_was_sent_or_that_many_sats_or_not_known(
    mark: Price, factor: Decimal, neighbours: frozenset[Unit], step: Decimal | None
) -> None:
    sent = (mark * factor).quantize(Decimal("0.00000001"))
    if not 0 < sent < 10**18:
        return
    reading = read_price(unstated(f"{sent:f}"), mark, neighbours, step)
    assert reading.is_unknown is (reading.price is None)
    assert reading.price in (None, sent, sent.scaleb(-8))
    assert type(reading.price) in (Price, type(None)), "and states its unit from now on"


@given(MARKS, FACTORS, st.sampled_from([None, STEP]))
def test_alone_no_price_becomes_sats_but_near_the_market(mark: Price, factor: Decimal, step: Decimal | None) -> None:
    sent = (mark * factor).quantize(Decimal("0.00000001"))
    if not 0 < sent < 10**18:
        return
    reading = read_price(unstated(f"{sent:f}"), mark, NOBODY, step)
    if reading.price is not None and reading.price != sent:
        assert mark / 2 <= reading.price <= mark * 2


@given(MARKS, FACTORS, st.sampled_from([NOBODY, BTC, SATS, BOTH]), st.sampled_from([None, STEP]))
def test_a_price_that_states_its_unit_is_never_touched(
    mark: Price, factor: Decimal, neighbours: frozenset[Unit], step: Decimal | None
) -> None:
    price = Price((mark * factor).quantize(Decimal("0.00000001")))
    assert read_price(price, mark, neighbours, step).price is price
    assert price_in(price, None).price is price


def test_only_what_states_no_unit_and_is_plain_counts_as_a_neighbour() -> None:
    assert common_unit([(unstated("4312300"), GOLD), (unstated("60"), SPX), (None, GOLD)]) == SATS
    assert common_unit([(Price("4312300"), GOLD), (unstated("60"), SPX), (unstated("7"), None)]) == NOBODY
    assert common_unit([(unstated("4312300"), GOLD), (unstated("0.0059"), SPX)]) == BOTH
    assert sure_unit(Price("0.0001"), GOLD) is None, "so far below it may be anything"


def test_amounts_follow_the_prices_beside_them_unless_they_state_their_own_unit() -> None:
    assert amount_in_btc(amount("18300"), Unit.SATS) == Decimal("0.000183")
    assert amount_in_btc(amount("0.5"), Unit.BTC) == Decimal("0.5")
    assert amount_in_btc(amount("0.5"), None) is None
    assert amount_in_btc(btc("0.5"), Unit.SATS) == Decimal("0.5")
    assert amount_in_btc(None, Unit.SATS) is None


def test_a_price_told_again_without_its_unit_is_recognised_in_either() -> None:
    assert is_told_already(unstated("60"), Price("60"))
    assert is_told_already(unstated("4312300"), Price("0.04312300"))
    assert not is_told_already(unstated("61"), Price("60"))
    assert not is_told_already(unstated("60"), unstated("60"))
    assert not is_told_already(unstated("0.0000000000000001"), Price("60"))
    assert in_btc(Price("0.00000000001")) is None
