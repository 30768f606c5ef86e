"""Whatever comes, `decode` answers with values (client 5.3)."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import MAX_ROUTES, Decoder
from roxom_tui.protocol.limits import FRAME, MAX_BYTES, MAX_NESTING, refuse_depth
from roxom_tui.protocol.refusal import Refusal
from roxom_tui.protocol.ticker_messages import MAX_SYMBOLS, TickerReader
from roxom_tui.protocol.trade_messages import MAX_SHAPES, TradeReader
from tests.support.samples import AT, DEPTH, FRAMES, LEVEL1, account, market


def reason(payload: str | bytes) -> RejectReason:
    (event,) = Decoder().decode(payload)
    assert isinstance(event, FrameRejected), event
    return event.reason


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


def padded(size: int, char: str) -> str:
    frame = market("level1", **LEVEL1, note="")
    return frame.replace('"note": ""', '"note": "' + char * ((size - len(frame)) // len(char.encode())) + '"')


def test_a_frame_over_four_mebibytes_is_refused_before_it_is_parsed_and_one_below_is_read() -> None:
    for char in ("x", "é", "金"):
        experienced = Decoder()
        for _ in range(2):
            (event,) = experienced.decode(padded(MAX_BYTES - 10, char))
            assert not isinstance(event, FrameRejected)
            (event,) = experienced.decode(padded(MAX_BYTES + 10, char))
            assert isinstance(event, FrameRejected)
            assert event.reason is RejectReason.TOO_LARGE


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":', "[[],"])
def test_nesting_over_the_limit_is_refused_and_up_to_the_limit_is_not(opening: str) -> None:
    def nested(levels: int, padding: int) -> str:
        times = levels // len(opening.replace('"a":', "").replace("[],", ""))
        closing = "".join({"[": "]", "{": "}"}[char] for char in reversed(opening.replace("[],", "")) if char in "[{")
        return '{"type":"account","p":"' + " " * padding + '","data":' + opening * times + "0" + closing * times + "}"

    for padding in (0, 5000):
        assert reason(nested(MAX_NESTING + 2, padding)) is RejectReason.TOO_DEEP
        assert reason(nested(FRAME.containers, padding)) in (RejectReason.TOO_DEEP, RejectReason.TOO_LARGE)
        (event,) = Decoder().decode(nested(MAX_NESTING - 2, padding))
        assert not isinstance(event, FrameRejected)


def test_brackets_never_closed_end_nothing_but_their_own_frame() -> None:
    assert reason("[" * 2000) is RejectReason.TOO_DEEP
    assert reason("{" * 2000) is RejectReason.BAD_JSON
    for opening in ("[", "{"):
        assert reason(opening * MAX_BYTES) is RejectReason.TOO_LARGE


def test_brackets_in_texts_do_not_nest_and_a_torn_frame_is_bad_json() -> None:
    frame = json.dumps({"type": "account", "data": {"text": '[{"\\' * 500}})
    (event,) = Decoder().decode(frame)
    assert not isinstance(event, FrameRejected)
    book = market("depth", bid=[["1", "2"]] * 500, ask=DEPTH["ask"])
    assert reason(book[:-40]) is RejectReason.BAD_JSON


@given(
    st.recursive(
        st.just(0),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[]{"\\', max_size=3), inner, max_size=2),
        max_leaves=12,
    )
)
def test_the_depth_measured_is_the_depth(tree: Any) -> None:
    def depth(node: Any) -> int:
        parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return (not isinstance(node, int)) + max(map(depth, parts), default=0)

    for _ in range(MAX_NESTING - 4):
        tree = [tree, 0]
    message = {"tree": tree}
    if depth(message) > MAX_NESTING:
        with pytest.raises(Refusal):
            refuse_depth(message)
    else:
        refuse_depth(message)


def test_a_depth_of_hundreds_in_a_short_frame_meets_no_recursion() -> None:
    deep = "[" * 480 + "]" * 480
    limit = sys.getrecursionlimit()
    for template in ('{"topic":"level1.A","data":%s}', '{"topic":"depth.A","type":%s}', '{"event":%s}', '{"topic":%s}'):
        decoder = Decoder()
        decoder.decode(market("level1", symbol="A", **LEVEL1))
        decoder.decode(market("depth", symbol="A", **DEPTH))
        (event,) = decoder.decode(template % deep)
        assert isinstance(event, FrameRejected)
    for key in ("symbol", "bid", "unit", "timestamp"):
        text = json.dumps({"topic": "level1.A", "data": {key: "@"}}).replace('"@"', deep)
        (event,) = decoder.decode(text)
        assert isinstance(event, FrameRejected)
    deeper = json.dumps({"topic": "level1.A", "data": "@"}).replace('"@"', "[" * 251_000 + "]" * 251_000)
    (event,) = decoder.decode(deeper)
    assert isinstance(event, FrameRejected)
    assert event.reason is RejectReason.TOO_LARGE
    (event,) = decoder.decode(deeper.replace("[" * 3000, "").replace("]" * 3000, ""))
    assert isinstance(event, FrameRejected)
    assert event.reason is RejectReason.TOO_DEEP
    assert sys.getrecursionlimit() == limit


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
