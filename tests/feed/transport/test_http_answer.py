"""A right answer is read in whatever it is wrapped; what cannot be unwrapped is told as such, and none eats memory."""

from __future__ import annotations

import asyncio
import codecs
import gzip
import tracemalloc
import zlib
from typing import Final

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.http_answer import Answer, as_utf8
from roxom_tui.feed.transport.http_client import LARGEST_ANSWER
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.events import BalancesSeed
from roxom_tui.model.values import replace
from roxom_tui.protocol.get_requests import GetKind
from tests.feed.transport.answering import answering, raw
from tests.support.mailbox_reader import FAST

TEXT: Final = '{"data": {"balances": [{"asset": "BTC", "current": "0.80", "note": "é"}]}, "error": false}'
BODY: Final = TEXT.encode()


def raw_deflate(data: bytes) -> bytes:
    """Deflate without its frame, as some servers send it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


async def asked(endpoint: Endpoint, body: bytes, headers: str) -> object:
    async with answering(raw(200, body, headers)) as port:
        rest = GetClient(endpoint, f"http://127.0.0.1:{port}/v1", replace(FAST, rest_timeout=20.0))
        try:
            return await rest.get(GetKind.BALANCE)
        finally:
            await rest.close()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(BODY, mtime=0), "Content-Encoding: gzip\r\n"),
        (gzip.compress(codecs.BOM_UTF8 + BODY, mtime=0), "Content-Encoding: GZIP\r\n"),
        (zlib.compress(BODY), "Content-Encoding: deflate\r\n"),
        (raw_deflate(BODY), "Content-Encoding: deflate\r\n"),
        (gzip.compress(zlib.compress(BODY), mtime=0), "Content-Encoding: deflate, gzip\r\n"),
        (BODY, "Content-Encoding: identity\r\n"),
        (codecs.BOM_UTF8 + BODY, ""),
        (codecs.BOM_UTF8 + BODY, "Content-Type: application/json; charset=utf-8\r\n"),
        (TEXT.encode("iso-8859-1"), "Content-Type: application/json; charset=ISO-8859-1\r\n"),
        (BODY, "Content-Type: application/json; charset=latin-1\r\n"),
        (TEXT.encode("cp1252"), 'Content-Type: application/json;charset="windows-1252"\r\n'),
        (TEXT.encode("utf-16"), "Content-Type: application/json\r\n"),
        (TEXT.encode("utf-16-be"), "Content-Type: application/json; charset=utf-16be\r\n"),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), ""),
        (b"\r\n " + BODY + b"\n", "Content-Type: text/html\r\n"),
    ],
)
async def test_a_right_answer_is_read_in_whatever_it_is_wrapped(endpoint: Endpoint, body: bytes, headers: str) -> None:
    answer = await asked(endpoint, body, headers)
    assert isinstance(answer, BalancesSeed), answer
    assert str(answer.balances[0].total) == "0.80"


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (b"\x0b\x02\x80packed", "Content-Encoding: br\r\n", "packed in br, which was not asked for"),
        # What reads recordings can unpack that too, and the HTTP library takes it.
        (b"(\xb5/\xfdpacked", "Content-Encoding: zstd\r\n", "damaged compression"),
        (b"packed", "Content-Encoding: gzip, aes128gcm\r\n", "damaged compression"),
        (b"packed", "Content-Encoding: aes128gcm\r\n", "packed in aes128gcm"),
        (b"no gzip", "Content-Encoding: gzip\r\n", "damaged compression"),
        (gzip.compress(BODY, mtime=0)[:-20], "Content-Encoding: gzip\r\n", "unreadable"),
    ],
)
async def test_what_cannot_be_unwrapped_is_told_as_such(
    endpoint: Endpoint, body: bytes, headers: str, words: str
) -> None:
    failed = await asked(endpoint, body, headers)
    assert isinstance(failed, Failed)
    assert failed.trouble is Trouble.UNAVAILABLE
    assert words in failed.sentence


@pytest.mark.parametrize("layers", [1, 2])
async def test_a_small_answer_that_unpacks_to_a_huge_one_eats_no_memory(endpoint: Endpoint, layers: int) -> None:
    body = b'{"data": "' + b"0" * 50_000_000
    for _ in range(layers):
        body = gzip.compress(body, 9)
    coding = ", ".join(["gzip"] * layers)
    tracemalloc.start()
    tracemalloc.reset_peak()
    before, _ = tracemalloc.get_traced_memory()
    try:
        failed = await asked(endpoint, body, f"Content-Encoding: {coding}\r\n")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(failed, Failed)
    assert "too large" in failed.sentence
    assert peak - before < 8 * LARGEST_ANSWER


async def test_what_comes_behind_a_packed_answer_without_end_is_not_kept(
    endpoint: Endpoint,
) -> None:
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(BODY, mtime=0))
        try:
            while sent < 64 * LARGEST_ANSWER:
                writer.write(b"x" * 65536)
                sent += 65536
                await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        rest = GetClient(endpoint, f"http://127.0.0.1:{port}/v1", replace(FAST, rest_timeout=20.0))
        answer = await rest.get(GetKind.BALANCE)
        await rest.close()
    assert isinstance(answer, BalancesSeed)
    assert sent < 8 * LARGEST_ANSWER


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), VALUES, max_size=4),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-32-be"]),
)
def test_any_object_in_any_charset_of_unicode_says_the_same(document: dict[str, object], charset: str) -> None:
    text = orjson.dumps(document).decode()
    stated = {"content-type": f"application/json; charset={charset}"}
    assert orjson.loads(as_utf8(Answer(200, stated, text.encode(charset)))) == document


@given(st.binary(max_size=100), st.text(max_size=30))
def test_any_bytes_under_any_label_raise_nothing(body: bytes, charset: str) -> None:
    assert isinstance(as_utf8(Answer(200, {"content-type": f"x; charset={charset}"}, body)), bytes)
