"""An event as one line of JSON: exact decimals as strings, times as integers, what is not known as null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum

import orjson

from roxom_tui.model.channels import EVENT_NAMES
from roxom_tui.model.events import Event, Seed


def event_line(event: Event | Seed, received_wall: int) -> str:
    """One JSON object: the event's name, when it was received (wall nanoseconds), and its fields."""
    head = {"event": EVENT_NAMES[type(event)], "received_at": received_wall}
    return orjson.dumps(head | _fields(event)).decode()


def _fields(record: object) -> dict[str, object]:
    if is_dataclass(record):
        return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}
    if not isinstance(record, tuple):
        raise TypeError(f"an event holds no {type(record).__name__}")
    names: tuple[str, ...] = getattr(record, "_fields", ())
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: object) -> object:
    """The value as JSON knows it. A decimal is written out, never with an exponent, never as a float."""
    match value:
        case Decimal():
            return format(value, "f")
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case tuple() if not hasattr(value, "_fields"):
            return [_plain(entry) for entry in value]
        case None | bool() | int() | str():
            return value
        case _:
            return _fields(value)
