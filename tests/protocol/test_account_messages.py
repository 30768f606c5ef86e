"""Decoding of orders, balances, positions and notices, by the tables of protocol 4.5 to 4.8."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.events import AccountNotice, BalanceUpdate
from roxom_tui.model.status import FrameRejected, RejectReason
from tests.protocol.reading import POSITION_UPDATE, btc, decoded, without
from tests.support.samples import AT, BALANCE, POSITION, account


def test_a_balance_change_holds_before_after_amount_and_cause() -> None:
    assert decoded(account("balance", BALANCE)) == BalanceUpdate(
        "BTC", btc("0.80000000"), btc("0.79988000"), btc("-0.00012000"), "ordersettle", AT
    )


@pytest.mark.parametrize("absent", ["balanceBefore", "balanceAfter", "amount"])
@pytest.mark.parametrize("how", ["absent", "null", "unreadable"])
def test_a_missing_one_of_before_after_and_amount_is_worked_out(absent: str, how: str) -> None:
    data = (
        without(BALANCE, absent)
        if how == "absent"
        else {**BALANCE, absent: None if how == "null" else 0.30000000000000004}
    )
    update = decoded(account("balance", data))
    assert isinstance(update, BalanceUpdate)
    assert (update.before, update.after, update.amount) == (Decimal("0.8"), Decimal("0.79988"), Decimal("-0.00012"))


def test_a_balance_change_may_hold_the_amount_alone_but_not_nothing() -> None:
    alone = without(BALANCE, "balanceBefore", "balanceAfter", "unit")
    assert decoded(account("balance", alone)) == BalanceUpdate("BTC", None, None, btc("-0.00012000"), "ordersettle", AT)
    refusal = decoded(account("balance", without(alone, "amount")))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.MISSING_FIELD


def test_where_the_three_disagree_the_balance_after_is_trusted() -> None:
    update = decoded(account("balance", {**BALANCE, "amount": "5"}))
    assert isinstance(update, BalanceUpdate)
    assert (update.after, update.amount) == (Decimal("0.79988"), Decimal("-0.00012"))


def test_differences_of_long_numbers_are_not_rounded() -> None:
    before, after = "999999999999999999.000000000000000001", "0.000000000000000002"
    update = decoded(account("balance", {"balanceBefore": before, "balanceAfter": after}))
    assert isinstance(update, BalanceUpdate)
    assert str(update.amount) == "-999999999999999998.999999999999999999"


@pytest.mark.parametrize(
    ("unit", "asset", "after"),
    [("SATS", "BTC", "0.00000012"), ("btc", "BTC", "12"), (None, "BTC", "12"), ("usdc", "USDC", "12")],
)
def test_only_sats_are_converted_and_another_unit_is_another_asset(unit: str | None, asset: str, after: str) -> None:
    update = decoded(account("balance", {"balanceAfter": "12", "unit": unit}))
    assert isinstance(update, BalanceUpdate)
    assert (update.asset, f"{update.after:f}") == (asset, after)


@pytest.mark.parametrize(("key", "asset"), [("asset", "USDC"), ("currency", "usdt"), ("asset", "btc"), ("asset", None)])
def test_an_asset_that_is_named_wins_over_the_unit(key: str, asset: str | None) -> None:
    update = decoded(account("balance", {"balanceAfter": "12", "unit": "sats", key: asset}))
    assert isinstance(update, BalanceUpdate)
    expected = ("BTC", "0.00000012") if asset in ("btc", None) else (str(asset).upper(), "12")
    assert (update.asset, f"{update.after:f}") == expected


def test_a_notice_is_printed_compactly_through_the_gate() -> None:
    notice = decoded(account("account", {"text": "bye\u202e [/x]", "at": [1, None], "time": 1_767_225_600}))
    assert notice == AccountNotice(
        '{"text":"bye\ufffd [/x]","at":[1,null],"time":1767225600}', 1_767_225_600_000_000_000
    )
    long = decoded(account("account", "x" * 1000))
    assert isinstance(long, AccountNotice)
    assert len(long.text) == 240


@pytest.mark.parametrize(
    "frame",
    [
        {"data": {"type": "position", **POSITION}},
        {"data": {"type": "position", "data": [POSITION]}},
        {"topic": "positions", "type": "position", "createdTime": AT, "data": POSITION},
        {"topic": "positions", "type": "snapshot", "createdTime": AT, "data": [POSITION]},
        {"topic": "positions", "data": POSITION},
        {"type": "position", "data": POSITION, "extra": {"a": [1]}},
    ],
)
def test_older_nesting_and_a_topic_on_an_account_message_are_understood(frame: dict[str, Any]) -> None:
    assert decoded(json.dumps(frame)) == POSITION_UPDATE


@pytest.mark.parametrize("kind", ["order", "balance", "position", "account"])
@pytest.mark.parametrize("data", [None, 5, [5], "x"])
def test_an_account_message_of_another_shape_is_rejected_or_a_notice(kind: str, data: Any) -> None:
    event = decoded(account(kind, data))
    assert isinstance(event, AccountNotice if kind == "account" and data is not None else FrameRejected)
