"""The feed without a screen: frames as they come, and the steps of a check."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from roxom_tui.client.protocol_client import Received, stream
from roxom_tui.feed.check import CheckStep, check
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Trouble
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError, UsageError
from roxom_tui.model.events import Ticker
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, Subscribed
from tests.feed import messages
from tests.support.mailbox_reader import FAST, with_rest
from tests.support.scripted_exchange import LoopbackExchange

GOLD = Symbol("GOLD-BTC")
TICKER, DEPTH = Stream(Channel.TICKER, GOLD), Stream(Channel.DEPTH, GOLD)
EVERYTHING = [Stream(channel) if channel.is_account else Stream(channel, GOLD) for channel in Channel]


async def exhausted(frames: AsyncIterator[Received]) -> None:
    """Read until it ends."""
    async for _ in frames:
        pass


async def test_every_frame_comes_with_what_it_says(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    received: list[Received] = []
    async for item in stream(endpoint, [TICKER], timing=FAST):
        received.append(item)
        if len(received) == 2:
            await exchange.send("{broken")
        if len(received) == 3:
            break
    assert isinstance(received[0].decoded[0], Subscribed)
    assert isinstance(received[1].decoded[0], Ticker)
    assert received[1].data == (TICKER,)
    assert isinstance(received[2].decoded[0], FrameRejected)
    assert received[2].frame.payload == "{broken"
    assert exchange.control("subscribe") == [["ticker.GOLD-BTC"]]


@pytest.mark.parametrize(("status", "error"), [(401, CredentialsRefused), (503, ConnectionFailed), (302, UsageError)])
async def test_a_connection_that_does_not_come_about_ends_it_with_the_right_error(
    exchange: LoopbackExchange, endpoint: Endpoint, status: int, error: type[RoxomError]
) -> None:
    exchange.manners.handshake_status = status
    with pytest.raises(error):
        await anext(stream(endpoint, [TICKER], timing=FAST))
    assert len(exchange.asked) == 1


async def test_a_connection_that_ends_is_an_error_and_never_silence(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    frames = stream(endpoint, [TICKER], timing=FAST)
    await anext(frames)
    exchange.cut()
    with pytest.raises(ConnectionFailed, match="cut off"):
        await exhausted(frames)


async def test_a_key_refused_by_message_ends_it_as_refused(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    frames = stream(endpoint, [TICKER], timing=FAST)
    await anext(frames)
    await exchange.send(messages.error("600010"))
    with pytest.raises(CredentialsRefused, match="600010"):
        await exhausted(frames)


async def test_a_peer_that_answers_no_ping_ends_it(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.answers_pings = False
    with pytest.raises(ConnectionFailed, match="no answer to a ping"):
        await exhausted(stream(endpoint, [TICKER], timing=replace(FAST, pong_within=0.05)))


async def steps_of(endpoint: Endpoint, patience: float = 5.0) -> dict[str, CheckStep]:
    return {step.name: step async for step in check(endpoint, EVERYTHING, patience=patience, timing=FAST)}


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
    assert steps["subscribe depth.GOLD-BTC"].said == "refused: 60015 refused"
    assert steps["subscribe account"].ok is None
    assert steps["subscribe ticker.GOLD-BTC"].ok
