"""Decoding of level1, depth, ticker and trade, by the tables of protocol 4.1 to 4.4."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote, Ticker
from roxom_tui.model.money import Price
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from tests.protocol.reading import GOLD, decoded, level, rejected
from tests.support.samples import AT, DEPTH, LEVEL1, TICKER, market


def test_level1_is_a_quote_with_the_decimals_that_were_sent() -> None:
    quote = decoded(market("level1", **LEVEL1))
    assert quote == Quote(GOLD, level("0.04312300", "0.75"), level("0.04312700", "1.20"), AT)
    assert isinstance(quote, Quote)
    assert quote.bid is not None
    assert (str(quote.bid[0]), quote.bid[0].decimals) == ("0.04312300", 8)


@pytest.mark.parametrize("empty", [None, [], ..., ["0.04312300", "0"], ["0.04312300", "0.00"], ["0", 0]])
def test_an_empty_side_of_level1_is_none(empty: Any) -> None:
    quote = decoded(market("level1", bid=empty, ask=["0.04312700", "1.20"]))
    assert quote == Quote(GOLD, None, level("0.04312700", "1.20"), AT)


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        (["0.043"], RejectReason.WRONG_TYPE),
        ("12", RejectReason.WRONG_TYPE),
        ("00", RejectReason.WRONG_TYPE),
        ("", RejectReason.WRONG_TYPE),
        (0, RejectReason.WRONG_TYPE),
        ({"0": "1", "1": "2"}, RejectReason.WRONG_TYPE),
        ({}, RejectReason.WRONG_TYPE),
        ([["0.043"], "1"], RejectReason.WRONG_TYPE),
        ([0.30000000000000004, "1"], RejectReason.BAD_NUMBER),
        ([True, "1"], RejectReason.WRONG_TYPE),
        ([None, "1"], RejectReason.MISSING_FIELD),
        (["0.043", "-1"], RejectReason.BAD_NUMBER),
        (["1e9", "1"], RejectReason.BAD_NUMBER),
        (["0.043", "1_000"], RejectReason.BAD_NUMBER),
    ],
)
def test_a_side_of_level1_that_is_no_pair_of_numbers_rejects_the_message(side: Any, reason: RejectReason) -> None:
    Decoder().decode(market("level1", bid=["1", "2"], ask=["0", "1"]))  # texts that are known by now
    refusal = rejected(market("level1", bid=side, ask=["0.043", "1"]))
    assert refusal.reason is reason
    assert refusal.stream == Stream(Channel.LEVEL1, GOLD)
    assert "bid" in refusal.detail


def test_a_level1_delta_of_one_side_is_not_believed() -> None:
    assert rejected(market("level1", "delta", bid=["0.043", "1"])).reason is RejectReason.UNKNOWN_SHAPE


def test_a_depth_snapshot_leaves_out_levels_of_size_zero() -> None:
    bids = [*DEPTH["bid"], ["0.04311000", "0.00"]]
    assert decoded(market("depth", **{**DEPTH, "bid": bids})) == BookSnapshot(
        GOLD,
        (level("0.04312300", "0.75"), level("0.04312000", "4.10")),
        (level("0.04312700", "1.20"), level("0.04313100", "2.60")),
        AT,
    )


def test_a_negative_size_in_a_snapshot_rejects_it() -> None:
    assert rejected(market("depth", bid=[["0.043", "-1"]], ask=[])).reason is RejectReason.BAD_NUMBER


def test_two_sizes_at_one_price_of_a_snapshot_reject_it_and_one_told_twice_does_not() -> None:
    contradicted = market("depth", bid=[["0.043", "1"], ["0.0430", "2"]], ask=[])
    assert rejected(contradicted).reason is RejectReason.BAD_NUMBER
    twice = decoded(market("depth", bid=[["0.043", "1"], ["0.0430", "1.0"], ["0.042", "0"], ["0.042", "3"]], ask=[]))
    assert isinstance(twice, BookSnapshot)
    assert set(twice.bids) == {level("0.043", "1"), level("0.042", "3")}


@pytest.mark.parametrize("unchanged", [None, [], ...])
def test_a_depth_delta_keeps_zero_and_negative_sizes_and_an_absent_side_is_no_change(unchanged: Any) -> None:
    delta = decoded(market("depth", "delta", bid=unchanged, ask=[["0.04312700", "-0.40"], ["0.04312800", "0"]]))
    assert delta == BookDelta(GOLD, (), (level("0.04312700", "-0.40"), level("0.04312800", "0")), AT)


def test_a_level_of_zero_size_at_no_price_is_a_filler() -> None:
    for kind, event in (("delta", BookDelta), ("snapshot", BookSnapshot)):
        frame = market("depth", kind, bid=[["0", "0.00"], ["0.043", "1"]], ask=[["0.00000000", 0]])
        assert decoded(frame) == event(GOLD, (level("0.043", "1"),), (), AT)


@pytest.mark.parametrize("price", ["0", "0.00000000", "-0.043", 0])
def test_a_size_at_a_price_of_zero_or_below_is_never_believed(price: Any) -> None:
    for frame in (
        market("depth", "delta", bid=[[price, "1"]], ask=[]),
        market("depth", bid=[], ask=[[price, "1"]]),
        market("level1", bid=[price, "1"], ask=None),
        market("trade", price=price, qty="1"),
    ):
        assert rejected(frame).reason is RejectReason.BAD_NUMBER
    assert rejected(market("depth", "delta", bid=[["-0.043", "0"]])).reason is RejectReason.BAD_NUMBER
    ticker = decoded(market("ticker", **{**TICKER, "lastPrice": price, "markPrice": price}))
    assert isinstance(ticker, Ticker)
    assert (ticker.last_price, ticker.mark_price, ticker.index_price) == (None, None, Price("0.04311900"))


def test_a_depth_message_without_either_side_by_name_is_not_taken_for_no_change() -> None:
    renamed = market("depth", "delta", bids=[["0.043", "1"]], asks=[])
    assert rejected(renamed).reason is RejectReason.MISSING_FIELD


@pytest.mark.parametrize(
    "bad", [["0.043"], "12", {"1": "2", "3": "4"}, None, 5, [["0.043"], "1"], [0.30000000000000004, "1"], []]
)
def test_one_bad_level_rejects_the_whole_depth_message(bad: Any) -> None:
    decoder = Decoder()
    decoder.decode(market("depth", bid=[["1", "2"], ["3", "4"]], ask=[]))
    (refusal,) = decoder.decode(market("depth", "delta", bid=[["0.043", "1"], bad], ask=[]))
    assert isinstance(refusal, FrameRejected)
    assert refusal.stream == Stream(Channel.DEPTH, GOLD)


def test_a_level_may_carry_extras_after_price_and_size() -> None:
    delta = decoded(market("depth", "delta", bid=[["0.04312100", "2.00", 3]], ask=None))
    assert delta == BookDelta(GOLD, (level("0.04312100", "2.00"),), (), AT)


def test_numbers_may_be_json_integers() -> None:
    assert decoded(market("depth", "delta", bid=[[1, 2]])) == BookDelta(GOLD, (level("1", "2"),), (), AT)


@pytest.mark.parametrize("kind", ["update", None, 3])
def test_depth_of_another_type_is_an_unknown_shape(kind: Any) -> None:
    assert rejected(market("depth", kind, **DEPTH)).reason is RejectReason.UNKNOWN_SHAPE


@pytest.mark.parametrize("channel", ["level1", "depth", "ticker", "trade"])
def test_a_topic_and_a_symbol_that_disagree_reject_the_message(channel: str) -> None:
    data = {**LEVEL1, "price": "1", "qty": "1", "symbol": "OIL-BTC"}
    frame = json.dumps({"topic": f"{channel}.GOLD-BTC", "type": "snapshot", "createdTime": AT, "data": data})
    refusal = rejected(frame)
    assert refusal.reason is RejectReason.SYMBOL_MISMATCH
    assert refusal.stream == Stream(Channel(channel), GOLD)


@pytest.mark.parametrize("channel", ["level1", "depth", "ticker", "trade"])
@pytest.mark.parametrize("data", [None, "x", 7, True])
def test_a_market_message_without_an_object_is_rejected(channel: str, data: Any) -> None:
    rejected(json.dumps({"topic": f"{channel}.GOLD-BTC", "type": "snapshot", "data": data}))


def test_the_symbol_need_not_be_repeated_and_a_missing_time_is_the_envelopes() -> None:
    frame = {"topic": "level1.GOLD-BTC", "type": "snapshot", "createdTime": AT + 7, "data": LEVEL1}
    quote = decoded(json.dumps(frame))
    assert isinstance(quote, Quote)
    assert (quote.symbol, quote.exchange_at) == (GOLD, AT + 7)


@pytest.mark.parametrize("stamp", ["soon", True, 0, -1, [], 2**63])
def test_a_market_time_that_is_no_time_rejects_the_message(stamp: Any) -> None:
    assert rejected(market("level1", **{**LEVEL1, "timestamp": stamp})).reason is RejectReason.WRONG_TYPE


def test_no_time_at_all_rejects_a_market_message() -> None:
    frame = json.dumps({"topic": "level1.GOLD-BTC", "type": "snapshot", "data": LEVEL1})
    assert rejected(frame).reason is RejectReason.MISSING_FIELD
