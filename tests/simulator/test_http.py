from __future__ import annotations

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.scenarios import SCENARIOS, HttpRefusal
from tests.simulator.heard import data, get, good_headers, lived_in, make_exchange, signed_get


def test_a_signed_handshake_is_let_through_whatever_the_case_of_its_headers() -> None:
    exchange = make_exchange()
    assert exchange.http(HttpRequest("GET", "/ws", good_headers())) is None
    shouted = {name.upper(): value for name, value in good_headers().items()}
    assert exchange.http(HttpRequest("GET", "/ws", shouted)) is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X-API-Key": ""}, "Missing API key"),
        ({"X-API-Signature": ""}, "Missing signature"),
        ({"X-API-Key": "xrxk_key_other"}, "Invalid API key"),
        ({"X-API-Signature": "AAAA"}, "Invalid signature"),
        ({"X-API-Signature": "not base64"}, "Invalid signature"),
    ],
)
def test_a_handshake_with_anything_amiss_is_answered_401_with_the_reason(change: dict[str, str], message: str) -> None:
    answer = make_exchange().http(HttpRequest("GET", "/ws", good_headers() | change))
    assert answer is not None
    assert answer.status == 401
    assert orjson.loads(answer.body) == {"error": 401, "message": message}


def test_a_signature_for_the_handshake_opens_no_get_and_a_get_opens_no_other() -> None:
    exchange = make_exchange()
    target = "/v1/accounts/balance?unit=btc"
    for headers in (good_headers(), signed_get("/v1/accounts/balance?unit=sats")):
        answer = exchange.http(HttpRequest("GET", target, headers))
        assert answer is not None
        assert answer.status == 401


def test_no_verb_but_get_is_allowed() -> None:
    assert get(make_exchange(), "/v1/orders?instType=perpetual", "POST").status == 405


def test_refusals_can_be_injected_one_by_one_and_for_good() -> None:
    exchange = make_exchange()
    exchange.fail_gets(HttpRefusal(429, "slow down", 7), HttpRefusal(500, "oops"))
    target = "/v1/accounts/balance?unit=btc"
    answers = [get(exchange, target) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 500, 200]
    assert answers[0].headers == (("Retry-After", "7"),)
    limited = make_exchange(SCENARIOS["rest_limited"])
    assert [get(limited, target).status for _ in range(2)] == [429, 429]


@pytest.mark.parametrize("name", ["auth_rejected", "auth_forbidden", "handshake_limited", "unavailable"])
def test_a_scenario_may_refuse_every_handshake(name: str) -> None:
    refusal = SCENARIOS[name].refusal
    assert refusal is not None
    answer = make_exchange(SCENARIOS[name]).http(HttpRequest("GET", "/ws", good_headers()))
    assert answer is not None
    assert answer.status == refusal.status
    assert bool(answer.headers) == (refusal.retry_after is not None)


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
