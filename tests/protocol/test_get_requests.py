"""The GETs: what is asked (protocol 5.1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.protocol.get_requests import GetKind, GetRequest, other_prefix
from tests.protocol.reading import GOLD

ODD = Symbol("A B&unit=sats/é")


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (GetRequest(GetKind.BALANCE), "/v1/accounts/balance?unit=btc"),
        (GetRequest(GetKind.BALANCE, "/api/v1", unit=Unit.SATS), "/api/v1/accounts/balance?unit=sats"),
        (GetRequest(GetKind.ORDERS), "/v1/orders?instType=perpetual&unit=btc"),
        (GetRequest(GetKind.ORDERS, symbol=GOLD), "/v1/orders?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (GetRequest(GetKind.POSITIONS, symbol=GOLD), "/v1/positions?instType=perpetual&symbol=GOLD-BTC&unit=btc"),
        (
            GetRequest(GetKind.ORDER_BOOK, "", GOLD, levels=100),
            "/orderbook/snapshot?instType=perpetual&symbol=GOLD-BTC&levels=100&unit=btc",
        ),
        (GetRequest(GetKind.CALENDARS, "/api/v1", GOLD), "/api/v1/market/calendars?symbol=GOLD-BTC"),
        (GetRequest(GetKind.CALENDARS, "/gateway/v1", GOLD), "/gateway/api/v1/market/calendars?symbol=GOLD-BTC"),
        (GetRequest(GetKind.CALENDARS, "/gateway", GOLD), "/gateway/market/calendars?symbol=GOLD-BTC"),
    ],
)
def test_a_target_is_the_path_and_query_to_sign_and_send(asked: GetRequest, target: str) -> None:
    assert asked.target == target


def test_a_symbol_is_encoded_and_cannot_add_a_parameter() -> None:
    parts = urlsplit(GetRequest(GetKind.POSITIONS, symbol=ODD).target)
    assert parts.path == "/v1/positions"
    assert parse_qsl(parts.query) == [("instType", "perpetual"), ("symbol", ODD), ("unit", "btc")]


@pytest.mark.parametrize("prefix", ["v1", "/v1/", "/v1?x=1", "/v1#", "/v 1", "//host", "/v1\r\nX: y", "https://x/v1"])
def test_a_prefix_that_is_no_path_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="not a path prefix"):
        GetRequest(GetKind.BALANCE, prefix)


@pytest.mark.parametrize(
    "parts",
    [
        {"kind": GetKind.POSITIONS},
        {"kind": GetKind.ORDER_BOOK},
        {"kind": GetKind.CALENDARS},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 0},
        {"kind": GetKind.ORDER_BOOK, "symbol": GOLD, "levels": 101},
        {"kind": GetKind.ORDERS, "levels": 5},
        {"kind": GetKind.BALANCE, "symbol": GOLD},
        {"kind": GetKind.BALANCE, "unit": "usd"},
    ],
)
def test_parts_that_do_not_belong_together_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"needs|takes|valid"):
        GetRequest(**parts)


def test_the_other_prefix_is_the_other_generation_of_the_documentation() -> None:
    assert other_prefix("/v1") == "/api/v1"
    assert other_prefix("/api/v1") == "/v1"
    assert other_prefix("/gateway/v1") == "/gateway/api/v1"
    assert other_prefix("/gateway") is None
