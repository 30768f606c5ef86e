"""The short way of text frames: it hands over what the library does, whatever comes and however it is cut."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.uri import parse_uri

from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.transport.text_frames import LONGEST, QUEUED_FRAMES, TextConnection
from roxom_tui.protocol.limits import MAX_BYTES

TEXT, BINARY, CLOSE, PING, PONG, MORE, LAST = 0x81, 0x82, 0x88, 0x89, 0x8A, 0x01, 0x80
ACCEPTED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "


class Wire(asyncio.Transport):
    """Takes what a connection writes, and knows whether it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.pauses = 0
        self.is_paused = self.is_over = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is ever held up."""

    def is_closing(self) -> bool:
        return self.is_over

    def pause_reading(self) -> None:
        self.is_paused = True
        self.pauses += 1

    def resume_reading(self) -> None:
        self.is_paused = False

    def can_write_eof(self) -> bool:
        return False

    def abort(self) -> None:
        self.is_over = True

    close = abort


def frame(kind: int, content: bytes) -> bytes:
    """A frame as a server sends it."""
    if len(content) < 126:
        return bytes((kind, len(content))) + content
    if len(content) < 1 << 16:
        return bytes((kind, 126)) + len(content).to_bytes(2, "big") + content
    return bytes((kind, 127)) + len(content).to_bytes(8, "big") + content


def made(make: Callable[[ClientProtocol], ClientConnection]) -> tuple[ClientConnection, Wire, bytes]:
    """A connection, its wire, and the server's answer to the handshake."""
    protocol = ClientProtocol(parse_uri("ws://127.0.0.1/ws"), max_size=4 * MAX_BYTES)
    connection, wire = make(protocol), Wire()
    connection.connection_made(wire)
    request = protocol.connect()
    protocol.send_request(request)
    return connection, wire, answer_to(request.headers["Sec-WebSocket-Key"])


def answer_to(key: str) -> bytes:
    from websockets.utils import accept_key

    return ACCEPTED + accept_key(key).encode() + b"\r\n\r\n"


def library(protocol: ClientProtocol) -> ClientConnection:
    return ClientConnection(protocol, ping_interval=None)


def ours(protocol: ClientProtocol) -> TextConnection:
    return TextConnection(SystemClock(), 7, protocol, ping_interval=None)


async def everything(connection: ClientConnection) -> list[object]:
    """What it hands over until its end, and the end."""
    found: list[object] = []
    try:
        while True:
            found.append(
                (await connection.frame()).payload
                if isinstance(connection, TextConnection)
                else await connection.recv()
            )
    except ConnectionClosed as closed:
        return [*found, closed.rcvd, closed.sent]


async def told(make: Callable[[ClientProtocol], ClientConnection], stream: bytes, cuts: Sequence[int]) -> list[object]:
    """What becomes of a stream of bytes that comes in pieces."""
    connection, wire, answer = made(make)
    stream, start = answer + stream, 0
    for cut in [*sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]:
        if cut > start:
            connection.data_received(stream[start:cut])
            start = cut
    connection.eof_received()
    connection.connection_lost(None)
    return [*await everything(connection), bytes(wire.written[:1]), len(wire.written)]


def run(work: Coroutine[Any, Any, list[object]]) -> list[object]:
    return asyncio.run(work)


FRAMES = st.one_of(
    st.builds(frame, st.just(TEXT), st.text(max_size=200).map(str.encode)),
    st.builds(frame, st.sampled_from((PING, PONG)), st.binary(max_size=125)),
    st.builds(frame, st.sampled_from((TEXT, BINARY, MORE, LAST, CLOSE, 0x83, 0xC1)), st.binary(max_size=140)),
    st.builds(frame, st.just(TEXT), st.just(b"x" * 70_000)),
    st.binary(max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(stream=st.lists(FRAMES, max_size=8).map(b"".join), cuts=st.lists(st.integers(0, 1 << 17), max_size=6))
def test_any_stream_in_any_pieces_says_what_it_says_to_the_library(stream: bytes, cuts: list[int]) -> None:
    assert run(told(ours, stream, cuts)) == run(told(library, stream, cuts))


@pytest.mark.parametrize("size", [125, 126, 127, 65_535, 65_536, LONGEST, LONGEST + 1])
def test_a_text_of_any_length_is_handed_over_whole(size: int) -> None:
    stream = frame(TEXT, b"x" * size) + frame(TEXT, b"next")
    first, second, *_ = run(told(ours, stream, [300, 100_000, 900_000]))
    assert (first, second) == ("x" * size, "next")


def test_an_answer_that_is_no_handshake_is_the_librarys() -> None:
    async def refused() -> list[object]:
        connection, _, _ = made(ours)
        connection.data_received(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno")
        assert connection.response is not None
        return [connection.response.status_code, connection.response.body]

    assert run(refused()) == [401, b"no"]


def test_nothing_more_is_read_while_many_frames_wait() -> None:
    async def flooded() -> list[object]:
        connection, wire, answer = made(ours)
        assert isinstance(connection, TextConnection)
        connection.data_received(answer + frame(TEXT, b"{}") * QUEUED_FRAMES)
        was_paused = wire.is_paused
        taken = [connection.arrived() for _ in range(QUEUED_FRAMES - 1)]
        still_paused = wire.is_paused
        last = connection.arrived()
        return [was_paused, still_paused, None in taken, last is None, wire.is_paused, connection.arrived()]

    assert run(flooded()) == [True, True, False, False, False, None]


def test_who_waits_is_woken_by_a_frame_and_by_the_end() -> None:
    async def waited() -> list[object]:
        connection, _, answer = made(ours)
        assert isinstance(connection, TextConnection)
        connection.data_received(answer)
        waiting = asyncio.create_task(everything(connection))
        await asyncio.sleep(0)
        connection.data_received(frame(TEXT, b"news"))
        await asyncio.sleep(0)
        connection.connection_lost(None)
        return await waiting

    assert run(waited()) == ["news", None, None]


def test_frames_of_one_piece_have_the_time_at_which_it_came() -> None:
    async def stamped() -> list[object]:
        connection, _, answer = made(ours)
        assert isinstance(connection, TextConnection)
        connection.data_received(answer + frame(TEXT, b"1") + frame(TEXT, b"2"))
        one, other = await connection.frame(), await connection.frame()
        return [one.received_at == other.received_at, one.received_wall == other.received_wall, one.connection]

    assert run(stamped()) == [True, True, 7]
