"""Which addresses may be spoken to, and through which proxy.

The signature is a constant, so whoever reads it once can log in for ever (protocol 2.2): without TLS only this
machine is spoken to.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from roxom_tui.feed.transport import proxy
from roxom_tui.model.hosts import is_place

_PORTS = {"ws": 80, "wss": 443, "http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be spoken to. `proxy` is the environment's for it, or None; never for loopback."""

    url: str
    host: str
    port: int
    is_secure: bool
    is_loopback: bool
    proxy: str | None

    @property
    def shown_proxy(self) -> str:
        """The proxy without its user and password; empty for none."""
        return "" if self.proxy is None else proxy.shown(self.proxy)


@dataclass(frozen=True, slots=True)
class AddressRefused:
    """Why an address is not used, in one sentence."""

    sentence: str


def check_address(url: str, schemes: tuple[str, str]) -> Address | AddressRefused:
    """Judge `url`; `schemes` are the plain and the secure one, ("ws", "wss") or ("http", "https")."""
    plain, secure = schemes
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return AddressRefused("the address cannot be read")
    host = parts.hostname or ""
    if parts.scheme not in schemes or not host or not is_place(parts.netloc.rpartition("@")[2]):
        return AddressRefused(f"the address must begin with {secure}:// and name a host")
    if parts.username is not None or parts.fragment:
        return AddressRefused("the address must not hold a user, a password or a fragment")
    loopback = is_loopback(host)
    if parts.scheme == plain and not loopback:
        return AddressRefused(f"{plain}:// is allowed to this machine only; {host} needs {secure}://")
    through = None if loopback else proxy.proxy_for(parts.scheme, host, port)
    if through is not None and (fault := proxy.fault_of(through)):
        return AddressRefused(fault)
    return Address(url, host, port, parts.scheme == secure, loopback, through)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its name or number, without asking anybody."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return address == ipaddress.IPv6Address("::1")
    return address in ipaddress.IPv4Network("127.0.0.0/8")


def shown_host(url: str) -> str:
    """The host and port of an address, for the screen; empty if there is none to read."""
    try:
        parts = urlsplit(url)
        return f"{parts.hostname or ''}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        return ""
