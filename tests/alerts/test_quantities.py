"""Amounts are exact, with the unit they are written in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.alerts.quantities import amount, as_written, deadline, span
from roxom_tui.alerts.rule import DAY, Measure
from roxom_tui.alerts.tokens import Unreadable, Words
from roxom_tui.model.durations import HOUR, MINUTE, SECOND


@pytest.mark.parametrize(
    ("text", "measure", "worth", "written"),
    [
        ("0.0431", Measure.PRICE, "0.0431", "0.0431"),
        ("4310000 sats", Measure.PRICE, "0.0431", "4310000 sats"),
        ("-1 sats", Measure.MONEY, "-0.00000001", "-1 sats"),
        ("0.5btc", Measure.MONEY, "0.5", "0.5 btc"),
        ("5 %", Measure.PERCENT, "5", "5 %"),
        ("3bp", Measure.POINTS, "3", "3"),
        ("90s", Measure.TIME, "90", "90 s"),
    ],
)
def test_an_amount_is_read_exactly_and_written_again(text: str, measure: Measure, worth: str, written: str) -> None:
    found = amount(Words(text), measure)
    assert found.worth == Decimal(worth)
    assert str(found) == written


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("5", Measure.MONEY),
        ("5", Measure.PERCENT),
        ("5sats", Measure.SIZE),
        ("1e5", Measure.PRICE),
        ("", Measure.PRICE),
    ],
)
def test_an_amount_without_its_unit_is_refused(text: str, measure: Measure) -> None:
    with pytest.raises(Unreadable):
        amount(Words(text), measure)


@pytest.mark.parametrize(("text", "ns"), [("30s", 30 * SECOND), ("5 min", 5 * MINUTE), ("1h", HOUR), ("7d", 7 * DAY)])
def test_a_length_of_time_is_read(text: str, ns: int) -> None:
    assert span(Words(text)) == ns


@pytest.mark.parametrize("text", ["0s", "8d", "5", "5 x", "-5s", "s"])
def test_a_length_of_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        span(Words(text))


@pytest.mark.parametrize("text", ["25:00", "18", "2026-02-30 18:00", "2026-01-01", "18:60"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        deadline(Words(text))


def test_a_figure_is_told_in_the_unit_its_rule_is_written_in() -> None:
    assert as_written(Decimal("0.0431"), Measure.PRICE, "sats") == 4_310_000
    assert as_written(Decimal("1") / 3, Measure.PERCENT, "%") == Decimal("0.333")
    assert as_written(Decimal("0.04312300"), Measure.PRICE, "") == Decimal("0.04312300")
