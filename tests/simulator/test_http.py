from __future__ import annotations

import orjson
import pytest

from roxom_tui.simulator.http import HttpRequest
from roxom_tui.simulator.scenarios import SCENARIOS, HttpRefusal
from tests.simulator.heard import get, good_headers, make_exchange, signed_get


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
