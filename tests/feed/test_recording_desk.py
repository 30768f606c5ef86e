from __future__ import annotations

from pathlib import Path

from roxom_tui.feed.recording_desk import RecordingDesk
from roxom_tui.model.durations import SECOND
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.ring import Ring
from roxom_tui.recording.scribe import Scribe
from roxom_tui.recording.selection import Selection
from tests.feed.recordings import read
from tests.recording.made import HEADER, START


class Desk:
    """A desk, and what it said."""

    def __init__(self, most: int = 1 << 30, *, ring: bool = True) -> None:
        self.said: list[tuple[str, str]] = []
        scribe = Scribe(Selection((), with_account=True))
        self.desk = RecordingDesk(
            scribe, Ring() if ring else None, most, lambda words, severity: self.said.append((words, severity))
        )

    def pass_(self, begin: int, end: int, size: int = 100) -> None:
        """A message a second, and each minute a place to begin."""
        for second in range(begin, end):
            if second % 60 == 0:
                self.desk.take(second * SECOND, Kind.START, START)
            # Packed it is as long as it is: no letter tells of the next.
            self.desk.take(second * SECOND, Kind.FRAME, "".join(chr(33 + (n * n * second) % 90) for n in range(size)))


def is_recording(desk: Desk) -> bool:
    return desk.desk.begun_at is not None


def test_a_recording_holds_what_came_while_it_lasted(tmp_path: Path) -> None:
    desk = Desk()
    desk.pass_(0, 10)
    assert desk.desk.begin(tmp_path / "a.roxrec", HEADER, 10 * SECOND)
    assert is_recording(desk)
    desk.pass_(10, 30)
    desk.desk.end(30 * SECOND)
    assert not is_recording(desk)
    recording = read(tmp_path / "a.roxrec")
    assert (recording.begin, recording.end) == (10 * SECOND, 29 * SECOND)
    ((words, severity),) = desk.said
    assert words.startswith("recorded a.roxrec: 00:20, ")
    assert words.endswith(f", in {tmp_path}")
    assert severity == "information"


def test_the_last_minutes_are_saved_from_a_place_to_begin_on(tmp_path: Path) -> None:
    desk = Desk()
    desk.desk.save(tmp_path / "none.roxrec", HEADER, 0)
    assert desk.said.pop() == ("there is nothing to save yet", "warning")
    desk.pass_(0, 500)
    desk.desk.save(tmp_path / "a.roxrec", HEADER, 500 * SECOND)
    recording = read(tmp_path / "a.roxrec")
    assert recording.places[0].is_start
    assert recording.begin in (120 * SECOND, 180 * SECOND)
    assert recording.end == 499 * SECOND
    assert desk.said[0][0].startswith("saved a.roxrec: last 0")


def test_at_the_size_limit_it_goes_on_in_another_file_at_a_place_to_begin(tmp_path: Path) -> None:
    desk = Desk(most=6_000, ring=False)
    desk.desk.begin(tmp_path / "a.roxrec", HEADER, 0)
    desk.pass_(0, 200, size=400)
    desk.desk.end(200 * SECOND)
    files = [tmp_path / "a.roxrec", tmp_path / "a-2.roxrec"]
    first, second = (read(file) for file in files)
    assert second.places[0].is_start
    assert first.is_complete
    assert first.end < second.begin
    assert desk.desk.size >= sum(file.stat().st_size for file in tmp_path.iterdir()) - 5000


def test_a_disk_that_takes_nothing_ends_the_recording_and_nothing_else(tmp_path: Path) -> None:
    desk = Desk()
    assert not desk.desk.begin(tmp_path / "no" / "a.roxrec", HEADER, 0)
    assert desk.said.pop()[1] == "error"
    assert desk.desk.begin(tmp_path / "a.roxrec", HEADER, 0)
    assert desk.desk._file is not None
    desk.desk._file.abandon()
    desk.pass_(0, 10)
    assert desk.desk.begun_at is None
    assert desk.said[0][1] == "error"
    assert "can be played" in desk.said[0][0]
    assert len(desk.said) == 1
