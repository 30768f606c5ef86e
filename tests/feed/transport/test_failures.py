"""What went wrong when connecting, told in one sentence for the socket and the GETs alike."""

from __future__ import annotations

import errno
import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import explain_network, explain_proxy, proxy_status, retry_after_seconds
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.events import BalancesSeed
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.transport.answering import HOST, answering, both
from tests.support.mailbox_reader import FAST
from tests.support.scripted_exchange import LoopbackExchange


@pytest.mark.parametrize("status", [407, 403, 502])
async def test_a_proxy_that_refuses_is_named_for_the_socket_and_the_gets(
    status: int, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    answer = f"HTTP/1.1 {status} canary\r\nContent-Length: 0\r\n\r\n".encode()
    async with answering(answer) as port:
        monkeypatch.setenv("https_proxy", f"http://user:s3cret@127.0.0.1:{port}")
        found = await both(replace(endpoint, ws_url=f"wss://{HOST}/ws", rest_url=f"https://{HOST}/v1"))
    for failed in found:
        assert failed.sentence.startswith(f"the proxy http://127.0.0.1:{port} ")
        assert f"(HTTP {status})" in failed.sentence


@contextmanager
def no_more_files() -> Iterator[None]:
    """So few descriptors that none is left."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_without_a_descriptor_left_it_says_so_for_the_socket_and_the_gets(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    rest = GetClient(endpoint, exchange.rest_url, FAST)
    assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
    await rest.close()
    with no_more_files():
        found = [await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open(), await rest.get(GetKind.BALANCE)]
        await rest.close()
    for failed in found:
        assert isinstance(failed, Failed)
        assert failed.sentence == "this program may open no more files, so 127.0.0.1 cannot be connected to (ulimit -n)"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 01 Jan 2026 00:01:00 GMT", 60.0),
        ("Wed, 31 Dec 2025 23:59:00 GMT", -60.0),
        ("soon", None),
        ("٣", None),
        ("9" * 400, None),
        ("Fri, 31 Dec 99999999999 23:59:59 GMT", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(text: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(text, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EMFILE, "this program may open no more files, so exchange.example cannot be connected to (ulimit -n)"),
        (errno.ENFILE, "this computer can open no more files, so exchange.example cannot be connected to"),
        (errno.ENETUNREACH, "this computer has no route to exchange.example; is it online?"),
        (errno.EHOSTUNREACH, "this computer has no route to exchange.example; is it online?"),
        (errno.ENETDOWN, "the network of this computer is down"),
        (
            errno.EADDRNOTAVAIL,
            f"this computer has no free local port, or no address, to connect to {HOST} from",
        ),
        (
            errno.EACCES,
            f"this computer does not allow connecting to {HOST}: a firewall or a sandbox forbids it",
        ),
        (
            errno.EPERM,
            f"this computer does not allow connecting to {HOST}: a firewall or a sandbox forbids it",
        ),
        (errno.ENOBUFS, "this computer is out of memory for connections"),
        (errno.ENOENT, "this computer cannot connect to exchange.example: no such file or directory"),
        (errno.ENOSPC, "this computer cannot connect to exchange.example: no space left on device"),
        (errno.ECONNREFUSED, "exchange.example: connection refused"),
        (errno.ECONNRESET, "exchange.example: connection reset by peer"),
        (errno.ETIMEDOUT, "exchange.example did not answer in time"),
    ],
)
def test_each_fault_of_the_system_names_whose_it_is(number: int, words: str) -> None:
    assert explain_network(OSError(number, "canary"), HOST) == Failed(Trouble.UNREACHABLE, words)
    joined = OSError(f"Multiple exceptions: [Errno {number}] Connect call failed, [Errno {number}] Connect call failed")
    assert explain_network(joined, HOST) == Failed(Trouble.UNREACHABLE, words)


def test_no_fault_that_the_system_has_a_name_for_blames_the_host_unless_it_can_be_the_hosts() -> None:
    theirs = {errno.ECONNREFUSED, errno.ECONNRESET, errno.ECONNABORTED, errno.EHOSTDOWN, errno.EPIPE, errno.ENOTCONN}
    for number in set(errno.errorcode) - theirs - {errno.ETIMEDOUT}:
        sentence = explain_network(OSError(number, "canary"), HOST).sentence
        assert not sentence.startswith(HOST), sentence
        assert "this computer" in sentence or "this program" in sentence


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (socket.EAI_NONAME, "the name exchange.example is not known here"),
        (socket.EAI_AGAIN, "this computer cannot look up exchange.example: no name server answers; is it online?"),
        (socket.EAI_FAIL, "this computer cannot look up exchange.example: no name server answers; is it online?"),
        (socket.EAI_MEMORY, "this computer is out of memory for looking up exchange.example"),
    ],
)
def test_a_look_up_that_fails_is_told_from_a_name_that_is_not_known(number: int, words: str) -> None:
    assert explain_network(socket.gaierror(number, "canary"), HOST).sentence.startswith(words)


PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ECONNREFUSED, "x"), f"the proxy {PROXY}: connection refused"),
        (OSError(errno.ENETUNREACH, "x"), f"this computer has no route to the proxy {PROXY}; is it online?"),
        (socket.gaierror(socket.EAI_NONAME, "x"), f"the name of the proxy {PROXY} is not known here"),
    ],
)
def test_behind_a_proxy_it_is_the_proxy_that_was_not_reached(error: OSError, words: str) -> None:
    assert explain_network(error, HOST, PROXY).sentence == words


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (407, f"the proxy {PROXY} wants a user and a password (HTTP 407); name them in HTTPS_PROXY"),
        (403, f"the proxy {PROXY} does not lead to {HOST} (HTTP 403)"),
        (None, f"the proxy {PROXY} does not lead to {HOST}"),
    ],
)
def test_what_a_proxy_answers_is_told_of_the_proxy(status: int | None, words: str) -> None:
    assert explain_proxy(status, HOST, PROXY) == Failed(Trouble.UNREACHABLE, words)
    assert proxy_status(f"{status} canary") == status


def test_a_failure_is_told_without_the_text_of_the_exception() -> None:
    told = explain_network(OSError("http://user:s3cret@proxy"), "exchange.example").sentence
    assert told == "exchange.example cannot be reached (OSError)"
    told = explain_network(socket.gaierror(socket.EAI_NONAME, "s3cret"), "exchange.example").sentence
    assert told == "the name exchange.example is not known here"


@pytest.mark.parametrize("others", [(), (errno.ENETUNREACH,), (errno.ECONNREFUSED,)])
def test_several_addresses_that_fail_are_told_as_one(others: tuple[int, ...]) -> None:
    numbers = (*others, errno.ECONNREFUSED)
    joined = ", ".join(f"[Errno {number}] Connect call failed ('s3cret', 443)" for number in numbers)
    told = explain_network(OSError(f"Multiple exceptions: {joined}"), "exchange.example").sentence
    assert told == "exchange.example: connection refused"
