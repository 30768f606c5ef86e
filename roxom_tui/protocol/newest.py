"""Of a list that is longer than its bound the newest entries, and how to say so (client 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from roxom_tui.model.events import Event
from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.limits import MAX_LISTED
from roxom_tui.protocol.refusal import Refusal, wrong_type
from roxom_tui.protocol.timestamps import to_ns


def newest(items: list[Any], most: int, keys: tuple[str, ...]) -> list[Any]:
    """The newest `most` of `items` in their order, by the first of `keys` that can be read as a time.

    Those of one time, or of none, which count as the oldest, are taken from the end of the list.
    """
    if len(items) <= most:
        return items
    by_time = sorted(range(len(items)), key=lambda place: _time_of(items[place], keys))
    return [items[place] for place in sorted(by_time[-most:])]


def _time_of(item: Any, keys: tuple[str, ...]) -> int:
    if type(item) is not dict:
        raise wrong_type("data", item)
    return next((at for key in keys if (at := to_ns(item.get(key))) is not None), 0)


def too_long(told: Sequence[Any], what: str, kept: Sequence[Event]) -> Refusal:
    """What says of a message that only its newest entries were read."""
    return Refusal(RejectReason.TOO_LARGE, f"newest {MAX_LISTED:,} of {len(told):,} {what}", kept)
