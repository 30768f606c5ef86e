"""Exact numbers: a price is its digits as sent, and an integer by which equal prices are one."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.money import SCALE, Price, UnstatedPrice, spelled_price

WRITTEN = st.builds(
    lambda whole, fraction: f"{whole}.{fraction}" if fraction else str(whole),
    st.integers(0, 10**12),
    st.text("0123456789", max_size=SCALE),
)


@given(WRITTEN.filter(lambda text: Decimal(text) > 0))
def test_a_price_is_the_same_however_it_is_made_and_keeps_what_was_sent(text: str) -> None:
    price, quick = Price(text), spelled_price(text, UnstatedPrice)
    assert price == quick == Decimal(text)
    assert str(price) == str(quick) == str(Decimal(text))
    assert price.key == quick.key
    assert price.decimals == quick.decimals == len(text.partition(".")[2])
    assert isinstance(quick, UnstatedPrice)


@given(st.text(max_size=40) | st.from_regex(r"[-+]?\d{0,20}\.?\d{0,20}(e\d)?"))
def test_only_digits_and_a_point_between_them_are_a_price_in_text(text: str) -> None:
    is_price = re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,18})?", text) is not None and Decimal(text) > 0
    try:
        assert spelled_price(text) == Price(text)
        assert is_price
    except ValueError:
        assert not is_price


@given(WRITTEN, WRITTEN)
def test_keys_are_equal_and_ordered_as_prices_are(one: str, other: str) -> None:
    left, right = Price(one), Price(other)
    assert (left.key < right.key, left.key == right.key) == (left < right, left == right)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e-19", "0.1234567890123456789", "1e60", "x"])
def test_what_is_no_finite_price_of_at_most_eighteen_decimals_is_none(text: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        Price(text)
