"""A fault of this computer or of its environment is told as that, never as the host's; and no key is ever logged."""

from __future__ import annotations

import errno
import os
import resource
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.network_failures import explain_network, explain_proxy, proxy_status
from roxom_tui.feed.transport.tls import client_context
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed, Opened, Trouble
from roxom_tui.model.events import BalancesSeed
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.certificates import Authority, server_context, write_pem
from tests.feed.transport.test_intermediary import answering, both
from tests.support.mailbox_reader import FAST
from tests.support.scripted_exchange import LoopbackExchange

HOST = "exchange.example"


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


@pytest.mark.parametrize("place", ["keys.log", "nowhere/keys.log", "."])
async def test_a_log_of_keys_is_neither_written_nor_tripped_over(
    place: str,
    endpoint: Endpoint,
    tmp_path: Path,
    private_key: rsa.RSAPrivateKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    authority = Authority("authority", private_key)
    monkeypatch.setenv("SSL_CERT_FILE", str(write_pem(tmp_path / "ca.pem", authority.certificate())))
    server = server_context(tmp_path, private_key, authority.issue())
    before = sorted(os.listdir(tmp_path))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / place))
    async with LoopbackExchange(private_key.public_key(), server) as secure:
        source = WebSocketTransport(replace(endpoint, ws_url=secure.ws_url), 1, SystemClock(), FAST)
        assert await source.open() == Opened("")
        await source.close()
        rest = GetClient(replace(endpoint, ws_url=secure.ws_url), secure.rest_url, FAST)
        assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
        await rest.close()
    assert sorted(os.listdir(tmp_path)) == before
    assert os.environ["SSLKEYLOGFILE"] == str(tmp_path / place), "nobody else's setting is changed"


def test_our_context_is_the_systems_but_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSLKEYLOGFILE", raising=False)
    usual, ours = ssl.create_default_context(), client_context()
    for name in ("verify_mode", "verify_flags", "check_hostname", "minimum_version", "maximum_version", "options"):
        assert getattr(ours, name) == getattr(usual, name)
    assert ours.cert_store_stats() == usual.cert_store_stats()
    assert ours.keylog_filename is None


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


def untrusted(code: int = 20) -> Any:
    error: Any = ssl.SSLCertVerificationError(errno.EPERM, "canary")
    error.verify_code = code
    return error


@pytest.mark.parametrize("kind", ["missing", "empty", "file"])
def test_a_computer_without_authorities_is_told_so(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Short, for of what comes from outside only so much is shown.
    monkeypatch.chdir(tmp_path)
    folder = Path("certs")
    if kind == "empty":
        folder.mkdir()
    elif kind == "file":
        folder.write_text("")
    paths: Any = (None, str(folder) if kind == "empty" else None, "", "", "", "")
    lost = ssl.DefaultVerifyPaths(*paths)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: lost)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda *_: None)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    assert "this computer has no certificate authorities" in explain_network(untrusted(), HOST).sentence
    monkeypatch.setenv("SSL_CERT_DIR", str(folder))
    assert f"SSL_CERT_DIR names {folder}, where no certificate is" in explain_network(untrusted(), HOST).sentence


def test_with_authorities_it_is_the_certificate_that_is_told() -> None:
    if not client_context().cert_store_stats()["x509_ca"]:
        pytest.skip("this computer has none")
    assert "its issuer is not among those" in explain_network(untrusted(), HOST).sentence
