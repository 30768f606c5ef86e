"""The feed without a screen: frames as they come, and the error it ends with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from roxom_tui.client.protocol_client import Received
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.headless_client import stream
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.errors import ConnectionFailed, CredentialsRefused, RoxomError, UsageError
from roxom_tui.model.events import Ticker
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import FrameRejected, Subscribed
from roxom_tui.model.values import replace
from tests.support import messages
from tests.support.mailbox_reader import FAST, outside
from tests.support.scripted_exchange import LoopbackExchange

GOLD = Symbol("GOLD-BTC")
TICKER = Stream(Channel.TICKER, GOLD)


async def exhausted(frames: AsyncIterator[Received]) -> None:
    """Read until it ends."""
    async for _ in frames:
        pass


async def test_every_frame_comes_with_what_it_says(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    received: list[Received] = []
    async for item in stream(endpoint, [TICKER], outside()):
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
        await anext(stream(endpoint, [TICKER], outside()))
    assert len(exchange.asked) == 1


async def test_a_connection_that_ends_is_an_error_and_never_silence(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    frames = stream(endpoint, [TICKER], outside())
    await anext(frames)
    exchange.cut()
    with pytest.raises(ConnectionFailed, match="connection lost"):
        await exhausted(frames)


async def test_a_key_refused_by_message_ends_it_as_refused(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    frames = stream(endpoint, [TICKER], outside())
    await anext(frames)
    await exchange.send(messages.error("600010"))
    with pytest.raises(CredentialsRefused, match="600010"):
        await exhausted(frames)


async def test_a_peer_that_answers_no_ping_ends_it(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.answers_pings = False
    with pytest.raises(ConnectionFailed, match="no answer to a ping"):
        await exhausted(stream(endpoint, [TICKER], outside(replace(FAST, pong_within=0.05))))
