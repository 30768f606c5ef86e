from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.compression import unpack
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.writer import FRAME_BYTES, FRAME_NS, FrameMaker, RecordingWriter
from tests.recording.made import HEADER, START, opened


def test_a_frame_is_closed_after_two_seconds() -> None:
    maker = FrameMaker()
    assert maker.add(0, Kind.FRAME, "a") is None
    assert maker.due(FRAME_NS - 1) is None
    piece = maker.add(FRAME_NS, Kind.FRAME, "b")
    assert piece is not None
    assert (piece.head.first, piece.head.last) == (0, 0)
    assert unpack(piece.frame) == b'[0,"frame","a"]\n'


def test_a_frame_is_closed_once_it_is_large() -> None:
    maker = FrameMaker()
    pieces = [maker.add(n, Kind.FRAME, "x" * 1000) for n in range(600)]
    assert sum(piece is not None for piece in pieces) == 600_000 // FRAME_BYTES


def test_a_place_to_begin_begins_a_frame_and_what_is_notable_stands_in_its_head() -> None:
    maker = FrameMaker()
    maker.add(1, Kind.FRAME, "a")
    before = maker.add(2, Kind.START, START)
    maker.add(3, Kind.MARK, {"note": "here"})
    piece = maker.close()
    assert before is not None
    assert piece is not None
    assert not before.head.is_start
    assert piece.head.is_start
    assert [note.kind for note in piece.head.notes] == [Kind.START, Kind.MARK]
    assert maker.close() is None


def test_size_is_that_of_all_bytes_and_they_are_a_recording() -> None:
    maker, writer = FrameMaker(), RecordingWriter()
    data = writer.begin(HEADER)
    for second in range(10):
        piece = maker.add(second * SECOND, Kind.FRAME, "{}")
        data += b"" if piece is None else writer.put(piece)
    data += writer.end()
    assert writer.size == len(data)
    assert opened(data).end == 7 * SECOND
