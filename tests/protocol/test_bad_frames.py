"""Whatever comes, `decode` answers with values (reliability 5)."""

from __future__ import annotations

import json
import sys
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.events import Event
from roxom_tui.model.market import Channel, Stream, Symbol
from roxom_tui.model.status import Control, FrameRejected, RejectReason
from roxom_tui.protocol.decode import MAX_ROUTES, Decoder
from roxom_tui.protocol.limits import MAX_BYTES, MAX_NESTING, MAX_PARTS, refuse_depth
from roxom_tui.protocol.refusal import Refusal
from roxom_tui.protocol.ticker_messages import MAX_SYMBOLS, TickerReader
from roxom_tui.protocol.trade_messages import MAX_SHAPES, TradeReader
from tests.protocol.samples import AT, DEPTH, FRAMES, LEVEL1, account, market

KNOWN_ANSWERS = (*get_args(Event), *get_args(Control), FrameRejected)

thousands = settings(max_examples=3000, deadline=None)


def answers(payload: str | bytes) -> None:
    """Decode, and check that the answer is of known kinds and that every text in it passed the gate."""
    for event in Decoder().decode(payload):
        assert isinstance(event, KNOWN_ANSWERS)
        for text in texts_in(event):
            assert text.isprintable(), ascii(text)
            assert len(text) <= 240


def texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_in(part)]
    names = getattr(type(value), "__slots__", ())
    return [text for name in names if name[0] != "_" for text in texts_in(getattr(value, name))]


def reason(payload: str | bytes) -> RejectReason:
    (event,) = Decoder().decode(payload)
    assert isinstance(event, FrameRejected), event
    return event.reason


KEYS = (
    *("topic", "type", "data", "event", "arg", "args", "channel", "symbol", "instId", "code", "msg", "bid", "ask"),
    *("timestamp", "createdTime", "price", "qty", "side", "unit", "id", "orderId", "status", "size", "balanceAfter"),
    *("isBuy", "lastPrice", "updateType", "closeDate", "time", "", "_", "\x1b"),
)
WORDS = (
    *("level1.A", "depth.A", "trade.A", "ticker.A", "orders", "snapshot", "delta", "order", "balance", "position"),
    *("account", "subscribe", "unsubscribe", "error", "level1", "A", "1", "-1", "0.5", "00", "1e5", "buy", "sats"),
    *("\u202e", "\x9b", "x" * 70, AT, 0, -1, 2**64, 10**30, 1.5, 1e300, True, False, None, "", "2026-01-01"),
)


def any_tree(random: Random, depth: int = 4) -> Any:
    """A value that uses the protocol's words in any place."""
    kind = random.random()
    if depth == 0 or kind < 0.5:
        return random.choice(WORDS)
    if kind < 0.7:
        return [any_tree(random, depth - 1) for _ in range(random.randrange(4))]
    return any_object(random, depth - 1)


def any_object(random: Random, depth: int = 4) -> dict[str, Any]:
    return {random.choice(KEYS): any_tree(random, depth) for _ in range(random.randrange(1, 7))}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
seeds = st.integers(0, 2**32)


@given(json_values)
def test_any_json_is_answered(tree: Any) -> None:
    answers(json.dumps(tree))


@thousands
@given(seeds)
def test_any_object_with_familiar_names_is_answered(seed: int) -> None:
    answers(json.dumps(any_object(Random(seed)), ensure_ascii=False))


@thousands
@given(st.text(st.characters(codec=None), max_size=40) | st.binary(max_size=40))
def test_any_text_and_any_bytes_are_answered(payload: str | bytes) -> None:
    answers(payload)


@thousands
@given(st.sampled_from(FRAMES), seeds)
def test_a_frame_with_a_piece_cut_out_doubled_or_replaced_is_answered(frame: str, seed: int) -> None:
    random = Random(seed)
    start = random.randrange(len(frame))
    stop = min(len(frame), start + random.randrange(30))
    instead = random.choice(("", frame[start:stop] * 2, "[", "}", '"', "\\", "\ud800", "9", "\x00", "null", "e9"))
    answers(frame[:start] + instead + frame[stop:])


@thousands
@given(st.sampled_from(FRAMES), seeds)
def test_a_frame_with_any_value_replaced_is_answered(frame: str, seed: int) -> None:
    answers(with_a_value_replaced(frame, Random(seed)))


@thousands
@given(st.sampled_from(FRAMES), seeds)
def test_a_decoder_that_knows_the_topic_says_the_same_as_one_that_never_met_it(frame: str, seed: int) -> None:
    damaged = with_a_value_replaced(frame, Random(seed))
    experienced = Decoder()
    experienced.decode(frame)
    assert repr(experienced.decode(damaged)) == repr(Decoder().decode(damaged))


def with_a_value_replaced(frame: str, random: Random) -> str:
    message = json.loads(frame)
    node: Any = message
    while node:
        place = random.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[place], dict | list) or random.random() < 0.3:
            node[place] = any_tree(random)
            break
        node = node[place]
    return json.dumps(message)


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


def test_a_frame_over_a_mebibyte_is_refused_before_it_is_parsed_and_one_below_is_read() -> None:
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
        assert reason(nested(MAX_PARTS, padding)) in (RejectReason.TOO_DEEP, RejectReason.TOO_LARGE)
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
    deeper = json.dumps({"topic": "level1.A", "data": "@"}).replace('"@"', "[" * 5000 + "]" * 5000)
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
