"""Single fields of a parsed object: a required one that is missing refuses the message, an optional one is None."""

from __future__ import annotations

from typing import Any

import pytest

from roxom_tui.model.market import OrderSide, PositionSide
from roxom_tui.model.money import Unit
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol import fields
from roxom_tui.protocol.refusal import Refusal
from tests.protocol.reading import size

BUY, SELL = OrderSide.BUY, OrderSide.SELL
LONG, SHORT = PositionSide.LONG, PositionSide.SHORT


def test_the_first_name_that_is_there_and_not_null_counts() -> None:
    assert fields.first({"a": None, "b": 0, "c": 1}, "a", "b", "c") == 0
    assert fields.first({"c": None}, "a", "c") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({}, RejectReason.MISSING_FIELD),
        ({"id": None}, RejectReason.MISSING_FIELD),
        ({"id": 7}, RejectReason.WRONG_TYPE),
        ({"id": ""}, RejectReason.WRONG_TYPE),
        ({"id": "a\x1bb"}, RejectReason.WRONG_TYPE),
        ({"id": "x" * 1000}, RejectReason.WRONG_TYPE),
    ],
)
def test_an_id_is_a_printable_text_or_the_message_is_refused(data: dict[str, Any], reason: RejectReason) -> None:
    with pytest.raises(Refusal) as refusal:
        fields.identifier(data, "id")
    assert refusal.value.reason is reason


def test_a_text_is_gated_and_anything_else_is_none() -> None:
    assert fields.text({"note": "a\x1bb"}, "note") == "a\ufffdb"
    assert [fields.text({"note": value}, "note") for value in ("", 7, None)] == [None] * 3


def test_the_first_time_that_can_be_read_counts() -> None:
    assert fields.time({"a": "soon", "b": 1_767_225_600}, "a", "b") == 1_767_225_600 * 10**9
    assert fields.time({"a": "soon"}, "a", "b") is None


def test_a_whole_number_may_be_written_as_a_fraction_and_a_boolean_is_none() -> None:
    assert [fields.integer({"n": value}, "n") for value in (3, 3.0, 3.5, "3", True)] == [3, 3, None, None, None]


def test_what_has_no_meaning_at_or_below_zero_is_not_known() -> None:
    assert [fields.positive(size(text)) for text in ("1", "0", "-1")] == [size("1"), None, None]
    assert [fields.not_below_zero(size(text)) for text in ("1", "0", "-1")] == [size("1"), size("0"), None]


def test_a_unit_is_btc_or_sats_in_any_case_and_another_refuses_the_message() -> None:
    assert [fields.unit_of(data) for data in ({}, {"unit": "SATS"}, {"unit": "Btc"})] == [Unit.BTC, Unit.SATS, Unit.BTC]
    for unit in ("usd", 1, ""):
        with pytest.raises(Refusal, match="unit"):
            fields.unit_of({"unit": unit})


@pytest.mark.parametrize(
    ("data", "side"),
    [
        ({"side": "Buy"}, BUY),
        ({"isBuy": False}, SELL),
        ({"side": "sell", "isBuy": False}, SELL),
        ({"side": "sell", "isBuy": True}, None),
        ({"side": "sideways"}, None),
        ({}, None),
    ],
)
def test_a_side_is_a_word_or_a_flag_and_none_where_they_contradict_each_other(
    data: dict[str, Any], side: OrderSide | None
) -> None:
    assert fields.buy_or_sell(data, "side") is side


def test_a_negative_size_is_a_short_position_and_never_a_long_one() -> None:
    assert fields.position_side(LONG, size("1")) is LONG
    assert fields.position_side(None, size("-1")) is SHORT
    assert fields.position_side(LONG, size("-1")) is None
    assert fields.magnitude(size("-1")) == size("1")


def test_all_quantities_of_a_sale_may_be_negative_and_no_others() -> None:
    assert fields.quantities(None, size("-2"), None) == (SELL, (size("2"), None))
    assert fields.quantities(BUY, size("-2"), size("1")) == (BUY, (None, size("1")))
    assert fields.quantities(SELL, size("2"), size("-1")) == (SELL, (size("2"), None))
