"""The signed GETs, one at a time (protocol 5). `GetKind` closes what is asked; answers and failures are values."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from roxom_tui.client.questions import Answered
from roxom_tui.client.timing import Timing
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.address import Address, AddressRefused, check_address
from roxom_tui.feed.transport.failures import explain_network, explain_proxy, explain_status, intercepted, proxy_status
from roxom_tui.feed.transport.http_answer import Answer, as_utf8, unknown_packing
from roxom_tui.feed.transport.intermediary import stranger
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.auth import get_headers
from roxom_tui.protocol.get_answers import GetRefused
from roxom_tui.protocol.get_requests import (
    MAX_BOOK_LEVELS,
    NEWER_PREFIX,
    GetKind,
    GetRequest,
    decode_answer,
    other_prefix,
)
from roxom_tui.protocol.text_gate import gate

if TYPE_CHECKING:
    from roxom_tui.feed.transport.http_client import Client

GetListener: TypeAlias = Callable[[GetKind, Symbol | None, int, bytes], None]


class GetClient:
    """Asks over one kept connection. The library is loaded at the first question, for it is slow to load."""

    def __init__(self, endpoint: Endpoint, rest_url: str, timing: Timing) -> None:
        self._endpoint = endpoint
        self._timing = timing
        self._address = check_address(rest_url, ("http", "https"))
        self._prefix = urlsplit(rest_url).path.rstrip("/") if isinstance(self._address, Address) else ""
        if not self._prefix:
            self._prefix = NEWER_PREFIX
        self._other_prefix = other_prefix(self._prefix)
        self._client: Client | None = None
        self._listener: GetListener | None = None

    def listen(self, listener: GetListener) -> None:
        """Have each answer told as it came: what was asked, the status, and the body."""
        self._listener = listener

    async def get(self, kind: GetKind, symbol: Symbol | None = None) -> Answered | Failed:
        """One GET. A 404 is asked again under the other prefix, once, and what works is kept (protocol 7.5 #39)."""
        if isinstance(self._address, AddressRefused):
            return Failed(Trouble.NOT_ALLOWED, self._address.sentence)
        if kind is GetKind.CALENDARS:
            # Another page: that it is not there says nothing of the account's prefix.
            return await self._ask(self._address, _request(kind, self._prefix, symbol))
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
        library = await asyncio.to_thread(import_module, "roxom_tui.feed.transport.http_client")
        try:
            async with asyncio.timeout(self._timing.rest_timeout):
                reply = await self._exchange(address, asked)
        except library.DecodingError:
            return Failed(Trouble.UNAVAILABLE, f"{address.host} answers {asked.kind.name} in a damaged compression")
        except library.ProxyError as error:
            return explain_proxy(proxy_status(str(error)), address.host, address.shown_proxy)
        except library.FAILURES as error:
            return explain_network(_root_of(error), address.host, address.shown_proxy)
        return self._read(address.host, asked, reply)

    def _read(self, host: str, asked: GetRequest, reply: Answer) -> Answered | Failed:
        if self._listener is not None:
            self._listener(asked.kind, asked.symbol, reply.status, as_utf8(reply))
        other = stranger(reply)
        if not 200 <= reply.status < 300:
            retry_after = reply.headers.get("retry-after")
            return explain_status(reply.status, retry_after, self._endpoint, host, "rest_url", other)
        if other.is_page:
            return intercepted(reply.status, host, "rest_url", other)
        answer = decode_answer(asked, as_utf8(reply), reply.status)
        if not isinstance(answer, GetRefused):
            return answer
        said = gate(f"{answer.code} {answer.text}".strip())
        if packing := unknown_packing(reply):
            said = f"it is packed in {gate(packing)}, which was not asked for and cannot be read here"
        return Failed(Trouble.UNAVAILABLE, f"{host} does not answer {asked.kind.name}: {said}")

    async def _exchange(self, address: Address, asked: GetRequest) -> Answer:
        from roxom_tui.feed.transport import http_client

        client = self._client = self._client or http_client.new_client(address, self._timing)
        base = urlsplit(address.url)
        headers = get_headers(self._endpoint.credentials, asked)
        return await http_client.get(client, f"{base.scheme}://{base.netloc}", asked.target, headers)


def _request(kind: GetKind, prefix: str, symbol: Symbol | None) -> GetRequest:
    # A book as deep as can be had: it is asked for to be compared.
    return GetRequest(kind, prefix, symbol, levels=MAX_BOOK_LEVELS if kind is GetKind.ORDER_BOOK else None)


def _root_of(error: Exception) -> Exception:
    """The innermost exception: there a certificate or a refused connection can be told."""
    root: Exception = error
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, BaseExceptionGroup):
            seen = seen.exceptions[0]
        if isinstance(seen, OSError):
            root = seen
        seen = seen.__cause__ or seen.__context__
    return root
