from __future__ import annotations

import asyncio

import pytest

from roxom_tui.feed.metrics_server import LONGEST, MOST, Page, Place, place_of, serving
from roxom_tui.model.errors import RoxomError

HERE = Place("127.0.0.1", 0)
QUESTION = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"


def page(accept: str) -> Page:
    return Page(b"roxom_up 1.0\n", f"text/{accept or 'plain'}")


async def asked(place: Place, text: bytes) -> bytes:
    """All that is answered; nothing where the connection is only closed."""
    reader, writer = await asyncio.open_connection(place.host, place.port)
    try:
        async with asyncio.timeout(20):
            writer.write(text)
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]:9464"])
async def test_whoever_asks_this_machine_is_told(host: str) -> None:
    async with serving(HERE, page) as place:
        answer = await asked(place, f"GET /metrics?x=1 HTTP/1.1\r\nHost: {host}\r\nAccept: open\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/open\r\n")
    assert body == b"roxom_up 1.0\n"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (b"GET /metrics HTTP/1.1\r\nHost: rebound.example\r\n\r\n", b"403"),
        (b"GET /metrics HTTP/1.1\r\n\r\n", b"403"),
        (b"GET /metrics HTTP/1.1\r\nHost: [\r\n\r\n", b"403"),
        (b"HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", b"405"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"404"),
    ],
)
async def test_others_are_refused_and_told_nothing(question: bytes, status: bytes) -> None:
    async with serving(HERE, page) as place:
        answer = await asked(place, question)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"roxom_up" not in answer


async def test_what_has_no_end_and_what_comes_on_top_is_closed() -> None:
    async with serving(HERE, page) as place:
        assert await asked(place, b"GET /" + b"x" * (2 * LONGEST)) == b""
        waiting = [await asyncio.open_connection(place.host, place.port) for _ in range(MOST)]
        assert await asked(place, QUESTION) == b""
        for _, writer in waiting:
            writer.close()
        answers = [await asked(place, QUESTION) for _ in range(MOST)]
        assert answers[-1].startswith(b"HTTP/1.1 200")


async def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    async with serving(HERE, page) as place:
        with pytest.raises(RoxomError, match=f"cannot listen on 127.0.0.1:{place.port}"):
            async with serving(place, page):
                pass


@pytest.mark.parametrize("text", ["0.0.0.0:9464", "192.168.1.2:9464", "example.com:9464", "[::]:9464"])
def test_another_machine_is_no_place_to_listen(text: str) -> None:
    assert place_of(text) == "metrics are for this machine only: listen on 127.0.0.1 or [::1]"


@pytest.mark.parametrize("text", ["", "127.0.0.1", ":9464", "127.0.0.1:x", "127.0.0.1:70000", "a@127.0.0.1:1", "[::1"])
def test_what_is_no_place_is_said(text: str) -> None:
    assert place_of(text) == "expected a host and a port, such as 127.0.0.1:9464"


def test_a_place_on_this_machine_is_read() -> None:
    assert place_of("127.0.0.1:9464") == ("127.0.0.1", 9464)
    assert str(place_of("[::1]:9464")) == "http://[::1]:9464/metrics"
