"""Whatever comes, `decode` answers with values (client 5.3)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import MAX_ROUTES, Decoder
from roxom_tui.protocol.limits import BOM, MAX_BYTES, SURELY_SMALL
from roxom_tui.protocol.numbers import MONEY, POSITIVE_SIZES, RESTING_SIZES, SIZES
from roxom_tui.protocol.ticker_messages import MAX_SYMBOLS, TickerReader
from roxom_tui.protocol.trade_messages import MAX_SHAPES, TradeReader
from tests.protocol.reading import reason
from tests.support.samples import AT, DEPTH, FRAMES, LEVEL1, TICKER, account, market

NUMBERS = st.sampled_from(["0.04312300", "12", "1.20", "0.00", "-0.40", 1, 0, 1.5, None, True, "x", "1e3"])
PAIRS = st.lists(NUMBERS, min_size=2, max_size=2) | st.sampled_from(
    ["12", "", {"12": 1, "1.20": 2}, {}, [], None, ["12"], ["12", "1.20", "x"], [["12"], "1.20"], 7]
)
SIDES = st.lists(PAIRS, max_size=3) | PAIRS
TIMES = st.sampled_from([AT, AT, AT, str(AT), 0, -AT, AT * 10, float(AT), None, True, "x", ...])
NAMES = st.sampled_from(["GOLD-BTC", "GOLD-BTC", "OIL-BTC", None, ...])
UNITS = st.sampled_from([..., ..., "btc", "sats", "x", None])
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "depth": st.fixed_dictionaries({}, optional={"bid": SIDES, "ask": SIDES}),
    "level1": st.fixed_dictionaries({}, optional={"bid": SIDES, "ask": SIDES}),
    "ticker": st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["lastPrice", "markPrice", "bestBidQty", "openInterest", "fundingRate"], NUMBERS)
    ),
    "trade": st.fixed_dictionaries(
        {"price": NUMBERS, "qty": NUMBERS, "side": st.sampled_from(["buy", "SELL", "x", None, 1])},
        optional={"tradeId": st.sampled_from(["t-1", "", 7, "a\nb", None]), "volume": NUMBERS, "high24h": NUMBERS},
    ),
}


def read_thrice(frame: str) -> None:
    """A message is read the same with care, where all of it was met before, and where it is long."""
    for memo in (MONEY[Unit.BTC].prices, MONEY[Unit.SATS].prices, SIZES, POSITIVE_SIZES, RESTING_SIZES):
        memo.forget()
    decoder = Decoder()
    decoder.decode(market("ticker", **TICKER))
    first = decoder.decode(frame)
    for text in ("0.04312300", "12", "1.20"):
        MONEY[Unit.BTC].prices.read(text)
        SIZES.read(text)
        POSITIVE_SIZES.read(text)
    assert decoder.decode(frame) == first
    (long,) = decoder.decode(frame + " " * SURELY_SMALL)
    assert repr(long).split("excerpt=")[0] == repr(first[0]).split("excerpt=")[0]


@given(st.data())
def test_a_message_is_read_the_same_whether_it_is_long_or_all_of_it_was_met_before(data: st.DataObject) -> None:
    channel = data.draw(st.sampled_from(["depth", "depth", "level1", "trade", "ticker"]))
    body = data.draw(BODIES[channel]) | {
        name: value
        for name, values in (("symbol", NAMES), ("timestamp", TIMES), ("unit", UNITS))
        if (value := data.draw(values)) is not ...
    }
    kind = data.draw(st.sampled_from(["snapshot", "delta", "delta", None, "x"]))
    frame = json.dumps({"topic": f"{channel}.GOLD-BTC", "type": kind, "createdTime": AT + 7, "data": body})
    read_thrice(frame)


def test_every_message_is_read_behind_a_mark() -> None:
    for text in FRAMES:
        assert Decoder().decode(BOM + text) == Decoder().decode(text)
    (quote,) = Decoder().decode(BOM + market("level1", **LEVEL1))
    assert not isinstance(quote, FrameRejected)


def test_marks_alone_are_refused_however_many_there_are() -> None:
    for count in (1, 2, 3, 100_000):
        (refused,) = Decoder().decode(BOM * count)
        assert isinstance(refused, FrameRejected)
        assert refused.reason is RejectReason.BAD_JSON
    (refused,) = Decoder().decode(BOM + "x" * MAX_BYTES)
    assert isinstance(refused, FrameRejected)
    assert refused.reason is RejectReason.TOO_LARGE


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"{}", RejectReason.BINARY),
        (b"\xff\xfe", RejectReason.BINARY),
        ("", RejectReason.BAD_JSON),
        ("{", RejectReason.BAD_JSON),
        ("NaN", RejectReason.BAD_JSON),
        ('{"a":1}{"b":2}', RejectReason.BAD_JSON),
        ("\ud800", RejectReason.BAD_TEXT),
        ('{"a":"\udfff"}', RejectReason.BAD_TEXT),
        ('"\\ud800"', RejectReason.BAD_JSON),
        ("[]", RejectReason.NOT_AN_OBJECT),
        ("7", RejectReason.NOT_AN_OBJECT),
        ("null", RejectReason.NOT_AN_OBJECT),
        ("{}", RejectReason.UNKNOWN_SHAPE),
        ('{"type":"snapshot","data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"type":["order"],"data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"topic":"candles.GOLD-BTC","data":{}}', RejectReason.UNKNOWN_CHANNEL),
        ('{"topic":"orders.GOLD-BTC","type":["order"]}', RejectReason.UNKNOWN_CHANNEL),
        ('{"topic":"level1","data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"topic":"level1.","data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"topic":"level1.A\\u202eB","data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"topic":"level1.' + "A" * 65 + '","data":{}}', RejectReason.UNKNOWN_SHAPE),
        ('{"topic":7,"data":{}}', RejectReason.WRONG_TYPE),
        ('{"topic":["level1.A"]}', RejectReason.WRONG_TYPE),
    ],
)
def test_each_fault_has_its_reason(payload: str | bytes, expected: RejectReason) -> None:
    assert reason(payload) is expected


def test_the_first_dot_of_a_topic_divides_channel_and_symbol() -> None:
    (event,) = Decoder().decode(market("level1", symbol="A.B", **LEVEL1))
    assert not isinstance(event, FrameRejected)
    (refusal,) = Decoder().decode(market("level1", symbol="A.B", bid=3))
    assert isinstance(refusal, FrameRejected)
    assert refusal.stream == Stream(Channel.LEVEL1, Symbol("A.B"))


def test_brackets_in_texts_do_not_nest_and_a_torn_frame_is_bad_json() -> None:
    frame = json.dumps({"type": "account", "data": {"text": '[{"\\' * 500}})
    (event,) = Decoder().decode(frame)
    assert not isinstance(event, FrameRejected)
    book = market("depth", bid=[["1", "2"]] * 500, ask=DEPTH["ask"])
    assert reason(book[:-40]) is RejectReason.BAD_JSON


def test_unknown_extras_are_harmless() -> None:
    for frame in FRAMES:
        message = json.loads(frame)
        message["extra"] = {"a": [1, {"b": None}]}
        for part in ("data", "arg"):
            if isinstance(message.get(part), dict) and message.get("type") != "account":
                message[part]["extra"] = [1.5, None, {}]
        assert Decoder().decode(json.dumps(message)) == Decoder().decode(frame)


def test_an_excerpt_is_clipped_and_gated() -> None:
    (event,) = Decoder().decode('{"note":"\x1b]0;x\u202e' + "y" * 500)
    assert isinstance(event, FrameRejected)
    assert event.excerpt.isprintable()
    assert len(event.excerpt) == 160
    assert event.excerpt.startswith('{"note":"\ufffd]0;x\ufffdyyy')


def test_what_a_decoder_remembers_is_bounded() -> None:
    decoder, tickers, trades = Decoder(), TickerReader(), TradeReader()
    for number in range(MAX_ROUTES + 50):
        name = Symbol(f"S{number}")
        decoder.decode(market("level1", symbol=name, **LEVEL1))
        tickers.read({"type": "snapshot", "data": {"timestamp": AT}}, name)
        trades.read({"data": {"px": "1", "qty": "1", f"k{number}": 0, "time": AT}}, name)
    assert len(decoder._routes) <= MAX_ROUTES
    assert len(tickers._units) <= MAX_SYMBOLS
    assert len(trades._shapes) <= MAX_SHAPES


def test_a_late_control_word_in_a_market_message_is_read_as_control_first() -> None:
    message = {**json.loads(market("level1", **LEVEL1)), "event": "error", "code": "60019"}
    decoder = Decoder()
    decoder.decode(market("level1", **LEVEL1))
    (event,) = decoder.decode(json.dumps(message))
    assert type(event).__name__ == "ErrorReceived"
    assert isinstance(decoder.decode(account("order", {}))[0], FrameRejected)
