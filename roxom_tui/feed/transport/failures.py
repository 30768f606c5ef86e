"""What went wrong when connecting, told in one sentence. No exception of a library gets past here, nor its text:
such texts can hold an address with a password, a header, or what the exchange echoed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from websockets.exceptions import (
    InvalidHandshake,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    InvalidURI,
    ProxyError,
)

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.http_answer import Answer
from roxom_tui.feed.transport.intermediary import NOBODY, Intermediary, stranger
from roxom_tui.feed.transport.network_failures import explain_network, explain_proxy
from roxom_tui.model.connection import Failed, Trouble

_MISTAKEN = frozenset({401, 403, 407, 451, 511})
"""Statuses that another party's page means for itself, and that would be taken for the exchange's word."""
_FOR_NOW = frozenset({302, 303, 307})
"""Redirects that are not meant to last, such as a sign-in page's."""


def explain(error: Exception, endpoint: Endpoint, host: str, proxy: str = "") -> Failed:
    """The failure of an opening handshake as a value. `proxy` is what it went through, without credentials."""
    if isinstance(error, InvalidStatus):
        answer = answer_of(error)
        retry_after = answer.headers.get("retry-after")
        return explain_status(answer.status, retry_after, endpoint, host, "ws_url", stranger(answer))
    if isinstance(error, (InvalidProxy, ProxyError, ImportError)):
        status = error.response.status_code if isinstance(error, InvalidProxyStatus) else None
        return explain_proxy(status, host, proxy)
    if isinstance(error, InvalidURI):
        return Failed(Trouble.NOT_ALLOWED, "the address cannot be read")
    if isinstance(error, EOFError) or isinstance(error.__cause__, EOFError):
        return Failed(Trouble.UNAVAILABLE, f"{host} closed the connection without an answer")
    if isinstance(error, InvalidHandshake):
        return Failed(Trouble.UNAVAILABLE, f"{host} answers, but not as a WebSocket ({type(error).__name__})")
    return explain_network(error, host, proxy)


def answer_of(error: InvalidStatus) -> Answer:
    """What was answered instead of an upgrade. The library reads no more than a mebibyte of its body."""
    response = error.response
    headers = {name.lower(): value for name, value in response.headers.raw_items()}
    return Answer(response.status_code, headers, bytes(response.body))


def explain_status(
    status: int, retry_after: str | None, endpoint: Endpoint, host: str, setting: str, other: Intermediary = NOBODY
) -> Failed:
    """An HTTP status that is not the one hoped for (protocol 3.1, 5.1).

    `setting` names the address in the profile; `other` is who answered, where it was not the exchange.
    """
    if _is_interception(status, other):
        return intercepted(status, host, setting, other)
    if status in (401, 403):
        return refused(endpoint, f"HTTP {status}", status)
    if status == 429:
        wait = retry_after_seconds(retry_after, datetime.now(UTC))
        return Failed(Trouble.THROTTLED, f"{host} asks to come back later (HTTP 429)", status, wait)
    if 300 <= status < 400:
        return Failed(
            Trouble.REDIRECTED,
            f"{host} sends us to another address (HTTP {status}); that is never followed, for it would take the key"
            f" along. Check {setting}",
            status,
        )
    told = f"HTTP {status}, {other.evidence}" if other.is_page else f"HTTP {status}"
    return Failed(Trouble.UNAVAILABLE, f"{host} answers {told}: unavailable, or {setting} is wrong", status)


def _is_interception(status: int, other: Intermediary) -> bool:
    if status in _MISTAKEN:
        return bool(other.evidence) or status == 511
    return other.is_page and (status < 300 or status in _FOR_NOW)


def intercepted(status: int, host: str, setting: str, other: Intermediary) -> Failed:
    """Something between us and the exchange answered in its place; the key was not judged, so it is tried again."""
    told = ", ".join(part for part in (f"HTTP {status}", other.evidence) if part)
    if status in (401, 403):
        meaning = "the key was not judged"
    elif status == 511 or status in _FOR_NOW:
        meaning = "perhaps this network wants you to sign in"
    else:
        meaning = f"or {setting} leads to a web site"
    return Failed(Trouble.INTERCEPTED, f"a network in between answers for {host} ({told}); {meaning}", status)


def refused(endpoint: Endpoint, how: str, status: int | None = None) -> Failed:
    """The exchange does not take the key: which one, where, and the likely causes."""
    tail = endpoint.credentials.key_id.tail()
    return Failed(
        Trouble.REFUSED,
        f"{endpoint.environment.value} refuses the key {tail} ({how}): it belongs to another environment, is disabled"
        " or expired, or the private key does not match",
        status,
    )


def retry_after_seconds(text: str | None, now: datetime) -> float | None:
    """The seconds of a Retry-After header in either of its forms; None if it cannot be read."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now.timestamp()
