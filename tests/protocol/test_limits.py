"""How much a frame may hold: as much as an exchange could mean, and never so much that reading it would be felt."""

from __future__ import annotations

import json
from typing import Any

import pytest

from roxom_tui.model.events import BookSnapshot, OrdersSeed
from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoded, Decoder
from roxom_tui.protocol.limits import (
    MAX_ITEMS,
    MAX_LEVELS,
    MAX_PARTS,
    MAX_STREAMS,
    MAX_TRADES,
    parse_object,
    refuse_depth,
)
from roxom_tui.protocol.refusal import Refusal
from roxom_tui.protocol.rest import GetRefused, decode_orders
from tests.protocol.samples import BALANCE, account, market
from tests.protocol.test_rest_answers import OLDER_ORDER, body


def levels(count: int) -> list[list[str]]:
    return [[f"0.{4_000_000 + number:08d}", f"{number}.25"] for number in range(count)]


def trades(count: int) -> str:
    frame: dict[str, Any] = json.loads(market("trade"))
    return json.dumps({**frame, "data": [{"px": "1", "qty": "1", "time": number + 10**18} for number in range(count)]})


def acknowledged(count: int) -> str:
    return json.dumps({"event": "subscribe", "args": [{"channel": "orders"}] * count})


def decoded(frame: str) -> Decoded:
    return Decoder().decode(frame)[0]


def test_a_snapshot_of_a_thousand_levels_is_read_whole() -> None:
    book = decoded(market("depth", bid=levels(MAX_LEVELS // 2), ask=levels(MAX_LEVELS // 2)))
    assert isinstance(book, BookSnapshot)
    assert len(book.bids) == len(book.asks) == MAX_LEVELS // 2
    assert len(set(book.bids)) == len(book.bids)


def test_a_frame_of_a_mebibyte_is_read_and_one_byte_more_is_too_large() -> None:
    frame = account("account", {"text": ""})
    assert not isinstance(decoded(frame.ljust(1_048_576)), FrameRejected)
    refusal = decoded(frame.ljust(1_048_577))
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.TOO_LARGE


def test_sixteen_levels_of_nesting_are_read_and_seventeen_are_too_deep() -> None:
    def nested(levels: int) -> str:
        return '{"tree":' + "[" * (levels - 1) + "]" * (levels - 1) + "}"

    assert parse_object(nested(17)), "it is measured after it was parsed"
    refuse_depth(parse_object(nested(16)))
    with pytest.raises(Refusal) as refusal:
        refuse_depth(parse_object(nested(17)))
    assert refusal.value.reason is RejectReason.TOO_DEEP


def test_an_answer_lists_hundreds_of_orders_but_not_any_number() -> None:
    for count, kind in ((500, OrdersSeed), (501, GetRefused)):
        assert type(decode_orders(body([OLDER_ORDER] * count), 200)) is kind


@pytest.mark.parametrize(
    ("most", "more"),
    [
        (trades(MAX_TRADES), trades(MAX_TRADES + 1)),
        (account("balance", [BALANCE] * MAX_ITEMS), account("balance", [BALANCE] * (MAX_ITEMS + 1))),
        (acknowledged(MAX_STREAMS), acknowledged(MAX_STREAMS + 1)),
        (account("account", [0] * (MAX_PARTS - 4)), account("account", [0] * (MAX_PARTS + 1))),
    ],
    ids=["trades", "account items", "streams", "values"],
)
def test_so_many_are_read_and_one_more_is_too_large(most: str, more: str) -> None:
    assert not isinstance(decoded(most), FrameRejected)
    refusal = decoded(more)
    assert isinstance(refusal, FrameRejected)
    assert refusal.reason is RejectReason.TOO_LARGE
