"""Whatever comes, `decode` answers with values (client 5.3)."""

from __future__ import annotations

import json

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import MAX_ROUTES, Decoder
from roxom_tui.protocol.limits import BOM, MAX_BYTES
from roxom_tui.protocol.ticker_messages import MAX_SYMBOLS, TickerReader
from roxom_tui.protocol.trade_messages import MAX_SHAPES, TradeReader
from tests.protocol.reading import reason
from tests.support.samples import AT, DEPTH, FRAMES, LEVEL1, account, market


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
