"""Which addresses may be spoken to, and through which proxy.

The signature is a constant, so whoever reads it once can log in for ever (protocol 2.2): without TLS only this
machine is spoken to.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from roxom_tui.protocol.text import gate

_PORTS = {"ws": 80, "wss": 443, "http": 80, "https": 443}
_PROXY_ORDER = {"wss": ("wss", "socks", "https"), "https": ("https",)}


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
        if self.proxy is None:
            return ""
        parts = urlsplit(self.proxy)
        return gate(f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""))


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
    if parts.scheme not in schemes or not host:
        return AddressRefused(f"the address must begin with {secure}:// and name a host")
    if parts.username is not None or parts.fragment:
        return AddressRefused("the address must not hold a user, a password or a fragment")
    loopback = is_loopback(host)
    if parts.scheme == plain and not loopback:
        return AddressRefused(f"{plain}:// is allowed to this machine only; {host} needs {secure}://")
    return Address(url, host, port, parts.scheme == secure, loopback, None if loopback else _proxy_for(parts, port))


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


def _proxy_for(parts: SplitResult, port: int) -> str | None:
    if proxy_bypass(f"{parts.hostname}:{port}"):
        return None
    proxies = getproxies()
    for scheme in _PROXY_ORDER.get(parts.scheme, ()):
        if proxy := proxies.get(scheme) or None:
            # A system's SOCKS setting is told with the scheme of HTTP.
            return "socks5h://" + proxy[7:] if scheme == "socks" and proxy.startswith("http://") else proxy
    all_schemes = proxies.get("all")
    return all_schemes or None
