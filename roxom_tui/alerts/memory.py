"""What is kept of the alerts across a restart, as a value and as the text of its file (alerts 4). Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

VERSION: Final = 1
MOST_RULES: Final = 100
"""Rules, those of the config file among them."""


class Record(Struct, frozen=True):
    """What is kept of one rule. Times are wall ns of the exchange's clock."""

    fired: int = 0
    fired_at: int | None = None
    is_spent: bool = False
    is_off: bool = False
    muted_until: int | None = None


NO_RECORD: Final = Record()


class AlertMemory(Struct, frozen=True):
    """The rules made on the screen, and what is kept of every rule by its text."""

    rules: tuple[str, ...] = ()
    records: Mapping[str, Record] = field(default_factory=dict)
    silent_until: int | None = None


def memory_text(memory: AlertMemory) -> str:
    """The file's text."""
    records = {
        text: {
            "fired": one.fired,
            "at": one.fired_at,
            "spent": one.is_spent,
            "off": one.is_off,
            "mute": one.muted_until,
        }
        for text, one in memory.records.items()
        if one != NO_RECORD
    }
    whole = {"version": VERSION, "rules": memory.rules, "records": records, "silent_until": memory.silent_until}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def read_memory(text: str) -> AlertMemory:
    """What a file holds. ValueError for anything that `memory_text` did not write."""
    try:
        held = json.loads(text)
        if held["version"] != VERSION:
            raise ValueError(f"version {held['version']!r} is not known")
        rules = tuple(_text(one) for one in held["rules"])
        records = {_text(name): _record(one) for name, one in held["records"].items()}
        return AlertMemory(rules[:MOST_RULES], records, _time(held["silent_until"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a file of alerts ({type(error).__name__})") from None


def _record(held: Mapping[str, Any]) -> Record:
    fired = held["fired"]
    if type(fired) is not int or fired < 0:
        raise ValueError("a count that is none")
    return Record(fired, _time(held["at"]), bool(held["spent"]), bool(held["off"]), _time(held["mute"]))


def _text(held: object) -> str:
    if not isinstance(held, str):
        raise ValueError("a rule that is no text")
    return held


def _time(held: object) -> int | None:
    if held is None:
        return None
    if type(held) is not int or not 0 <= held < 1 << 63:
        raise ValueError("a time that is none")
    return held
