from __future__ import annotations

from roxom_tui.model.durations import SECOND
from roxom_tui.recording.compression import unpack
from roxom_tui.recording.entries import Entry, Kind, read_entries
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from roxom_tui.recording.writer import Piece
from tests.recording.made import quote


def read(pieces: tuple[Piece, ...]) -> list[Entry]:
    return [entry for piece in pieces for entry in read_entries(unpack(piece.frame) or b"")]


def test_what_may_not_be_written_is_counted_in_the_file() -> None:
    scribe = Scribe(Selection((), with_account=False))
    pieces = scribe.take(0, Kind.FRAME, quote("1", "2"))
    for n in range(5):
        pieces += scribe.take(n, Kind.FRAME, '{"type":"orders"}')
    pieces += scribe.take(6, Kind.FRAME, b"binary")
    pieces += scribe.close()
    assert [entry.kind for entry in read(pieces)] == [Kind.FRAME, Kind.WITHHELD]
    assert read(pieces)[-1].payload == {"count": 6}
    assert scribe.withheld == 6


def test_times_of_two_hands_never_go_back() -> None:
    scribe = Scribe(Selection((), with_account=True))
    pieces = scribe.take(9, Kind.FRAME, "a") + scribe.take(5, Kind.SENT, "b") + scribe.close()
    assert [entry.elapsed for entry in read(pieces)] == [9, 9]


def test_a_frame_is_closed_though_nothing_more_comes() -> None:
    scribe = Scribe(Selection((), with_account=True))
    scribe.take(0, Kind.FRAME, "a")
    assert scribe.due(SECOND) == ()
    assert len(scribe.due(2 * SECOND)) == 1
    assert scribe.close() == ()
