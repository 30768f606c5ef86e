"""TLS with real servers on the loopback: each fault in one sentence, for the socket and for the GETs alike, and the
key reaches none of them (client 2.4)."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import ssl
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.failures import explain_network
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.tls import client_context
from roxom_tui.feed.transport.websocket import WebSocketTransport
from roxom_tui.model.connection import Failed, Opened, Trouble
from roxom_tui.model.credentials import Credentials
from roxom_tui.model.events import BalancesSeed
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.certificates import Authority, server_context, show, write_pem
from tests.feed.transport.answering import HOST
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST, watching
from tests.support.scripted_exchange import LoopbackExchange

NOT_TRUSTED = "the certificate of 127.0.0.1 is not trusted: "


NAME_IT = "if it can be trusted, name it in SSL_CERT_FILE"


@pytest.fixture(scope="module")
def authority(private_key: rsa.RSAPrivateKey) -> Authority:
    return Authority("authority", private_key)


@pytest.fixture(scope="module")
def stranger(private_key: rsa.RSAPrivateKey) -> Authority:
    """An authority that nobody knows."""
    return Authority("stranger", private_key)


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This computer trusts the authority alone."""
    file = write_pem(tmp_path / "authorities.pem", authority.certificate())
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    return file


@pytest.fixture
def place(credentials: Credentials) -> Callable[[int], Endpoint]:
    """An endpoint at a port of this machine, with TLS."""

    def at(port: int) -> Endpoint:
        ws_url, rest_url = f"wss://127.0.0.1:{port}/ws", f"https://127.0.0.1:{port}/v1"
        return Endpoint("p", Environment.SANDBOX, ws_url, rest_url, credentials, (Symbol("GOLD-BTC"),))

    return at


async def failures(endpoint: Endpoint) -> list[Failed]:
    """How the socket fails, and how a GET does."""
    assert endpoint.rest_url is not None
    rest = GetClient(endpoint, endpoint.rest_url, FAST)
    try:
        found = [await WebSocketTransport(endpoint, 1, SystemClock(), FAST).open(), await rest.get(GetKind.BALANCE)]
    finally:
        await rest.close()
    assert all(isinstance(failed, Failed) for failed in found), found
    return [failed for failed in found if isinstance(failed, Failed)]


Issue = Callable[[Authority, Authority], tuple[x509.Certificate, ...]]


FAULTY: dict[str, tuple[Issue, str]] = {
    "expired": (
        lambda authority, _: (authority.issue(days=(-10, -1)),),
        "it has expired, or this computer's clock is wrong; check the clock, else wait until the exchange renews it",
    ),
    "not yet valid": (
        lambda authority, _: (authority.issue(days=(1, 10)),),
        "it is not valid yet, or this computer's clock is wrong; check the clock",
    ),
    "another address": (
        lambda authority, _: (authority.issue(hosts=("127.0.0.2", "localhost")),),
        "it was issued for another address; check the address in the profile",
    ),
    "signed by itself": (
        lambda _, stranger: (stranger.certificate(),),
        f"it is signed by itself; {NAME_IT}",
    ),
    "unknown authority, shown": (
        lambda _, stranger: (stranger.issue(), stranger.certificate()),
        f"its chain ends in an authority this computer does not know; {NAME_IT}",
    ),
    "unknown authority, not shown": (
        lambda _, stranger: (stranger.issue(),),
        f"its issuer is not among those this computer trusts; {NAME_IT}",
    ),
}


@pytest.mark.parametrize("fault", FAULTY)
async def test_a_certificate_with_a_fault_is_told_by_it_and_the_key_stays_here(
    fault: str,
    place: Callable[[int], Endpoint],
    tmp_path: Path,
    private_key: rsa.RSAPrivateKey,
    authority: Authority,
    stranger: Authority,
) -> None:
    issue, why = FAULTY[fault]
    server = server_context(tmp_path, private_key, *issue(authority, stranger))
    async with LoopbackExchange(private_key.public_key(), server) as secure:
        assert await failures(place(secure.port)) == [Failed(Trouble.CERTIFICATE, NOT_TRUSTED + why)] * 2
        assert secure.asked == []


async def test_a_certificate_for_another_name_is_told_as_such(
    credentials: Credentials, tmp_path: Path, private_key: rsa.RSAPrivateKey, authority: Authority
) -> None:
    server = server_context(tmp_path, private_key, authority.issue(hosts=("ws.example.com",)))
    async with LoopbackExchange(private_key.public_key(), server) as secure:
        ws_url, rest_url = secure.ws_url.replace("127.0.0.1", "localhost"), f"https://localhost:{secure.port}/v1"
        endpoint = Endpoint("p", Environment.SANDBOX, ws_url, rest_url, credentials, (Symbol("GOLD-BTC"),))
        sentence = (
            "the certificate of localhost is not trusted: it was issued for another host;"
            " check the address in the profile"
        )
        assert await failures(endpoint) == [Failed(Trouble.CERTIFICATE, sentence)] * 2
        assert secure.asked == []


def authorities_that_are_none(what: str) -> None:
    if what == "folder":
        Path("ca.pem").mkdir()
    elif what != "missing":
        Path("ca.pem").write_text("" if what == "empty" else "no certificate\n")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("missing", "SSL_CERT_FILE names {path}, which cannot be read, so nobody is trusted; fix or unset it"),
        ("folder", "SSL_CERT_FILE names {path}, which cannot be read, so nobody is trusted; fix or unset it"),
        ("empty", "SSL_CERT_FILE names {path}, which holds no certificate, so nobody is trusted; fix or unset it"),
        ("text", "SSL_CERT_FILE names {path}, which holds no certificate, so nobody is trusted; fix or unset it"),
    ],
)
async def test_a_file_of_authorities_that_is_none_is_told_instead_of_the_certificate(
    what: str,
    why: str,
    place: Callable[[int], Endpoint],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    private_key: rsa.RSAPrivateKey,
    authority: Authority,
) -> None:
    # Short, for of what comes from outside only so much is shown.
    monkeypatch.chdir(tmp_path)
    authorities_that_are_none(what)
    monkeypatch.setenv("SSL_CERT_FILE", "ca.pem")
    server = server_context(tmp_path, private_key, authority.issue())
    async with LoopbackExchange(private_key.public_key(), server) as secure:
        expected = Failed(Trouble.CERTIFICATE, NOT_TRUSTED + why.format(path="ca.pem"))
        assert await failures(place(secure.port)) == [expected] * 2
        assert secure.asked == []


def too_old(context: ssl.SSLContext) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")


def of_other_ciphers(context: ssl.SSLContext) -> None:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (too_old, "127.0.0.1 speaks no TLS of 1.2 or newer, and older ones are not safe; ask the exchange"),
        (of_other_ciphers, "no TLS with 127.0.0.1: sslv3 alert handshake failure"),
    ],
)
async def test_a_server_of_another_tls_is_told_as_such(
    change: Callable[[ssl.SSLContext], None],
    sentence: str,
    place: Callable[[int], Endpoint],
    tmp_path: Path,
    private_key: rsa.RSAPrivateKey,
    authority: Authority,
) -> None:
    context = server_context(tmp_path, private_key, authority.issue())
    change(context)
    with shaking_hands(context) as port:
        assert await failures(place(port)) == [Failed(Trouble.UNREACHABLE, sentence)] * 2


@contextmanager
def shaking_hands(context: ssl.SSLContext) -> Iterator[int]:
    """A port where two are shaken hands with. On a thread, for asyncio's servers leave without telling why."""

    def serve() -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            connection.settimeout(5)
            with connection, suppress(ssl.SSLError), context.wrap_socket(connection, server_side=True):
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            thread.join()


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[int]:
    """A port where somebody answers anything with that, and leaves."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        await reader.read(1)
        writer.write(answer)
        writer.close()

    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for writer in writers:
            with suppress(OSError):
                await writer.wait_closed()


NO_TLS = "127.0.0.1 does not speak TLS at this port; check the port of the address in the profile"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.0\r\n", b"\0" * 40])
async def test_a_port_without_tls_is_told_as_such(place: Callable[[int], Endpoint], answer: bytes) -> None:
    async with answering(answer) as port:
        assert await failures(place(port)) == [Failed(Trouble.UNREACHABLE, NO_TLS)] * 2


async def test_an_exchange_that_speaks_plain_http_is_told_as_such(
    place: Callable[[int], Endpoint], exchange: LoopbackExchange
) -> None:
    assert await failures(place(exchange.port)) == [Failed(Trouble.UNREACHABLE, NO_TLS)] * 2
    assert exchange.asked == []


async def test_a_server_that_leaves_during_the_handshake_is_told_as_such(place: Callable[[int], Endpoint]) -> None:
    async with answering(b"") as port:
        expected = Failed(Trouble.UNREACHABLE, "127.0.0.1 closed the connection without an answer")
        assert await failures(place(port)) == [expected] * 2


async def test_with_a_certificate_that_verifies_both_get_through(
    place: Callable[[int], Endpoint], tmp_path: Path, private_key: rsa.RSAPrivateKey, authority: Authority
) -> None:
    server = server_context(tmp_path, private_key, authority.issue())
    async with LoopbackExchange(private_key.public_key(), server) as secure:
        endpoint = place(secure.port)
        source = WebSocketTransport(endpoint, 1, SystemClock(), FAST)
        assert isinstance(await source.open(), Opened)
        await source.close()
        rest = GetClient(endpoint, secure.rest_url, FAST)
        assert isinstance(await rest.get(GetKind.BALANCE), BalancesSeed)
        await rest.close()
        assert [asked.signed for asked in secure.asked] == [True, True]


async def test_once_the_certificate_is_right_the_picture_is_live_without_a_restart(
    place: Callable[[int], Endpoint], tmp_path: Path, private_key: rsa.RSAPrivateKey, authority: Authority
) -> None:
    server = server_context(tmp_path, private_key, authority.issue(days=(-10, -1)))
    async with (
        LoopbackExchange(private_key.public_key(), server) as secure,
        watching(replace(place(secure.port), rest_url=None)) as (_, screen),
    ):
        board = await screen.until(lambda board: "it has expired" in in_words(board.connection.reason))
        assert board.connection.phase is Phase.WAITING
        show(server, tmp_path, private_key, authority.issue())
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)


@pytest.mark.parametrize(
    ("code", "why"),
    [(23, "it was revoked; do not connect until the exchange says why"), (999, "it does not verify")],
)
def test_what_a_loopback_cannot_show_is_told_by_its_number(code: int, why: str) -> None:
    error: Any = ssl.SSLCertVerificationError(errno.EPERM, "canary")
    error.verify_code = code
    assert explain_network(error, "h.example") == Failed(
        Trouble.CERTIFICATE, f"the certificate of h.example is not trusted: {why}"
    )


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
