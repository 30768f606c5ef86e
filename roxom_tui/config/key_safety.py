"""Rules that keep a key from the wrong hands: of one profile, between profiles, and no log of TLS secrets.

The handshake's signature is a constant (protocol 2.2): whoever receives it once, or reads it, can log in with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from roxom_tui.config.key_files import LARGEST_KEY_FILE
from roxom_tui.config.private_files import read_regular
from roxom_tui.config.problems import Problem, shown
from roxom_tui.config.setting_values import is_loopback
from roxom_tui.config.settings import DEMO, Profile
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Environment
from roxom_tui.model.visible_text import is_all_visible

PRODUCTION_WS = "wss://ws.roxom.com/ws"
PRODUCTION_REST = "https://api.roxom.com/v1"
LONGEST_NAME = 40
"""Characters of a profile's name; it stands on the screen and in messages."""
_KEY_IDS = ("xrxk_", "rxk_")
"""How the exchange's key ids begin (protocol 2.1); they may begin otherwise."""
_RANDOM = 16
"""Letters and digits in a row, as no name has them."""
_PRODUCTION_HOSTS = frozenset({"ws.roxom.com", "api.roxom.com"})


def problems_of_table(name: str, table: Mapping[str, object], read: Mapping[str, Any]) -> Iterator[Problem]:
    """Problems of a profile: settings that are missing, or that say two things at once."""
    path = ("profiles", name)
    if not is_all_visible(name) or name != name.strip() or not 1 <= len(name) <= LONGEST_NAME:
        yield Problem(path, f"a profile's name is 1 to {LONGEST_NAME} printable characters without space around them")
    if "environment" not in table and name != DEMO:
        yield Problem(path, "environment is missing: demo, sandbox or production")
    environment = read.get("environment")
    if environment is not None and name in set(Environment) and environment != name:
        yield Problem((*path, "environment"), f"a profile named {name} cannot be of environment {environment}")
    if "api_key" in table and "api_key_env" in table:
        yield Problem((*path, "api_key_env"), "give api_key or api_key_env, not both")


def problems_of_variable(name: str, read: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[Problem]:
    """A key id in the place of a variable's name would be shown wherever that name is; it is not repeated."""
    variable = read.get("api_key_env")
    if variable is not None and not environ.get(variable) and _looks_like_key_id(variable):
        yield Problem(
            ("profiles", name, "api_key_env"),
            "looks like a key id, and there is no variable of that name; a key id itself goes under api_key",
        )


def problems_of_profile(profile: Profile) -> Iterator[Problem]:
    """Addresses that do not go with the profile's environment."""
    path = ("profiles", profile.name)
    if profile.ws_url is None:
        yield from _without_address(profile)
    for key, address in _addresses(profile):
        host = _host(address)
        if profile.environment is Environment.DEMO and not is_loopback(host):
            yield Problem((*path, key), "a demo profile connects to loopback addresses only")
        elif profile.environment is not Environment.PRODUCTION and host in _PRODUCTION_HOSTS:
            yield Problem((*path, key), f"{host} is the production exchange, not {profile.environment}")


def problems_between(profiles: Mapping[str, Profile], environ: Mapping[str, str]) -> Iterator[Problem]:
    """Keys, key files and hosts that profiles of two environments share."""
    for first, second in combinations(profiles.values(), 2):
        if first.environment is second.environment:
            continue
        for key, what in _shared(first, second, environ):
            yield Problem(
                ("profiles", second.name, key),
                f"profile {first.name} ({first.environment}) has the same {what};"
                f" {second.environment} and {first.environment} must not share one",
            )


def _looks_like_key_id(text: str) -> bool:
    parts = text.split("_")
    return text.startswith(_KEY_IDS) or any(len(part) >= _RANDOM and _is_random(part) for part in parts)


def _is_random(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.islower, text))


def _without_address(profile: Profile) -> Iterator[Problem]:
    path = ("profiles", profile.name)
    if profile.environment is not Environment.DEMO:
        yield Problem(path, "ws_url is missing: the address of the exchange's WebSocket")
    elif profile.rest_url is not None:
        yield Problem(
            (*path, "rest_url"), "without ws_url a demo profile starts its own exchange and takes no rest_url"
        )


def _addresses(profile: Profile) -> list[tuple[str, str]]:
    addresses = (("ws_url", profile.ws_url), ("rest_url", profile.rest_url))
    return [(key, address) for key, address in addresses if address is not None]


def _shared(first: Profile, second: Profile, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if first.api_key_env is not None and first.api_key_env == second.api_key_env:
        yield "api_key_env", f"key variable {first.api_key_env}"
    elif (key_id := _key_id(first, environ)) and key_id == _key_id(second, environ):
        yield "api_key" if second.api_key is not None else "api_key_env", "key"
    if what := _shared_file(first.private_key_file, second.private_key_file):
        yield "private_key_file", what
    theirs = {_origin(address) for _, address in _addresses(first)}
    for key, address in _addresses(second):
        if _origin(address) in theirs and not is_loopback(_host(address)):
            yield key, f"host {_host(address)}"


def _shared_file(first: Path | None, second: Path | None) -> str:
    if first is None or second is None:
        return ""
    if _same_file(first, second):
        return "key file"
    text = _text_of(first)
    return "private key, in a copy of its file" if text and text == _text_of(second) else ""


def _same_file(first: Path, second: Path) -> bool:
    """Whether two names lead to one file: a link to a key is that key, of either kind of link."""
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        # One of them is not there, or not to be seen: then by what the names say.
        return os.path.realpath(first) == os.path.realpath(second)


def _text_of(path: Path) -> bytes:
    """The content of a key's file, however its lines are broken; empty where it is none or not to be read."""
    try:
        _, data = read_regular(path, LARGEST_KEY_FILE)
    except (OSError, ValueError):
        return b""
    return b"".join(data.split()) if len(data) <= LARGEST_KEY_FILE else b""


def _key_id(profile: Profile, environ: Mapping[str, str]) -> str | None:
    if profile.api_key is not None:
        return profile.api_key.reveal()
    return environ.get(profile.api_key_env) if profile.api_key_env is not None else None


def _host(address: str) -> str | None:
    host = urlsplit(address).hostname
    return host.rstrip(".") if host else None


def _origin(address: str) -> tuple[str | None, int]:
    parts = urlsplit(address)
    return _host(address), parts.port or (443 if parts.scheme in ("wss", "https") else 80)


KEY_LOG: Final = "SSLKEYLOGFILE"

_SECURE: Final = ("wss:", "https:")


def refuse_key_log(profile: Profile, environ: Mapping[str, str] | None = None) -> None:
    """Raises UsageError where the environment has the TLS library write the secrets of this profile's connections."""
    named = (os.environ if environ is None else environ).get(KEY_LOG)
    urls = (profile.ws_url, profile.rest_url)
    if named and any(url is not None and url.lower().startswith(_SECURE) for url in urls):
        raise UsageError(
            f"{KEY_LOG} is set: whoever reads {shown(named)} could log in with the key of profile"
            f" {shown(profile.name)} for ever, so nothing is connected; unset {KEY_LOG}"
        )
