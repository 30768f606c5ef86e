"""The HTTP library as it is used here: no redirects, no environment, no log of keys, bodies of bounded length.

Imported at the first GET, for the library is slow to load.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Final, TypeAlias

import httpx2

from roxom_tui.client.timing import Timing
from roxom_tui.feed.transport.address import Address
from roxom_tui.feed.transport.http_answer import Answer
from roxom_tui.feed.transport.tls import client_context
from roxom_tui.feed.transport.websocket import USER_AGENT
from roxom_tui.protocol.limits import MAX_ANSWER_BYTES

LARGEST_ANSWER: Final = MAX_ANSWER_BYTES
"""Bytes of a body, once it is unpacked; the decoder says that it is too large."""
MOST_SENT: Final = LARGEST_ANSWER + 64 * 1024
"""Bytes that are read for it, whatever becomes of them: behind a packed body any number can follow."""


Client: TypeAlias = httpx2.AsyncClient
DecodingError: TypeAlias = httpx2.DecodingError
ProxyError: TypeAlias = httpx2.ProxyError
FAILURES: Final = (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError)


class _Bounded(httpx2.AsyncByteStream):
    """The beginning of a stream."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MOST_SENT
        async for chunk in self._stream:
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return

    async def aclose(self) -> None:
        await self._stream.aclose()


def new_client(address: Address, timing: Timing) -> Client:
    """A client for one address, with its proxy."""
    return Client(
        follow_redirects=False,
        trust_env=False,
        proxy=_proxy(address),
        timeout=timing.rest_timeout,
        verify=client_context(),
        headers={"User-Agent": USER_AGENT},
        limits=httpx2.Limits(max_connections=2, keepalive_expiry=90),
    )


async def get(client: Client, origin: str, target: str, headers: Mapping[str, str]) -> Answer:
    """A GET of `target`, and its answer read whole. Raises one of `FAILURES`."""
    # The very text that was signed goes on the wire, whatever the library makes of the address.
    async with client.stream(
        "GET",
        f"{origin}{target}",
        headers={**headers, "Accept-Encoding": "identity"},
        extensions={"target": target.encode("ascii")},
    ) as response:
        return Answer(response.status_code, dict(response.headers), await _body(response))


async def _body(response: httpx2.Response) -> bytes:
    """The body unpacked, and no more of it than shows that it is too long."""
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)
    body = bytearray()
    # The library unpacks in pieces of a mebibyte, so that a small body cannot become a huge one at once.
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            break
    return bytes(body)


def _proxy(address: Address) -> httpx2.Proxy | None:
    if address.proxy is None:
        return None
    # Left to itself the library makes a context that obeys what the environment says of key logs.
    return httpx2.Proxy(address.proxy, ssl_context=client_context() if address.proxy.startswith("https:") else None)
