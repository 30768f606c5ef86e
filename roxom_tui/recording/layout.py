"""The pieces of a recording's file, as bytes (recording 1).

    frame with the header line
    head, frame with entries        as often as it takes
    table                           where it was ended, and not cut off

Heads and table are skippable frames, which tools for zstd pass over.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import orjson
from msgspec import Struct

from roxom_tui.recording.compression import pack, unpack
from roxom_tui.recording.entries import Entry, Kind, entries_of

HEAD: Final = 0x184D2A5A
TABLE: Final = 0x184D2A5B
"""The magic numbers of our two skippable frames."""

PREFIX: Final = 8
"""Bytes of magic number and size before what a skippable frame holds."""

TRAILER: Final = struct.Struct("<I8s")
"""The end of a table: the size of what is before it, and a word to know it by."""
WORD: Final = b"ROXRECT1"

LARGEST_HEAD: Final = 1024 * 1024
LARGEST_TABLE: Final = 64 * 1024 * 1024
MOST_NOTES: Final = 200
"""Notes in one head; what is beyond them is found only where the frame itself is read."""

_PREFIX: Final = struct.Struct("<II")


class FrameHead(NamedTuple):
    """What is known of a frame without unpacking it: its bytes, the span of its entries (elapsed ns), whether a replay
    can begin in it, and what is notable in it."""

    size: int
    first: int
    last: int
    is_start: bool
    notes: tuple[Entry, ...] = ()


class FramePlace(NamedTuple):
    """Where a frame stands in the file, and the span of its entries."""

    offset: int
    size: int
    first: int
    last: int
    is_start: bool


def head_bytes(head: FrameHead) -> bytes:
    """A head, to stand right before its frame."""
    fields = (head.size, head.first, head.last, head.is_start, list(map(tuple, head.notes[:MOST_NOTES])))
    return _skippable(HEAD, orjson.dumps(fields))


def table_bytes(places: Sequence[FramePlace], notes: Sequence[Entry]) -> bytes:
    """The table, to stand at the very end."""
    content = pack(orjson.dumps({"frames": list(map(tuple, places)), "notes": list(map(tuple, notes))}))
    return _skippable(TABLE, content + TRAILER.pack(len(content), WORD))


def _skippable(magic: int, content: bytes) -> bytes:
    return _PREFIX.pack(magic, len(content)) + content


def read_prefix(data: bytes) -> tuple[int, int] | None:
    """Magic number and size at the beginning of a skippable frame."""
    return _PREFIX.unpack_from(data) if len(data) >= PREFIX else None


def read_head(content: bytes) -> FrameHead | None:
    """What a head holds; None where it is none of ours."""
    try:
        size, first, last, is_start, notes = orjson.loads(content)
    except (orjson.JSONDecodeError, ValueError, TypeError):
        return None
    numbers = (size, first, last)
    if not all(type(number) is int and number >= 0 for number in numbers) or last < first:
        return None
    return FrameHead(size, first, last, is_start is True, _notes(notes))


class Table(Struct, frozen=True):
    """The table as it was written."""

    places: tuple[FramePlace, ...]
    notes: tuple[Entry, ...]


def read_table(content: bytes) -> Table | None:
    """What a table holds; None where it is damaged."""
    unpacked = unpack(content)
    if unpacked is None:
        return None
    try:
        fields = orjson.loads(unpacked)
        places = tuple(_place(place) for place in fields["frames"])
        return Table(places, _notes(fields["notes"]))
    except (orjson.JSONDecodeError, ValueError, TypeError, KeyError):
        return None


def _place(fields: Any) -> FramePlace:
    offset, size, first, last, is_start = fields
    if not all(type(number) is int and number >= 0 for number in (offset, size, first, last)):
        raise ValueError("not a place")
    return FramePlace(offset, size, first, last, is_start is True)


def _notes(notes: Any) -> tuple[Entry, ...]:
    if not isinstance(notes, list):
        return ()
    return tuple(entry for entry in entries_of(notes) if entry.kind not in (Kind.FRAME, Kind.SENT))
