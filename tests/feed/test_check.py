"""The steps of a check: what each finds, in what order, and where it ends."""

from __future__ import annotations

from roxom_tui.feed.check import CheckStep, check
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Trouble
from roxom_tui.model.market import Symbol
from roxom_tui.model.values import replace
from tests.support.mailbox_reader import outside, with_rest
from tests.support.scripted_exchange import LoopbackExchange

GOLD = Symbol("GOLD-BTC")
EVERYTHING = [Stream(channel) if channel.is_account else Stream(channel, GOLD) for channel in Channel]


async def steps_of(endpoint: Endpoint, patience: float = 5.0) -> dict[str, CheckStep]:
    return {step.name: step async for step in check(endpoint, EVERYTHING, patience=patience, outside=outside())}


async def test_a_check_walks_the_whole_way(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    steps = await steps_of(with_rest(endpoint, exchange.rest_url))
    failed = [step for step in steps.values() if step.ok is False]
    assert failed == []
    assert list(steps) == [
        "address",
        "name",
        "connect and authenticate",
        "ping",
        *(f"subscribe {stream}" for stream in EVERYTHING),
        *(f"data {channel.value}" for channel in Channel),
        "GET balance",
        "GET positions",
        "GET orders",
    ]
    assert steps["data orders"].ok is None
    for name in ("connect and authenticate", "subscribe depth.GOLD-BTC", "data ticker", "ping", "GET balance"):
        seconds = steps[name].seconds
        assert seconds is not None
        assert 0 < seconds < 5
    assert exchange.handshakes == 1
    assert len(exchange.control("subscribe")) == 1


async def test_a_check_ends_where_nothing_behind_can_work(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.handshake_status = 401
    steps = await steps_of(with_rest(endpoint, exchange.rest_url))
    assert list(steps) == ["address", "name", "connect and authenticate"]
    last = steps["connect and authenticate"]
    assert last.ok is False
    assert last.trouble is Trouble.REFUSED
    assert last.advice
    assert len(exchange.asked) == 1
    steps = await steps_of(replace(endpoint, ws_url="ws://192.0.2.1/ws"))
    assert [(step.name, step.trouble) for step in steps.values()] == [("address", Trouble.NOT_ALLOWED)]


async def test_a_check_says_what_did_not_come(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.acknowledges = exchange.manners.snapshots = exchange.manners.answers_pings = False
    steps = await steps_of(endpoint, patience=0.1)
    assert steps["subscribe depth.GOLD-BTC"].said == "not acknowledged"
    assert steps["data depth"].ok is False
    assert steps["data trade"].ok is None
    assert steps["ping"].ok is False
    assert steps["GET"].ok is None


async def test_a_check_names_the_refused_subscription(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.refuses = {"depth.GOLD-BTC": "60015", "account": "60014"}
    steps = await steps_of(endpoint, patience=1.0)
    assert steps["subscribe depth.GOLD-BTC"].said == "exchange error 60015: refused"
    assert steps["subscribe account"].ok is None
    assert steps["subscribe ticker.GOLD-BTC"].ok
