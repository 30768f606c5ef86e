"""A rule has one text, and a time of day in it is the next one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import DAY, Deadline, Operator, Rule, moment_text, span_text
from roxom_tui.model.durations import HOUR, MINUTE, SECOND
from tests.support.spellings import WALL


@pytest.mark.parametrize(
    ("ns", "text"), [(30 * SECOND, "30s"), (90 * SECOND, "90s"), (300 * SECOND, "5m"), (2 * HOUR, "2h"), (DAY, "1d")]
)
def test_a_length_of_time_is_written_in_the_largest_unit_that_tells_it_whole(ns: int, text: str) -> None:
    assert span_text(ns) == text


def test_a_time_of_day_is_the_next_one() -> None:
    six = Deadline(18 * HOUR, is_daily=True)
    assert six.after(WALL) == WALL + 18 * HOUR
    assert six.after(WALL + 18 * HOUR) == WALL + 42 * HOUR
    assert str(six) == "18:00"


def test_a_date_is_that_date() -> None:
    at = WALL + 18 * HOUR + 5 * MINUTE
    assert Deadline(at, is_daily=False).after(at + DAY) == at
    assert moment_text(at) == "2026-01-01T18:05"


def test_a_crossing_asks_for_a_movement_and_has_a_direction() -> None:
    assert [one for one in Operator if one.crosses] == [Operator.CROSSES_UP, Operator.CROSSES_DOWN]
    assert [one for one in Operator if one.is_upwards] == [Operator.ABOVE, Operator.AT_LEAST, Operator.CROSSES_UP]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("GOLD-BTC last > 0.0431", "0.0431"),
        ("GOLD-BTC mark crosses up 4310000 sats", "0.0431"),
        ("GOLD-BTC spread_bp > 5", None),
        ("GOLD-BTC move(5m) > 1 %", None),
        ("GOLD-BTC state(book) is not live", None),
        ("GOLD-BTC bid > 0.123456789012345678 sats", None),
    ],
)
def test_a_rule_about_a_price_of_its_contract_knows_that_price(text: str, price: str | None) -> None:
    rule = parse(text)
    assert isinstance(rule, Rule)
    assert rule.price == (None if price is None else Decimal(price))
