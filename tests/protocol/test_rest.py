"""The GETs: what is asked, and that any answer at all becomes a value (protocol 5.1)."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.model.events import BalancesSeed, BookSnapshot, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.get_requests import (
    Answer,
    GetKind,
    GetRefused,
    GetRequest,
    decode_answer,
    decode_balance,
    decode_order_book,
    decode_orders,
    decode_positions,
    request,
)
from tests.protocol.odd_values import any_object, any_tree
from tests.protocol.test_rest_answers import BOOK, GOLD, NEWER_BALANCE, NEWER_ORDER, NEWER_POSITION, body

ODD = Symbol("A B&unit=sats/é")


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (request(GetKind.BALANCE), "/v1/accounts/balance?unit=btc"),
        (request(GetKind.BALANCE, "/api/v1", unit="sats"), "/api/v1/accounts/balance?unit=sats"),
        (request(GetKind.ORDERS), "/v1/orders?instType=perpetual&unit=btc"),
        (request(GetKind.ORDERS, symbol=GOLD), "/v1/orders?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (request(GetKind.POSITIONS, symbol=GOLD), "/v1/positions?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (
            request(GetKind.ORDER_BOOK, "", GOLD, levels=100),
            "/orderbook/snapshot?instType=perpetual&symbol=GOLD-BTC&levels=100&unit=btc",
        ),
    ],
)
def test_a_target_is_the_path_and_query_to_sign_and_send(asked: GetRequest, target: str) -> None:
    assert asked.target == target


def test_a_symbol_is_encoded_and_cannot_add_a_parameter() -> None:
    parts = urlsplit(request(GetKind.POSITIONS, symbol=ODD).target)
    assert parts.path == "/v1/positions"
    assert parse_qsl(parts.query) == [("instType", "perpetual"), ("symbol", ODD), ("unit", "btc")]


@pytest.mark.parametrize("prefix", ["v1", "/v1/", "/v1?x=1", "/v1#", "/v 1", "//host", "/v1\r\nX: y", "https://x/v1"])
def test_a_prefix_that_is_no_path_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="not a path prefix"):
        request(GetKind.BALANCE, prefix)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": GetKind.POSITIONS},
        {"kind": GetKind.ORDER_BOOK},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 0},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 101},
        {"kind": GetKind.ORDERS, "levels": 5},
        {"kind": GetKind.BALANCE, "symbol": GOLD},
        {"kind": GetKind.BALANCE, "unit": "usd"},
    ],
)
def test_parts_that_do_not_belong_together_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|takes|valid"):
        request(**parts)


@pytest.mark.parametrize(
    ("status", "answer", "refused"),
    [
        (401, {"error": 401, "message": "missing API key"}, GetRefused(401, "401", "missing API key")),
        (200, {"error": 401, "message": "expired"}, GetRefused(200, "401", "expired")),
        (200, {"error": True, "message": "no", "data": {}}, GetRefused(200, "", "no")),
        (
            400,
            {"code": "VALIDATION_ERROR", "message": "bad", "details": "symbol\x1b"},
            GetRefused(400, "VALIDATION_ERROR", "bad: symbol\ufffd"),
        ),
        (404, {"code": "NOT_FOUND", "message": "gone"}, GetRefused(404, "NOT_FOUND", "gone")),
        (200, {"error": {"code": 7, "message": "inner"}}, GetRefused(200, "7", "inner")),
        (200, {"error": "in words"}, GetRefused(200, "", "in words")),
        (500, {"data": [], "error": False}, GetRefused(500, "", "no data in the answer")),
        (302, {"data": [], "error": False}, GetRefused(302, "", "no data in the answer")),
        (200, {"error": False}, GetRefused(200, "", "no data in the answer")),
        (200, {"data": None}, GetRefused(200, "", "no data in the answer")),
    ],
)
def test_every_shape_of_an_error_is_a_value(status: int, answer: Any, refused: GetRefused) -> None:
    assert decode_orders(json.dumps(answer).encode(), status) == refused


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"\xff", b"[]", b"null", b"[" * 5000, b'{"data":"x"}', b'{"data":[5]}']
)
@pytest.mark.parametrize("status", [200, 502])
@pytest.mark.parametrize("kind", list(GetKind))
def test_an_answer_that_is_none_is_a_value_too(kind: GetKind, status: int, answer: bytes) -> None:
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    refused = decode_answer(asked, answer, status)
    assert isinstance(refused, GetRefused)
    assert refused.status == status
    assert refused.text.isprintable()


def test_one_entry_that_cannot_be_read_refuses_the_list() -> None:
    for item in ({**NEWER_ORDER, "id": None}, {**NEWER_ORDER, "symbol": 5}, {**NEWER_ORDER, "unit": "usd"}, 7):
        assert isinstance(decode_orders(body([NEWER_ORDER, item]), 200), GetRefused)
    assert isinstance(decode_positions(body([NEWER_POSITION, {"size": "1"}]), 200, GOLD), GetRefused)
    assert isinstance(decode_balance(body({"balances": [{"asset": "BTC"}]}), 200), GetRefused)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (GetKind.BALANCE, NEWER_BALANCE),
        (GetKind.POSITIONS, {"positions": [NEWER_POSITION]}),
        (GetKind.ORDERS, [NEWER_ORDER]),
        (GetKind.ORDER_BOOK, BOOK),
    ],
)
def test_an_answer_is_read_as_what_was_asked(kind: GetKind, data: Any) -> None:
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    expected: dict[GetKind, Answer] = {
        GetKind.BALANCE: decode_balance(body(data), 200),
        GetKind.POSITIONS: decode_positions(body(data), 200, GOLD),
        GetKind.ORDERS: decode_orders(body(data), 200),
        GetKind.ORDER_BOOK: decode_order_book(body(data), 200, GOLD),
    }
    answer = decode_answer(asked, body(data), 200)
    assert answer == expected[kind]
    assert not isinstance(answer, GetRefused)


REST_KEYS = ("balances", "positions", "orders", "buys", "sells", "price", "size", "id", "symbol", "asset", "current")


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(list(GetKind)))
def test_whatever_is_answered_nothing_raises(seed: int, kind: GetKind) -> None:
    random = Random(seed)
    data: dict[str, Any] = any_object(random)
    for key in random.sample(REST_KEYS, 4):
        data[key] = [{inner: any_tree(random) for inner in REST_KEYS}, any_tree(random)][: random.randrange(3)]
    asked = GetRequest(kind, symbol=None if kind is GetKind.BALANCE else GOLD)
    for answered in (body(data), body([data]), json.dumps(data).encode()):
        answer = decode_answer(asked, answered, 200)
        assert isinstance(answer, (BalancesSeed, PositionsSeed, OrdersSeed, BookSnapshot, GetRefused))
