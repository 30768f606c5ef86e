"""Failures of connecting, each as one sentence. No exception of a library gets past here, nor its text:
such texts can hold an address with a password, a header, or what the exchange echoed."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

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
from roxom_tui.feed.transport.tls import certificate_fault
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.reasons import Guess

_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"})
_OLD_TLS = frozenset(
    {
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",
    }
)

_THEIRS: Final = frozenset(
    {
        errno.ECONNREFUSED,
        errno.ECONNRESET,
        errno.ECONNABORTED,
        errno.EHOSTDOWN,
        errno.EPIPE,
        errno.ETIMEDOUT,
        errno.ENOTCONN,
    }
)
"""Faults that the other end, or the way to it, can have caused."""

_NO_WAY: Final = "this computer has no route to {place}; is it online?"
_NO_PORT: Final = "this computer has no free local port, or no address, to connect to {place} from"
_FORBIDDEN: Final = "this computer does not allow connecting to {place}: a firewall or a sandbox forbids it"
_OURS: Final = {
    errno.EMFILE: "this program may open no more files, so {place} cannot be connected to (ulimit -n)",
    errno.ENFILE: "this computer can open no more files, so {place} cannot be connected to",
    errno.ENETUNREACH: _NO_WAY,
    errno.EHOSTUNREACH: _NO_WAY,
    errno.ENETDOWN: "the network of this computer is down",
    errno.EADDRNOTAVAIL: _NO_PORT,
    errno.EADDRINUSE: _NO_PORT,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.ENOBUFS: "this computer is out of memory for connections",
    errno.ENOMEM: "this computer is out of memory for connections",
    errno.EAFNOSUPPORT: "this computer does not speak the kind of address that {place} has (IPv4, IPv6)",
}
"""Faults of this computer."""

_LOOKUP_FAILS: Final = "this computer cannot look up {place}: no name server answers; is it online? (/etc/resolv.conf)"
_LOOKUP: Final = {
    socket.EAI_AGAIN: _LOOKUP_FAILS,
    socket.EAI_FAIL: _LOOKUP_FAILS,
    socket.EAI_SYSTEM: _LOOKUP_FAILS,
    socket.EAI_MEMORY: "this computer is out of memory for looking up {place}",
}


def explain_network(error: Exception, host: str, proxy: str = "") -> Failed:
    """The failure of a connection to `host`; to `proxy` (without credentials) where one stands in between."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(Trouble.CERTIFICATE, f"the certificate of {host} is not trusted: {certificate_fault(error)}")
    if isinstance(error, ssl.SSLError) or (isinstance(error, ConnectionError) and error.errno is None):
        return Failed(Trouble.UNREACHABLE, _handshake_fault(error, host))
    place = f"the proxy {proxy}" if proxy else host
    if isinstance(error, OSError) and (number := _errno_of(error)) is not None:
        return Failed(Trouble.UNREACHABLE, _os_fault(error, number, place))
    if isinstance(error, TimeoutError):
        return Failed(Trouble.UNREACHABLE, f"{host} did not answer in time")
    if isinstance(error, UnicodeError):
        return Failed(Trouble.UNREACHABLE, f"the name {host} is not known here")
    return Failed(Trouble.UNREACHABLE, f"{host} cannot be reached ({type(error).__name__})")


def explain_proxy(status: int | None, host: str, proxy: str) -> Failed:
    """A proxy that does not lead to `host`, by the HTTP status that it answered."""
    place = f"the proxy {proxy}".rstrip()
    if status == 407:
        return Failed(Trouble.UNREACHABLE, f"{place} wants a user and a password (HTTP 407); name them in HTTPS_PROXY")
    told = "" if status is None else f" (HTTP {status})"
    return Failed(Trouble.UNREACHABLE, f"{place} does not lead to {host}{told}")


def proxy_status(text: str) -> int | None:
    """The status that a library's complaint about a proxy begins with: `407 Proxy Authentication Required`."""
    found = re.match(r"[1-5]\d\d\b", text)
    return int(found[0]) if found else None


def _handshake_fault(error: OSError, host: str) -> str:
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)):
        return f"{host} closed the connection without an answer"
    reason = _reason_of(error)
    if reason in _NOT_TLS:
        return f"{host} does not speak TLS at this port; check the port of the address in the profile"
    if reason in _OLD_TLS:
        return f"{host} speaks no TLS of 1.2 or newer, and older ones are not safe; ask the exchange"
    return f"no TLS with {host}: {reason.replace('_', ' ').lower() or 'the handshake failed'}"


def _reason_of(error: OSError) -> str:
    """OpenSSL's name of a fault; a Python older than its OpenSSL knows only the words: `[SSL] no cipher (_ssl.c:9)`."""
    if not isinstance(error, ssl.SSLError):
        return ""
    words = str(error).partition("] ")[2].rpartition(" (")[0]
    return error.reason or words.replace(" ", "_").upper()


def _errno_of(error: OSError) -> int | None:
    """The number of a fault. Where a host has several addresses, asyncio only joins their words: `[Errno 111] ...`."""
    if error.errno is not None:
        return error.errno
    numbers = [int(number) for number in re.findall(r"\[Errno (\d{1,4})\]", str(error))]
    return errno.ECONNREFUSED if errno.ECONNREFUSED in numbers else next(iter(numbers), None)


def _os_fault(error: OSError, number: int, place: str) -> str:
    if isinstance(error, socket.gaierror):
        name = f"of {place}" if " " in place else place
        return _LOOKUP.get(number, "the name {name} is not known here").format(name=name, place=place)
    if number in _OURS:
        return _OURS[number].format(place=place)
    if number == errno.ETIMEDOUT:
        return f"{place} did not answer in time"
    reason = os.strerror(number).lower()
    return f"{place}: {reason}" if number in _THEIRS else f"this computer cannot connect to {place}: {reason}"


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
    """The HTTP answer that came instead of an upgrade. The library reads no more than a mebibyte of its body."""
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
        return Failed(Trouble.THROTTLED, f"{host}: too many requests (HTTP 429)", status, wait)
    if 300 <= status < 400:
        return Failed(
            Trouble.REDIRECTED,
            f"{host} sends us to another address (HTTP {status}); that is never followed, for it would take the key"
            f" along. Check {setting}",
            status,
        )
    told = f"HTTP {status}, {other.evidence}" if other.is_page else f"HTTP {status}"
    guesses = (Guess.UNAVAILABLE, Guess.ADDRESS_WRONG)
    return Failed(Trouble.UNAVAILABLE, f"{host} answers {told} ({setting} of the profile)", status, guesses=guesses)


def _is_interception(status: int, other: Intermediary) -> bool:
    if status in _MISTAKEN:
        return bool(other.evidence) or status == 511
    return other.is_page and (status < 300 or status in _FOR_NOW)


def intercepted(status: int, host: str, setting: str, other: Intermediary) -> Failed:
    """Something between us and the exchange answered in its place; the key was not judged, so it is tried again."""
    guesses: tuple[Guess, ...] = ()
    judged = named = ""
    if status in (401, 403):
        judged = "; the key was not judged"
    elif status == 511 or status in _FOR_NOW:
        guesses = (Guess.SIGN_IN,)
    else:
        guesses, named = (Guess.WEB_SITE,), setting
    told = ", ".join(part for part in (f"HTTP {status}", other.evidence, named) if part)
    sentence = f"a network in between answers for {host} ({told}){judged}"
    return Failed(Trouble.INTERCEPTED, sentence, status, guesses=guesses)


def refused(endpoint: Endpoint, how: str, status: int | None = None) -> Failed:
    """The exchange does not take the key: which one, where, and what may be behind it."""
    tail = endpoint.credentials.key_id.tail()
    return Failed(
        Trouble.REFUSED,
        f"{endpoint.environment.value} refuses the key {tail} ({how})",
        status,
        guesses=(Guess.OTHER_ENVIRONMENT, Guess.KEY_DISABLED, Guess.KEY_MISMATCH),
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
