"""The WebSocket of the exchange (protocol 3.1, 3.2), used once.

What the library does of its own accord and we do not want: it follows redirects with our headers, it writes headers
to its log at DEBUG, it pings and reconnects by its own policy, it compresses, it takes a proxy for loopback.
"""

from __future__ import annotations

from asyncio import shield
from collections.abc import Mapping
from functools import partial
from typing import Any, Final, cast

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.frames import CloseCode

from roxom_tui import __version__
from roxom_tui.client.timing import Timing
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.address import Address, AddressRefused, check_address
from roxom_tui.feed.transport.failures import explain
from roxom_tui.feed.transport.text_frames import QUEUED_FRAMES, TextConnection
from roxom_tui.feed.transport.tls import client_context
from roxom_tui.model.connection import Closed, Failed, Opened, Trouble
from roxom_tui.model.credentials import WireLog
from roxom_tui.model.ports import Clock
from roxom_tui.protocol.auth import handshake_headers
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.limits import MAX_BYTES
from roxom_tui.protocol.text_gate import gate

USER_AGENT: Final = f"roxom-tui/{__version__}"

MAX_MESSAGE: Final = 4 * MAX_BYTES
"""Above the decoder's own limit: a message between the two is told as rejected, and costs no connection."""

_ADDRESS_FAMILIES_APART: Final = 0.25
"""Seconds before the next address of a host is tried beside the first, so that a dead route costs little."""


class WebSocketTransport:
    """One connection to the exchange, with its number."""

    def __init__(self, endpoint: Endpoint, number: int, clock: Clock, timing: Timing) -> None:
        self._endpoint = endpoint
        self._number = number
        self._clock = clock
        self._timing = timing
        self._socket: TextConnection | None = None

    async def open(self) -> Opened | Failed:
        """Connect and authenticate; never to another address than the endpoint's."""
        address = check_address(self._endpoint.ws_url, ("ws", "wss"))
        if isinstance(address, AddressRefused):
            return Failed(Trouble.NOT_ALLOWED, address.sentence)
        try:
            self._socket = await self._connect(address, handshake_headers(self._endpoint.credentials))
        except (OSError, WebSocketException, ImportError, EOFError, ValueError) as error:
            return explain(error, self._endpoint, address.host, address.shown_proxy)
        return Opened(address.shown_proxy)

    async def receive(self) -> Frame | Closed:
        """The next frame; text stays str and binary bytes, so that the decoder can tell them apart."""
        try:
            return await self._open_socket().frame()
        except ConnectionClosed as closed:
            return _closed(closed)

    def arrived(self) -> Frame | None:
        """The next frame that is here already."""
        return None if self._socket is None else self._socket.arrived()

    async def send(self, text: str) -> bool:
        """Send a text frame; False if the connection is over."""
        try:
            await self._open_socket().send(text)
        except ConnectionClosed:
            return False
        return True

    async def ping(self) -> float | None:
        """The round trip of a protocol ping, seconds; None if the connection is over."""
        try:
            pong = await self._open_socket().ping()
            # Shielded: who stops waiting must not cancel the library's own future.
            return await shield(pong)
        except ConnectionClosed:
            return None

    async def close(self) -> None:
        """Leave with code 1000, within the close timeout."""
        if self._socket is not None:
            try:
                await self._socket.close()
            finally:
                # Early 3.11 takes the library's timeout for a cancellation where the task was cancelled before, so that
                # a peer who does not answer would leave the socket open.
                self.abort()

    def abort(self) -> None:
        """Drop the connection without waiting for anybody."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _connect(self, address: Address, headers: Mapping[str, str]) -> TextConnection:
        secure: dict[str, Any] = {"ssl": client_context()} if address.is_secure else {}
        if address.proxy is not None and address.proxy.startswith("https:"):
            secure["proxy_ssl"] = client_context()
        connection = await _StraightConnect(
            address.url,
            additional_headers=headers,
            user_agent_header=USER_AGENT,
            proxy=address.proxy,
            compression=None,
            open_timeout=self._timing.open_timeout,
            close_timeout=self._timing.close_timeout,
            ping_interval=None,
            max_size=MAX_MESSAGE,
            max_queue=QUEUED_FRAMES,
            logger=WireLog("roxom_tui.feed.wire"),
            create_connection=cast(Any, partial(TextConnection, self._clock, self._number)),
            happy_eyeballs_delay=None if address.is_loopback else _ADDRESS_FAMILIES_APART,
            **secure,
        )
        return cast(TextConnection, connection)

    def _open_socket(self) -> TextConnection:
        if self._socket is None:
            raise RuntimeError("the source was not opened")
        return self._socket


class _StraightConnect(connect):
    """The library's connect, without redirects: it would hand our headers to whatever address the answer names."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def _closed(closed: ConnectionClosed) -> Closed:
    if closed.rcvd is not None:
        return Closed(closed.rcvd.code, gate(closed.rcvd.reason))
    if closed.sent is not None and closed.sent.code != CloseCode.NORMAL_CLOSURE:
        return Closed(None, f"a frame was not acceptable ({CloseCode(closed.sent.code).name})")
    return Closed(None, "")
