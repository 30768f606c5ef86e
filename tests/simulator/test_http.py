from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import orjson
import pytest

from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BalancesSeed, BookSnapshot, OrdersSeed, PositionsSeed
from roxom_tui.model.money import Unit
from roxom_tui.protocol.get_requests import GetKind, decode_answer, request
from roxom_tui.simulator.exchange import Exchange
from roxom_tui.simulator.http import HttpAnswer, HttpRequest
from roxom_tui.simulator.scenarios import DEFAULT, SCENARIOS, HttpRefusal
from tests.support.exchange_truth import Truth

from .support import GOLD, Message, good_headers, make_exchange, signed_get


def get(exchange: Exchange, target: str, method: str = "GET") -> HttpAnswer:
    answer = exchange.http(HttpRequest(method, target, signed_get(target)))
    assert answer is not None
    return answer


def data(exchange: Exchange, target: str) -> Message:
    answer = get(exchange, target)
    document = orjson.loads(answer.body)
    assert (answer.status, document["error"]) == (200, False), document
    found: Message = document["data"]
    return found


def lived_in(**switches: bool) -> Exchange:
    exchange = make_exchange(replace(DEFAULT, **switches))  # type: ignore[arg-type]
    exchange.advance(exchange.world.now + 60 * SECOND)
    return exchange


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


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("unit", list(Unit))
def test_what_the_gets_say_reads_back_as_the_truth(old: bool, unit: Unit) -> None:
    exchange = lived_in(old_rest=old)
    truth, prefix = Truth(exchange.world), exchange.rest_prefix
    for kind in GetKind:
        symbol = GOLD if kind in (GetKind.POSITIONS, GetKind.ORDER_BOOK) else None
        asked = request(kind, prefix, symbol, unit)
        answer = get(exchange, asked.target)
        match decode_answer(asked, answer.body, answer.status):
            case BalancesSeed((balance,)):
                true = truth.balance()
                assert (balance.total, balance.available) == (true.total, true.available)
                assert balance.in_orders == (None if old else true.in_orders)
            case PositionsSeed(positions=(position,)):
                held = truth.position(GOLD)
                assert held is not None
                assert position.position_id == held.position_id
                assert (position.side, position.size, position.entry_price) == (held.side, held.size, held.entry_price)
                assert position.liquidation_price == held.liquidation_price
            case OrdersSeed(orders):
                assert [(o.order_id, o.side, o.limit_price, o.size) for o in orders] == [
                    (o.order_id, o.side, o.limit_price, o.size) for o in truth.orders()
                ]
            case BookSnapshot(bids=bids, asks=asks):
                book = truth.book(GOLD)
                assert (bids, asks) == (book.bids[:20], book.asks[:20])
            case other:
                pytest.fail(f"not read: {other}")


def test_the_newer_balance_has_the_documented_fields() -> None:
    found = data(lived_in(), "/v1/accounts/balance?unit=btc")
    [balance] = found["balances"]
    assert balance.keys() == {"asset", "assetClass", "available", "current", "lockedInOrders"}


def test_sats_are_whole_numbers_and_the_default_of_the_balance() -> None:
    exchange = lived_in()
    [default] = data(exchange, "/v1/accounts/balance")["balances"]
    [in_btc] = data(exchange, "/v1/accounts/balance?unit=btc")["balances"]
    assert int(default["current"]) == Decimal(in_btc["current"]).scaleb(8)


def test_closed_orders_are_listed_only_when_asked_for_and_found_by_id() -> None:
    exchange = lived_in()
    exchange.advance(exchange.world.now + 120 * SECOND)
    live = data(exchange, "/v1/orders?instType=perpetual")["orders"]
    every = data(exchange, "/v1/orders?instType=perpetual&includeClosed=true")["orders"]
    assert len(every) > len(live)
    gone = every[-1]
    assert data(exchange, f"/v1/orders/{gone['id']}?unit=btc")["order"] == gone


def test_the_book_has_the_levels_asked_for_and_the_value_of_each_side() -> None:
    book = data(lived_in(), "/v1/orderbook/snapshot?symbol=GOLD-BTC&instType=perpetual&levels=5&unit=btc")
    assert (len(book["buys"]), len(book["sells"])) == (5, 5)
    assert Decimal(book["buySellVersus"]["buy"]) == sum(Decimal(level["total"]) for level in book["buys"])
