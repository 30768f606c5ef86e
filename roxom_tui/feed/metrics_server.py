"""Answers whoever reads the metrics by HTTP on this machine; listens on loopback and nowhere else.

A page in a browser may reach loopback under a name of its own: an answer is given only to whoever asked for this
machine by its number or as `localhost`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from msgspec import Struct

from roxom_tui.config.setting_values import is_loopback
from roxom_tui.model.errors import RoxomError

PATH: Final = "/metrics"
PATIENCE: Final = 5.0
"""Seconds in which a question must have come, and its answer have gone."""
LONGEST: Final = 8192
"""Bytes of a question with its headers."""
MOST: Final = 16
"""Connections at a time; what comes on top is closed."""


class Page(Struct, frozen=True):
    """The text of the metrics, and its media type."""

    body: bytes
    media_type: str


class Place(NamedTuple):
    """A host that is this machine, and a port; 0 takes a free one."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{PATH}"


def place_of(text: str) -> Place | str:
    """`127.0.0.1:9464` or `[::1]:9464` read; a sentence where it is not that, or not this machine."""
    try:
        parts = urlsplit(f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host is None or port is None or parts.netloc != text or "@" in text:
        return "expected a host and a port, such as 127.0.0.1:9464"
    return Place(host, port) if is_loopback(host) else "metrics are for this machine only: listen on 127.0.0.1 or [::1]"


@asynccontextmanager
async def serving(place: Place, page: Callable[[str], Page]) -> AsyncIterator[Place]:
    """Serve for as long as the block lasts; `page` makes the answer for an Accept header. RoxomError if it cannot."""
    answering = _Answering(page)
    try:
        server = await asyncio.start_server(answering.serve, place.host, place.port, limit=LONGEST)
    except OSError as error:
        raise RoxomError(f"cannot listen on {place.host}:{place.port}: {error.strerror}") from error
    async with server:
        yield Place(place.host, server.sockets[0].getsockname()[1])


class _Answering:
    def __init__(self, page: Callable[[str], Page]) -> None:
        self._page = page
        self._open = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One question, one answer."""
        self._open += 1
        try:
            if self._open <= MOST:
                async with asyncio.timeout(PATIENCE):
                    await self._answer(reader, writer)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # Whoever asks so is not answered.
            pass
        finally:
            self._open -= 1
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, page = self._judge(head)
        lines = (
            f"HTTP/1.1 {status}",
            f"Content-Type: {page.media_type}",
            f"Content-Length: {len(page.body)}",
            "Cache-Control: no-store",
            "Connection: close",
        )
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + page.body)
        await writer.drain()

    def _judge(self, head: str) -> tuple[str, Page]:
        first, *rest = head.split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        method, _, target = first.partition(" ")
        if not _is_for_us(headers.get("host", "")):
            return _refusal("403 Forbidden", "ask for 127.0.0.1 or localhost")
        if method != "GET":
            return _refusal("405 Method Not Allowed", "GET only")
        if target.partition(" ")[0].partition("?")[0] != PATH:
            return _refusal("404 Not Found", f"the metrics are at {PATH}")
        return "200 OK", self._page(headers.get("accept", ""))


def _refusal(status: str, words: str) -> tuple[str, Page]:
    return status, Page(f"{words}\n".encode(), "text/plain; charset=utf-8")


def _is_for_us(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname)
    except ValueError:
        return False
