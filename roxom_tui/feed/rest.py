"""The signed GETs, one at a time (protocol 5). `GetKind` closes what is asked; answers and failures are values."""

from __future__ import annotations

import asyncio
import ssl
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from roxom_tui.feed.address import Address, AddressRefused, check_address
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.failure import explain_network, explain_status
from roxom_tui.feed.live import USER_AGENT
from roxom_tui.feed.source import Failed, Trouble
from roxom_tui.feed.timing import Timing
from roxom_tui.model.events import BalancesSeed, BookSnapshot, OrdersSeed, PositionsSeed
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.auth import get_headers
from roxom_tui.protocol.limits import MAX_ANSWER_BYTES
from roxom_tui.protocol.rest import MAX_BOOK_LEVELS, GetKind, GetRefused, GetRequest, decode_answer, request
from roxom_tui.protocol.text import gate

if TYPE_CHECKING:
    import httpx2

LARGEST_ANSWER: Final = MAX_ANSWER_BYTES
"""Not much more than that is taken off the wire; the decoder says that it is too large."""

NEWER_PREFIX: Final = "/v1"
OLDER_PREFIX: Final = "/api/v1"

Answered: TypeAlias = BalancesSeed | OrdersSeed | PositionsSeed | BookSnapshot


class _Reply:
    """An HTTP answer, read whole."""

    __slots__ = ("body", "retry_after", "status")

    def __init__(self, status: int, retry_after: str | None, body: bytes) -> None:
        self.status = status
        self.retry_after = retry_after
        self.body = body


class RestClient:
    """Asks over one kept connection. The library is loaded at the first question, for it is slow to load."""

    def __init__(self, endpoint: Endpoint, rest_url: str, timing: Timing) -> None:
        self._endpoint = endpoint
        self._timing = timing
        self._address = check_address(rest_url, ("http", "https"))
        self._prefix = urlsplit(rest_url).path.rstrip("/") if isinstance(self._address, Address) else ""
        if not self._prefix:
            self._prefix = NEWER_PREFIX
        self._other_prefix = other_prefix(self._prefix)
        self._client: httpx2.AsyncClient | None = None

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answered | Failed:
        """One GET. A 404 is asked again under the other prefix, once, and what works is kept (protocol 7.5 #39)."""
        if isinstance(self._address, AddressRefused):
            return Failed(Trouble.NOT_ALLOWED, self._address.sentence)
        answer = await self._ask(self._address, _request(kind, self._prefix, symbol))
        if not isinstance(answer, Failed) or answer.status != 404 or self._other_prefix is None:
            return answer
        other, self._other_prefix = self._other_prefix, None
        second = await self._ask(self._address, _request(kind, other, symbol))
        if isinstance(second, Failed) and second.status == 404:
            return answer
        self._prefix = other
        return second

    async def close(self) -> None:
        """Let go of the kept connection."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _ask(self, address: Address, asked: GetRequest) -> Answered | Failed:
        library = await asyncio.to_thread(import_module, "httpx2")
        try:
            async with asyncio.timeout(self._timing.rest_timeout):
                reply = await self._exchange(address, asked)
        except (library.HTTPError, library.InvalidURL, OSError, UnicodeError) as error:
            return explain_network(_root_of(error), address.host)
        if not 200 <= reply.status < 300:
            return explain_status(reply.status, reply.retry_after, self._endpoint, address.host, "rest_url")
        answer = decode_answer(asked, reply.body, reply.status)
        if isinstance(answer, GetRefused):
            said = gate(f"{answer.code} {answer.text}".strip())
            return Failed(Trouble.UNAVAILABLE, f"{address.host} does not answer {asked.kind.name}: {said}")
        return answer

    async def _exchange(self, address: Address, asked: GetRequest) -> _Reply:
        client = self._client = self._client or _new_client(address, self._timing)
        headers = {**get_headers(self._endpoint.credentials, asked), "Accept-Encoding": "identity"}
        base = urlsplit(address.url)
        # The very text that was signed goes on the wire, whatever the library makes of the address.
        async with client.stream(
            "GET",
            f"{base.scheme}://{base.netloc}{asked.target}",
            headers=headers,
            extensions={"target": asked.target.encode("ascii")},
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    break
            return _Reply(response.status_code, response.headers.get("Retry-After"), bytes(body))


def _request(kind: GetKind, prefix: str, symbol: Symbol | None) -> GetRequest:
    # A book as deep as can be had: it is asked for to be compared.
    return request(kind, prefix, symbol, levels=MAX_BOOK_LEVELS if kind is GetKind.ORDER_BOOK else None)


def other_prefix(prefix: str) -> str | None:
    """The same path in the other generation of the exchange's documentation; None if it is of neither."""
    if prefix.endswith(OLDER_PREFIX):
        return prefix[: -len(OLDER_PREFIX)] + NEWER_PREFIX
    if prefix.endswith(NEWER_PREFIX):
        return prefix[: -len(NEWER_PREFIX)] + OLDER_PREFIX
    return None


def _new_client(address: Address, timing: Timing) -> httpx2.AsyncClient:
    import httpx2

    return httpx2.AsyncClient(
        follow_redirects=False,
        trust_env=False,
        proxy=address.proxy,
        timeout=timing.rest_timeout,
        verify=ssl.create_default_context(),
        headers={"User-Agent": USER_AGENT},
        limits=httpx2.Limits(max_connections=2, keepalive_expiry=90),
    )


def _root_of(error: Exception) -> Exception:
    """What is deepest inside the library's exception: there a certificate or a refused connection can be told."""
    root: Exception = error
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, BaseExceptionGroup):
            seen = seen.exceptions[0]
        if isinstance(seen, OSError):
            root = seen
        seen = seen.__cause__ or seen.__context__
    return root
