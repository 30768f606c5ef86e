"""Trades under any of their names, alone and in arrays (protocol 4.4)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.events import Trade
from roxom_tui.model.market import AggressorSide
from roxom_tui.model.money import Price, Size
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.decode import Decoder
from tests.protocol.reading import GOLD, decoded, rejected
from tests.support.samples import AT, market


@pytest.mark.parametrize("price", ["px", "price", "lastPrice", "lastPx", "fillPx"])
@pytest.mark.parametrize("size", ["qty", "quantity", "size", "lastQty", "executedQty", "amount"])
def test_a_trade_is_read_under_any_of_the_names(price: str, size: str) -> None:
    trade = decoded(market("trade", **{price: "0.04312700", size: "0.40"}))
    assert trade == Trade(GOLD, Price("0.04312700"), Size(Decimal("0.40")), None, None, AT)


def test_the_first_name_in_the_list_counts_and_null_counts_as_absent() -> None:
    trade = decoded(market("trade", price="2", px="1", fillPx="3", amount="9", qty=None, size="5"))
    assert isinstance(trade, Trade)
    assert (trade.price, trade.size) == (Price("1"), Size(Decimal(5)))


@pytest.mark.parametrize(
    ("said", "aggressor"),
    [
        ({"side": "buy"}, AggressorSide.BUY),
        ({"side": "SELL"}, AggressorSide.SELL),
        ({"takerSide": "Sell"}, AggressorSide.SELL),
        ({"aggressorSide": "buy"}, AggressorSide.BUY),
        ({"isBuy": True}, AggressorSide.BUY),
        ({"isBuy": False}, AggressorSide.SELL),
        ({"isBuyerMaker": True}, AggressorSide.SELL),
        ({"isBuyerMaker": False}, AggressorSide.BUY),
        ({"side": "neither"}, None),
        ({"isBuy": "yes"}, None),
        ({}, None),
    ],
)
def test_the_aggressor_is_told_by_word_or_flag(said: dict[str, Any], aggressor: AggressorSide | None) -> None:
    trade = decoded(market("trade", price="1", qty="1", **said))
    assert isinstance(trade, Trade)
    assert trade.aggressor is aggressor


def test_an_array_of_trades_keeps_ids_times_and_statistics_and_the_oldest_comes_first() -> None:
    trades = [
        {"price": "1", "qty": "1", "tradeId": "a", "time": AT + 1, "volume24h": "10.5", "high24h": 0.30000000000000004},
        {"price": "2", "qty": "1", "id": 17, "timestamp": "2026-01-01T00:00:00Z"},
        {"price": "3", "qty": "1", "id": "x" * 65},
    ]
    frame = json.dumps({"topic": "trade.GOLD-BTC", "type": "snapshot", "createdTime": AT, "data": trades})
    second, third, first = Decoder().decode(frame)
    statistics = (("volume24h", Decimal("10.5")), ("high24h", None))
    assert first == Trade(GOLD, Price("1"), Size(Decimal(1)), None, "a", AT + 1, statistics)
    assert isinstance(second, Trade)
    assert (second.trade_id, second.exchange_at) == ("17", 1_767_225_600_000_000_000)
    assert isinstance(third, Trade)
    assert (third.trade_id, third.exchange_at) == (None, AT)


@pytest.mark.parametrize(
    ("name", "sent", "read"),
    [
        ("volume24h", "0", "0"),
        ("volume24h", "123456789012345678.123456789012345678", "123456789012345678.123456789012345678"),
        ("volume", 310.25, "310.25"),
        ("totalVolume", 7, "7"),
        ("volume24h", "-1", None),
        ("turnover24h", "-0.1", None),
        ("turnover24h", 12.5, "12.5"),
        ("high24h", "0", None),
        ("low24h", "-0.04", None),
        ("open24h", "1e5", None),
        ("open24h", "0.043100", "0.043100"),
        ("high24h", 0.30000000000000004, None),
        ("high24h", {"a": 1}, None),
        ("volume24h", None, None),
        ("volume24h", "9" * 400, None),
        ("volume24h", True, None),
    ],
)
def test_a_statistic_that_cannot_be_one_is_told_as_unknown_and_costs_no_trade(
    name: str, sent: Any, read: str | None
) -> None:
    told_by: dict[str, Any] = {name: sent}
    trade = decoded(market("trade", price="0.0431", qty="1", **told_by))
    assert isinstance(trade, Trade)
    ((told, value),) = trade.statistics
    assert (told, None if value is None else str(value)) == (name, read)


def test_statistics_in_money_go_by_the_unit_of_their_trade_and_volumes_by_none() -> None:
    sent: dict[str, Any] = {"open24h": "4300000", "turnover24h": "150000000", "volume24h": "35.5", "volume": "2"}
    trade = decoded(market("trade", price="4312700", qty="1", unit="sats", **sent))
    assert isinstance(trade, Trade)
    assert {name: str(value) for name, value in trade.statistics} == {
        "open24h": "0.04300000",
        "turnover24h": "1.50000000",
        "volume24h": "35.5",
        "volume": "2",
    }


def test_trades_of_one_moment_keep_the_order_they_were_sent_in() -> None:
    trades = [{"price": price, "qty": "1"} for price in ("3", "1", "2")]
    frame = {"topic": "trade.GOLD-BTC", "type": "snapshot", "createdTime": AT, "data": trades}
    prices = [trade.price for trade in Decoder().decode(json.dumps(frame)) if isinstance(trade, Trade)]
    assert prices == [3, 1, 2]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ({"qty": "1"}, RejectReason.MISSING_FIELD),
        ({"price": "1"}, RejectReason.MISSING_FIELD),
        ({"price": 0.30000000000000004, "qty": "1"}, RejectReason.BAD_NUMBER),
        ({"price": "1", "qty": "x"}, RejectReason.BAD_NUMBER),
        ({"price": "1", "qty": "0"}, RejectReason.BAD_NUMBER),
        ([], RejectReason.WRONG_TYPE),
    ],
)
def test_one_unreadable_trade_rejects_the_array(bad: Any, reason: RejectReason) -> None:
    frame = {"topic": "trade.GOLD-BTC", "createdTime": AT, "data": [{"price": "1", "qty": "1"}, bad]}
    assert rejected(json.dumps(frame)).reason is reason


@pytest.mark.parametrize(
    ("told", "aggressor"),
    [
        ({"qty": "-0.4"}, AggressorSide.SELL),
        ({"qty": -0.4, "side": "sell"}, AggressorSide.SELL),
        ({"qty": "-0.4", "side": "buy"}, None),
        ({"qty": "0.4", "side": "buy"}, AggressorSide.BUY),
        ({"qty": "0.4", "isBuyerMaker": True}, AggressorSide.SELL),
        ({"qty": "0.4", "side": "sell", "isBuyerMaker": True}, AggressorSide.SELL),
        ({"qty": "0.4", "side": "buy", "isBuyerMaker": True}, None),
        ({"qty": "0.4", "isBuy": True, "isBuyerMaker": True}, None),
        ({"qty": "0.4", "isBuy": True, "isBuyerMaker": False}, AggressorSide.BUY),
        ({"qty": "0.4", "side": 7, "isBuy": None}, None),
    ],
)
def test_a_trade_has_the_aggressor_that_all_say_and_a_size_without_sign(
    told: dict[str, Any], aggressor: AggressorSide | None
) -> None:
    (trade,) = Decoder().decode(market("trade", price="0.0431", **told))
    assert isinstance(trade, Trade)
    assert (trade.size, trade.aggressor) == (Decimal("0.4"), aggressor)


def test_a_trade_of_nothing_is_still_none() -> None:
    frame = json.loads(market("trade", price="0.0431", qty="0"))
    assert not any(isinstance(event, Trade) for event in Decoder().decode(json.dumps(frame)))
