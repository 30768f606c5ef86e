from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.recording.entries import Entry, Kind
from roxom_tui.recording.layout import (
    HEAD,
    MOST_NOTES,
    PREFIX,
    TABLE,
    TRAILER,
    FrameHead,
    FramePlace,
    head_bytes,
    read_head,
    read_prefix,
    read_table,
    table_bytes,
)

NOTE = Entry(7, Kind.MARK, {"note": "here"})


def test_a_head_is_read_as_it_was_written() -> None:
    head = FrameHead(10, 5, 9, is_start=True, notes=(NOTE,))
    data = head_bytes(head)
    assert read_prefix(data) == (HEAD, len(data) - PREFIX)
    assert read_head(data[PREFIX:]) == head


def test_a_head_with_more_notes_than_there_is_room_for_keeps_the_first() -> None:
    head = read_head(head_bytes(FrameHead(1, 0, 9, is_start=False, notes=(NOTE,) * 1000))[PREFIX:])
    assert head is not None
    assert len(head.notes) == MOST_NOTES


def test_a_table_is_read_as_it_was_written() -> None:
    places = (FramePlace(4, 10, 0, 5, is_start=True), FramePlace(20, 10, 5, 9, is_start=False))
    data = table_bytes(places, (NOTE,))
    magic, size = read_prefix(data) or (0, 0)
    assert (magic, size) == (TABLE, len(data) - PREFIX)
    table = read_table(data[PREFIX : -TRAILER.size])
    assert table is not None
    assert (table.places, table.notes) == (places, (NOTE,))


@given(st.binary(max_size=100))
def test_what_is_neither_is_none(data: bytes) -> None:
    assert read_head(data) is None
    assert read_table(data) is None


def test_numbers_that_cannot_be_are_refused() -> None:
    assert read_head(b"[-1,0,0,false,[]]") is None
    assert read_head(b"[1,9,5,false,[]]") is None
    assert read_head(b"[1,0,5.5,false,[]]") is None
