"""Reads a recording, whole or cut off: by its table, else by walking from head to head (recording 3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from msgspec import Struct

from roxom_tui.recording.compression import LARGEST_CONTENT, first_frame, unpack
from roxom_tui.recording.entries import BadRecording, Entry, Header, Kind, read_entries, read_header
from roxom_tui.recording.layout import (
    HEAD,
    LARGEST_HEAD,
    LARGEST_TABLE,
    PREFIX,
    TABLE,
    TRAILER,
    WORD,
    FramePlace,
    read_head,
    read_prefix,
    read_table,
)

FIRST_BYTES: Final = 256 * 1024
"""The header's frame is somewhere within these."""

_KEPT: Final = 8
"""Frames unpacked that are kept: playing on and back a little asks for the same ones."""


class Source(Protocol):
    """The bytes of a file."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read_at(self, offset: int, size: int) -> bytes:
        """Those from a place on; fewer at the end."""


class Contents(Struct, frozen=True):
    """Where everything is, what is notable in it, and how many bytes at the end belong to no whole frame."""

    places: tuple[FramePlace, ...]
    notes: tuple[Entry, ...]
    torn_bytes: int
    is_complete: bool
    """Whether it was ended, and so has its table."""


class Recording:
    """A recording that is open. Nothing of it is kept in memory but where its frames are."""

    def __init__(self, source: Source, header: Header, contents: Contents) -> None:
        self._source = source
        self.header = header
        self.places = contents.places
        self.notes = contents.notes
        self.torn_bytes = contents.torn_bytes
        self.is_complete = contents.is_complete
        self._kept: dict[int, tuple[Entry, ...] | None] = {}

    @property
    def newest(self) -> int:
        """The last moment of which it tells how things stood (elapsed ns): its end, or where it was ended by leaving
        a connection, the moment before that."""
        last = next((note for note in reversed(self.notes) if note.kind is Kind.LINK), None)
        was_left = last is not None and last.payload.get("at") == "closed" and last.elapsed >= self.end
        return self.end - 1 if was_left else self.end

    @property
    def begin(self) -> int:
        """The time of its first entry (elapsed ns): not zero where only the last minutes were kept."""
        return self.places[0].first if self.places else 0

    @property
    def end(self) -> int:
        """The time of its last entry (elapsed ns)."""
        return self.places[-1].last if self.places else 0

    def frame(self, number: int) -> tuple[Entry, ...] | None:
        """The entries of the nth frame; None where it is damaged."""
        if number not in self._kept:
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[number] = self._read(self.places[number])
        return self._kept[number]

    def entries(self) -> Iterator[Entry]:
        """All entries, one frame after another; what is damaged is left out."""
        for number in range(len(self.places)):
            yield from self.frame(number) or ()

    def frame_at(self, elapsed: int) -> int:
        """The number of the last frame that begins at that time or before; 0 before all."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle].first <= elapsed:
                low = middle + 1
            else:
                high = middle
        return max(0, low - 1)

    def _read(self, place: FramePlace) -> tuple[Entry, ...] | None:
        content = unpack(self._source.read_at(place.offset, place.size))
        return None if content is None else tuple(read_entries(content))


def open_recording(source: Source) -> Recording | BadRecording:
    """The recording in a file, or why it is none."""
    found = _first_frame(source)
    if isinstance(found, BadRecording):
        return found
    line, end = found
    header = read_header(line)
    if isinstance(header, BadRecording):
        return header
    return Recording(source, header, _by_table(source, end) or _by_walking(source, end))


def _first_frame(source: Source) -> tuple[bytes, int] | BadRecording:
    """The header's line, and where its frame ends."""
    data = source.read_at(0, min(source.size, FIRST_BYTES))
    found = first_frame(data)
    return BadRecording("it does not begin as a recording does") if found is None else found


def _by_table(source: Source, begin: int) -> Contents | None:
    """By the table at the end, if there is one and it fits the file."""
    end = source.size
    trailer = source.read_at(end - TRAILER.size, TRAILER.size) if end >= TRAILER.size + PREFIX else b""
    if len(trailer) != TRAILER.size:
        return None
    size, word = TRAILER.unpack(trailer)
    start = end - TRAILER.size - size - PREFIX
    if word != WORD or size > LARGEST_TABLE or start < begin:
        return None
    if read_prefix(source.read_at(start, PREFIX)) != (TABLE, size + TRAILER.size):
        return None
    table = read_table(source.read_at(start + PREFIX, size))
    if table is None or not _fit(table.places, begin, start):
        return None
    return Contents(table.places, table.notes, 0, is_complete=True)


def _fit(places: tuple[FramePlace, ...], begin: int, end: int) -> bool:
    newest = 0
    for place in places:
        if place.offset < begin or place.offset + place.size > end or not newest <= place.first <= place.last:
            return False
        begin, newest = place.offset + place.size, place.last
    return True


def _by_walking(source: Source, begin: int) -> Contents:
    """From head to head until one is torn, or its frame is: all behind that is cut."""
    places: list[FramePlace] = []
    notes: list[Entry] = []
    at, newest = begin, 0
    while True:
        prefix = read_prefix(source.read_at(at, PREFIX))
        if prefix is None or prefix[0] != HEAD or prefix[1] > LARGEST_HEAD:
            break
        content = source.read_at(at + PREFIX, prefix[1])
        head = read_head(content) if len(content) == prefix[1] else None
        offset = at + PREFIX + prefix[1]
        if head is None or head.size > LARGEST_CONTENT or head.first < newest or offset + head.size > source.size:
            break
        places.append(FramePlace(offset, *head[:4]))
        notes.extend(head.notes)
        at, newest = offset + head.size, head.last
    while places and unpack(source.read_at(places[-1].offset, places[-1].size)) is None:
        # A computer that lost its power may have written the length of the last frames, and not their bytes.
        places.pop()
    end = places[-1].offset + places[-1].size if places else begin
    last = places[-1].last if places else -1
    held = tuple(note for note in notes if note.elapsed <= last)
    return Contents(tuple(places), held, source.size - end, is_complete=False)
