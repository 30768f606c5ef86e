"""What went wrong when connecting, told in one sentence. No exception of a library gets past here, nor its text:
such texts can hold an address with a password, a header, or what the exchange echoed."""

from __future__ import annotations

import errno
import os
import re
import socket
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from websockets.exceptions import InvalidHandshake, InvalidProxy, InvalidStatus, InvalidURI, ProxyError

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.source import Failed, Trouble
from roxom_tui.protocol.text import gate

_NAME_IT = "if it can be trusted, name it in SSL_CERT_FILE"
_UNTRUSTED = {
    18: f"it is signed by itself; {_NAME_IT}",
    19: f"its chain ends in an authority this computer does not know; {_NAME_IT}",
    20: f"its issuer is not among those this computer trusts; {_NAME_IT}",
    21: f"its issuer is not among those this computer trusts; {_NAME_IT}",
}
"""Verdicts of OpenSSL that may be owed to our own file of authorities."""

_CERTIFICATE_FAULTS = _UNTRUSTED | {
    9: "it is not valid yet, or this computer's clock is wrong; check the clock",
    10: "it has expired, or this computer's clock is wrong; check the clock, else wait until the exchange renews it",
    23: "it was revoked; do not connect until the exchange says why",
    62: "it was issued for another host; check the address in the profile",
    64: "it was issued for another address; check the address in the profile",
}
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"})
_OLD_TLS = frozenset(
    {
        "TLSV1_ALERT_PROTOCOL_VERSION",
        "UNSUPPORTED_PROTOCOL",
        "NO_PROTOCOLS_AVAILABLE",
        "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",
    }
)


def explain(error: Exception, endpoint: Endpoint, host: str) -> Failed:
    """The failure of an opening handshake as a value."""
    if isinstance(error, InvalidStatus):
        headers = error.response.headers
        return explain_status(error.response.status_code, headers.get("Retry-After"), endpoint, host, "ws_url")
    if isinstance(error, (InvalidProxy, ProxyError, ImportError)):
        return Failed(Trouble.UNREACHABLE, f"the proxy does not lead to {host} ({type(error).__name__})")
    if isinstance(error, InvalidURI):
        return Failed(Trouble.NOT_ALLOWED, "the address cannot be read")
    if isinstance(error, EOFError) or isinstance(error.__cause__, EOFError):
        return Failed(Trouble.UNAVAILABLE, f"{host} closed the connection without an answer")
    if isinstance(error, InvalidHandshake):
        return Failed(Trouble.UNAVAILABLE, f"{host} answers, but not as a WebSocket ({type(error).__name__})")
    return explain_network(error, host)


def explain_status(status: int, retry_after: str | None, endpoint: Endpoint, host: str, setting: str) -> Failed:
    """An HTTP status that is not the one hoped for (protocol 3.1, 5.1); `setting` names the address in the profile."""
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
    return Failed(Trouble.UNAVAILABLE, f"{host} answers HTTP {status}: unavailable, or {setting} is wrong", status)


def refused(endpoint: Endpoint, how: str, status: int | None = None) -> Failed:
    """The exchange does not take the key: which one, where, and the likely causes."""
    tail = endpoint.credentials.key_id.tail()
    return Failed(
        Trouble.REFUSED,
        f"{endpoint.environment.value} refuses the key {tail} ({how}): it belongs to another environment, is disabled"
        " or expired, or the private key is not its own",
        status,
    )


def explain_network(error: Exception, host: str) -> Failed:
    """A failure below HTTP: name, route, TLS, time."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Failed(Trouble.CERTIFICATE, f"the certificate of {host} is not trusted: {_certificate_fault(error)}")
    if isinstance(error, ssl.SSLError) or (isinstance(error, ConnectionError) and error.errno is None):
        return Failed(Trouble.UNREACHABLE, _handshake_fault(error, host))
    if isinstance(error, TimeoutError):
        return Failed(Trouble.UNREACHABLE, f"{host} did not answer in time")
    if isinstance(error, socket.gaierror | UnicodeError):
        return Failed(Trouble.UNREACHABLE, f"the name {host} is not known here")
    if isinstance(error, OSError) and (number := _errno_of(error)) is not None:
        return Failed(Trouble.UNREACHABLE, f"{host}: {_os_reason(number)}")
    return Failed(Trouble.UNREACHABLE, f"{host} cannot be reached ({type(error).__name__})")


def _certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    missing = _missing_authorities() if error.verify_code in _UNTRUSTED else ""
    return missing or _CERTIFICATE_FAULTS.get(error.verify_code, "it does not verify")


def _missing_authorities() -> str:
    """TLS is silent about a file of authorities that is not there or is none, and then trusts nobody."""
    named = os.environ.get("SSL_CERT_FILE")
    if not named:
        return ""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(named)
    except ssl.SSLError:
        fault = "holds no certificate"
    except OSError:
        fault = "cannot be read"
    else:
        return ""
    return f"SSL_CERT_FILE names {gate(named)}, which {fault}, so nobody is trusted; mend or unset it"


def _reason_of(error: OSError) -> str:
    """OpenSSL's name of a fault; a Python older than its OpenSSL knows only the words: `[SSL] no cipher (_ssl.c:9)`."""
    if not isinstance(error, ssl.SSLError):
        return ""
    words = str(error).partition("] ")[2].rpartition(" (")[0]
    return error.reason or words.replace(" ", "_").upper()


def _handshake_fault(error: OSError, host: str) -> str:
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionError)):
        return f"{host} closed the connection without an answer"
    reason = _reason_of(error)
    if reason in _NOT_TLS:
        return f"{host} does not speak TLS at this port; check the port of the address in the profile"
    if reason in _OLD_TLS:
        return f"{host} speaks no TLS of 1.2 or newer, and older ones are not safe; ask the exchange"
    return f"no TLS with {host}: {reason.replace('_', ' ').lower() or 'the handshake failed'}"


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


def _errno_of(error: OSError) -> int | None:
    """The number of a fault. Where a host has several addresses, asyncio only joins their words: `[Errno 111] ...`."""
    if error.errno is not None:
        return error.errno
    numbers = [int(number) for number in re.findall(r"\[Errno (\d{1,4})\]", str(error))]
    return errno.ECONNREFUSED if errno.ECONNREFUSED in numbers else next(iter(numbers), None)


def _os_reason(number: int) -> str:
    if number == errno.ECONNREFUSED:
        return "nothing listens there"
    return os.strerror(number).lower()
