"""Recognises answers of third parties. Firewalls, content networks, proxies and sign-in pages stand between us and
the exchange, and any of them may answer in its place. An exchange speaks JSON, or says nothing. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import orjson
from msgspec import Struct

from roxom_tui.feed.transport.http_answer import Answer, as_utf8, unknown_packing
from roxom_tui.model.values import replace

LOOKED_AT: Final = 64 * 1024
"""Bytes of a body that are looked at, also after unpacking."""

_PACKED: Final = ("gzip", "x-gzip", "deflate")
_EITHER_FORM: Final = zlib.MAX_WBITS | 32
_HTML: Final = ("text/html", "application/xhtml+xml")

_HEADERS: Final[tuple[tuple[str, str], ...]] = (
    ("cf-ray", "Cloudflare"),
    ("cf-mitigated", "Cloudflare"),
    ("x-amz-cf-id", "CloudFront"),
    ("x-amz-cf-pop", "CloudFront"),
    ("x-akamai-", "Akamai"),
    ("akamai-", "Akamai"),
    ("x-fastly-", "Fastly"),
    ("x-iinfo", "Imperva"),
    ("x-sucuri-", "Sucuri"),
    ("x-azure-ref", "Azure"),
    ("x-zscaler-", "Zscaler"),
    ("x-squid-error", "Squid"),
    ("x-served-by", "a cache"),
    ("x-cache", "a cache"),
    ("via", "a proxy"),
)
"""Beginnings of headers that only a network between two parties adds, and whose they are."""

_SERVERS: Final[tuple[tuple[str, str], ...]] = (
    ("cloudflare", "Cloudflare"),
    ("cloudfront", "CloudFront"),
    ("akamai", "Akamai"),
    ("imperva", "Imperva"),
    ("sucuri", "Sucuri"),
    ("zscaler", "Zscaler"),
    ("squid", "Squid"),
    ("varnish", "Varnish"),
)
"""How the `Server` header of such a network begins."""


_WORDS: Final = re.compile(rb"error code: \d{3,4}")
"""What such a network says of its own where it sends no page."""


class Intermediary(Struct, frozen=True):
    """Evidence that another party answered: a web page, or a network's headers where the exchange said nothing."""

    is_page: bool = False
    network: str = ""

    @property
    def evidence(self) -> str:
        """The same in words; empty where nothing shows it."""
        if self.is_page:
            return f"a web page of {self.network}" if self.network else "a web page"
        return f"headers of {self.network}" if self.network else ""


NOBODY: Final = Intermediary()
"""Nothing shows that it was not the exchange."""


def stranger(answer: Answer) -> Intermediary:
    """The evidence in an answer that somebody else than the exchange gave it.

    Text is the exchange's, JSON or not, whatever it came through: most exchanges stand behind such a network, which
    puts its headers on their answers too. They count where there are no words, or only those of the network.
    """
    body = _start_of(answer)
    if _is_json(body):
        return NOBODY
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_page = body.startswith(b"<") or (bool(body) and kind in _HTML)
    if is_page or not body or unknown_packing(answer) or _WORDS.fullmatch(body):
        return Intermediary(is_page, _network(answer.headers))
    return NOBODY


def _start_of(answer: Answer) -> bytes:
    body = answer.body[:LOOKED_AT]
    if answer.headers.get("content-encoding", "").strip().lower() in _PACKED:
        # It fails on what the library has unpacked already.
        with suppress(zlib.error):
            body = zlib.decompressobj(_EITHER_FORM).decompress(body, LOOKED_AT)
    return as_utf8(replace(answer, body=body)).strip()


def _is_json(body: bytes) -> bool:
    """Whether it is JSON, or begins as an object that was too long to be looked at whole."""
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return body.startswith((b"{", b"["))
    return True


def _network(headers: Mapping[str, str]) -> str:
    for start, name in _HEADERS:
        if any(header.startswith(start) for header in headers):
            return name
    server = headers.get("server", "").lower()
    return next((name for start, name in _SERVERS if server.startswith(start)), "")
