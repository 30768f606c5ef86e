"""Decoding of level1, depth, ticker and trade, by the tables of protocol 4.1 to 4.4."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import BookDelta, BookSnapshot, Quote, Ticker, TickerDelta, Trade
from roxom_tui.model.market import AggressorSide, Level, Symbol
from roxom_tui.model.money import Btc, Price, Size
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoded, Decoder
from tests.support.samples import AT, DEPTH, LEVEL1, TICKER, market

GOLD = Symbol("GOLD-BTC")


def decoded(frame: str) -> Decoded:
    (event,) = Decoder().decode(frame)
    return event


def level(price: str, size: str) -> Level:
    return Level(Price(price), Size(Decimal(size)))


def rejected(frame: str) -> FrameRejected:
    event = decoded(frame)
    assert isinstance(event, FrameRejected), event
    return event


def test_level1_is_a_quote_with_the_decimals_that_were_sent() -> None:
    quote = decoded(market("level1", **LEVEL1))
    assert quote == Quote(GOLD, level("0.04312300", "0.75"), level("0.04312700", "1.20"), AT)
    assert isinstance(quote, Quote)
    assert quote.bid is not None
    assert (str(quote.bid.price), quote.bid.price.decimals) == ("0.04312300", 8)
    assert type(quote.bid) is Level


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


def test_a_ticker_has_every_figure() -> None:
    ticker = decoded(market("ticker", **TICKER))
    assert ticker == Ticker(
        symbol=GOLD,
        last_price=Price("0.04312500"),
        mark_price=Price("0.04312200"),
        index_price=Price("0.04311900"),
        best_bid=Price("0.04312300"),
        best_bid_size=Size(Decimal("0.75")),
        best_ask=Price("0.04312700"),
        best_ask_size=Size(Decimal("1.20")),
        open_interest=Size(Decimal("812.50")),
        open_interest_value=Btc(Decimal("35.03662500")),
        funding_rate=Decimal("0.00012"),
        exchange_at=AT,
    )


@pytest.mark.parametrize("bad", [None, ..., 0.30000000000000004, True, "NaN", "1e9", [], {}, "", " 1"])
@pytest.mark.parametrize("key", [key for key in TICKER if key != "unit"])
def test_a_figure_of_a_ticker_that_is_null_or_unreadable_is_none_and_the_rest_stands(key: str, bad: Any) -> None:
    ticker = decoded(market("ticker", **{**TICKER, key: bad}))
    assert isinstance(ticker, Ticker)
    assert list(ticker).count(None) == 1


def test_sats_become_btc_with_their_digits_kept() -> None:
    ticker = decoded(market("ticker", lastPrice="4312500", markPrice="4312200.50", openInterest="812.50", unit="SATS"))
    assert isinstance(ticker, Ticker)
    assert (str(ticker.last_price), str(ticker.mark_price)) == ("0.04312500", "0.0431220050")
    assert str(ticker.open_interest) == "812.50"


@pytest.mark.parametrize("unit", ["usd", "", 1, ["btc"]])
@pytest.mark.parametrize("channel", ["ticker", "depth", "level1", "trade"])
def test_a_unit_we_do_not_know_is_never_taken_for_btc(channel: str, unit: Any) -> None:
    frame = market(channel, **{**DEPTH, "price": "1", "qty": "1", "unit": unit})
    assert rejected(frame).reason is RejectReason.UNKNOWN_SHAPE


def test_a_ticker_delta_holds_only_what_was_sent_and_null_says_unknown() -> None:
    delta = decoded(market("ticker", "delta", lastPrice="0.04312600", indexPrice=None, fundingRate=0.30000000000000004))
    assert delta == TickerDelta(
        GOLD, {"last_price": Price("0.04312600"), "index_price": None, "funding_rate": None}, AT
    )


def test_a_ticker_delta_without_a_unit_is_in_the_unit_of_the_snapshot_before() -> None:
    decoder = Decoder()
    decoder.decode(market("ticker", lastPrice="4312500", unit="sats"))
    (delta,) = decoder.decode(market("ticker", "delta", lastPrice="4312600"))
    assert isinstance(delta, TickerDelta)
    assert delta.changes == {"last_price": Price("0.04312600")}


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
    assert first == Trade(GOLD, Price("1"), Size(Decimal(1)), None, "a", AT + 1, (("volume24h", Decimal("10.5")),))
    assert isinstance(second, Trade)
    assert (second.trade_id, second.exchange_at) == ("17", 1_767_225_600_000_000_000)
    assert isinstance(third, Trade)
    assert (third.trade_id, third.exchange_at) == (None, AT)


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
