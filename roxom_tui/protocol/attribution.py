"""Which stream a message is of that is not parsed: its head or its end may still tell (client 5.3)."""

from __future__ import annotations

import re
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol

REACH: Final = 300
"""Characters that are looked at from either end: an envelope is shorter."""

_TOPIC: Final = re.compile(r'"topic"\s*:\s*"(level1|depth|trade|ticker)\.([A-Za-z0-9._-]{1,64})"')
_TYPE: Final = re.compile(
    r'^\s*\{\s*"type"\s*:\s*"(order|balance|position)"|"type"\s*:\s*"(order|balance|position)"\s*\}\s*$'
)
"""Only beside the outermost brace: further in, `type` is a word of something else."""

_CHANNELS: Final = {"order": Channel.ORDERS, "balance": Channel.BALANCE, "position": Channel.POSITIONS}


def stream_named(payload: str | bytes) -> Stream | None:
    """The stream whose name can be read near one of the ends; None if there is none, or the ends disagree."""
    if type(payload) is not str:
        return None
    named = {stream for part in (payload[:REACH], payload[-REACH:]) if (stream := _named_in(part)) is not None}
    return named.pop() if len(named) == 1 else None


def _named_in(part: str) -> Stream | None:
    found = _TOPIC.search(part)
    if found is not None:
        return Stream(Channel(found[1]), Symbol(found[2]))
    found = _TYPE.search(part)
    return None if found is None else Stream(_CHANNELS[found[1] or found[2]])
