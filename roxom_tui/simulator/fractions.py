"""An exchange that writes decimals as JSON numbers, as older ones did, and not as texts (protocol 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roxom_tui.simulator.outgoing_messages import Outgoing

_DECIMAL: Final = re.compile(rb'"(-?[0-9]+\.[0-9]+)"')


def as_numbers(payload: bytes) -> bytes:
    """A JSON text with each decimal that is a text as a number."""
    return _DECIMAL.sub(rb"\1", payload)


def as_texts(payload: bytes) -> bytes:
    """As documented."""
    return payload


def with_numbers(message: Outgoing) -> Iterable[Outgoing]:
    """A message with its decimals as numbers."""
    return (message._replace(payload=as_numbers(message.payload)),)
