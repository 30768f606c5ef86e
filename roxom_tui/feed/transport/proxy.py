"""The proxy that the environment names for an address. Its text can hold a password, also where one would not look
for it: of a text that cannot be read nothing is repeated."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

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


def fault_of(proxy: str) -> str:
    """Why a proxy cannot be used, in one sentence; empty if it can."""
    parts = _parts(proxy)
    if parts is not None and parts.scheme.startswith("socks"):
        return SOCKS
    return "" if parts is not None and parts.scheme in ("http", "https") else UNREADABLE


def shown(proxy: str) -> str:
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
