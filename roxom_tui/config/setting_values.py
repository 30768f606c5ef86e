"""Readers of single configuration values. Each answers the value, or `BadValue`.

A refusal repeats the value only where it cannot hold a secret.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from roxom_tui.config.problems import nearest, shown
from roxom_tui.model.credentials import Secret
from roxom_tui.model.hosts import is_place
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Size
from roxom_tui.model.values import replace

MOST_SYMBOLS = 50
MOST_ARGUMENTS = 64
MOST_SIZES = 3
_SIZE: Final = r"[0-9]{1,12}(\.[0-9]{1,12})?"
_SYMBOL: Final = r"[A-Z0-9]{1,20}(-[A-Z0-9]{1,20}){1,3}"
_LAYOUT: Final = r"[A-Za-z0-9_-]{1,30}"
_VARIABLE: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_PLAIN_URL: Final = r"[!-~]+"

_TYPE_NAMES: dict[type, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number with a fraction",
    list: "a list",
    dict: "a table",
}


class BadValue(Struct, frozen=True):
    """A refused value and the reason; `element` is the place in a list. `wanted` is told of a wrong type."""

    sentence: str
    element: int | None = None
    wanted: str = ""


Reader: TypeAlias = Callable[[object], Any]

EnumT = TypeVar("EnumT", bound=StrEnum)


def type_name(value: object) -> str:
    """The type of a TOML value, in words."""
    return _TYPE_NAMES.get(type(value), "a date or time")


def expected(wanted: str, value: object) -> BadValue:
    """The refusal of a wrong type."""
    return BadValue(f"expected {wanted}, not {type_name(value)}", wanted=wanted)


def profile_name(value: object) -> str | BadValue:
    """The name of a profile. `[profile.x]` is a common slip."""
    if isinstance(value, dict):
        return BadValue("expected a name, not a table; a profile is written [profiles.NAME]")
    if not isinstance(value, str):
        return expected("a string", value)
    return value or BadValue("is empty")


def layout_name(value: object) -> str | BadValue:
    """The name of a layout; whether there is one of that name is seen once all are read."""
    if not isinstance(value, str):
        return expected("a string", value)
    return value if re.fullmatch(_LAYOUT, value) else BadValue("expected a name of letters, digits, - and _")


def flag(value: object) -> bool | BadValue:
    """True or false."""
    return value if isinstance(value, bool) else expected("true or false", value)


def _text(wanted: str, read: Callable[[str], Any]) -> Reader:
    """Reads a string; `wanted` says what it should be where it is none."""
    return lambda value: read(value) if isinstance(value, str) else expected(wanted, value)


def secret_fault(value: str) -> str:
    """The reason why a text cannot be a key id, or nothing. The text itself is not repeated."""
    if not value:
        return "is empty"
    if len(value) > 256:
        return "is longer than 256 characters"
    if not re.fullmatch(_PLAIN_URL, value):
        return "holds a space or another character that an HTTP header cannot carry"
    return ""


def _secret(value: str) -> Secret | BadValue:
    reason = secret_fault(value)
    return BadValue(reason) if reason else Secret(value)


def _variable(value: str) -> str | BadValue:
    # The value is not repeated: people paste the key itself here.
    return value if re.fullmatch(_VARIABLE, value) else BadValue("is not the name of an environment variable")


def _file_path(value: str) -> Path | BadValue:
    if not value or "\0" in value:
        return BadValue("is not a path")
    if "-----BEGIN" in value:
        return BadValue("expected the path of a key file, not the key itself")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        return BadValue("starts with ~ but there is no home folder; give the whole path")


def _line(value: str) -> str | BadValue:
    return value if value.strip() else BadValue("is empty")


def arguments(value: object) -> tuple[str, ...] | BadValue:
    """A program and its arguments. They are not repeated: people put tokens there."""
    if not isinstance(value, list):
        return expected("a list: a program and its arguments", value)
    if not 1 <= len(value) <= MOST_ARGUMENTS:
        return BadValue(f"expected a program and at most {MOST_ARGUMENTS - 1} arguments")
    for index, entry in enumerate(value):
        if not isinstance(entry, str):
            return BadValue(f"expected a string, not {type_name(entry)}", index)
        if "\0" in entry or not (entry or index):
            return BadValue("is not the name of a program" if not index else "holds a character no argument can", index)
    return tuple(value)


line: Final = _text("a string", _line)
"""A text that is not empty."""

secret: Final = _text("a string", _secret)
"""A string that is never shown: printable ASCII without spaces, as an HTTP header can carry it."""

variable: Final = _text("the name of an environment variable", _variable)
"""The name of an environment variable."""

file_path: Final = _text("the path of a file", _file_path)
"""A path; `~` is the home folder."""


def symbols(value: object) -> tuple[Symbol, ...] | BadValue:
    """A list of different symbols, in the order of the screen."""
    if not isinstance(value, list):
        return expected("a list of symbols", value)
    if not 1 <= len(value) <= MOST_SYMBOLS:
        return BadValue(f"expected 1 to {MOST_SYMBOLS} symbols, not {len(value)}")
    for index, entry in enumerate(value):
        if not isinstance(entry, str):
            return BadValue(f"expected a symbol such as GOLD-BTC, not {type_name(entry)}", index)
        if not re.fullmatch(_SYMBOL, entry):
            return BadValue(f"{shown(entry)} is not a symbol; one looks like GOLD-BTC", index)
        if entry in value[:index]:
            return BadValue(f"{entry} is listed twice", index)
    return tuple(Symbol(entry) for entry in value)


def sizes(value: object) -> tuple[Size, ...] | BadValue:
    """At most three sizes in contracts, each larger than the one before."""
    if not isinstance(value, list):
        return expected("a list of sizes", value)
    if len(value) > MOST_SIZES:
        return BadValue(f"expected at most {MOST_SIZES} sizes, not {len(value)}")
    read: list[Size] = []
    for index, entry in enumerate(value):
        size = _size(entry)
        if isinstance(size, BadValue):
            return replace(size, element=index)
        if read and size <= read[-1]:
            return BadValue("expected a size larger than the one before", index)
        read.append(size)
    return tuple(read)


def _size(value: object) -> Size | BadValue:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return expected("a size such as 2.5", value)
    # A float is written as the shortest number that it stands for, which is what was typed.
    if re.fullmatch(_SIZE, str(value)) is None or not Decimal(str(value)):
        return BadValue("expected a size such as 2.5, above zero and without an exponent")
    return Size(Decimal(str(value)))


def word(*allowed: str) -> Reader:
    """One of a few words."""

    def read(value: str) -> str | BadValue:
        if value in allowed:
            return value
        near = nearest(value, allowed)
        hint = f"; did you mean {near}?" if near is not None else ""
        return BadValue(f"{shown(value)} is not one of {', '.join(allowed)}{hint}")

    return _text(f"one of {', '.join(allowed)}", read)


def choice(kind: type[StrEnum], members: Iterable[StrEnum] | None = None) -> Reader:
    """A member of an enumeration, or one of some of them, by its word."""
    read_word = word(*(member.value for member in members or kind))

    def read(value: object) -> StrEnum | BadValue:
        found = read_word(value)
        return found if isinstance(found, BadValue) else kind(found)

    return read


def choices(kind: type[EnumT]) -> Reader:
    """A list of different members of an enumeration by their words, in the order of the enumeration."""
    read_word = word(*(member.value for member in kind))

    def read(value: object) -> tuple[EnumT, ...] | BadValue:
        if not isinstance(value, list):
            return expected("a list of words", value)
        for index, entry in enumerate(value):
            found = read_word(entry)
            if isinstance(found, BadValue):
                return BadValue(found.sentence, index)
            if entry in value[:index]:
                return BadValue(f"{entry} is listed twice", index)
        return tuple(member for member in kind if member.value in value)

    return read


def whole_number(low: int, high: int) -> Reader:
    """A whole number between two bounds, both included."""

    def read(value: object) -> int | BadValue:
        if not isinstance(value, int) or isinstance(value, bool):
            return expected(f"a whole number from {low} to {high}", value)
        return value if low <= value <= high else BadValue(f"expected a whole number from {low} to {high}")

    return read


def url(plain: str, encrypted: str) -> Reader:
    """An address. The plain scheme is for this machine only: on a network it would show the key to everybody."""

    def read(value: str) -> str | BadValue:
        parts = url_parts(value)
        if isinstance(parts, BadValue):
            return parts
        if parts.scheme not in (plain, encrypted):
            return BadValue(f"expected an address that starts with {encrypted}:// (or {plain}:// on this machine)")
        if parts.scheme == plain and not is_loopback(parts.hostname):
            return BadValue(f"{plain}:// is for loopback addresses only; use {encrypted}://")
        return value

    return _text(f"an address that starts with {encrypted}://", read)


def url_parts(value: str) -> SplitResult | BadValue:
    """An address taken apart. Anything that two programs might read differently is refused."""
    if not re.fullmatch(_PLAIN_URL, value) or "\\" in value:
        return BadValue("is not an address: spaces, backslashes and characters beyond ASCII do not belong in one")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return BadValue("is not an address")
    if "@" in parts.netloc:
        return BadValue("a user name or password does not belong in an address")
    if not parts.hostname or port == 0 or not is_place(parts.netloc):
        return BadValue("is not an address: the host or the port is missing, or cannot be read")
    if parts.query or parts.fragment:
        return BadValue("an address ends with its path, without ? and #")
    return parts


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
