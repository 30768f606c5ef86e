"""Which addresses may be spoken to, and through which proxy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roxom_tui.feed.check import check
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.headless_client import as_error
from roxom_tui.feed.transport.address import (
    SOCKS,
    UNREADABLE,
    Address,
    AddressRefused,
    check_address,
    is_loopback,
    shown_host,
)
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.transport.answering import HOST, answering, both
from tests.support.mailbox_reader import FAST

WS = ("ws", "wss")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.0.9", "::1", "localhost", "LOCALHOST"])
def test_this_machine_is_known_by_number_and_name(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["128.0.0.1", "::2", "::ffff:127.0.0.1", "localhost.com", "0.0.0.0", "", "127.1"])
def test_what_only_resembles_this_machine_is_not(host: str) -> None:
    assert not is_loopback(host)


def test_the_proxy_of_the_environment_is_used_and_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://someone:s3cret@proxy.example:3128")
    monkeypatch.delenv("no_proxy", raising=False)
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy == "http://someone:s3cret@proxy.example:3128"
    assert address.shown_proxy == "http://proxy.example:3128"
    monkeypatch.setenv("no_proxy", "exchange.example")
    address = check_address("wss://exchange.example/ws", WS)
    assert isinstance(address, Address)
    assert address.proxy is None


def test_a_refused_address_is_told_in_a_sentence() -> None:
    refused = check_address("ws://exchange.example/ws", WS)
    assert refused == AddressRefused("ws:// is allowed to this machine only; exchange.example needs wss://")


def test_the_shown_host_holds_nothing_but_host_and_port() -> None:
    assert shown_host("wss://user:s3cret@exchange.example:444/ws?x=1") == "exchange.example:444"
    assert shown_host("wss://[") == ""


WSS = "wss://exchange.example/ws"


HTTPS = "https://exchange.example/v1"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("wss", "https", "http", "socks", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_PROXY".upper(), raising=False)


def judged(url: str = WSS) -> Address | AddressRefused:
    return check_address(url, ("ws", "wss") if url == WSS else ("http", "https"))


@pytest.mark.parametrize(
    "proxy",
    [
        "http://alice:se#cret@proxy.example:3128",
        "http://alice:31#28@proxy.example",
        "http://alice:31/28@proxy.example:3128",
        "http://alice:31?28@proxy.example",
        "http://alice:s3cret@proxy.example:99999",
        "http://alice:s3cret@proxy.example:0",
        "http://alice:s3cret@[::1",
        "http://alice:s3cret@[::1]x:3128",
        "http://alice:s3cret@proxy..example",
        "http://alice:s3 cret@proxy.example",
        "http://",
        "ftp://alice:s3cret@proxy.example",
        "alice:s3cret@proxy.example:3128",
        "proxy.example:3128",
    ],
)
def test_a_proxy_that_cannot_be_read_is_refused_and_repeated_nowhere(
    proxy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    assert judged() == judged(HTTPS) == AddressRefused(UNREADABLE)


@pytest.mark.parametrize("name", ["https_proxy", "all_proxy", "socks_proxy"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
def test_a_socks_proxy_is_said_to_be_one_in_words(name: str, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, f"{scheme}://alice:s3cret@127.0.0.1:1080")
    assert judged() == judged(HTTPS) == AddressRefused(SOCKS)


def test_a_proxy_that_can_be_used_goes_before_a_socks_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("socks_proxy", "http://127.0.0.1:1080")
    assert judged() == AddressRefused(SOCKS), "as a desktop's settings tell it"
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    address = judged()
    assert isinstance(address, Address)
    assert address.shown_proxy == "http://proxy.example:3128"


@pytest.mark.parametrize("proxy", ["http://[::1]:3128", "https://proxy.example/", "http://a:p%23q@proxy.example:1"])
def test_a_proxy_that_can_be_read_is_used_as_it_is(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", proxy)
    address = judged()
    assert isinstance(address, Address)
    assert address.proxy == proxy


async def test_a_name_that_no_look_up_takes_is_a_name_that_is_not_known(credentials: Credentials) -> None:
    # Two signs that the look-up of names takes for dots.
    odd = "a\u2024\u2024b.example"
    ws_url, rest_url = f"wss://{odd}/ws", f"https://{odd}/v1"
    endpoint = Endpoint("p", Environment.SANDBOX, ws_url, rest_url, credentials, (Symbol("GOLD-BTC"),))
    expected = Failed(Trouble.UNREACHABLE, f"the name {odd} is not known here")
    assert await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open() == expected
    *_, last = [step async for step in check(endpoint, ())]
    assert (last.name, last.said, last.trouble) == ("name", expected.sentence, Trouble.UNREACHABLE)
    client = GetClient(endpoint, rest_url, FAST)
    failed = await client.get(GetKind.BALANCE)
    await client.close()
    assert isinstance(failed, Failed)
    assert failed.trouble is Trouble.UNREACHABLE


async def test_without_a_proxy_that_can_be_used_nobody_is_spoken_to_and_the_person_can_mend_it(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://alice:se#cret@proxy.example:3128")
    endpoint = Endpoint("p", Environment.SANDBOX, WSS, HTTPS, credentials, (Symbol("GOLD-BTC"),))
    expected = Failed(Trouble.NOT_ALLOWED, UNREADABLE)
    assert await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open() == expected
    assert await GetClient(endpoint, HTTPS, FAST).get(GetKind.BALANCE) == expected
    (step,) = [step async for step in check(endpoint, ())]
    assert (step.said, step.trouble) == (UNREADABLE, Trouble.NOT_ALLOWED)
    assert "the proxy's in the environment" in step.advice
    assert isinstance(as_error(expected), UsageError)


@pytest.mark.parametrize("proxy", ["https://127.0.0.1:{port}"])
async def test_the_way_to_a_proxy_of_tls_logs_no_keys_either(
    proxy: str, endpoint: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    log = tmp_path / "keys.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(log))
    async with answering(b"no TLS at all") as port:
        monkeypatch.setenv("https_proxy", proxy.format(port=port))
        found = await both(replace(endpoint, ws_url=f"wss://{HOST}/ws", rest_url=f"https://{HOST}/v1"))
    assert all(isinstance(failed, Failed) for failed in found)
    assert os.listdir(tmp_path) == []
