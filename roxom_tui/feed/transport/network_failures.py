"""Failures below HTTP in one sentence each: name, route, TLS, time. What is this computer's own fault names it."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from typing import Final

from roxom_tui.feed.transport.tls import certificate_fault
from roxom_tui.model.connection import Failed, Trouble

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
