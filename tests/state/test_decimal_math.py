"""Sums of numbers longer than the default context keeps."""

from __future__ import annotations

from decimal import Decimal, Inexact

import pytest

from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import add, add_sizes, multiply, quantize, ratio, shift, subtract

LONG = Decimal("123456789012345678.000000000000000001")
"""36 digits: the longest number of the wire."""


def test_sums_and_products_of_the_longest_numbers_lose_no_digit() -> None:
    assert add(LONG, LONG) == Decimal("246913578024691356.000000000000000002")
    assert add_sizes(Size(LONG), Size(LONG)) == add(LONG, LONG)
    assert subtract(LONG, Decimal(1)) == Decimal("123456789012345677.000000000000000001")
    assert multiply(LONG, LONG) / LONG != Decimal(0)
    assert shift(LONG, -8) == Decimal("1234567890.12345678000000000000000001")


def test_what_cannot_be_exact_is_an_error_and_not_rounded() -> None:
    with pytest.raises(Inexact):
        quantize(LONG, Decimal(1))


def test_a_ratio_with_nothing_is_not_known() -> None:
    assert ratio(Decimal(1), Decimal(0)) is None
    assert ratio(Decimal(1), Decimal(4)) == Decimal("0.25")
