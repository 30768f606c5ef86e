"""The socket itself: who is spoken to, with what headers, and what never leaves (client 2.3, 7)."""

from __future__ import annotations

import asyncio
import logging
import socket

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.websocket import MAX_MESSAGE, WebSocketTransport
from roxom_tui.model.connection import Closed, Failed, Opened, Trouble
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.limits import MAX_BYTES
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST
from tests.support.scripted_exchange import KEY_ID, LoopbackExchange


def source_for(endpoint: Endpoint) -> WebSocketTransport:
    return WebSocketTransport(endpoint, 7, SystemClock(), FAST)


async def opened(endpoint: Endpoint) -> WebSocketTransport:
    source = source_for(endpoint)
    assert isinstance(await source.open(), Opened)
    return source


async def refused(endpoint: Endpoint) -> Failed:
    failed = await source_for(endpoint).open()
    assert isinstance(failed, Failed)
    return failed


async def test_the_handshake_is_signed_and_says_who_we_are(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    source = await opened(endpoint)
    (asked,) = exchange.asked
    assert asked.signed
    assert asked.method == "GET"
    assert asked.target == "/ws"
    assert asked.headers["User-Agent"].startswith("roxom-tui/")
    assert "Sec-WebSocket-Extensions" not in asked.headers
    assert sum(name.lower().startswith("x-") for name in asked.headers) == 2
    await source.close()
    await exchange.until(lambda: exchange.closes == [1000])


async def test_frames_are_stamped_and_text_and_binary_are_told_apart(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    source = await opened(endpoint)
    await exchange.send("text")
    await exchange.send(b"binary")
    text, binary = await source.receive(), await source.receive()
    assert isinstance(text, Frame)
    assert isinstance(binary, Frame)
    assert (text.payload, binary.payload, text.connection) == ("text", b"binary", 7)
    assert 0 < text.received_at <= binary.received_at
    await source.close()


async def test_a_message_between_our_limit_and_the_librarys_costs_no_connection(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    source = await opened(endpoint)
    await exchange.send("x" * (MAX_BYTES + 1))
    frame = await source.receive()
    assert isinstance(frame, Frame)
    assert len(frame.payload) == MAX_BYTES + 1
    await exchange.send("x" * (MAX_MESSAGE + 1))
    closed = await source.receive()
    assert isinstance(closed, Closed)
    assert in_words(closed.reason) == "a frame was not acceptable (MESSAGE_TOO_BIG)"


async def test_a_close_is_a_value_with_its_code_and_a_gated_reason(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    source = await opened(endpoint)
    closing = asyncio.create_task(exchange.sockets[0].close(code=1013, message=b"later\x1b[2J"))
    closed = await source.receive()
    assert closed == Closed(1013, "later�[2J")
    assert in_words(closed.reason) == "the exchange closed the connection (1013 later�[2J)"
    await closing
    assert await source.send("too late") is False
    assert await source.ping() is None


async def test_a_cut_is_a_value_without_a_code(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    source = await opened(endpoint)
    exchange.cut()
    assert await source.receive() == Closed(None, "")


async def test_a_redirect_is_never_followed_not_even_to_ourselves(
    exchange: LoopbackExchange, endpoint: Endpoint, private_key: rsa.RSAPrivateKey
) -> None:
    async with LoopbackExchange(private_key.public_key()) as elsewhere:
        for status in (301, 302, 303, 307, 308):
            for target in (elsewhere.ws_url, exchange.ws_url, "/ws"):
                exchange.manners.handshake_status = status
                exchange.manners.handshake_headers = {"Location": target}
                failed = await refused(endpoint)
                assert failed.trouble is Trouble.REDIRECTED
                assert failed.status == status
                assert "never followed" in failed.sentence
        assert elsewhere.asked == []
        assert len(exchange.asked) == 15


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (401, Trouble.REFUSED),
        (403, Trouble.REFUSED),
        (429, Trouble.THROTTLED),
        (408, Trouble.UNAVAILABLE),
        (500, Trouble.UNAVAILABLE),
        (404, Trouble.UNAVAILABLE),
        (200, Trouble.UNAVAILABLE),
    ],
)
async def test_a_status_is_told_by_what_can_be_done_about_it(
    exchange: LoopbackExchange, endpoint: Endpoint, status: int, trouble: Trouble
) -> None:
    exchange.manners.handshake_status = status
    exchange.manners.handshake_headers = {"Retry-After": "7"}
    failed = await refused(endpoint)
    assert (failed.trouble, failed.status) == (trouble, status)
    assert failed.retry_after == (7.0 if status == 429 else None)
    assert len(exchange.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "ws://192.0.2.1/ws",
        "ws://example.com/ws",
        "ws://127.0.0.1.example.com/ws",
        "ws://localhost.example.com/ws",
        "ws://127.0.0.1@192.0.2.1/ws",
        "ws://[2001:db8::1]/ws",
        "ws://127.1/ws",
        "http://127.0.0.1/ws",
        "wss:///ws",
        "wss://user:s3cret@example.com/ws",
        "wss://example.com:99999/ws",
    ],
)
async def test_an_address_that_would_give_the_key_away_is_refused_before_any_socket(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("a socket was made")

    endpoint = Endpoint("p", Environment.SANDBOX, url, None, credentials, (Symbol("GOLD-BTC"),))
    source = source_for(endpoint)
    with monkeypatch.context() as patched:
        patched.setattr(socket, "socket", no_socket)
        patched.setattr(asyncio.get_running_loop(), "getaddrinfo", no_socket)
        failed = await source.open()
    assert isinstance(failed, Failed)
    assert failed.trouble is Trouble.NOT_ALLOWED
    assert "s3cret" not in failed.sentence


async def test_the_environments_proxy_is_not_used_for_loopback(
    exchange: LoopbackExchange, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "ws_proxy", "socks_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    source = source_for(endpoint)
    assert await source.open() == Opened("")
    await source.close()


async def test_where_nothing_listens_it_says_so(endpoint: Endpoint) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        failed = await refused(replace(endpoint, ws_url=f"ws://127.0.0.1:{port}/ws"))
    assert failed == Failed(Trouble.UNREACHABLE, "127.0.0.1: connection refused")


async def test_a_peer_that_never_answers_the_handshake_is_given_up(endpoint: Endpoint) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"ws://127.0.0.1:{mute.getsockname()[1]}/ws"
        source = WebSocketTransport(replace(endpoint, ws_url=url), 1, SystemClock(), replace(FAST, open_timeout=0.05))
        failed = await source.open()
    assert failed == Failed(Trouble.UNREACHABLE, "127.0.0.1 did not answer in time")


async def test_a_peer_that_speaks_something_else_is_told_so(endpoint: Endpoint) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9.0\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        failed = await refused(replace(endpoint, ws_url=f"ws://127.0.0.1:{port}/ws"))
    assert failed.trouble is Trouble.UNAVAILABLE
    assert "not as a WebSocket" in failed.sentence


async def test_neither_key_nor_signature_reaches_a_log_or_a_sentence_whatever_the_levels(
    exchange: LoopbackExchange, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("websockets", "websockets.client", "roxom_tui.feed.wire", "asyncio", "roxom_tui"):
        caplog.set_level(logging.DEBUG, logger=name)
    asyncio.get_running_loop().set_debug(True)
    sentences = []
    for status in (101, 401, 302, 500):
        exchange.manners.handshake_status = status
        exchange.manners.handshake_headers = {"Location": "/elsewhere"}
        source = source_for(endpoint)
        result = await source.open()
        if isinstance(result, Failed):
            sentences.append(repr(result))
        else:
            exchange.cut()
            sentences.append(repr(await source.receive()))
    signature = exchange.asked[0].headers["X-API-Signature"]
    written = "\n".join([*sentences, *(record.getMessage() + (record.exc_text or "") for record in caplog.records)])
    assert len(signature) == 344
    for secret in (KEY_ID, signature, signature[:40], KEY_ID[:20]):
        assert secret not in written
