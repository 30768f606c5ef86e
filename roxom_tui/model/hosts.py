"""The middle of an address: a host and perhaps a port, and nothing that two programs might read differently."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

_LONGEST_LABEL: Final = 63
_LONGEST_NAME: Final = 253
_PLACE: Final = r"(?:\[(?P<number>[^\[\]]*)\]|(?P<name>[^\[\]:@]+))(?::[0-9]*)?"


def is_place(text: str) -> bool:
    """Whether it is a name that can be looked up, or a number, with or without a port."""
    found = re.fullmatch(_PLACE, text)
    if found is None:
        return False
    return _is_name(found["name"]) if found["number"] is None else _is_number(found["number"])


def _is_name(name: str) -> bool:
    labels = name.removesuffix(".").split(".")
    return len(name) <= _LONGEST_NAME and all(1 <= len(label) <= _LONGEST_LABEL for label in labels)


def _is_number(number: str) -> bool:
    try:
        ipaddress.IPv6Address(number)
    except ValueError:
        return False
    return True
