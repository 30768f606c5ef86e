"""Addresses that may be connected to, and the proxy for each.

The signature is a constant, so whoever reads it once can log in for ever (protocol 2.2): without TLS only this
machine is spoken to.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from msgspec import Struct

from roxom_tui.model.hosts import is_place
from roxom_tui.protocol.text_gate import gate

_ORDER: Final = {"wss": ("wss", "https", "socks"), "https": ("https", "socks")}
_PLAIN: Final = re.compile(r"[!-~]+")

UNREADABLE: Final = "the proxy's address in the environment cannot be read; one looks like http://proxy.example:3128"
SOCKS: Final = "the environment names a SOCKS proxy, and those are not supported; name an HTTP proxy in HTTPS_PROXY"


def proxy_for(scheme: str, host: str, port: int) -> str | None:
    """The environment's proxy for an address, or None."""
    if proxy_bypass(f"{host}:{port}"):
        return None
    proxies = getproxies()
    for kind in (*_ORDER.get(scheme, ()), "all"):
        if proxy := proxies.get(kind):
            # A system's SOCKS setting is told with the scheme of HTTP.
            return "socks5h://" + proxy[7:] if kind == "socks" and proxy.startswith("http://") else proxy
    return None


def proxy_fault(proxy: str) -> str:
    """The reason why a proxy cannot be used, in one sentence; empty if it can."""
    parts = _parts(proxy)
    if parts is not None and parts.scheme.startswith("socks"):
        return SOCKS
    return "" if parts is not None and parts.scheme in ("http", "https") else UNREADABLE


def shown_proxy(proxy: str) -> str:
    """A proxy that can be used, without its user and password."""
    parts = urlsplit(proxy)
    return gate(f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else ""))


def _parts(proxy: str) -> SplitResult | None:
    """A proxy's address taken apart. A password with a sign that it may not hold puts the rest of it anywhere."""
    try:
        parts = urlsplit(proxy)
        sound = parts.port != 0 and is_place(parts.netloc.rpartition("@")[2])
    except ValueError:
        return None
    is_all = parts.path in ("", "/") and not parts.query and not parts.fragment and _PLAIN.fullmatch(proxy)
    return parts if sound and is_all else None


_PORTS = {"ws": 80, "wss": 443, "http": 80, "https": 443}


class Address(Struct, frozen=True):
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
        return "" if self.proxy is None else shown_proxy(self.proxy)


class AddressRefused(Struct, frozen=True):
    """An address that is not used, with the reason in one sentence."""

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
    through = None if loopback else proxy_for(parts.scheme, host, port)
    if through is not None and (fault := proxy_fault(through)):
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
