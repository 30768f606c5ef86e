"""Whose answer it is: what another party answers in the exchange's place is not taken for the exchange's word."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.client.reconnect_delay import Backoff, ReconnectPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.headless_client import as_error
from roxom_tui.feed.transport.http_answer import Answer
from roxom_tui.feed.transport.intermediary import LOOKED_AT, NOBODY, Intermediary, stranger
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.errors import ConnectionFailed
from roxom_tui.model.status import Phase
from roxom_tui.model.values import replace
from roxom_tui.words.log import log_sentence
from tests.feed.transport.answering import answering, both, raw
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST, watching

PAGE: Final = b"<!DOCTYPE html><html><head><title>Attention Required!</title></head><body>Sorry</body></html>"
JSON: Final = b'{"error": 403, "message": "Invalid API key"}'


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("body", "headers", "evidence"),
    [
        (PAGE, "Content-Type: text/html\r\n", "a web page"),
        (PAGE, "", "a web page"),
        (b"\xef\xbb\xbf\r\n" + PAGE, "", "a web page"),
        (PAGE, "CF-RAY: 7d0-AMS\r\nServer: cloudflare\r\n", "a web page of Cloudflare"),
        (b"Access denied", "Content-Type: text/html; charset=utf-8\r\n", "a web page"),
        (
            b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
            "x-amz-cf-id: x\r\n",
            "a web page of CloudFront",
        ),
        (b"", "cf-ray: 7d0\r\n", "headers of Cloudflare"),
        (b"", "Server: cloudflare\r\n", "headers of Cloudflare"),
        (b"", "X-Amz-Cf-Id: abc\r\n", "headers of CloudFront"),
        (b"", "X-Akamai-Request-ID: 1\r\n", "headers of Akamai"),
        (b"", "Via: 1.1 squid\r\n", "headers of a proxy"),
        (b" \r\n", "X-Cache: MISS\r\n", "headers of a cache"),
        (PAGE.decode().encode("utf-16"), "Content-Type: text/plain\r\n", "a web page"),
        (b"\x1b\x2a\x00", "Content-Encoding: br\r\ncf-ray: 1\r\n", "headers of Cloudflare"),
        (b"error code: 1020", "cf-ray: 1\r\nContent-Type: text/plain\r\n", "headers of Cloudflare"),
    ],
)
async def test_a_refusal_by_another_party_is_no_refusal_of_the_key(
    place: Callable[[int], Endpoint], status: int, body: bytes, headers: str, evidence: str
) -> None:
    async with answering(raw(status, body, headers)) as port:
        for failed in await both(place(port)):
            assert failed.trouble is Trouble.INTERCEPTED
            assert failed.sentence == (
                f"a network in between answers for 127.0.0.1 (HTTP {status}, {evidence}); the key was not judged"
            )


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (JSON, ""),
        (JSON, "Content-Type: text/html\r\n"),
        (JSON, "cf-ray: 1\r\nServer: cloudflare\r\nVia: 1.1 x\r\n"),
        (b"\xef\xbb\xbf" + JSON, "X-Cache: MISS\r\n"),
        (gzip.compress(JSON, mtime=0), "Content-Encoding: gzip\r\ncf-ray: 1\r\n"),
        (b"", ""),
        (b"", "Server: nginx\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"),
        (b"Invalid API key", "Content-Type: text/plain\r\n"),
        (b'"Forbidden"', "cf-ray: 1\r\n"),
        (b"Unauthorized\n", "Content-Type: text/plain\r\ncf-ray: 1\r\nServer: cloudflare\r\n"),
        (b"invalid signature", "Via: 1.1 google\r\n"),
        (b"error code: 60019, invalid key", "cf-ray: 1\r\n"),
        (JSON.decode().encode("utf-16"), "Content-Type: application/json\r\ncf-ray: 1\r\n"),
        (JSON.decode().encode("utf-16-be"), "Content-Type: text/html; charset=utf-16be\r\nX-Cache: MISS\r\n"),
    ],
)
async def test_the_exchanges_own_refusal_stops_at_once(
    place: Callable[[int], Endpoint], status: int, body: bytes, headers: str
) -> None:
    async with answering(raw(status, body, headers)) as port:
        assert [failed.trouble for failed in await both(place(port))] == [Trouble.REFUSED] * 2


@pytest.mark.parametrize(
    ("answer", "troubles", "words"),
    [
        (raw(200, PAGE), (Trouble.INTERCEPTED, Trouble.INTERCEPTED), "leads to a web site"),
        (raw(302, PAGE, "Location: http://portal.example/login\r\n"), (Trouble.INTERCEPTED,) * 2, "sign in"),
        (raw(302, b"", "Location: https://new.example/ws\r\n"), (Trouble.REDIRECTED,) * 2, "never followed"),
        (raw(301, PAGE, "Location: https://new.example/ws\r\n"), (Trouble.REDIRECTED,) * 2, "never followed"),
        (raw(511, b""), (Trouble.INTERCEPTED,) * 2, "sign in"),
        (raw(451, PAGE), (Trouble.INTERCEPTED,) * 2, "a web page"),
        (raw(503, PAGE, "Server: cloudflare\r\n"), (Trouble.UNAVAILABLE,) * 2, "HTTP 503, a web page of Cloudflare"),
        (raw(522, PAGE), (Trouble.UNAVAILABLE,) * 2, "HTTP 522, a web page"),
        (raw(503, b""), (Trouble.UNAVAILABLE,) * 2, "perhaps the exchange is unavailable or the address is wrong"),
        (raw(429, PAGE, "Retry-After: 7\r\n"), (Trouble.THROTTLED,) * 2, "too many requests"),
    ],
)
async def test_other_pages_are_told_as_what_they_are(
    place: Callable[[int], Endpoint], answer: bytes, troubles: tuple[Trouble, ...], words: str
) -> None:
    async with answering(answer) as port:
        found = await both(place(port))
    assert tuple(failed.trouble for failed in found) == troubles
    assert all(words in in_words(failed.reason) for failed in found), found


async def test_after_the_pages_of_a_network_the_exchange_is_reached_without_anybody(
    place: Callable[[int], Endpoint],
) -> None:
    timing = replace(FAST, reconnect=replace(FAST.reconnect, intercepted=0.01))
    async with answering(raw(403, PAGE), raw(401, b"", "cf-ray: 1\r\n"), raw(401, JSON)) as port:
        endpoint = replace(place(port), rest_url=None)
        async with watching(endpoint, timing=timing) as (_, screen):
            board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
            log = [log_sentence(line.entry) for line in board.connection.log]
    assert "refuses the key" in in_words(board.connection.reason)
    assert sum("a network in between" in line and "next try in" in line for line in log) == 2


def test_it_is_tried_again_each_minute_and_ends_a_command_as_something_a_retry_may_help() -> None:
    failed = Failed(Trouble.INTERCEPTED, "x", 403)
    backoff = Backoff(ReconnectPolicy(), Random(1))
    assert [backoff.after_failure(failed) for _ in range(5)] == [60.0] * 5
    assert isinstance(as_error(failed), ConnectionFailed)


@given(
    st.integers(100, 599), st.binary(max_size=200), st.dictionaries(st.sampled_from(["via", "server", "x"]), st.text())
)
def test_json_is_always_the_exchanges_and_a_page_never(status: int, noise: bytes, headers: dict[str, str]) -> None:
    assert stranger(Answer(status, headers, JSON)) is NOBODY
    assert stranger(Answer(status, headers, b"<html>" + noise)).is_page
    assert isinstance(stranger(Answer(status, headers, noise)), Intermediary)


@given(
    st.text(max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(["cf-ray", "x-amz-cf-id", "via", "x-cache", "x-akamai-request-id"]),
    st.sampled_from(["", "text/plain", "application/json"]),
)
def test_words_are_the_exchanges_in_any_charset_whatever_network_they_came_through(
    words: str, charset: str, header: str, kind: str
) -> None:
    body = ("k" + words).encode(charset, "replace")
    assert stranger(Answer(401, {header: "x", "content-type": kind}, body)) is NOBODY


def test_a_packed_page_is_looked_at_only_so_far() -> None:
    bomb = zlib.compress(b"<" + b"\0" * 50_000_000, 9)
    assert stranger(Answer(403, {"content-encoding": "deflate"}, bomb)).is_page
    assert len(bomb) < LOOKED_AT


@pytest.fixture
def place(endpoint: Endpoint) -> Callable[[int], Endpoint]:
    """An endpoint at a port of this machine."""

    def at(port: int) -> Endpoint:
        return replace(endpoint, ws_url=f"ws://127.0.0.1:{port}/ws", rest_url=f"http://127.0.0.1:{port}/v1")

    return at
