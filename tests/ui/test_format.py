"""Numbers and times as text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Btc, Price, Size, Unit
from roxom_tui.ui import format as fmt
from tests.support.sample_screens import WALL

EXACT = st.decimals(min_value=Decimal("0.00000001"), max_value=Decimal("999999"), places=8)


def test_what_is_not_known_is_two_dashes_and_never_zero() -> None:
    texts = [
        fmt.price(None, Unit.BTC),
        fmt.price(None, Unit.SATS),
        fmt.price(None, Unit.BTC),
        fmt.signed_money(None, Unit.SATS),
        fmt.size(None),
        fmt.percent(None),
        fmt.basis_points(None),
        fmt.clock(None),
        fmt.age(None),
        fmt.milliseconds(None),
    ]
    assert set(texts) == {"--"}


@given(EXACT)
def test_a_price_is_shown_to_the_last_digit_sent(value: Decimal) -> None:
    assert Decimal(fmt.price(Price(value), Unit.BTC)) == value
    assert fmt.price(Price(value), Unit.BTC) == format(value, "f")


@given(EXACT)
def test_sats_are_the_same_amount_exactly(value: Decimal) -> None:
    shown = Decimal(fmt.price(Price(value), Unit.SATS).replace(",", ""))
    assert shown == value * 100_000_000


@pytest.mark.parametrize(
    ("value", "btc", "sats"),
    [
        ("0.04312700", "0.04312700", "4,312,700"),
        ("0.043127005", "0.043127005", "4,312,700.5"),
        ("0.00018300", "0.00018300", "18,300"),
        ("1", "1", "100,000,000"),
    ],
)
def test_both_units_read_as_people_write_them(value: str, btc: str, sats: str) -> None:
    assert fmt.price(Price(value), Unit.BTC) == btc
    assert fmt.price(Price(value), Unit.SATS) == sats


def test_a_sign_is_always_visible_and_takes_no_room_from_zero() -> None:
    assert fmt.signed_money(Btc(Decimal("0.000183")), Unit.BTC) == "+0.000183"
    assert fmt.signed_money(Btc(Decimal("-0.000183")), Unit.SATS) == "-18,300"
    assert fmt.signed_money(Btc(Decimal("0")), Unit.BTC) == " 0"


def test_sizes_are_separated_and_never_padded_or_rounded() -> None:
    assert fmt.size(Size(Decimal("12345.5"))) == "12,345.5"
    assert fmt.size(Size(Decimal("0.123456"))) == "0.123456"
    assert fmt.size(Size(Decimal("-3"))) == "-3"


def test_rates_and_basis_points_carry_their_sign() -> None:
    assert fmt.percent(Decimal("0.00012"), 4) == "+0.0120"
    assert fmt.percent(Decimal("-0.0004"), 2) == "-0.04"
    assert fmt.basis_points(Decimal("0.695")) == "+0.7"
    assert fmt.percent(Decimal("0.49"), 0, signed=False) == "49"


def test_times_are_utc_and_ages_have_two_units() -> None:
    assert fmt.clock(WALL) == "14:22:07"
    assert fmt.clock(WALL, hundredths=True) == "14:22:07.81"
    assert [fmt.age(n * SECOND) for n in (0, 59, 61, 3700, 90000)] == [
        "0 s",
        "59 s",
        "1 min 01 s",
        "1 h 01 min",
        "1 d 01 h",
    ]
    assert fmt.countdown(5873 * SECOND) == "01:37:53"
    assert fmt.countdown(-1) == "00:00:00"


def test_a_time_of_nothing_has_no_sign() -> None:
    assert fmt.milliseconds(-0.04) == "0.0 ms"


def test_a_crossed_spread_has_its_minus_also_where_no_sign_is_written() -> None:
    assert fmt.basis_points(Decimal("-1"), signed=False) == "-1.0"
    assert fmt.percent(Decimal("-0.01"), signed=False) == "-1.00"


def test_what_two_numbers_of_the_wire_make_of_each_other_is_written_however_large_it_is() -> None:
    largest = Decimal("9" * 18) / Decimal("1e-18")
    assert len(fmt.basis_points(largest * 10_000)) > 40
    assert len(fmt.percent(largest)) > 38
    assert fmt.price(Price("123456789012345678.123456789012345678"), Unit.SATS) == (
        "12,345,678,901,234,567,812,345,678.9012345678"
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (86399, "23 h"), (864000, "10 d")],
)
def test_a_short_age_has_one_unit(seconds: int, words: str) -> None:
    assert fmt.short_age(seconds * SECOND) == words


def test_a_time_of_another_day_has_its_date() -> None:
    noon = 1_767_268_800 * SECOND
    assert fmt.since(noon, noon + 11 * 3600 * SECOND) == "12:00"
    assert fmt.since(noon, noon + 13 * 3600 * SECOND) == "01 Jan 12:00"


def test_of_a_window_in_its_first_second_it_is_said_that_there_is_hardly_any() -> None:
    assert [fmt.filled(round(seconds * SECOND)) for seconds in (0, 0.9, 1, 190)] == ["<1 s", "<1 s", "0:01", "3:10"]
    assert fmt.filled(0, 10 * SECOND) == "<10 s"
