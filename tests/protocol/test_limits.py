"""How much a frame may hold: as much as an exchange could mean, and never so much that reading it would be felt."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.events import BookDelta, BookSnapshot, OrdersSeed
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import GetRefused, decode_orders
from roxom_tui.protocol.limits import (
    ANSWER,
    FRAME,
    MAX_ANSWER_BYTES,
    MAX_BYTES,
    MAX_LEVELS,
    MAX_LISTED,
    MAX_NESTING,
    MAX_READ,
    MAX_STREAMS,
    Bounds,
    parse_object,
    refuse_depth,
)
from roxom_tui.protocol.refusal import Refusal
from tests.protocol.reading import first_decoded as decoded
from tests.protocol.reading import levels, reason, trades
from tests.support.get_bodies import body
from tests.support.samples import DEPTH, LEVEL1, LONG_ORDER, account, market


def acknowledged(count: int) -> str:
    return json.dumps({"event": "subscribe", "args": [{"channel": "orders"}] * count})


def test_a_book_of_five_thousand_levels_a_side_is_read_whole() -> None:
    book = decoded(market("depth", bid=levels(MAX_LEVELS), ask=levels(MAX_LEVELS)))
    assert isinstance(book, BookSnapshot)
    assert len(book.bids) == len(book.asks) == MAX_LEVELS == 5_000
    assert len(set(book.bids)) == len(book.bids)
    assert book.left_out == 0


def test_changes_of_more_levels_than_are_read_one_by_one_are_too_large() -> None:
    assert isinstance(decoded(market("depth", "delta", bid=levels(MAX_READ), ask=levels(MAX_READ))), BookDelta)
    refusal = decoded(market("depth", "delta", bid=[], ask=levels(MAX_READ + 1)))
    assert isinstance(refusal, FrameRejected)
    assert (refusal.reason, refusal.detail) == (RejectReason.TOO_LARGE, "15,001 levels, over 15,000")


def test_a_frame_of_four_mebibytes_is_read_and_one_byte_more_is_too_large() -> None:
    frame = account("account", {"text": ""})
    assert not isinstance(decoded(frame.ljust(MAX_BYTES)), FrameRejected)
    refusal = decoded(frame.ljust(MAX_BYTES + 1))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.TOO_LARGE
    assert refusal.detail == "4,194,305 characters, over 4,194,304 bytes"


def test_an_answer_of_sixteen_mebibytes_is_read_and_one_byte_more_is_too_large() -> None:
    answer = body([])
    assert type(decode_orders(answer.ljust(MAX_ANSWER_BYTES), 200)) is OrdersSeed
    refusal = decode_orders(answer.ljust(MAX_ANSWER_BYTES + 1), 200)
    assert isinstance(refusal, GetRefused)
    assert refusal.text.startswith("too large: 16,777,217 characters")


@pytest.mark.parametrize("bounds", [FRAME, ANSWER], ids=["frame", "answer"])
def test_so_many_values_and_so_many_containers_are_read_and_no_more(bounds: Bounds) -> None:
    for inner, most, word in (
        ("[]", bounds.containers - 2, "arrays and objects"),
        ("{}", bounds.objects - 1, "objects"),
    ):
        most = min(most, bounds.containers - 2)
        assert parse_object(f'{{"a":[{",".join([inner] * most)}]}}', bounds)
        with pytest.raises(Refusal, match=word):
            parse_object(f'{{"a":[{",".join([inner] * (most + 1))}]}}', bounds)
    assert parse_object(f'{{"a":[{"0," * bounds.values}0]}}', bounds)
    with pytest.raises(Refusal, match="values"):
        parse_object(f'{{"a":[{"0," * bounds.values}0,0]}}', bounds)


def test_sixteen_levels_of_nesting_are_read_and_seventeen_are_too_deep() -> None:
    def nested(levels: int) -> str:
        return '{"tree":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"

    assert parse_object(nested(17)), "it is measured after it was parsed"
    refuse_depth(parse_object(nested(16)))
    with pytest.raises(Refusal) as refusal:
        refuse_depth(parse_object(nested(17)))
    assert refusal.value.reason is RejectReason.TOO_DEEP


@pytest.mark.parametrize(
    "frame",
    [trades(MAX_LISTED), account("order", [LONG_ORDER] * MAX_LISTED), acknowledged(MAX_STREAMS)],
    ids=["trades", "orders", "streams"],
)
def test_so_many_are_read_whole(frame: str) -> None:
    assert not any(isinstance(event, FrameRejected) for event in Decoder().decode(frame))


def test_more_streams_than_that_in_one_answer_are_too_large() -> None:
    refusal = decoded(acknowledged(MAX_STREAMS + 1))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.TOO_LARGE


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
