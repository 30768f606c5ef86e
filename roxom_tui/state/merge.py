"""Partial reports of one thing put together, and what a GET's answer may overrule (reliability 4)."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final, NamedTuple, TypeVar

from roxom_tui.model.events import OrderUpdate, PositionUpdate

T = TypeVar("T", OrderUpdate, PositionUpdate)

_NAMES: Final = {kind: tuple(field.name for field in fields(kind)) for kind in (OrderUpdate, PositionUpdate)}


def merged(older: T, newer: T) -> T:
    """The newer report, with what it does not say taken from the older."""
    held = {}
    for name in _NAMES[type(newer)]:
        if getattr(newer, name) is None:
            value = getattr(older, name)
            if value is not None:
                held[name] = value
    return replace(newer, **held) if held else newer


def is_older(candidate: int | None, held: int | None) -> bool:
    """Whether a report's time is known to be before that of the one held."""
    return candidate is not None and held is not None and candidate < held


class Request(NamedTuple):
    """When a GET was sent: by the wall clock, and by the monotonic one where the caller has it."""

    wall: int
    at: int | None = None

    def precedes(self, exchange_at: int | None, received_at: int) -> bool:
        """Whether a report came after the request, so that the answer may not know it.

        Arrival decides where it can: it does not depend on the exchange's clock agreeing with ours.
        """
        if self.at is not None:
            return received_at >= self.at
        return exchange_at is not None and exchange_at >= self.wall
