from __future__ import annotations

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from tests.simulator.heard import data, get, lived_in, make_exchange


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/v1/nothing", 404),
        ("/elsewhere", 404),
        ("/api/v1/accounts/balance?unit=btc", 404),
        ("/v1/orders/none", 404),
        ("/v1/accounts/balance?unit=gold", 400),
        ("/v1/positions?symbol=GOLD-BTC", 400),
        ("/v1/positions?instType=perpetual", 400),
        ("/v1/orderbook/snapshot?symbol=GOLD-BTC&instType=perpetual&levels=0", 400),
        ("/v1/orderbook/snapshot?symbol=GOLD-BTC&instType=perpetual&levels=101", 400),
    ],
)
def test_a_get_that_cannot_be_answered_says_so_in_json(target: str, status: int) -> None:
    answer = get(make_exchange(), target)
    assert answer.status == status
    assert "message" in orjson.loads(answer.body)


def test_closed_orders_are_listed_only_when_asked_for_and_found_by_id() -> None:
    exchange = lived_in()
    exchange.advance(exchange.world.now + 120 * SECOND)
    live = data(exchange, "/v1/orders?instType=perpetual")["orders"]
    every = data(exchange, "/v1/orders?instType=perpetual&includeClosed=true")["orders"]
    assert len(every) > len(live)
    gone = every[-1]
    assert data(exchange, f"/v1/orders/{gone['id']}?unit=btc")["order"] == gone
